import { priceDigits, type Instrument } from '#shared/domain/instrument.ts';
import type { OrderTicket } from '#shared/domain/order.ts';

import type { CheckWorld, ScratchDesk } from '../check-world.ts';
import { statusNow } from '../desk-now.ts';
import type { LimitsChange } from '../scratch-limits.ts';
import { farTicket, quoted } from '../tickets.ts';
import { waitUntil, watchFor } from '../wait-until.ts';

/** A desk on which every control can be made to deny: it holds SPY at a loss and has an order of it at the broker. */
export interface ControlDesk {
  world: Pick<CheckWorld, 'clock' | 'signal'>;
  desk: ScratchDesk;
  /** An instrument by its symbol, as the gateway has it. */
  instrument: (symbol: string) => Promise<Instrument>;
}

/** How one control is made to deny, and nothing else with it. */
export interface ControlCase {
  controlId: string;
  /**
   * What is asked that it must deny, made before anything else is done. What it must let pass is the same under wide
   * limits, unless `passes` says it, which it must let pass under the same limits.
   */
  asks: (at: ControlDesk) => Promise<OrderTicket>;
  /** What it lets pass, where that is another order. */
  passes?: (at: ControlDesk) => Promise<OrderTicket>;
  /** The one limit that is tight. */
  limits?: LimitsChange;
  /** Brings about what it denies for; gives how to undo it, done before anything else is asked. */
  arranges?: (at: ControlDesk, ticket: OrderTicket) => Promise<() => Promise<void>>;
  /** Others that cannot but deny with it. */
  beside?: readonly string[];
}

const far =
  (symbol: string, change: (ticket: OrderTicket, instrument: Instrument) => Partial<OrderTicket>) =>
  async ({ world, desk, instrument }: ControlDesk): Promise<OrderTicket> => {
    const found = await instrument(symbol);
    const ticket = farTicket(await quoted(world, desk, found));
    return { ...ticket, ...change(ticket, found) };
  };

const spy = far('SPY', () => ({}));
/** The broker names a sector for it. */
const aapl = far('AAPL', () => ({}));

/** A price so many times what it was, on its tick. */
const scaled = ({ limitPrice }: OrderTicket, { minTick }: Instrument, times: number): number =>
  Number(
    (Math.round(((limitPrice ?? 0) * times) / minTick) * minTick).toFixed(priceDigits(minTick)),
  );

/** A sale that would meet the desk's own purchase where that rests, wherever the market has gone since it was placed. */
async function intoOwnOrder(at: ControlDesk): Promise<OrderTicket> {
  const ticket = await spy(at);
  const own = at.desk
    .feed('orders', {})
    .snapshot()
    .find(
      ({ instrumentId, side, status }) =>
        instrumentId === ticket.instrumentId && side === 'BUY' && status === 'WORKING',
    );
  if (own === undefined) throw new Error('No purchase of SPY rests.');
  return { ...ticket, side: 'SELL', limitPrice: own.limitPrice };
}

/** Who trades for checks. Source: desk/reached-desk.ts. */
const traderId = 'readiness';

const undoNothing = async (): Promise<void> => {};
const settleWithinMs = 20_000;

async function untilLink({ world, desk }: ControlDesk, state: string): Promise<void> {
  await waitUntil(
    world,
    `the link is ${state}`,
    settleWithinMs,
    () => statusNow(desk).link?.state === state,
  );
}

async function untilSays(
  at: ControlDesk,
  controlId: string,
  outcome: string,
  ticket: OrderTicket,
): Promise<void> {
  const deadline = at.world.clock.monotonic() + settleWithinMs;
  for (;;) {
    const { verdicts } = await at.desk.call('order.preview', { ticket, withWhatIf: false });
    if (verdicts.find((each) => each.controlId === controlId)?.outcome === outcome) return;
    if (at.world.clock.monotonic() > deadline) {
      throw new Error(`Not within ${settleWithinMs / 1000} s: ${controlId} says ${outcome}.`);
    }
    await watchFor(at.world, 50);
  }
}

/** After the close of every market that opens in New York in the morning, and on the same day. */
const hoursAhead = 8 * 3600;

