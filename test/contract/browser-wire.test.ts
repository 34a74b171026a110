import { once } from 'node:events';
import { createServer } from 'node:http';

import type { WebSocket as DeskSocket } from 'ws';

import { originAt } from '../../src/main/shells/browser/loopback-address.ts';
import { sessionCookieName } from '../../src/main/shells/browser/session-cookie.ts';
import { createSessions } from '../../src/main/shells/browser/sessions.ts';
import { socketWire as deskWire } from '../../src/main/shells/browser/socket-wire.ts';
import { acceptWires, wireProtocol } from '../../src/main/shells/browser/wire-upgrade.ts';
import { socketWire as screenWire } from '../../src/renderer/bridge/socket-wire.ts';
import { countingIds, countingSecrets, recordingLog } from '../support/browser-shell.ts';
import { describeWireContract, wallClock } from '../support/wire-contract.ts';

describeWireContract('a WebSocket', async (serve) => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  const sessions = createSessions({
    clock: wallClock,
    ids: countingIds(),
    secrets: countingSecrets(),
  });
  const admitted = sessions.exchange(sessions.invite(), null);
  if (admitted.outcome !== 'admitted') throw new Error('The invitation was refused.');
  const opened = Promise.withResolvers<DeskSocket>();
  const wires = acceptWires(server, {
    port,
    sessions,
    log: recordingLog(),
    onSocket(socket) {
      serve(deskWire(socket));
      opened.resolve(socket);
    },
  });

  // Node's own WebSocket is the browser's, but for the headers that a browser would add by itself.
  const socket = new WebSocket(`ws://127.0.0.1:${port}/wire`, {
    protocols: [wireProtocol, `token.${admitted.windowToken}`],
    headers: {
      origin: originAt(port),
      cookie: `${sessionCookieName(port)}=${admitted.sessionToken}`,
    },
  });
  const client = screenWire(socket);
  const deskSocket = await opened.promise;
  await once(socket, 'open');
  return {
    client,
    sendRaw: (text) => socket.send(text),
    cut: () => deskSocket.terminate(),
    async dispose() {
      client.close('done');
      wires.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
});
