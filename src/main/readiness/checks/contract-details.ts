import { csvLine } from '#shared/domain/csv.ts';
import type { Instrument, SecType } from '#shared/domain/instrument.ts';
import type { PriceIncrement } from '#shared/domain/price-increment.ts';
import { sessionAt } from '#shared/domain/trading-hours.ts';

import type { Check } from '../check.ts';
import { statusNow } from '../desk-now.ts';
import { atLeast, count, none } from '../figures.ts';
import { callNearTheMoney, findInstrument } from '../tickets.ts';
import { everyGateway } from './gateways.ts';

/** Of every asset class the desk trades, and of stocks several. */
const asked = ['SPY', 'QQQ', 'AAPL', 'MSFT', 'GLD', 'TLT', 'MES', 'EUR.USD'] as const;
const instrumentsNeeded = 8;
const classesNeeded = 3;

/** What is wrong with the broker's description of an instrument, each a sentence. Source: IB, ContractDetails. */
export function detailProblems(
  instrument: Instrument,
  increments: readonly PriceIncrement[],
  /** The gateway's time, epoch milliseconds; null where it is not known. */
  at: number | null,
): string[] {
  const { displaySymbol, secType, currency, multiplier, minTick, sizeIncrement, minSize, expiry } =
    instrument;
  const edges = increments.map(({ lowEdge }) => lowEdge);
  const wrong: [boolean, string][] = [
    [!/^[A-Z]{3}$/.test(currency), `its currency is “${currency}”`],
    [!(multiplier > 0), 'its multiplier is not above 0'],
    [!(minTick > 0), 'its tick is not above 0'],
    [!(sizeIncrement > 0) || !(minSize > 0), 'its sizes are not above 0'],
    [(secType === 'FUT' || secType === 'OPT') && !/^\d{8}$/.test(expiry ?? ''), 'it has no expiry'],
    [
      secType === 'OPT' && (instrument.strike == null || instrument.right == null),
      'it has no strike or right',
    ],
    [
      edges.some((edge, index) => index > 0 && edge <= (edges[index - 1] ?? edge)),
      'the steps of its price are not in order',
    ],
    [increments.some(({ increment }) => !(increment > 0)), 'a step of its price is not above 0'],
    [
      at !== null && sessionAt(instrument, at) === null,
      'its hours do not say whether it trades now',
    ],
  ];
  return wrong.filter(([is]) => is).map(([, what]) => `${displaySymbol}: ${what}.`);
}

export const contractDetailsCheck: Check = {
  checkId: 'contract-details',
  title: 'Instruments are described in full',
  why: 'Tick, size, multiplier, hours and expiry decide what an order is worth and whether it may leave.',
  phase: 2,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 120_000,
  async run(world) {
    const { desk } = world;
    const instruments: Instrument[] = [];
    for (const symbol of asked) {
      world.progress(instruments.length / (asked.length + 1), symbol);
      instruments.push(await findInstrument(desk, symbol));
    }
    const [first] = instruments;
    const option = first === undefined ? null : await callNearTheMoney(desk, first);
    if (option !== null) instruments.push(option);
    const at = statusNow(desk).gatewayTime?.at ?? null;
    const details = await Promise.all(
      instruments.map(({ instrumentId }) => desk.call('instrument.details', { instrumentId })),
    );
    const problems = details.flatMap(({ instrument, priceIncrements }) =>
      detailProblems(instrument, priceIncrements, at),
    );
    const classes = new Set<SecType>(details.map(({ instrument }) => instrument.secType));
    return {
      figures: [
        count('instruments', 'Instruments described', details.length, atLeast(instrumentsNeeded)),
        count('asset-classes', 'Asset classes', classes.size, atLeast(classesNeeded)),
        count('problems', 'Contradictions in them', problems.length, none),
      ],
      evidence: [
        {
          name: 'instruments.csv',
          title: 'What the broker says of each instrument',
          contents: [
            csvLine([
              'symbol',
              'conId',
              'class',
              'exchange',
              'currency',
              'multiplier',
              'tick',
              'size',
              'expiry',
              'steps',
            ]),
            ...details.map(({ instrument: each, priceIncrements }) =>
              csvLine([
                each.displaySymbol,
                each.instrumentId,
                each.secType,
                each.exchange,
                each.currency,
                each.multiplier,
                each.minTick,
                each.sizeIncrement,
                each.expiry,
                priceIncrements
                  .map(({ lowEdge, increment }) => `${lowEdge}:${increment}`)
                  .join(' '),
              ]),
            ),
          ].join(''),
        },
      ],
      problems,
      found: `${details.length} instruments of ${classes.size} asset classes are described in full.`,
    };
  },
};
