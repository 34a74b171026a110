import { describe, expect, it } from 'vitest';

import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import type { Bar } from '#shared/domain/quote.ts';

import { BarStreams } from './bar-streams.ts';
import { fetchBars } from './historical-bars.ts';
import { HistoryGate } from './history-gate.ts';
import { historyDelayMs, type HistoryRequest } from './history-pacing.ts';
import { joinPieces, nextPiece } from './history-pieces.ts';
import { HistoryLimitError, LinkDroppedError } from './link-errors.ts';

function bar(time: number): Bar {
  return { time, open: 1, high: 1, low: 1, close: 1, volume: 1 };
}

describe('the broker’s limits on history', () => {
  const sentAt = (...times: number[]): HistoryRequest[] =>
    times.map((at) => ({ at, instrumentId: 1, key: `${at}` }));

  it.each([
    ['nothing sent yet', [], 0, 0],
    ['a fifth of one contract within two seconds', sentAt(0, 1, 2, 3), 10, 0],
    ['a sixth of one contract within two seconds', sentAt(0, 1, 2, 3, 4), 10, 2_090],
    ['a sixth when the first is past', sentAt(0, 1, 2, 3, 4), 2_100, 0],
  ])('%s', (_what, sent, now, delayMs) => {
    expect(historyDelayMs(sent, { instrumentId: 1, key: 'new' }, now)).toBe(delayMs);
  });

  it('an identical one waits for fifteen seconds', () => {
    const sent = [{ at: 0, instrumentId: 1, key: 'same' }];
    expect(historyDelayMs(sent, { instrumentId: 1, key: 'same' }, 5_000)).toBe(10_100);
    expect(historyDelayMs(sent, { instrumentId: 1, key: 'other' }, 5_000)).toBe(0);
  });

  it('no more than sixty leave in ten minutes', () => {
    const sent = Array.from({ length: 58 }, (_, index) => ({
      at: index * 1_000,
      instrumentId: index,
      key: `${index}`,
    }));
    expect(historyDelayMs(sent, { instrumentId: 99, key: 'new' }, 60_000)).toBe(540_000);
  });
});

describe('the gate to history', () => {
  it('lets one contract through five at a time, others meanwhile', async () => {
    const clock = new VirtualClock();
    const gate = new HistoryGate(clock, 30_000);
    const through: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      void gate.enter('History', 1, `a${index}`, null).then((leave) => {
        through.push(`a${index} ${clock.monotonic()}`);
        leave();
      });
    }
    void gate.enter('History', 2, 'b', null).then((leave) => {
      through.push(`b ${clock.monotonic()}`);
      leave();
    });
    await clock.advanceAsync(10_000);
    expect(through).toEqual(['a0 0', 'a1 0', 'a2 0', 'a3 0', 'a4 0', 'b 0', 'a5 2100', 'a6 2100']);
  });

  it('turns those away who wait when the connection goes', async () => {
    const clock = new VirtualClock();
    const gate = new HistoryGate(clock, 30_000);
    await gate.enter('The first', 1, 'same', null);
    const waiting = gate.enter('The second', 1, 'same', null);
    gate.drop();
    await expect(waiting).rejects.toThrow(LinkDroppedError);
    await expect(gate.enter('Another', 2, 'else', null)).resolves.toBeTypeOf('function');
  });

  it('turns those away who would have to wait too long, and nobody else', async () => {
    const clock = new VirtualClock();
    const gate = new HistoryGate(clock, 30_000);
    await gate.enter('The first', 1, 'same', 10_000);
    const hurried = gate.enter('The second', 1, 'same', 10_000);
    const patient = gate.enter('The third', 1, 'same', null);
    const [refusal] = await Promise.all([
      hurried.catch((error: unknown) => error),
      clock.advanceAsync(10_000),
    ]);
    expect(refusal).toBeInstanceOf(HistoryLimitError);
    await clock.advanceAsync(5_200);
    await expect(patient).resolves.toBeTypeOf('function');
  });

  it('does not stay shut because answers never come', async () => {
    const clock = new VirtualClock();
    const gate = new HistoryGate(clock, 30_000);
    let through = 0;
    for (let index = 0; index < 9; index += 1) {
      void gate.enter('History', index, `${index}`, null).then(() => {
        through += 1;
      });
    }
    await clock.advanceAsync(0);
    expect(through).toBe(6);
    await clock.advanceAsync(30_000);
    expect(through).toBe(9);
  });
});

describe('history in pieces', () => {
  it.each([
    ['1 day', 10, '1 M'],
    ['1 day', 200, '1 Y'],
    ['1 day', 5_000, '1 Y'],
    ['1 min', 60, '3600 S'],
    ['1 min', 5_000, '1 D'],
    ['5 mins', 78, '1 D'],
    ['1 hour', 100, '1 M'],
  ] as const)('for %s bars, of which %i are wanted, asks for %s', (barSize, wanted, duration) => {
    expect(nextPiece(barSize, wanted).duration).toBe(duration);
  });

  it('joins overlapping pieces in order of time', () => {
    const parts = [
      [bar(30), bar(40)],
      [bar(10), bar(20), bar(30)],
    ];
    expect(joinPieces(parts, 3).map(({ time }) => time)).toEqual([20, 30, 40]);
  });

  it('ends where the history begins', async () => {
    const asked: string[] = [];
    const bars = await fetchBars(
      spyInstrument,
      '1 day',
      { count: 100, endAt: Date.UTC(2020, 2, 9) },
      (end) => {
        asked.push(end);
        return Promise.resolve(asked.length === 1 ? [bar(86_400), bar(172_800)] : []);
      },
    );
    expect(bars.map(({ time }) => time)).toEqual([86_400, 172_800]);
    expect(asked).toEqual(['20200309-00:00:00', '19700102-00:00:00']);
  });

  it('does not go round in circles when the gateway repeats itself', async () => {
    let asked = 0;
    const bars = await fetchBars(spyInstrument, '1 min', { count: 500, endAt: null }, () => {
      asked += 1;
      return Promise.resolve([bar(60), bar(120)]);
    });
    expect(bars).toHaveLength(2);
    expect(asked).toBe(2);
  });

  it('refuses a count that makes no sense', async () => {
    await expect(
      fetchBars(spyInstrument, '1 day', { count: 0, endAt: null }, () => Promise.resolve([])),
    ).rejects.toThrow(RangeError);
  });
});

