import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

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
