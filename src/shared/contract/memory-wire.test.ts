import { describeWireContract } from '../../../test/support/wire-contract.ts';
import { memoryTextPair } from './memory-wire.ts';

describeWireContract('memory', (serve) => {
  const { server, client } = memoryTextPair();
  serve(server.wire);
  return Promise.resolve({
    client: client.wire,
    sendRaw: (text) => server.received(text),
    cut() {
      server.lost('cut');
      client.lost('cut');
    },
    dispose: () => Promise.resolve(client.wire.close('done')),
  });
});