describe('streams of bars', () => {
  function streams(): {
    wire: string[];
    streams: BarStreams;
    clock: VirtualClock;
    gate: HistoryGate;
  } {
    const clock = new VirtualClock();
    const gate = new HistoryGate(clock, 30_000);
    const wire: string[] = [];
    let nextId = 1;
    return {
      wire,
      clock,
      gate,
      streams: new BarStreams(clock, gate, {
        nextRequestId: () => nextId++,
        request: (id, instrument, barSize) =>
          wire.push(`ask ${instrument.symbol} ${barSize} ${id}`),
        cancel: (id) => wire.push(`cancel ${id}`),
        onRefused: (_instrument, _barSize, message) => wire.push(`refused ${message}`),
      }),
    };
  }

  it('share one request, and end it with the last listener', async () => {
    const { wire, streams: bars, clock } = streams();
    const first: number[] = [];
    const second: number[] = [];
    const leaveFirst = bars.subscribe(spyInstrument, '1 min', ({ time }) => first.push(time));
    const leaveSecond = bars.subscribe(spyInstrument, '1 min', ({ time }) => second.push(time));
    await clock.advanceAsync(0);
    expect(wire).toEqual(['ask SPY 1 min 1']);
    expect(bars.onBar(1, bar(60))).toBe(true);
    leaveFirst();
    bars.onBar(1, bar(120));
    leaveSecond();
    expect({ first, second }).toEqual({ first: [60], second: [60, 120] });
    await clock.advanceAsync(16_000);
    expect(wire).toEqual(['ask SPY 1 min 1', 'cancel 1']);
    expect(bars.onBar(1, bar(180))).toBe(false);
  });

  it('go on for whoever looks away and back again', async () => {
    const { wire, streams: bars, clock } = streams();
    const seen: number[] = [];
    const leaveFirst = bars.subscribe(spyInstrument, '1 min', () => {});
    await clock.advanceAsync(0);
    bars.onBar(1, bar(30));
    leaveFirst();
    await clock.advanceAsync(10_000);
    const leave = bars.subscribe(spyInstrument, '1 min', ({ time }) => seen.push(time));
    await clock.advanceAsync(60_000);
    bars.onBar(1, bar(60));
    expect(seen).toEqual([30, 60]);
    expect(wire).toEqual(['ask SPY 1 min 1']);
    leave();
    bars.drop();
    expect(clock.pendingCount).toBe(0);
    bars.resubscribeAll();
    expect(wire).toEqual(['ask SPY 1 min 1']);
  });

  it('are asked for again on the next connection, when the broker’s limits allow', async () => {
    const { wire, streams: bars, clock, gate } = streams();
    bars.subscribe(spyInstrument, '1 min', () => {});
    await clock.advanceAsync(0);
    gate.drop();
    bars.drop();
    bars.resubscribeAll();
    await clock.advanceAsync(15_000);
    expect(wire).toEqual(['ask SPY 1 min 1']);
    await clock.advanceAsync(200);
    expect(wire).toEqual(['ask SPY 1 min 1', 'ask SPY 1 min 2']);
  });

  it('that nobody wants any more when their turn comes are not asked for', async () => {
    const { wire, streams: bars, clock, gate } = streams();
    for (let index = 0; index < 5; index += 1) {
      await gate.enter('History', spyInstrument.instrumentId, `${index}`, null);
    }
    bars.subscribe(spyInstrument, '1 min', () => {})();
    bars.drop();
    await clock.advanceAsync(20_000);
    expect(wire).toEqual([]);
  });

  it('say when they are refused', async () => {
    const { wire, streams: bars, clock } = streams();
    bars.subscribe(spyInstrument, '1 min', () => {});
    await clock.advanceAsync(0);
    expect(bars.onError(1, 162, 'no permission')).toBe(true);
    expect(wire.at(-1)).toBe('refused no permission');
    expect(bars.onError(1, 162, 'again')).toBe(false);
  });

  it('that the broker has reset are asked for again', async () => {
    const { wire, streams: bars, clock } = streams();
    const seen: number[] = [];
    bars.subscribe(spyInstrument, '1 min', ({ time }) => seen.push(time));
    await clock.advanceAsync(0);
    expect(bars.onError(1, 10225, 'Bust event occurred.')).toBe(true);
    await clock.advanceAsync(16_000);
    expect(wire).toEqual(['ask SPY 1 min 1', 'cancel 1', 'ask SPY 1 min 2']);
    bars.onBar(2, bar(60));
    expect(seen).toEqual([60]);
  });

  it('that stayed silent are asked for anew, those that moved are not', async () => {
    const { wire, streams: bars, clock } = streams();
    bars.subscribe(spyInstrument, '1 min', () => {});
    bars.subscribe(spyInstrument, '5 mins', () => {});
    await clock.advanceAsync(0);
    bars.watch();
    bars.onBar(2, bar(60));
    bars.askSilentAnew();
    await clock.advanceAsync(16_000);
    expect(wire.slice(2)).toEqual(['cancel 1', 'ask SPY 1 min 3']);
  });
});
