import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Instrument } from '#shared/domain/instrument.ts';
import type { DepthBook } from '#shared/domain/market-depth.ts';

import { spyId, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start()).ready();
});
afterEach(() => trial.end());

/** The first instrument that a search finds, on the watchlist and quoted. */
async function quoted(text: string): Promise<{ instrument: Instrument; bid: number; ask: number }> {
  const { commands, caller } = desk;
  const { instruments } = await commands['instrument.search']({ text }, caller);
  const [instrument] = instruments;
  if (instrument === undefined) throw new Error(`Nothing is found for ${text}.`);
  const { instrumentId } = instrument;
  await commands['watchlist.add']({ instrumentId }, caller);
  const quote = () =>
    desk.topics
      .quotes({})
      .snapshot()
      .find((each) => each.instrumentId === instrumentId);
  await desk.until(`${text} is quoted`, () => quote()?.bid != null && quote()?.ask != null);
  const { bid, ask } = quote() ?? {};
  if (bid == null || ask == null) throw new Error(`${text} is not quoted.`);
  return { instrument, bid, ask };
}

async function bought(text: string, quantity: number) {
  const { instrument, ask } = await quoted(text);
  const ticket = desk.market({ instrumentId: instrument.instrumentId, quantity });
  const preview = await desk.commands['order.preview']({ ticket, withWhatIf: true }, desk.caller);
  const placed = await desk.place(ticket);
  if (!placed.allowed) {
    throw new Error(placed.verdicts.flatMap(({ message }) => message ?? []).join(' '));
  }
  const order = await desk.untilStatus(placed.orderRef, 'FILLED');
  return { instrument, ask, preview, order };
}

describe.each([
  ['a future', 'MES', 'FUT', 5, 1],
  ['a currency pair', 'EUR.USD', 'CASH', 1, 10_000],
] as const)('%s', (_what, text, secType, multiplier, quantity) => {
  test('is previewed, traded and held at its full value in the base currency', async () => {
    const { instrument, preview, order } = await bought(text, quantity);
    expect(instrument).toMatchObject({ secType, multiplier });
    const price = order.averageFillPrice ?? Number.NaN;
    // The preview was valued a moment earlier.
    const value = price * multiplier * quantity;
    expect(Math.abs((preview.orderValue ?? 0) / value - 1)).toBeLessThan(0.01);
    expect(preview.verdicts.find(({ controlId }) => controlId === 'max-order-value')).toMatchObject(
      {
        outcome: 'pass',
        unit: 'USD',
      },
    );
    expect(preview.whatIf).not.toBeNull();
    await desk.until('it is held', () =>
      desk.topics
        .positions({})
        .snapshot()
        .some((row) => row.instrumentId === instrument.instrumentId && row.quantity === quantity),
    );
    expect(desk.status().breaks).toEqual([]);
  });
});

describe('an option', () => {
  test('is found by the chain of its underlying, previewed, traded and held', async () => {
    const { chains } = await desk.commands['option-chain.read'](
      { instrumentId: spyId },
      desk.caller,
    );
    const chain = chains.find(({ expiries, strikes }) => expiries.length > 0 && strikes.length > 0);
    if (chain === undefined) throw new Error('SPY has no options.');
    const spot = desk.bid() ?? 0;
    const strike = chain.strikes.toSorted((a, b) => Math.abs(a - spot) - Math.abs(b - spot))[0];
    const expiry = chain.expiries.find((date) => date > '20200401') ?? chain.expiries.at(-1);
    const { instrument, preview, order } = await bought(`SPY ${expiry} ${strike} C`, 2);
    expect(instrument).toMatchObject({ secType: 'OPT', multiplier: 100, strike, right: 'C' });
    const value = (order.averageFillPrice ?? Number.NaN) * 100 * 2;
    expect(Math.abs((preview.orderValue ?? 0) / value - 1)).toBeLessThan(0.2);

    const details = await desk.commands['instrument.details'](
      { instrumentId: instrument.instrumentId },
      desk.caller,
    );
    expect(details.priceIncrements.length).toBeGreaterThan(0);
    expect(await desk.commands['journal.verify']({}, desk.caller)).toMatchObject({ ok: true });
  });
});

test('the order book of an instrument is shown while somebody looks', async () => {
  const feed = desk.topics.depth({ instrumentId: spyId });
  const books: DepthBook[] = [];
  const leave = feed.subscribe(
    (book) => books.push(book),
    () => {},
  );
  await desk.until('a book', () =>
    books.some(({ bids, asks }) => bids.length > 2 && asks.length > 2),
  );
  const last = feed.snapshot().at(0);
  expect(last?.bids[0]?.price).toBeLessThan(last?.asks[0]?.price ?? 0);
  leave();
  expect(feed.snapshot()).toEqual([]);
  expect(() => desk.topics.depth({ instrumentId: 1 })).toThrow('does not know the instrument 1');
});
