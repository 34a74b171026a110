import { csvLine } from '#shared/domain/csv.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Limits } from '#shared/domain/limits.ts';
import { markPrice } from '#shared/domain/quote.ts';
import type { RiskFigures } from '#shared/domain/risk-figures.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

import type { Check, Findings } from '../check.ts';
import type { CheckWorld, ScratchDesk } from '../check-world.ts';
import { positionNow, quoteNow, statusNow } from '../desk-now.ts';
import { atMost, count, exactly, money } from '../figures.ts';
import { changedLimits, wideLimits } from '../scratch-limits.ts';
import { findInstrument, marketTicket, quoted } from '../tickets.ts';
import { place, untilStatus } from '../trading-hand.ts';
import { waitUntil } from '../wait-until.ts';
import {
  crashProblems,
  drawdownDifference,
  drawdownWithin,
  lossSteps,
  recordedDrawdown,
  stepsCsv,
  type CrashRow,
  type LossLine,
} from './crash-losses.ts';
import { onItsOwnGateway } from './gateways.ts';

/**
 * Days of the S&P 500 that opened at their highest and closed near their lowest: whatever path a seed draws within the
 * day, the book falls. Source: resources/history.
 */
const crashes = [
  // 994.60 to 907.84.
  { id: '2008', crash: 'October 2008', replay: 'SPY@2008-10-15', fall: 0.087 },
  // 2,863.89 to 2,746.56.
  { id: '2020', crash: 'March 2020', replay: 'SPY@2020-03-09', fall: 0.041 },
] as const;
type Crash = (typeof crashes)[number];

/** The book is so large that the last line is at this share of the day's fall: it is crossed well before the close. */
const lastLineAt = 0.6;
/** The last line halts, at so many times the first. */
const lastOverFirst = 6;
/** Simulated time over the machine's: at the slowest a session takes twenty minutes, at the fastest 23 s. */
const speeds = { slowest: 20, steady: 300, fastest: 1_000 };
/** Longer than any fall. */
const fallsWithinMs = 150_000;

/**
 * How fast the market may go until the first line. The monitors look every second, and no look may fall past both lines:
 * a screen is shown the P&L twice a second, and between two of these it is to change by some quarter of the first line.
 * @param change of the P&L since the last time. @param line the first, both in the base currency.
 */
export function steadySpeed(speed: number, change: number, line: number): number {
  if (Math.abs(change) > line / 3) return Math.max(speeds.slowest, speed / 2);
  return Math.abs(change) < line / 6 ? Math.min(speeds.steady, speed * 1.5) : speed;
}

/**
 * The lines of losses that are certified; the one on all days halts the desk, whatever is certified, so that both states
 * are seen. Throws where no certified line tightens the desk.
 */
export function linesOf({ dailyLoss, dayDrawdown, monitors }: Limits): {
  lines: LossLine[];
  first: number;
} {
  const loss = monitors['daily-loss'];
  const drawdown = monitors['day-drawdown'];
  const part = (share: number | null, { value }: { value: number }): number | null =>
    share === null ? null : (value * share) / 100;
  const certified: LossLine[] = [
    {
      monitorId: 'daily-loss',
      soft: part(loss.soft, dailyLoss),
      hard: part(loss.hard, dailyLoss),
      action: loss.action,
    },
    {
      monitorId: 'day-drawdown',
      soft: part(drawdown.soft, dayDrawdown),
      hard: part(drawdown.hard, dayDrawdown),
      action: drawdown.action,
    },
  ];
  const reducing = certified.flatMap(({ hard, action }) =>
    action === 'REDUCING' && hard !== null ? [hard] : [],
  );
  if (reducing.length === 0) {
    throw new Error('Under the certified limits no loss makes the desk REDUCING.');
  }
  const first = Math.min(...reducing);
  const halting: LossLine = {
    monitorId: 'all-time-drawdown',
    soft: (lastOverFirst * first * halfway) / 100,
    hard: lastOverFirst * first,
    action: 'HALTED',
  };
  return { lines: [...certified, halting], first };
}

/** The line that halts the desk, and where it warns on the way there, in percent of it. */
const halfway = 50;

function crashLimits(certified: Limits, first: number): Limits {
  const wide = wideLimits(certified);
  const { monitors } = certified;
  return changedLimits(wide, {
    numbers: {
      dailyLoss: certified.dailyLoss.value,
      dayDrawdown: certified.dayDrawdown.value,
      allTimeDrawdown: lastOverFirst * first,
    },
    rest: {
      monitors: {
        ...wide.monitors,
        'daily-loss': monitors['daily-loss'],
        'day-drawdown': monitors['day-drawdown'],
        'all-time-drawdown': {
          ...monitors['all-time-drawdown'],
          soft: halfway,
          hard: 100,
          holdMs: 0,
          action: 'HALTED',
        },
      },
    },
  });
}

