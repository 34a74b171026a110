import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { BenchResult } from './figures.ts';

const ROUNDS = 5;
const host = fileURLToPath(new URL('../../out/main/host.js', import.meta.url));

/** From starting the built desk to the line that says it is ready, on an empty data folder and its own simulated gateway. */
export async function benchStartUp(): Promise<BenchResult> {
  if (!existsSync(host)) {
    throw new Error(`There is no built desk at ${host}. Run npm run bench, which builds it first.`);
  }
  const starts: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    starts.push(await startOnce());
    bare.push(await startNode());
  }
  return {
    name: 'start-up',
    title: 'Start to a ready desk on the simulated gateway, built',
    how: `The slowest of ${ROUNDS} starts on an empty data folder. Beside it Node alone, starting and ending.`,
    figures: [
      {
        what: 'start to ready, slowest',
        unit: 'ms',
        value: Math.max(...starts),
        beside: [{ name: 'bare Node', value: Math.max(...bare) }],
        target: { atMost: 3000 },
      },
    ],
  };
}

async function startOnce(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-bench-'));
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [host, '--gateway', 'simulated', '--data', dataDir, '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const readyAt = await Promise.race([
    (async () => {
      for await (const line of createInterface({ input: child.stdout })) {
        if (line.startsWith('Deskcheck is ready at ')) return performance.now();
      }
      return null;
    })(),
    ended.then(() => null),
  ]);
  child.kill('SIGTERM');
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
  if (readyAt === null) throw new Error('The desk ended before it was ready.');
  return readyAt - started;
}

async function startNode(): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, ['-e', '']), 'exit');
  return performance.now() - started;
}