/** Every control in the order of docs/controls.md, but those that leave something behind, which come last. */
export const controlCases: readonly ControlCase[] = [
  {
    controlId: 'trading-state',
    asks: spy,
    async arranges({ desk }) {
      const set = (state: 'HALTED' | 'ACTIVE'): Promise<unknown> =>
        desk.call(
          'trading-state.set',
          { instrumentId: null, state, reason: 'A readiness check.' },
          'risk-officer',
        );
      await set('HALTED');
      return async () => {
        await set('ACTIVE');
      };
    },
  },
  { controlId: 'daily-loss', asks: spy, limits: { numbers: { dailyLoss: 1 } } },
  { controlId: 'drawdown', asks: spy, limits: { numbers: { dayDrawdown: 1 } } },
  { controlId: 'repeated-execution', asks: spy, limits: { numbers: { repeatedExecutions: 1 } } },
  // This very message is more than half a one.
  { controlId: 'message-rate', asks: spy, limits: { numbers: { messagesPerSecond: 0.5 } } },
  {
    controlId: 'instrument-and-tick',
    asks: far('SPY', ({ limitPrice }, { minTick }) => ({
      limitPrice: (limitPrice ?? 0) + minTick / 2,
    })),
    passes: spy,
  },
  {
    controlId: 'restricted-list',
    asks: spy,
    limits: { rest: { restrictedInstruments: [{ symbol: 'SPY', reason: 'A readiness check.' }] } },
  },
  {
    controlId: 'person-permission',
    asks: spy,
    limits: {
      rest: {
        permissions: [
          {
            personId: traderId,
            instruments: [],
            assetClasses: null,
            orderTypes: null,
            accounts: null,
            reason: 'A readiness check.',
          },
        ],
      },
    },
  },
  {
    controlId: 'short-sale',
    // More than anybody lends.
    asks: far('AAPL', (ticket, instrument) => ({
      side: 'SELL',
      limitPrice: scaled(ticket, instrument, 1.08),
      quantity: 2_000_000_000,
    })),
    passes: far('AAPL', (ticket, instrument) => ({
      side: 'SELL',
      limitPrice: scaled(ticket, instrument, 1.08),
    })),
    // Nor is there the money for so many.
    beside: ['buying-power'],
  },
  {
    controlId: 'stale-quote',
    asks: spy,
    // It compares with a fresh quote, and there is none.
    beside: ['price-collar'],
    async arranges({ world, desk, instrument }) {
      await desk.gateway.inject({ kind: 'halt', symbol: 'SPY', forMs: 600_000 });
      const { instrumentId } = await instrument('SPY');
      const halted = (): boolean | null | undefined =>
        desk
          .feed('quotes', {})
          .snapshot()
          .find((quote) => quote.instrumentId === instrumentId)?.halted;
      await waitUntil(world, 'SPY is halted', settleWithinMs, () => halted() === true);
      return async () => {
        await desk.gateway.clear(null);
        await waitUntil(world, 'SPY trades again', settleWithinMs, () => halted() === false);
      };
    },
  },
  {
    controlId: 'price-collar',
    asks: far('SPY', (ticket, instrument) => ({ limitPrice: scaled(ticket, instrument, 0.9) })),
    passes: spy,
  },
  { controlId: 'duplicate-order', asks: spy, limits: { numbers: { equalOrdersPerSecond: 0.5 } } },
  { controlId: 'open-order-count', asks: spy, limits: { numbers: { openOrdersPerSide: 1 } } },
  {
    controlId: 'self-trade',
    asks: intoOwnOrder,
    passes: far('SPY', (ticket, instrument) => ({
      side: 'SELL',
      limitPrice: scaled(ticket, instrument, 1.08),
    })),
  },
  { controlId: 'max-order-quantity', asks: spy, limits: { numbers: { maxOrderQuantity: 0.5 } } },
  { controlId: 'max-order-value', asks: spy, limits: { numbers: { maxOrderValue: 1 } } },
  { controlId: 'short-period-value', asks: spy, limits: { numbers: { valuePerMinute: 1 } } },
  { controlId: 'position-limit', asks: spy, limits: { numbers: { positionLimit: 1 } } },
  { controlId: 'concentration', asks: spy, limits: { numbers: { concentration: 1e-9 } } },
  { controlId: 'gross-exposure', asks: spy, limits: { numbers: { grossExposure: 1 } } },
  { controlId: 'net-exposure', asks: spy, limits: { numbers: { netExposure: 1 } } },
  { controlId: 'sector-exposure', asks: aapl, limits: { numbers: { sectorGrossExposure: 1 } } },
  {
    controlId: 'sector-concentration',
    asks: aapl,
    limits: { numbers: { sectorConcentration: 1e-9 } },
  },
  {
    controlId: 'asset-class-exposure',
    asks: spy,
    limits: { numbers: { assetClassGrossExposure: 1 } },
  },
  {
    controlId: 'asset-class-concentration',
    asks: spy,
    limits: { numbers: { assetClassConcentration: 1e-9 } },
  },
  {
    controlId: 'buying-power',
    asks: far('SPY', () => ({ quantity: 100_000_000 })),
    passes: spy,
  },
  {
    controlId: 'what-if-margin',
    asks: far('SPY', () => ({ quantity: 100_000_000 })),
    passes: spy,
    limits: { numbers: { whatIfAbove: 1 } },
    // What the broker does not lend is beyond the buying power, too.
    beside: ['buying-power'],
  },
  {
    controlId: 'market-hours',
    asks: spy,
    async arranges(at, ticket) {
      await at.desk.gateway.inject({ kind: 'clock-jump', seconds: hoursAhead });
      await untilSays(at, 'market-hours', 'deny', ticket);
      return async () => {
        await at.desk.gateway.inject({ kind: 'clock-jump', seconds: -hoursAhead });
        await untilSays(at, 'market-hours', 'pass', ticket);
      };
    },
  },
  {
    controlId: 'link-state',
    asks: spy,
    async arranges(at) {
      await at.desk.gateway.inject({ kind: 'connectivity-lost', forMs: 600_000 });
      await untilLink(at, 'impaired');
      return async () => {
        await at.desk.gateway.clear(null);
        await untilLink(at, 'ready');
      };
    },
  },
  {
    controlId: 'unanswered-order',
    asks: aapl,
    limits: { numbers: { acknowledgementDeadline: 100 } },
    async arranges(at, ticket) {
      await at.desk.gateway.inject({ kind: 'lose-acknowledgement' });
      await at.desk.call('order.place', { ticket });
      await untilSays(at, 'unanswered-order', 'deny', ticket);
      return undoNothing;
    },
  },
];