/** What a screen shows of the risk at one moment, by the machine's clock, epoch ms. */
interface Sample extends Pick<RiskFigures, 'dayPnl' | 'dayDrawdown'> {
  at: number;
  state: TradingState;
}

/** One desk with its long book, in the midst of a crash. */
interface Falling {
  world: CheckWorld;
  desk: ScratchDesk;
  instrument: Instrument;
  samples: Sample[];
}

/** A desk that holds as much as makes its last line be crossed within the day. */
async function deskWithLongBook(
  world: CheckWorld,
  { replay, fall }: Crash,
  limits: Limits,
  lastLine: number,
): Promise<{ falling: Falling; leave: () => void }> {
  const worth = lastLine / (lastLineAt * fall);
  const startingCash = Math.min(1e8, Math.max(1e6, 1.5 * worth));
  const desk = await world.scratchDesk({ replay, startingCash, limits });
  await desk.ready();
  const { instrument, quote } = await quoted(world, desk, await findInstrument(desk, 'SPY'));
  const quantity = Math.floor(worth / quote.ask);
  await place(desk, marketTicket(instrument, 'BUY', quantity));
  await waitUntil(
    world,
    'the book is bought',
    20_000,
    () => positionNow(desk, instrument.instrumentId)?.quantity === quantity,
  );
  const samples: Sample[] = [];
  const leave = desk.feed('risk', {}).subscribe(
    ({ dayPnl, dayDrawdown }) => {
      const { tradingState } = statusNow(desk);
      samples.push({ at: world.clock.now(), state: tradingState, dayPnl, dayDrawdown });
    },
    () => {},
  );
  return { falling: { world, desk, instrument, samples }, leave };
}

/** Lets the market fall until the first line makes the desk something else, and stands almost still then. */
async function fallToFirstLine({ world, desk, samples }: Falling, line: number): Promise<void> {
  const isActive = (): boolean => statusNow(desk).tradingState === 'ACTIVE';
  const deadline = world.clock.monotonic() + fallsWithinMs;
  let speed = speeds.slowest;
  while (isActive()) {
    if (world.clock.monotonic() > deadline) throw new Error('No loss made the desk REDUCING.');
    await desk.gateway.setSpeed(speed);
    const before = samples.length;
    await waitUntil(
      world,
      'the risk is shown',
      20_000,
      () => samples.length > before || !isActive(),
    );
    const [earlier, latest] = samples.slice(-2);
    speed = steadySpeed(speed, (latest?.dayPnl ?? 0) - (earlier?.dayPnl ?? 0), line);
  }
  await desk.gateway.setSpeed(1);
}

/** Lets the market fall as fast as it can until the desk is HALTED, and stands almost still then. */
async function fallToLastLine({ world, desk }: Falling): Promise<void> {
  await desk.gateway.setSpeed(speeds.fastest);
  await waitUntil(
    world,
    'the desk is HALTED',
    fallsWithinMs,
    () => statusNow(desk).tradingState === 'HALTED',
  );
  await desk.gateway.setSpeed(1);
}

type Asked = CrashRow['asked'][number];

/** Asks what must be denied, and does what must be let through. */
async function askWhileReducing({ world, desk, instrument }: Falling): Promise<Asked[]> {
  const state = 'REDUCING';
  const bought = await desk.call('order.place', { ticket: marketTicket(instrument, 'BUY') });
  const sold = await desk.call('order.place', { ticket: marketTicket(instrument, 'SELL') });
  if (sold.allowed) await untilStatus(world, desk, sold.orderRef, 'FILLED');
  return [
    { state, what: 'a purchase', must: false, allowed: bought.allowed },
    { state, what: 'a sale of what is held', must: true, allowed: sold.allowed },
  ];
}

async function askWhileHalted({ desk, instrument }: Falling): Promise<Asked[]> {
  const state = 'HALTED';
  const { allowed } = await desk.call('order.place', { ticket: marketTicket(instrument, 'SELL') });
  return [{ state, what: 'a sale of what is held', must: false, allowed }];
}

/** As often as the risk is shown in two looks of the monitors: what stays so long is of the price that stands. */
const standingSamples = 4;

