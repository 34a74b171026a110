import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Quote } from '#shared/domain/quote.ts';

import { Quotes } from './quotes.ts';

const spy = spyInstrument;
const qqq: Instrument = { ...spy, instrumentId: 320227571, symbol: 'QQQ', displaySymbol: 'QQQ' };
const iwm: Instrument = { ...spy, instrumentId: 9579970, symbol: 'IWM', displaySymbol: 'IWM' };

function desk(lineLimit = 100): {
  clock: VirtualClock;
  quotes: Quotes;
  wire: string[];
  seen: Quote[];
  notices: [number, number | null][];
} {
  const clock = new VirtualClock();
  const wire: string[] = [];
  const seen: Quote[] = [];
  const notices: [number, number | null][] = [];
  let nextId = 1;
  const quotes = new Quotes(
    clock,
    { deadFeedMs: 5_000, retryMs: 60_000 },
    lineLimit,
    {
      nextRequestId: () => nextId++,
      request: (id, instrument) => wire.push(`ask ${instrument.symbol} ${id}`),
      cancel: (id) => wire.push(`cancel ${id}`),
      requestMarketDataType: (type) => wire.push(`type ${type}`),
    },
    {
      onQuote: (quote) => seen.push({ ...quote }),
      onNotice: (code, _message, instrumentId) => notices.push([code, instrumentId]),
    },
  );
  return { clock, quotes, wire, seen, notices };
}

