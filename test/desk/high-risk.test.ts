import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { asksForReason, isDenial, type Verdict } from '#shared/domain/control.ts';
import { factBodySchemas } from '#shared/domain/fact.ts';
import { limitNames, limitsSchema, type LimitName, type Limits } from '#shared/domain/limits.ts';

import { spyId, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

type Ticket = ReturnType<DeskUnderTest['resting']>;

let trial: Trial;
beforeEach(async () => {
  trial = await Trial.begin();
});
afterEach(() => trial.end());

/** A desk under the limits that ship, but for some. */
async function deskWith(
  values: Partial<Record<LimitName, number>>,
  restricted: Limits['restrictedInstruments'] = [],
): Promise<DeskUnderTest> {
  const file = join(import.meta.dirname, '../../resources/limits/default.json');
  const shipped = limitsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const limits: Limits = { ...shipped, restrictedInstruments: [...restricted] };
  for (const name of limitNames) {
    const value = values[name];
    if (value !== undefined) limits[name] = { ...limits[name], value };
  }
  writeFileSync(join(trial.dataDir, 'limits.json'), JSON.stringify(limits));
  return judged(await trial.start({ shippedLimits: true }));
}

/** Ready, and with a P&L: a desk that holds something and does not know it takes no new risk. */
async function judged(desk: DeskUnderTest): Promise<DeskUnderTest> {
  await desk.ready();
  const known = (): boolean => desk.topics.risk({}).snapshot()[0]?.dayDrawdown != null;
  await desk.until('the losses of the day are known', known);
  return desk;
}

/** A buy of an instrument of the watchlist that rests three percent below its bid, worth about so much. */
async function buyWorth(desk: DeskUnderTest, symbol: string, value: number): Promise<Ticket> {
  const { instruments } = await desk.commands['instrument.search']({ text: symbol }, desk.caller);
  const found = instruments.find(({ displaySymbol }) => displaySymbol === symbol);
  if (found === undefined) throw new Error(`The gateway does not know ${symbol}.`);
  const bid = (): number | null =>
    desk.topics
      .quotes({})
      .snapshot()
      .find(({ instrumentId }) => instrumentId === found.instrumentId)?.bid ?? null;
  await desk.until(`${symbol} is quoted`, () => bid() !== null);
  const limitPrice = Math.round((bid() ?? 0) * 97) / 100;
  const quantity = Math.floor(value / limitPrice);
  return desk.resting({ instrumentId: found.instrumentId, limitPrice, quantity });
}

const hardDenials = (verdicts: readonly Verdict[]): string[] =>
  verdicts.filter((each) => isDenial(each) && each.hard).map(({ controlId }) => controlId);

/** The verdicts that the journal holds of the last order that was denied. */
async function deniedOnRecord(desk: DeskUnderTest): Promise<readonly Verdict[]> {
  const [last] = await desk.facts('order.denied');
  return factBodySchemas['order.denied'].parse(last).verdicts;
}

describe('the four high-risk positions', () => {
  test('an oversized one is denied by its quantity and its value', async () => {
    const desk = await deskWith({});
    const { allowed, verdicts } = await desk.place(desk.resting({ quantity: 10_001 }));
    expect(allowed).toBe(false);
    expect(hardDenials(verdicts)).toEqual(
      expect.arrayContaining(['max-order-quantity', 'max-order-value']),
    );
    expect(asksForReason(verdicts)).toBe(false);
  });

  test('a concentrated one is denied by its share of the account, with what works already', async () => {
    const desk = await deskWith({});
    for (const value of [230_000, 240_000]) {
      const placed = await desk.place(await buyWorth(desk, 'SPY', value));
      expect(hardDenials(placed.verdicts)).toEqual([]);
    }
    const { verdicts } = await desk.place(await buyWorth(desk, 'SPY', 220_000));
    expect(hardDenials(verdicts)).toEqual(['concentration']);
    const onRecord = await deniedOnRecord(desk);
    expect(onRecord.find(({ controlId }) => controlId === 'concentration')).toMatchObject({
      outcome: 'deny',
      limit: 50,
    });
  });

  test('an over-leveraged one is denied by the exposure of the whole desk, each part of it being small', async () => {
    const desk = await deskWith({ grossExposure: 300_000 });
    const first = await desk.place(await buyWorth(desk, 'SPY', 200_000));
    expect(first.allowed).toBe(true);
    const { verdicts } = await desk.place(await buyWorth(desk, 'AAPL', 150_000));
    expect(hardDenials(verdicts)).toEqual(['gross-exposure']);
  });

  test('a restricted one is denied by name, to buy and to sell', async () => {
    const desk = await deskWith({}, [{ symbol: 'SPY', reason: 'The desk advises its sponsor.' }]);
    for (const side of ['BUY', 'SELL'] as const) {
      const { verdicts } = await desk.place(desk.resting({ side }));
      expect(hardDenials(verdicts)).toContain('restricted-list');
    }
  });

  test('an illiquid one, of which nobody makes a price, is denied for want of a quote', async () => {
    const desk = await deskWith({});
    const { instruments } = await desk.commands['instrument.search']({ text: 'NKE' }, desk.caller);
    const found = instruments.find(({ symbol }) => symbol === 'NKE');
    const ticket = desk.resting({ instrumentId: found?.instrumentId ?? 0, limitPrice: 80 });
    const { verdicts } = await desk.place(ticket);
    expect(hardDenials(verdicts)).toEqual(expect.arrayContaining(['stale-quote', 'price-collar']));
  });
});

describe('a soft control', () => {
  test('is overridden with a reason, which the journal keeps; a hard one beside it is not', async () => {
    const desk = await deskWith({ sectorConcentration: 10 });
    const ticket = await buyWorth(desk, 'SPY', 150_000);
    const asked = await desk.place(ticket);
    expect(asked.allowed).toBe(false);
    expect(asked.verdicts.filter(isDenial).map(({ controlId }) => controlId)).toEqual([
      'sector-concentration',
    ]);
    expect(asksForReason(asked.verdicts)).toBe(true);

    const reason = 'A hedge follows within the hour.';
    const given = await desk.commands['order.place']({ ticket, reason }, desk.caller);
    expect(given.allowed).toBe(true);
    await desk.untilStatus(given.orderRef, 'WORKING');
    const { verdicts } = await desk.commands['order.read'](
      { orderRef: given.orderRef },
      desk.caller,
    );
    expect(verdicts.find(({ controlId }) => controlId === 'sector-concentration')).toMatchObject({
      outcome: 'warn',
      hard: false,
      overrideReason: reason,
    });

    const larger = await desk.commands['order.modify'](
      {
        orderRef: given.orderRef,
        change: { quantity: 11_000, limitPrice: null, stopPrice: null },
        reason,
      },
      desk.caller,
    );
    expect(larger.allowed).toBe(false);
    expect(hardDenials(larger.verdicts)).toContain('max-order-quantity');
  });
});

describe('repeated execution', () => {
  test('stops an instrument until a person says so, also across a restart; what shrinks still leaves', async () => {
    const desk = await deskWith({ repeatedExecutions: 3 });
    let placed = await desk.place(desk.market());
    for (let quantity = 11; placed.allowed && quantity < 20; quantity += 1) {
      await desk.untilStatus(placed.orderRef, 'FILLED');
      placed = await desk.place(desk.market({ quantity }));
    }
    expect(hardDenials(placed.verdicts)).toEqual(['repeated-execution']);
    await desk.desk.close('The night.');

    const next = await judged(await trial.start({ shippedLimits: true }));
    const stopped = await next.place(next.market({ quantity: 21 }));
    expect(hardDenials(stopped.verdicts)).toEqual(['repeated-execution']);
    expect(next.status().stoppedInstruments).toMatchObject([{ instrumentId: spyId }]);
    const sale = await next.place(next.market({ side: 'SELL' }));
    expect(sale.allowed).toBe(true);
    await next.untilStatus(sale.orderRef, 'FILLED');

    const attend = (reason: string) =>
      next.commands['repeated-execution.reset']({ instrumentId: spyId, reason }, next.caller);
    await attend('A busy day, all of it meant.');
    expect(next.status().stoppedInstruments).toEqual([]);
    expect((await next.place(next.market({ quantity: 13 }))).allowed).toBe(true);
    expect(await next.facts('repeated-execution.reset')).toMatchObject([
      { instrumentId: spyId, reason: 'A busy day, all of it meant.' },
    ]);
  }, 60_000);
});
