import { describe, expect, it } from 'vitest';

import type { Execution } from '#shared/domain/execution.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

import {
  centsOff,
  comparedSums,
  heldProblems,
  sumProblems,
  type CampaignOver,
} from './campaign-books.ts';
import { campaignOrders } from './checks/campaign.ts';
import { seededRandom } from './seeded-random.ts';

const mes: Instrument = {
  instrumentId: 7,
  symbol: 'MES',
  displaySymbol: 'MESM0',
  secType: 'FUT',
  exchange: 'GLOBEX',
  primaryExchange: '',
  currency: 'USD',
  localSymbol: 'MESM0',
  tradingClass: 'MES',
  longName: 'Micro E-mini',
  multiplier: 5,
  minTick: 0.25,
  sizeIncrement: 1,
  minSize: 1,
  timeZoneId: 'US/Central',
  tradingHours: '',
  liquidHours: '',
  expiry: '20200619',
};

function fill(side: Execution['side'], quantity: number, price: number): Execution {
  return {
    execId: `${side}.${quantity}.${price}`,
    orderRef: 'a',
    permId: 1,
    accountId: 'DU1000001',
    instrumentId: 7,
    displaySymbol: 'MESM0',
    side,
    quantity,
    price,
    executedAt: '2026-01-05T10:00:00.000Z',
    commissionMicros: 620_000 * quantity,
    commissionCurrency: 'USD',
    brokerRealizedPnlMicros: null,
  };
}

/** 5 × (2 × 2861.5 + 2862.5 − 3 × 2861.75) = 1.25, less six commissions of 0.62. */
const fills = [
  fill('BUY', 3, 2861.75),
  { ...fill('SELL', 2, 2861.5), brokerRealizedPnlMicros: -4_980_000 },
  { ...fill('SELL', 1, 2862.5), brokerRealizedPnlMicros: 2_510_000 },
];
const said = { instrumentId: 7, quantity: 0, realizedPnl: 1.25, commissions: 3.72 };
const sound: CampaignOver = {
  instruments: [mes],
  fills,
  desk: [said],
  before: { cash: 1_000_000.1, realizedPnl: 10 },
  after: { cash: 999_997.63, realizedPnl: 7.53 },
};

describe('the sums of a campaign', () => {
  it('come out exactly where everybody says the same', () => {
    const sums = comparedSums(sound);
    expect(sums.map(({ computed }) => computed)).toEqual([
      1_250_000n,
      3_720_000n,
      -2_470_000n,
      -2_470_000n,
      -2_470_000n,
    ]);
    expect(sumProblems(sums)).toEqual([]);
  });

  it.each<[string, Partial<CampaignOver>, RegExp]>([
    ['the desk’s P&L', { desk: [{ ...said, realizedPnl: 1.26 }] }, /realised by the desk/],
    ['the desk’s commissions', { desk: [{ ...said, commissions: 3.73 }] }, /commissions/],
    ['what the desk does not say', { desk: [] }, /is not said/],
    [
      'the broker’s P&L',
      { fills: [...fills.slice(0, 2), fill('SELL', 1, 2862.5)] },
      /broker’s word/,
    ],
    ['the broker’s cash', { after: { ...sound.after, cash: 999_997.62 } }, /Change of cash/],
    [
      'cash that nobody says',
      { after: { ...sound.after, cash: null } },
      /cash at the broker is not/,
    ],
    ['the day’s P&L', { before: { ...sound.before, realizedPnl: 10.01 } }, /Change of realised/],
  ])('do not come out with another %s', (_, change, says) => {
    expect(sumProblems(comparedSums({ ...sound, ...change })).join(' ')).toMatch(says);
  });

  it('may lie half a cent apart, which is what a sum in cents loses', () => {
    const off = (units: number): number | null => centsOff({ what: '', computed: 0n, said: units });
    expect([off(0.005), off(-0.005), off(0.0051), off(0.02), off(-1)]).toEqual([0, 0, 1, 2, 100]);
    expect(centsOff({ what: '', computed: 0n, said: null })).toBeNull();
  });

  it('say what is held', () => {
    const [bought] = fills;
    if (bought === undefined) throw new Error('No fill.');
    expect(heldProblems([mes], [bought], [{ instrumentId: 7, quantity: 3 }])).toEqual([]);
    expect(heldProblems([mes], [bought], [])).toEqual([
      '0 of MESM0 are held, and its fills add up to 3.',
    ]);
    expect(heldProblems([mes], fills, [])).toEqual([]);
  });
});

describe('the orders of a campaign', () => {
  it.each([true, false])('follow from the seed and never sell short; gentle: %s', (isGentle) => {
    for (let seed = 0; seed < 200; seed += 1) {
      const stock = { secType: 'STK', minSize: 1, sizeIncrement: 1 } as const;
      const drawn = (): ReturnType<typeof campaignOrders> =>
        campaignOrders(seededRandom(`${seed}`), stock, isGentle);
      const [first, sold, third] = drawn().map(({ quantity }) => quantity);
      expect(drawn()).toEqual(drawn());
      expect(sold).toBeGreaterThan(0);
      expect(sold).toBeLessThan(first ?? 0);
      // No two orders of a side are the very same, what closes them neither.
      expect(third).toBeGreaterThan(first ?? 0);
      expect(first).toBeLessThanOrEqual(isGentle ? 2 : 21);
    }
  });
});
