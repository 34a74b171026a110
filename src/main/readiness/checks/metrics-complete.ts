import { csvLine } from '#shared/domain/csv.ts';

import type { Check, Findings } from '../check.ts';
import type { CheckWorld, ScratchDesk } from '../check-world.ts';
import { readExposition, type ReadExposition } from '../exposition-reading.ts';
import { count, exactly, none } from '../figures.ts';
import { marketTicket } from '../tickets.ts';
import { waitUntil } from '../wait-until.ts';
import { anInstrument } from './component-self-tests.ts';
import { onItsOwnGateway } from './gateways.ts';

/** Every family that docs/metrics.md promises; a test compares the two. */
export const promisedFamilies: readonly string[] = [
  'deskcheck_build_info',
  'deskcheck_link_state',
  'deskcheck_link_round_trip_seconds',
  'deskcheck_trading_state',
  'deskcheck_instruments_held_back',
  'deskcheck_fault',
  'deskcheck_read_only_api',
  'deskcheck_open_orders',
  'deskcheck_orders_total',
  'deskcheck_order_changes_total',
  'deskcheck_denials_total',
  'deskcheck_executions_total',
  'deskcheck_kills_total',
  'deskcheck_alerts',
  'deskcheck_breaks',
  'deskcheck_last_reconciliation_timestamp_seconds',
  'deskcheck_positions',
  'deskcheck_day_pnl',
  'deskcheck_daily_loss_limit',
  'deskcheck_drawdown',
  'deskcheck_journal_lag_seconds',
  'deskcheck_backup_age_seconds',
  'deskcheck_disk_free_bytes',
  'deskcheck_journal_head_seq',
  'deskcheck_journal_last_commit_age_seconds',
  'deskcheck_quotes_total',
  'deskcheck_quote_lines_used',
  'deskcheck_quote_lines_limit',
  'deskcheck_pacer_waiting_messages',
  'deskcheck_event_loop_delay_seconds',
  'process_resident_memory_bytes',
  'process_heap_bytes',
];

/** A series, and by how much what is done must move it. */
export interface Move {
  series: string;
  by: number;
}

/** Two expositions of one desk, one after the other, and what happened between them that it must tell. */
export interface TwoScrapes {
  before: ReadExposition;
  after: ReadExposition;
  moves: readonly Move[];
}

/** What is promised and not there, or there without a figure: of a ready desk everything is known. */
export function missingFamilies({ families, samples }: ReadExposition): string[] {
  const withFigure = new Set([...samples.values()].map(({ family }) => family));
  return promisedFamilies.flatMap((name) => {
    const family = families.get(name);
    if (family === undefined) return [`${name} is promised and not there.`];
    const saysWhat = family.hasHelp && ['counter', 'gauge'].includes(family.type);
    if (!saysWhat) return [`${name} does not say what it is.`];
    return withFigure.has(name) ? [] : [`${name} has no figure.`];
  });
}

/** Figures that are no number, or infinite, and lines that cannot be read. */
export function unreadable({ samples, problems }: ReadExposition): string[] {
  return [
    ...problems,
    ...[...samples].flatMap(([series, { value }]) =>
      Number.isFinite(value) ? [] : [`${series} is ${value}.`],
    ),
  ];
}

/** Counters that are lower than before, or gone. */
export function fallenCounters({ before, after }: Pick<TwoScrapes, 'before' | 'after'>): string[] {
  return [...before.samples].flatMap(([series, { family, value }]) => {
    if (before.families.get(family)?.type !== 'counter') return [];
    const now = after.samples.get(series)?.value;
    if (now === undefined) return [`${series} is gone.`];
    return now >= value ? [] : [`${series} fell from ${value} to ${now}.`];
  });
}

/** Series that did not move as what was done must move them. */
export function unmoved({ before, after, moves }: TwoScrapes): string[] {
  return moves.flatMap(({ series, by }) => {
    const was = before.samples.get(series)?.value;
    const is = after.samples.get(series)?.value;
    if (was === undefined || is === undefined) return [`${series} is not there.`];
    return is - was === by ? [] : [`${series} moved by ${is - was} where ${by} happened.`];
  });
}

