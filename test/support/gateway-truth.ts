import type { BrokerSnapshot } from '#shared/domain/broker-word.ts';

import { systemPorts } from '../../src/main/desk/ports.ts';
import { createLink } from '../../src/main/gateway/link.ts';

/** What the gateway on a local port holds, asked by a client of its own. */
export function gatewayTruth(port: number): Promise<BrokerSnapshot> {
  const { clock, random } = systemPorts();
  return new Promise((resolve, reject) => {
    const deadline = clock.after(15_000, () => reject(new Error('The gateway gave no snapshot.')));
    const link = createLink({
      host: '127.0.0.1',
      port,
      clientId: 99,
      clock,
      random,
      messagesPerSecond: null,
      handlers: {
        onWord(word) {
          if (word.kind !== 'snapshot') return;
          deadline.cancel();
          link.stop().then(() => resolve(word.snapshot), reject);
        },
        onQuote() {},
        log() {},
      },
    });
    link.start();
  });
}