/** Has no price come any more, and waits until what the desk shows stands. Gives the figure with the price it is of. */
async function standingDrawdown(falling: Falling): Promise<{ shown: number; mark: number }> {
  const { world, desk, instrument, samples } = falling;
  await desk.gateway.inject({ kind: 'dead-feed' });
  const from = samples.length;
  const shown = await waitUntil(world, 'the drawdown stands', 20_000, () => {
    const latest = samples.slice(from).slice(-standingSamples);
    const [first] = latest;
    const stands =
      latest.length === standingSamples &&
      latest.every(
        ({ dayPnl, dayDrawdown }) => dayPnl === first?.dayPnl && dayDrawdown === first?.dayDrawdown,
      );
    return stands ? (first?.dayDrawdown ?? null) : null;
  });
  const quote = quoteNow(desk, instrument.instrumentId);
  const mark = quote === null ? null : markPrice(quote);
  if (mark === null) throw new Error(`${instrument.displaySymbol} has no price.`);
  return { shown, mark };
}

async function through(
  world: CheckWorld,
  crash: Crash,
  certified: Limits,
): Promise<{ row: CrashRow; samples: readonly Sample[] }> {
  const { lines, first } = linesOf(certified);
  const { falling, leave } = await deskWithLongBook(
    world,
    crash,
    crashLimits(certified, first),
    lastOverFirst * first,
  );
  const { desk, instrument, samples } = falling;
  try {
    await fallToFirstLine(falling, first);
    const asked = await askWhileReducing(falling);
    await fallToLastLine(falling);
    asked.push(...(await askWhileHalted(falling)));
    const { shown, mark } = await standingDrawdown(falling);
    leave();
    // A peak that is not on record yet is recorded when the desk is stopped.
    await desk.restart();
    const facts = [...desk.facts(1)];
    const recorded = recordedDrawdown(facts, (instrumentId) =>
      instrumentId === instrument.instrumentId ? mark : null,
    );
    const row: CrashRow = {
      crash: crash.crash,
      lines,
      steps: lossSteps(facts, lines),
      asked,
      drawdown: { shown, recorded },
      restarted: statusNow(desk).tradingState,
    };
    return { row, samples };
  } finally {
    leave();
  }
}

async function run(world: CheckWorld): Promise<Findings> {
  const { limits } = await world.desk.call('limits.read', {});
  world.progress(0, crashes.map(({ crash }) => crash).join(' and '));
  // Beside each other: both wait for the market most of the time.
  const been = await Promise.all(crashes.map((crash) => through(world, crash, limits)));
  const rows = been.map(({ row }) => row);
  return {
    figures: crashes.flatMap(({ id, crash }, nth) => {
      const row = rows[nth];
      if (row === undefined) return [];
      const states = row.steps.filter(({ step }) => step === 'state');
      return [
        count(`states-${id}`, `${crash}, states it was made`, states.length, exactly(2)),
        money(`drawdown-${id}`, `${crash}, drawdown as it was halted`, row.drawdown.shown),
        money(
          `difference-${id}`,
          `${crash}, drawdown beside the record`,
          drawdownDifference(row),
          atMost(drawdownWithin),
        ),
      ];
    }),
    evidence: [
      { name: 'steps.csv', title: 'What the desk did about its losses', contents: stepsCsv(rows) },
      {
        name: 'risk.csv',
        title: 'The P&L and the drawdown as a screen showed them',
        contents: samplesCsv(been),
      },
      {
        name: 'crashes.json',
        title: 'The lines, what was let through, and the drawdown as it is shown and by the record',
        contents: JSON.stringify(
          rows.map(({ steps: _inTheTable, ...row }) => row),
          null,
          2,
        ),
      },
    ],
    problems: crashProblems(rows),
    found:
      'Through both crashes the desk was REDUCING and then HALTED at its lines, let through only what shrinks, and showed the drawdown to the cent.',
  };
}

function samplesCsv(been: readonly { row: CrashRow; samples: readonly Sample[] }[]): string {
  return [
    csvLine(['crash', 'at', 'state', 'day P&L', 'day drawdown']),
    ...been.flatMap(({ row, samples }) =>
      samples.map(({ at, state, dayPnl, dayDrawdown }) =>
        csvLine([row.crash, new Date(at).toISOString(), state, dayPnl, dayDrawdown]),
      ),
    ),
  ].join('');
}

export const crashesHalt: Check = {
  checkId: 'crashes-halt',
  title: 'A crash makes the desk REDUCING and then HALTED',
  why: 'Losses grow fastest when nobody has the time to decide: the lines are drawn before. Source: FIA, Market Access Risk Management: loss limits.',
  phase: 5,
  weight: 5,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 360_000,
  run,
};
