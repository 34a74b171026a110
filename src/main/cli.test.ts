import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { filledOrder, oneOfEach } from './journal/facts.fixture.ts';
import { emptyFolder, folderWith } from './journal/folder.fixture.ts';

const compileCache = emptyFolder();

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command line as a person does; `onOut` may end it. */
function deskcheck(
  args: readonly string[],
  onOut: (child: ReturnType<typeof spawn>, text: string) => void = () => {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...args], {
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache, XDG_DATA_HOME: emptyFolder() },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString();
      onOut(child, out);
    });
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

// Each starts a process of its own, on a machine that may be busy.
describe('the command line', { timeout: 120_000 }, () => {
  it.concurrent.each<[string[], number, RegExp]>([
    [['--help'], 0, /verify[^]*certify[^]*export[^]*gateway/],
    [['nonsense'], 2, /unknown command 'nonsense'/],
    [
      ['export', '--table', 'songs'],
      2,
      /Allowed choices are journal, orders, executions, positions/,
    ],
    [['gateway', '--port', '70000'], 2, /Give a whole number from 0 to 65535\./],
    [['gateway', '--speed', 'fast'], 2, /Give a number from 1 to 1000\./],
    [['gateway', '--accounts', 'me'], 2, /'--accounts <ids>' .* "me" is not an account id\./],
    [['gateway', '--bars', 'SPY=/none.csv'], 2, /The bars in \/none\.csv cannot be read: .* Check/],
    [['gateway', '--replay', 'yesterday'], 2, /'--replay <what>' .* cannot be replayed/],
    [['gateway', '--script', '/none.faults'], 2, /cannot be read: .* Name a file, or one of/],
    [['gateway', '--daily-restart', '25:00'], 2, /Give a time from 00:00 to 23:59/],
    [['gateway', '--subscriptions', 'some'], 2, /Allowed choices are all, delayed, none/],
    [['gateway', '--state', import.meta.dirname], 2, /cannot keep its account .* Name a file/],
    [['export', '--gateway', 'live'], 2, /Allowed choices are simulated, paper, shadow/],
    [['passphrase', '--gateway', 'simulated'], 2, /Allowed choices are paper, shadow/],
    [['verify'], 2, /There is no folder .*deskcheck\./],
  ])('%j ends with %i', async (args, code, sentence) => {
    const ended = await deskcheck(args);
    expect(ended.code).toBe(code);
    expect(ended.out + ended.err).toMatch(sentence);
  });

  it('documents every option of the gateway', async () => {
    const help = await deskcheck(['gateway', '--help']);
    const text = readFileSync(join(import.meta.dirname, '../../docs/simulated-gateway.md'), 'utf8');
    const options = (pattern: RegExp, of: string): string[] =>
      [...of.matchAll(pattern)].map(([, name]) => name ?? '').toSorted();
    expect(options(/^\| `(--[a-z-]+)/gm, text)).toEqual(options(/^ {2}(--[a-z-]+)/gm, help.out));
  });

  it('verifies and exports a data folder', async () => {
    const dataDir = folderWith(new VirtualClock(), oneOfEach());
    const verified = await deskcheck(['verify', '--data', dataDir]);
    expect(verified).toMatchObject({ code: 0, err: '' });
    const exported = await deskcheck([
      'export',
      '--data',
      dataDir,
      '--table',
      'orders',
      '--format',
      'json',
    ]);
    expect(exported.code).toBe(0);
    expect(JSON.parse(exported.out)).toHaveLength(3);
  });

  it('ends quietly when its reader has had enough', async () => {
    const many = Array.from({ length: 400 }, (_, number) => filledOrder(number)).flat();
    const dataDir = folderWith(new VirtualClock(), many);
    const ended = await deskcheck(['export', '--data', dataDir], (child) =>
      child.stdout?.destroy(),
    );
    expect(ended.err).toBe('');
    expect(ended.code).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops the gateway cleanly on %s', async (signal) => {
    const ended = await deskcheck(['gateway', '--seed', '5'], (child) => child.kill(signal));
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(ended.out)).toMatchObject({ host: '127.0.0.1', seed: 5, speed: 1 });
  });
});
