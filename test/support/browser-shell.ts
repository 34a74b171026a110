import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DeskService } from '#shared/contract/service.ts';
import type { Clock, IdSource, SecretSource } from '#shared/domain/ports.ts';

import type { Log } from '../../src/main/desk/log.ts';
import {
  startBrowserShell,
  type BrowserShell,
} from '../../src/main/shells/browser/start-browser-shell.ts';
import { callerWith, deskDouble } from './desk-double.ts';
import { wallClock } from './wire-contract.ts';

/** Ids that count up: `id-1`, `id-2` … */
export function countingIds(): IdSource {
  let made = 0;
  return { next: () => `id-${(made += 1)}` };
}

/** Different bytes on every call, the same in every run. */
export function countingSecrets(): SecretSource {
  let made = 0;
  return {
    bytes(count) {
      made += 1;
      const bytes = createHash('sha512').update(`secret ${made}`).digest();
      return new Uint8Array(bytes.subarray(0, count));
    },
  };
}

export interface LogLine {
  level: string;
  fields: object;
  message: string;
}

export function recordingLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

/** A folder as the build leaves it, with a file outside of it and a link that leads there. */
export async function builtRenderer(): Promise<{ dir: string; remove(): Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), 'deskcheck-renderer-'));
  const dir = join(parent, 'renderer');
  await mkdir(join(dir, 'assets'), { recursive: true });
  await writeFile(join(parent, 'secret.js'), 'secret');
  await writeFile(
    join(dir, 'index.html'),
    '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><title>Deskcheck</title>',
  );
  await writeFile(join(dir, 'assets', 'main-1a.js'), 'export {};');
  await writeFile(join(dir, 'assets', 'main-1a.css'), 'body{}');
  await writeFile(join(dir, '.env'), 'secret');
  await symlink(join(parent, 'secret.js'), join(dir, 'assets', 'link.js'));
  return { dir, remove: () => rm(parent, { recursive: true }) };
}

/** Opens `/metrics` of the shells that run here. */
export const trialMetricsToken = 'trial-token-of-43-letters-for-the-metrics-a';

export interface RunningShell {
  shell: BrowserShell;
  log: ReturnType<typeof recordingLog>;
  stop(): Promise<void>;
}

export async function runBrowserShell(
  options: { service?: DeskService; clock?: Clock; port?: number; metricsText?: () => string } = {},
): Promise<RunningShell> {
  const renderer = await builtRenderer();
  const log = recordingLog();
  const shell = await startBrowserShell({
    service: options.service ?? deskDouble().service,
    caller: (windowId) => ({ ...callerWith('operator'), windowId }),
    rendererDir: renderer.dir,
    port: options.port ?? 0,
    metrics: { token: trialMetricsToken, text: options.metricsText ?? (() => 'trial_metric 1\n') },
    clock: options.clock ?? wallClock,
    ids: countingIds(),
    secrets: countingSecrets(),
    log,
  });
  return {
    shell,
    log,
    async stop() {
      await shell.close();
      await renderer.remove();
    },
  };
}
