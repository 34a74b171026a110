import { connect } from 'node:net';
import { once } from 'node:events';

import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { runGateway } from './gateway.ts';
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
    const ended = runGateway({ port: 0, seed: 7, speed: 10 }, stop.promise, output);
    await vi.waitFor(() => expect(output.said()).not.toBe(''));
    const { port, seed, speed } = announced.parse(JSON.parse(output.said()));
    expect({ seed, speed, lines: output.said().split('\n').length }).toEqual({
      seed: 7,
      speed: 10,
      lines: 2,
    });
    expect(await accepts(port)).toBe(true);

    const second = listeningOutput();
    expect(await runGateway({ port, seed: 1, speed: 1 }, stop.promise, second)).toBe(2);
    expect(second.complained()).toMatch(
      new RegExp(`^Port ${port} is in use\\. Choose another with --port`),
    );

    stop.resolve();
    expect(await ended).toBe(0);
    expect(await accepts(port)).toBe(false);
  });
});
