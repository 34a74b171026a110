import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { once } from 'node:events';

import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { realClock } from '../../../test/support/real-clock.ts';
import { runGateway, type GatewayCommandOptions } from './gateway.ts';
import { listeningOutput } from './listening-output.fixture.ts';

const announced = z.strictObject({
  host: z.literal('127.0.0.1'),
  port: z.number().int().positive(),
  seed: z.number(),
  speed: z.number(),
});

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describe('deskcheck gateway', () => {
  it('says where it listens in one JSON line, and is gone once it is asked to stop', async () => {
    const stop = Promise.withResolvers<void>();
    const output = listeningOutput();
    const ended = runGateway({ port: 0, seed: 7, speed: 10 }, stop.promise, output, realClock);
    await vi.waitFor(() => expect(output.said()).not.toBe(''));
    const { port, seed, speed } = announced.parse(JSON.parse(output.said()));
    expect({ seed, speed, lines: output.said().split('\n').length }).toEqual({
      seed: 7,
      speed: 10,
      lines: 2,
    });
    expect(await accepts(port)).toBe(true);

    const second = listeningOutput();
    expect(await runGateway({ port, seed: 1, speed: 1 }, stop.promise, second, realClock)).toBe(2);
    expect(second.complained()).toMatch(
      new RegExp(`^Port ${port} is in use\\. Choose another with --port`),
    );

    stop.resolve();
    expect(await ended).toBe(0);
    expect(await accepts(port)).toBe(false);
  });

  it.each<[string, Partial<GatewayCommandOptions>, RegExp]>([
    [
      'a script with a mistake',
      { script: 'src/main/cli.ts' },
      /^The fault script src\/main\/cli\.ts cannot be played\. Line 1: "import" does not say when\./,
    ],
    [
      'a script that is not there',
      { script: '/none.faults' },
      /Name a file, or one of rough-morning/,
    ],
    ['a replay of an unknown instrument', { replay: 'NOSUCH@2008-10-15' }, /NOSUCH/],
    ['a replay of a missing file', { replay: '/none.csv' }, /cannot be read: .* Check/],
  ])('refuses %s in words', async (_, options, sentence) => {
    const output = listeningOutput();
    const start = { port: 0, seed: 1, speed: 1, ...options };
    expect(await runGateway(start, Promise.resolve(), output, realClock)).toBe(2);
    expect(output.complained()).toMatch(sentence);
    expect(output.said()).toBe('');
  });

  it('tells what the script does and who comes, line by line where nobody watches', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gateway-script-'));
    const script = join(folder, 'mine.faults');
    writeFileSync(script, 'after 10ms halt SPY for 50ms\n');
    const stop = Promise.withResolvers<void>();
    const output = listeningOutput();
    const start = { port: 0, seed: 1, speed: 1, script };
    const ended = runGateway(start, stop.promise, output, realClock);
    await vi.waitFor(() => expect(output.complained()).toContain('Trading in SPY goes on.\n'), {
      timeout: 5000,
    });
    stop.resolve();
    await ended;
    rmSync(folder, { recursive: true });
    expect(output.complained()).toBe(
      'Trading in SPY is halted for 50 ms.\nTrading in SPY goes on.\n',
    );
  });
});
