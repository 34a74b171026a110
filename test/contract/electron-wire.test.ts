import { beforeAll, describe, expect, test } from 'vitest';

import type { BridgeConnection, DeskBridge } from '#shared/contract/electron-bridge.ts';

import { openIpcGate } from '../../src/main/shells/electron/ipc-gate.ts';
import { portWire } from '../../src/main/shells/electron/port-wire.ts';
import { electronTransport } from '../../src/renderer/bridge/electron-transport.ts';
import { recordingLog } from '../support/browser-shell.ts';
import { page, resetElectron, WebContentsDouble } from '../doubles/electron.ts';
import { describeWireContract } from '../support/wire-contract.ts';

function isBridge(value: unknown): value is DeskBridge {
  return typeof value === 'object' && value !== null && 'connect' in value && 'openWindow' in value;
}

function bridgeOfPage(): DeskBridge {
  const bridge = page.world.get('deskcheck');
  if (!isBridge(bridge)) throw new Error('The preload has put no bridge into the page.');
  return bridge;
}

beforeAll(async () => {
  resetElectron();
  await import('../../src/preload/index.ts');
});

describeWireContract('Electron', async (serve) => {
  page.contents = new WebContentsDouble();
  const opened = Promise.withResolvers<{ close(): void }>();
  const gate = openIpcGate({
    isOwnWindow: (contents) => Object.is(contents, page.contents),
    onConnect(port) {
      serve(portWire(port));
      opened.resolve(port);
    },
    onOpenWindow: () => undefined,
    log: recordingLog(),
  });
  const connections: BridgeConnection[] = [];
  const bridge = bridgeOfPage();
  const client = await electronTransport({
    ...bridge,
    connect(onText, onClosed) {
      const connection = bridge.connect(onText, onClosed);
      connections.push(connection);
      return connection;
    },
  }).open();
  const deskEnd = await opened.promise;
  return {
    client,
    sendRaw: (text) => connections[0]?.send(text),
    cut: () => deskEnd.close(),
    dispose() {
      client.close('done');
      gate.close();
      return Promise.resolve();
    },
  };
});

describe('the preload', () => {
  test('puts the bridge into the page and nothing else', () => {
    expect([...page.world.keys()]).toEqual(['deskcheck']);
    expect(Object.keys(bridgeOfPage())).toEqual(['connect', 'openWindow']);
  });

  test('lets only text out of the page, and tells once that the desk has closed', async () => {
    page.contents = new WebContentsDouble();
    const heard: unknown[] = [];
    const gate = openIpcGate({
      isOwnWindow: () => true,
      onConnect(port) {
        port.on('message', ({ data }) => heard.push(data));
        port.start();
        port.on('close', () => heard.push('closed'));
        setTimeout(() => port.close(), 20);
      },
      onOpenWindow: () => undefined,
      log: recordingLog(),
    });
    let closed = 0;
    const connection = bridgeOfPage().connect(
      () => undefined,
      () => (closed += 1),
    );
    Reflect.apply(connection.send, connection, [{ t: 'call' }]);
    connection.send('text');
    await expect.poll(() => closed).toBe(1);
    connection.send('late');
    connection.close();
    expect(heard).toEqual(['text', 'closed']);
    gate.close();
  });
});
