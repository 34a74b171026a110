import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { realClock } from '../../test/support/real-clock.ts';
import { silentLog } from '../../test/support/silent-log.ts';
import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { StartRefused } from './desk/start-refused.ts';
import { startSimulatorThread } from './simulator-thread.ts';

let folder: string;
let stateFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskcheck-thread-'));
  stateFile = join(folder, 'simulated-gateway.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

function threadOf(code: string): URL {
  const file = join(folder, 'thread.mjs');
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${code}`);
  return pathToFileURL(file);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    const say = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', say(true)).once('error', say(false));
  });
}

describe("the simulated gateway's thread", () => {
  test('listens until it is closed', async () => {
    const gateway = await startSimulatorThread({ stateFile }, silentLog, realClock);
    expect(await answers(gateway.port)).toBe(true);
    await gateway.close();
    expect(await answers(gateway.port)).toBe(false);
    await gateway.close();
  });

  test.each([
    [
      'says that it failed',
      "parentPort.postMessage({ type: 'failed', message: 'No room.' });",
      'No room.',
    ],
    ['throws', "throw new Error('No such file.');", 'No such file.'],
    ['ends without a word', 'process.exit(0);', 'ended before it listened'],
  ])('that %s refuses the start with a sentence', async (_what, code, why) => {
    const start = startSimulatorThread({ stateFile }, silentLog, realClock, threadOf(code));
    await expect(start).rejects.toThrow(StartRefused);
    await expect(start).rejects.toThrow(why);
  });

  test('takes faults, says how it is, and refuses in a sentence what cannot be', async () => {
    const gateway = await startSimulatorThread({ stateFile, seed: 5 }, silentLog, realClock);
    const { control } = gateway;
    await control.inject({ kind: 'halt', symbol: 'SPY', forMs: 60_000 });
    await control.setSpeed(3);
    const status = await control.status();
    expect(status).toMatchObject({ port: gateway.port, seed: 5, speed: 3, clients: [] });
    expect(status.active).toMatchObject([{ faultId: 1, fault: { kind: 'halt' } }]);
    await control.clear(1);
    expect((await control.status()).recent[0]?.sentence).toBe('Trading in SPY goes on.');
    await expect(control.inject({ kind: 'halt', symbol: 'NOSUCH', forMs: 1000 })).rejects.toThrow(
      'There is no instrument NOSUCH',
    );
    expect(await control.books()).toEqual({ orders: [], executions: [] });
    await gateway.close();
    await expect(control.status()).rejects.toThrow('The simulated gateway has ended.');
  });

  /** Listens in earnest, until a drop is asked of it: then it fails. */
  const fragile = (): URL =>
    threadOf(`
      import { appendFileSync } from 'node:fs';
      import { createServer } from 'node:net';
      import { workerData } from 'node:worker_threads';
      appendFileSync(${JSON.stringify(join(folder, 'starts'))}, workerData.port + ' ');
      const server = createServer().listen(workerData.port ?? 0, '127.0.0.1', () =>
        parentPort.postMessage({ type: 'listening', host: '127.0.0.1', port: server.address().port }));
      parentPort.on('message', ({ type, method, id }) => {
        if (type === 'close') process.exit(0);
        if (method === 'inject') throw new Error('A defect.');
        parentPort.postMessage({ type: 'result', id, value: null });
      });`);

  test('that fails is started once more at its port, and when it fails again that is said', async () => {
    const gateway = await startSimulatorThread({ stateFile }, silentLog, realClock, fragile());
    const drop = (): Promise<void> => gateway.control.inject({ kind: 'drop', clientId: null });
    await expect(drop()).rejects.toThrow('The simulated gateway has ended.');
    await vi.waitFor(() => gateway.control.setSpeed(1), { timeout: 5000 });
    expect(await answers(gateway.port)).toBe(true);
    await expect(drop()).rejects.toThrow('The simulated gateway has ended.');
    expect(await gateway.died).toBe(
      'The simulated gateway has ended: A defect. It had been started again once before.',
    );
    expect(readFileSync(join(folder, 'starts'), 'utf8')).toBe(`undefined ${gateway.port} `);
    await gateway.close();
  });

  test('that was closed has not died', async () => {
    const gateway = await startSimulatorThread({ stateFile }, silentLog, realClock, fragile());
    let said = false;
    void gateway.died.then(() => {
      said = true;
    });
    await gateway.close();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(said).toBe(false);
  });

  test('that does not close in time is ended', async () => {
    const clock = new VirtualClock();
    const deaf = threadOf(
      "parentPort.postMessage({ type: 'listening', host: '127.0.0.1', port: 9 }); parentPort.on('message', () => {});",
    );
    const gateway = await startSimulatorThread({ stateFile }, silentLog, clock, deaf);
    const closing = gateway.close();
    clock.advance(3000);
    await closing;
    expect(clock.pendingCount).toBe(0);
  });
});
