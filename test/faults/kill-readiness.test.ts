import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

import { checkRunSchema } from '#shared/domain/readiness.ts';

const cli = join(import.meta.dirname, '../../src/main/cli.ts');

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-readiness-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
}

/** Certifies; with `until`, kills the process once it has said that. */
function certify(args: readonly string[], until?: RegExp): Promise<Ended> {
  const all = [cli, 'certify', '--data', dataDir, ...args];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let heard = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const hear = (chunk: Buffer): void => {
    heard += chunk.toString();
    if (until?.test(heard) === true) child.kill('SIGKILL');
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, out }));
  });
}

const readSchema = z.object({
  attempt: z.object({ attemptId: z.string(), state: z.string() }),
  runs: z.array(checkRunSchema),
});

test('an attempt whose program is killed is interrupted, keeps what ran, and is resumed', async () => {
  const killed = await certify(['--seed', '3', '--phase', '1'], /✓/);
  expect(killed.signal).toBe('SIGKILL');
  const resumed = await certify(['--resume', '--json']);
  const { attempt, runs } = readSchema.parse(JSON.parse(resumed.out));
  expect(attempt.state).toBe('completed');
  const ids = runs.map(({ checkId }) => checkId);
  expect(new Set(ids).size).toBe(ids.length);
  // What was said to have run before the kill had been recorded by then, and was not run again.
  const [first] = runs;
  expect(killed.out).toContain(first?.title);
  const again = await certify(['--resume', '--json']);
  expect(again.code).toBe(2);
}, 180_000);