/** One order is denied, one leaves and is filled. */
const moves: readonly Move[] = [
  { series: 'deskcheck_denials_total{request="new"}', by: 1 },
  { series: 'deskcheck_orders_total', by: 1 },
  { series: 'deskcheck_executions_total', by: 1 },
  { series: 'deskcheck_positions', by: 1 },
];
/** For figures that come with the first heartbeat, quote or commit. */
const knownWithinMs = 20_000;
const movedWithinMs = 10_000;

/** Looks until there is nothing to say, or for as long as is given; what is said then counts. */
async function settled(
  { clock, signal }: CheckWorld,
  withinMs: number,
  says: () => readonly string[],
): Promise<void> {
  const deadline = clock.monotonic() + withinMs;
  await waitUntil({ clock, signal }, 'the metrics settle', withinMs * 2, () => {
    return says().length === 0 || clock.monotonic() > deadline;
  });
}

/** Denies an order and fills another on a desk of its own, between two scrapes. */
async function acted(world: CheckWorld): Promise<{ before: string; after: string }> {
  const desk: ScratchDesk = await world.scratchDesk();
  await desk.ready();
  const { instrument } = await anInstrument({ ...world, desk });
  const { limits } = await desk.call('limits.read', {});
  const before = desk.metrics();
  const read = readExposition(before);
  await desk.call('order.place', {
    ticket: marketTicket(instrument, 'BUY', limits.maxOrderQuantity.value * 10),
  });
  await desk.call('order.place', { ticket: marketTicket(instrument, 'BUY') });
  await settled(world, movedWithinMs, () =>
    unmoved({ before: read, after: readExposition(desk.metrics()), moves }),
  );
  return { before, after: desk.metrics() };
}

async function run(world: CheckWorld): Promise<Findings> {
  const { desk } = world;
  const first = desk.metrics();
  const scratch = await acted(world);
  await settled(world, knownWithinMs, () => missingFamilies(readExposition(desk.metrics())));
  const second = desk.metrics();
  const certified = { before: readExposition(first), after: readExposition(second) };
  const own = { before: readExposition(scratch.before), after: readExposition(scratch.after) };
  const missing = missingFamilies(certified.after);
  const wrong = [certified, own].flatMap(({ before, after }) =>
    [before, after].flatMap((each) => unreadable(each)),
  );
  const fallen = [certified, own].flatMap((each) => fallenCounters(each));
  const still = unmoved({ ...own, moves });
  return {
    figures: [
      count(
        'families',
        'Families promised and told with a figure',
        promisedFamilies.length - missing.length,
        exactly(promisedFamilies.length),
      ),
      count('unreadable', 'Figures that are no number', wrong.length, none),
      count('fallen', 'Counters that fell', fallen.length, none),
      count(
        'moved',
        'Series that moved as was done',
        moves.length - still.length,
        exactly(moves.length),
      ),
    ],
    evidence: [
      { name: 'certified-first.txt', title: 'Metrics of the desk, first scrape', contents: first },
      {
        name: 'certified-second.txt',
        title: 'Metrics of the desk, second scrape',
        contents: second,
      },
      {
        name: 'own-before.txt',
        title: 'Metrics of a desk of its own, before an order was denied and one filled',
        contents: scratch.before,
      },
      { name: 'own-after.txt', title: 'The same, after it', contents: scratch.after },
      {
        name: 'moves.csv',
        title: 'What was done, and what moved by it',
        contents: [
          csvLine(['series', 'must move by', 'before', 'after']),
          ...moves.map(({ series, by }) =>
            csvLine([
              series,
              by,
              own.before.samples.get(series)?.value,
              own.after.samples.get(series)?.value,
            ]),
          ),
        ].join(''),
      },
    ],
    problems: [...missing, ...wrong, ...fallen, ...still],
    found: `All ${promisedFamilies.length} families are told, counters only grow, and an order denied and one filled are counted once.`,
  };
}

export const metricsComplete: Check = {
  checkId: 'metrics-complete',
  title: 'The metrics are complete and true',
  why: 'Who watches the desk from outside sees only these, and takes what is missing for what is well.',
  phase: 5,
  weight: 2,
  critical: false,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 90_000,
  run,
};
