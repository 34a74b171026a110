import { describe, expect, test } from 'vitest';

import { memoryTextPair } from '#shared/contract/memory-wire.ts';
import { serveWire } from '#shared/contract/serve.ts';
import type { Wire } from '#shared/contract/wire.ts';

import {
  activity,
  callerWith,
  deskDouble,
  type DeskDouble,
} from '../../../test/support/desk-double.ts';
import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { AdmissionRefused, type DeskTransport } from './desk-transport.ts';
import { keepConnected, type LastingConnection } from './lasting-connection.ts';

interface Bench {
  connection: LastingConnection;
  clock: VirtualClock;
  states: string[];
  tries: number;
  /** Ends the connection from the desk's side. */
  drop(reason: string): void;
  /** What the next tries meet; `null` is a desk that lets in. */
  next: (Error | null)[];
  newChance(): void;
}

async function bench(desk: DeskDouble, next: (Error | null)[] = []): Promise<Bench> {
  const clock = new VirtualClock();
  let server: Wire | null = null;
  let newChance: () => void = () => undefined;
  const transport: DeskTransport = {
    open() {
      made.tries += 1;
      const error = made.next.shift() ?? null;
      if (error !== null) return Promise.reject(error);
      const pair = memoryTextPair();
      server = pair.server.wire;
      serveWire(pair.server.wire, desk.service, callerWith('operator'), {
        clock,
        ids: { next: () => 'ref-1' },
        onFault: () => undefined,
      });
      return Promise.resolve(pair.client.wire);
    },
    onNewChance(listener) {
      newChance = listener;
    },
    openWindow: () => Promise.resolve(),
  };
  const made = {
    clock,
    states: [] as string[],
    tries: 0,
    next,
    drop: (reason: string) => server?.close(reason),
    newChance: () => newChance(),
  };
  const connection = keepConnected(transport, (delayMs, task) => clock.after(delayMs, task));
  connection.onState(({ phase, reason }) => made.states.push(`${phase}: ${reason}`));
  await clock.advanceAsync(0);
  return Object.assign(made, { connection });
}

const silent = { onSnapshot: () => undefined, onItems: () => undefined };

describe('a lasting connection', () => {
  test('opens, and says so', async () => {
    const { connection, states } = await bench(deskDouble());
    expect(connection.state().phase).toBe('open');
    expect(states).toEqual(['open: Connected to the desk.']);
  });

  test('comes back after a loss and opens every topic anew, but those that were stopped', async () => {
    const desk = deskDouble();
    const { connection, clock, states, drop } = await bench(desk);
    const snapshots: number[][] = [];
    desk.feeds.activity.held = [activity(1)];
    connection.listen(
      'activity',
      {},
      {
        ...silent,
        onSnapshot: (items) => snapshots.push(items.map((each) => each.seq)),
      },
    );
    const stop = connection.listen('orders', {}, silent);
    await clock.advanceAsync(0);
    stop();
    drop('The desk is stopping.');
    await clock.advanceAsync(0);
    expect(states.at(-1)).toBe('lost: The desk is stopping. Trying again.');
    desk.feeds.activity.held = [activity(1), activity(2)];
    await clock.advanceAsync(200);
    expect(states.at(-1)).toBe('open: Connected to the desk.');
    expect(snapshots).toEqual([[1], [1, 2]]);
    expect([desk.feeds.activity.readers, desk.feeds.orders.readers]).toEqual([1, 0]);
  });

  test('a command is sent once or not at all', async () => {
    let cancels = 0;
    const desk = deskDouble({
      'order.cancel': () => {
        cancels += 1;
        return Promise.withResolvers<never>().promise;
      },
    });
    const { connection, clock, drop } = await bench(desk);
    const underWay = connection.call('order.cancel', { orderRef: 'a' });
    const failure = underWay.catch((error: unknown) => error);
    await clock.advanceAsync(0);
    drop('cable');
    expect(await failure).toMatchObject({ code: 'disconnected' });
    await expect(connection.call('order.cancel', { orderRef: 'b' })).rejects.toMatchObject({
      code: 'disconnected',
      message: expect.stringContaining('nothing was sent') as unknown,
    });
    await clock.advanceAsync(60_000);
    expect(connection.state().phase).toBe('open');
    expect(cancels).toBe(1);
  });

  test('tries at growing distances, and a desk that drops every connection is not hammered', async () => {
    const down = Array.from({ length: 100 }, () => new Error('The desk does not answer.'));
    const down$ = await bench(deskDouble(), down);
    await down$.clock.advanceAsync(60_000);
    expect(down$.tries).toBeGreaterThan(10);
    expect(down$.tries).toBeLessThan(20);

    const dropping = await bench(deskDouble());
    for (let second = 0; second < 60; second += 1) {
      dropping.drop('again');
      await dropping.clock.advanceAsync(1000);
    }
    expect(dropping.tries).toBeLessThan(25);
  });

  test('a refused window waits for a new invitation', async () => {
    const refused = new AdmissionRefused('This link has been used. Ask for a new one.');
    const made = await bench(deskDouble(), [refused]);
    await made.clock.advanceAsync(600_000);
    expect(made.tries).toBe(1);
    expect(made.connection.state()).toEqual({
      phase: 'lost',
      reason: 'This link has been used. Ask for a new one.',
      refused: true,
    });
    made.newChance();
    await made.clock.advanceAsync(0);
    expect(made.connection.state().phase).toBe('open');
    made.newChance();
    await made.clock.advanceAsync(0);
    expect(made.tries).toBe(2);
  });

  test('a topic that the desk gives up is told, the connection lives on', async () => {
    const desk = deskDouble();
    desk.feeds.positions.snapshot = () => {
      throw new Error('boom');
    };
    const { connection, clock } = await bench(desk);
    const told: string[] = [];
    connection.onTopicFailed((topic, error) => told.push(`${topic} ${error.code}`));
    connection.listen('positions', {}, silent);
    await clock.advanceAsync(0);
    expect(told).toEqual(['positions internal']);
    expect(connection.state().phase).toBe('open');
  });
});
