import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { lanes, Pacer, type Lane } from './pacer.ts';

function pacerWith(messagesPerSecond: number | null): {
  clock: VirtualClock;
  pacer: Pacer;
  sent: { lane: Lane; at: number }[];
  ask(lane: Lane, orderId?: number): void;
} {
  const clock = new VirtualClock();
  const pacer = new Pacer(clock, messagesPerSecond);
  const sent: { lane: Lane; at: number }[] = [];
  return {
    clock,
    pacer,
    sent,
    ask: (lane, orderId) =>
      pacer.enqueue(lane, {
        orderIds: orderId === undefined ? [] : [orderId],
        send: () => sent.push({ lane, at: clock.monotonic() }) > 0,
      }),
  };
}

describe('the pacer', () => {
  it('never lets more than its figure leave in any second, whatever is asked when', () => {
    const askSchedule = fc.array(
      fc.record({
        waitMs: fc.integer({ min: 0, max: 700 }),
        lane: fc.constantFrom(...lanes),
        count: fc.integer({ min: 1, max: 60 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(askSchedule, (schedule) => {
        const { clock, pacer, sent, ask } = pacerWith(40);
        let asked = 0;
        for (const { waitMs, lane, count } of schedule) {
          clock.advance(waitMs);
          for (let index = 0; index < count; index += 1) ask(lane);
          asked += count;
        }
        clock.advance(60_000);
        expect(sent).toHaveLength(asked);
        expect(clock.pendingCount).toBe(0);
        for (const { at } of sent) {
          const inSecond = sent.filter((other) => other.at >= at && other.at < at + 1_000).length;
          expect(inSecond).toBeLessThanOrEqual(40);
        }
        expect(Object.values(pacer.status().queued).every((count) => count === 0)).toBe(true);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  const asks = fc.array(
    fc.record({
      waitMs: fc.integer({ min: 0, max: 400 }),
      lane: fc.constantFrom(...lanes),
      count: fc.integer({ min: 1, max: 30 }),
    }),
    { minLength: 1, maxLength: 15 },
  );

  it('never lets a later lane pass an earlier one that had room, whatever is asked when', () => {
    fc.assert(
      fc.property(asks, (schedule) => {
        const clock = new VirtualClock();
        const pacer = new Pacer(clock, 40);
        const violations: string[] = [];
        for (const { waitMs, lane, count } of schedule) {
          clock.advance(waitMs);
          for (let index = 0; index < count; index += 1) {
            pacer.enqueue(lane, {
              orderIds: [],
              send() {
                // An earlier lane may use all that this one may and more, so it cannot be waiting now.
                const { queued } = pacer.status();
                const passed = lanes.slice(0, lanes.indexOf(lane)).filter((one) => queued[one] > 0);
                if (passed.length > 0) violations.push(`${lane} before ${passed.join(', ')}`);
                return true;
              },
            });
          }
        }
        clock.advance(60_000);
        expect(violations).toEqual([]);
      }),
      { numRuns: 100, seed: 11 },
    );
  });

  it('lets nothing of the queue survive a drop, whatever waited', () => {
    fc.assert(
      fc.property(asks, asks, (before, after) => {
        const clock = new VirtualClock();
        const pacer = new Pacer(clock, 40);
        const sent: string[] = [];
        const ask = (schedule: typeof before, connection: string): void => {
          for (const { waitMs, lane, count } of schedule) {
            clock.advance(waitMs);
            for (let index = 0; index < count; index += 1) {
              pacer.enqueue(lane, { orderIds: [], send: () => sent.push(connection) > 0 });
            }
          }
        };
        ask(before, 'first');
        const sentBefore = sent.length;
        pacer.clear();
        expect(Object.values(pacer.status().queued)).toEqual(lanes.map(() => 0));
        expect(clock.pendingCount).toBe(0);
        ask(after, 'second');
        clock.advance(60_000);
        expect(sent.slice(sentBefore).every((connection) => connection === 'second')).toBe(true);
      }),
      { numRuns: 60, seed: 13 },
    );
  });

  it('counts over a drop what has left: the gateway that takes the next connection may be the same', () => {
    const { clock, pacer, sent, ask } = pacerWith(10);
    for (let index = 0; index < 10; index += 1) ask('kill');
    pacer.clear();
    ask('kill');
    expect(sent).toHaveLength(10);
    clock.advance(1_100);
    expect(sent).toHaveLength(11);
  });

  it('tells exactly what waits and what has left in the last second', () => {
    fc.assert(
      fc.property(asks, fc.integer({ min: 0, max: 2_000 }), (schedule, laterMs) => {
        const { clock, pacer, sent, ask } = pacerWith(40);
        const asked = new Map<Lane, number>();
        for (const { waitMs, lane, count } of schedule) {
          clock.advance(waitMs);
          for (let index = 0; index < count; index += 1) ask(lane);
          asked.set(lane, (asked.get(lane) ?? 0) + count);
        }
        clock.advance(laterMs);
        const { queued, sentLastSecond } = pacer.status();
        for (const lane of lanes) {
          const left = sent.filter((one) => one.lane === lane).length;
          expect(queued[lane]).toBe((asked.get(lane) ?? 0) - left);
        }
        const now = clock.monotonic();
        expect(sentLastSecond).toBe(sent.filter(({ at }) => at > now - 1_000).length);
      }),
      { numRuns: 100, seed: 17 },
    );
  });

  it('sends what waits in an earlier lane first', () => {
    const { clock, sent, ask } = pacerWith(10);
    for (let index = 0; index < 10; index += 1) ask('kill');
    for (const lane of [...lanes].toReversed()) ask(lane);
    expect(sent.slice(10)).toEqual([]);
    clock.advance(5_000);
    expect(sent.slice(10).map(({ lane }) => lane)).toEqual([...lanes]);
  });

  it('keeps room for cancels that history cannot take', () => {
    const { sent, ask } = pacerWith(40);
    for (let index = 0; index < 200; index += 1) ask('history');
    const used = sent.length;
    expect(used).toBeLessThan(40);
    for (let index = 0; index < 10; index += 1) ask('cancel');
    expect(sent.slice(used).map(({ lane }) => lane)).toEqual(Array(10).fill('cancel'));
  });

  it('keeps the order within a lane', () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, 5);
    const seen: number[] = [];
    for (let index = 0; index < 12; index += 1) {
      pacer.enqueue('order', { orderIds: [index], send: () => seen.push(index) > 0 });
    }
    clock.advance(10_000);
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => index));
  });

  it('gives waiting messages back, and forgets them when cleared', () => {
    const { clock, pacer, sent, ask } = pacerWith(10);
    for (let index = 0; index < 20; index += 1) ask('order', index);
    const waiting = pacer.status().queued.order;
    expect(waiting).toBe(20 - sent.length);
    expect(pacer.take('order', (message) => message.orderIds.includes(19))).toHaveLength(1);
    expect(pacer.status().queued.order).toBe(waiting - 1);
    pacer.clear();
    clock.advance(10_000);
    expect(sent).toHaveLength(20 - waiting);
    expect(clock.pendingCount).toBe(0);
  });

  it('counts what left without asking', () => {
    const { pacer, sent, ask } = pacerWith(10);
    for (let index = 0; index < 10; index += 1) pacer.countUnasked();
    ask('kill');
    expect(sent).toEqual([]);
    expect(pacer.status().sentLastSecond).toBe(10);
  });

  it('does not count what did not leave after all', () => {
    const { clock, pacer, sent, ask } = pacerWith(10);
    for (let index = 0; index < 50; index += 1) {
      pacer.enqueue('kill', { orderIds: [], send: () => false });
    }
    ask('history');
    expect(sent).toHaveLength(1);
    expect(pacer.status().sentLastSecond).toBe(1);
    expect(clock.pendingCount).toBe(0);
  });

  it('sends at once when the limit is lifted', () => {
    const { pacer, sent, ask } = pacerWith(null);
    for (let index = 0; index < 5_000; index += 1) ask('order');
    expect(sent).toHaveLength(5_000);
    expect(pacer.status().sentLastSecond).toBe(5_000);
  });
});