describe('quotes', () => {
  it('share one line however many look, and give it back with the last', () => {
    const { quotes, wire } = desk();
    quotes.resubscribeAll();
    const first = quotes.subscribe(spy);
    const second = quotes.subscribe(spy);
    expect(wire).toEqual(['ask SPY 1']);
    first();
    first();
    expect(wire).toEqual(['ask SPY 1']);
    second();
    expect(wire).toEqual(['ask SPY 1', 'cancel 1']);
    expect(quotes.lines.used).toBe(0);
  });

  it('assemble ticks into one quote', () => {
    const { quotes, seen, clock } = desk();
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.onTickPrice(1, 1, 250);
    quotes.onTickSize(1, 0, 300);
    clock.advance(10);
    quotes.onTickPrice(1, 2, 250.01);
    quotes.onTickPrice(99, 2, 1);
    expect(seen).toHaveLength(3);
    expect(seen.at(-1)).toMatchObject({
      instrumentId: 756733,
      bid: 250,
      bidSize: 300,
      ask: 250.01,
      last: null,
      receivedAt: clock.now(),
    });
  });

  it('are asked for again on the next connection, and do not mix with what was known before', () => {
    const { quotes, wire, seen } = desk();
    quotes.subscribe(spy);
    expect(wire).toEqual([]);
    quotes.resubscribeAll();
    quotes.onTickPrice(1, 1, 250);
    quotes.drop();
    quotes.onTickPrice(1, 1, 260);
    expect(seen).toHaveLength(1);
    quotes.resubscribeAll();
    expect(wire).toEqual(['ask SPY 1', 'ask SPY 2']);
    quotes.onTickPrice(2, 2, 200);
    expect(seen.at(-1)).toMatchObject({ bid: null, ask: 200 });
  });

  it('are cancelled and asked for again when the broker has forgotten them', () => {
    const { quotes, wire } = desk();
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.resubscribeAll();
    expect(wire).toEqual(['ask SPY 1', 'cancel 1', 'ask SPY 2']);
  });

  it.each([354, 10089, 10168])('fall back to delayed data on %i, once', (code) => {
    const { quotes, wire, notices } = desk();
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    expect(quotes.onError(1, code, 'Not subscribed.')).toBe(true);
    expect(wire).toEqual(['ask SPY 1', 'type delayed', 'ask SPY 2']);
    quotes.onError(2, code, 'Not subscribed.');
    expect(wire).toHaveLength(3);
    expect(notices).toEqual([
      [code, 756733],
      [code, 756733],
    ]);
    quotes.drop();
    quotes.resubscribeAll();
    expect(wire.slice(3)).toEqual(['type delayed', 'ask SPY 3']);
  });

  it('go on after a notice that only says what is shown', () => {
    const { quotes, seen, notices } = desk();
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.onError(1, 10167, 'Displaying delayed market data.');
    quotes.onTickPrice(1, 66, 250);
    expect(seen.at(-1)).toMatchObject({ bid: 250, marketDataType: 'delayed' });
    expect(notices).toEqual([[10167, 756733]]);
    expect(quotes.onError(77, 200, 'Of something else.')).toBe(false);
  });

  it('know the limit of lines, and give a freed line to one that waits', () => {
    const { quotes, wire, notices } = desk(2);
    quotes.resubscribeAll();
    const leaveSpy = quotes.subscribe(spy);
    quotes.subscribe(qqq);
    quotes.subscribe(iwm);
    expect(wire).toEqual(['ask SPY 1', 'ask QQQ 2']);
    expect(notices).toEqual([[101, 9579970]]);
    leaveSpy();
    expect(wire.slice(2)).toEqual(['cancel 1', 'ask IWM 3']);
  });

  it('wait for a line when the broker says that there is none', () => {
    const { quotes, wire } = desk();
    quotes.resubscribeAll();
    const leaveSpy = quotes.subscribe(spy);
    quotes.subscribe(qqq);
    quotes.onError(2, 101, 'Max number of tickers has been reached.');
    leaveSpy();
    expect(wire.at(-1)).toBe('ask QQQ 3');
  });

  it('try again later when another session holds the data, and not at all without a contract', () => {
    const { quotes, wire, clock } = desk();
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.subscribe(qqq);
    quotes.onError(1, 10197, 'Competing live session.');
    quotes.onError(2, 200, 'No security definition.');
    clock.advance(59_000);
    expect(wire).toHaveLength(2);
    clock.advance(1_000);
    expect(wire.slice(2)).toEqual(['ask SPY 3']);
    clock.advance(600_000);
    expect(wire).toHaveLength(3);
  });

  it('that stayed silent are asked for anew, those that ticked are not', () => {
    const { quotes, wire, notices } = desk();
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.subscribe(qqq);
    quotes.subscribe(iwm);
    quotes.onTickPrice(1, 1, 250);
    quotes.onTickPrice(2, 1, 210);
    quotes.watch();
    quotes.onTickPrice(2, 1, 211);
    quotes.askSilentAnew();
    // IWM has never ticked: it may have been asked for while the farm was away.
    expect(wire.slice(3)).toEqual(['cancel 1', 'ask SPY 4', 'cancel 3', 'ask IWM 5']);
    expect(notices).toEqual([
      [2104, spy.instrumentId],
      [2104, iwm.instrumentId],
    ]);
  });

  it('that come in part are ended and asked for delayed, once', () => {
    const { quotes, wire, notices } = desk();
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.onError(1, 10090, 'Part of requested market data is not subscribed.');
    expect(wire).toEqual(['ask SPY 1', 'cancel 1', 'type delayed', 'ask SPY 2']);
    quotes.onError(2, 10090, 'Part of requested market data is not subscribed.');
    expect(wire).toHaveLength(4);
    expect(quotes.lines.used).toBe(1);
    expect(notices).toHaveLength(2);
  });

  it.each([
    [200, 'No security definition.'],
    [10197, 'Competing live session.'],
  ])('that are refused (%d) leave their line to the next who waits', (code, message) => {
    const { quotes, wire } = desk(1);
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.subscribe(qqq);
    quotes.onError(1, code, message);
    expect(wire).toEqual(['ask SPY 1', 'ask QQQ 2']);
  });

  it('that the gateway has no line for do not ask again at once', () => {
    const { quotes, wire } = desk(2);
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.subscribe(qqq);
    quotes.onError(2, 101, 'Max number of tickers has been reached.');
    expect(wire).toHaveLength(2);
  });

  it('hold one line for each instrument somebody looks at, whatever comes and goes', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('look' as const), at: fc.integer({ min: 0, max: 5 }) }),
      fc.record({ kind: fc.constant('leave' as const), at: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ kind: fc.constantFrom('drop' as const, 'connect' as const), at: fc.constant(0) }),
    );
    const instruments = Array.from({ length: 6 }, (_, index) => ({
      ...spy,
      instrumentId: index + 1,
    }));
    const limit = 4;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const clock = new VirtualClock();
        /** The gateway's side: which instrument has which lines. */
        const lines = new Map<number, number>();
        let connected = false;
        let nextId = 1;
        const quotes = new Quotes(
          clock,
          { deadFeedMs: 5_000, retryMs: 60_000 },
          limit,
          {
            nextRequestId: () => (connected ? nextId++ : null),
            request: (id, { instrumentId }) => lines.set(id, instrumentId),
            cancel: (id) => expect(lines.delete(id)).toBe(true),
            requestMarketDataType: () => {},
          },
          { onQuote: () => {}, onNotice: () => {} },
        );
        const looking: { instrumentId: number; leave: () => void }[] = [];
        for (const { kind, at } of steps) {
          const instrument = instruments[at];
          if (kind === 'look' && instrument !== undefined) {
            const { instrumentId } = instrument;
            looking.push({ instrumentId, leave: quotes.subscribe(instrument) });
          } else if (kind === 'leave') {
            looking.splice(at, 1)[0]?.leave();
          } else if (kind === 'drop') {
            connected = false;
            lines.clear();
            quotes.drop();
          } else if (kind === 'connect') {
            connected = true;
            quotes.resubscribeAll();
          }
          const wanted = new Set(looking.map(({ instrumentId }) => instrumentId));
          const held = [...lines.values()];
          expect(new Set(held).size).toBe(held.length);
          expect(held.every((instrumentId) => wanted.has(instrumentId))).toBe(true);
          expect(held).toHaveLength(connected ? Math.min(wanted.size, limit) : 0);
          expect(quotes.lines).toEqual({ used: held.length, limit });
        }
      }),
      { numRuns: 300, seed: 23 },
    );
  });

  it('ask for shortable shares while they are live, and not when they are delayed', () => {
    const asked: boolean[] = [];
    const clock = new VirtualClock();
    let nextId = 1;
    const quotes = new Quotes(
      clock,
      { deadFeedMs: 5_000, retryMs: 60_000 },
      100,
      {
        nextRequestId: () => nextId++,
        request: (_id, _instrument, withShortable) => asked.push(withShortable),
        cancel: () => {},
        requestMarketDataType: () => {},
      },
      { onQuote: () => {}, onNotice: () => {} },
    );
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.onError(1, 354, 'Not subscribed.');
    expect(asked).toEqual([true, false]);
  });

  it('leave no timer behind when the connection goes', () => {
    const { quotes, clock } = desk();
    quotes.resubscribeAll();
    quotes.subscribe(spy);
    quotes.onError(1, 10197, 'Competing live session.');
    quotes.drop();
    expect(clock.pendingCount).toBe(0);
  });
});
