import { fork } from 'node:child_process';
import { join } from 'node:path';

import type { SimulatedGatewayOptions } from '../../src/simulator/gateway-options.ts';

export interface SimulatorProcess {
  port: number;
  stop(): Promise<void>;
}

/** The simulated gateway in a process of its own, which lives on while desks die. */
export function startSimulatorProcess(
  options: Omit<SimulatedGatewayOptions, 'clock' | 'onNotice'>,
): Promise<SimulatorProcess> {
  const child = fork(join(import.meta.dirname, '../../src/simulator/serve.ts'), [
    JSON.stringify(options),
  ]);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('type' in message)) return;
      if (message.type === 'failed') reject(new Error(JSON.stringify(message)));
      if (message.type === 'listening' && 'port' in message && typeof message.port === 'number') {
        resolve({
          port: message.port,
          async stop() {
            child.send({ type: 'close' });
            await ended;
          },
        });
      }
    });
  });
}
