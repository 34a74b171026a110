import { csvLine } from '#shared/domain/csv.ts';
import { monitorGroupSchema, type MonitorLooks } from '#shared/domain/monitor-looks.ts';
import type { CheckRun } from '#shared/domain/readiness.ts';

import type { Check, Findings } from '../check.ts';
import type { CheckWorld } from '../check-world.ts';
import { atLeast, atMost, count, exactly, milliseconds, percent, seconds } from '../figures.ts';
import { waitUntil } from '../wait-until.ts';
import { everyGateway } from './gateways.ts';

/** From when until when somebody must have looked, epoch milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** How a group was watched over a span. */
export interface GroupWatch {
  group: string;
  looks: number;
  /** Between two looks, or a look and an end of the span; the whole span where nobody looked. */
  longestGapMs: number;
  /** Of the whole seconds of the span, those with a look. */
  secondsWithLook: number;
  secondsInAll: number;
}

const secondMs = 1_000;
/** What is to be watched at the least, load apart. Source: issue of the readiness phases, phase 5. */
const watchedAtLeastMs = 60_000;
/** A breach is to be told within five seconds: whoever looks less often cannot. Source: RTS 6 art. 16. */
const longestGapMs = 5_000;
/**
 * Monitors look every second. A machine that has other work lets one come late now and then; a desk that looked every
 * other second would have half.
 */
const leastSecondsPercent = 75;

/** How a group was watched over spans; what is between them is not judged. */
export function watchOf({ group, looks }: MonitorLooks, spans: readonly Span[]): GroupWatch {
  const watched = spans.map((span) => watchOfSpan(looks, span));
  const sum = (of: (each: SpanWatch) => number): number =>
    watched.reduce((total, each) => total + of(each), 0);
  return {
    group,
    looks: sum((each) => each.looks),
    longestGapMs: Math.max(0, ...watched.map((each) => each.longestGapMs)),
    secondsWithLook: sum((each) => each.secondsWithLook),
    secondsInAll: sum((each) => each.secondsInAll),
  };
}

type SpanWatch = Omit<GroupWatch, 'group'>;

function watchOfSpan(looks: readonly number[], { from, to }: Span): SpanWatch {
  const within = looks.filter((at) => at >= from && at <= to);
  const edges = [from, ...within, to];
  const gaps = edges.slice(1).map((at, nth) => at - (edges[nth] ?? at));
  const secondsInAll = Math.floor((to - from) / secondMs);
  const looked = new Set(within.map((at) => Math.floor((at - from) / secondMs)));
  return {
    looks: within.length,
    longestGapMs: Math.max(0, ...gaps),
    secondsWithLook: [...looked].filter((second) => second < secondsInAll).length,
    secondsInAll,
  };
}

/** A span without others: the pieces of it that are left, in order. */
export function spansWithout(whole: Span, others: readonly Span[]): Span[] {
  return others.reduce<Span[]>(
    (pieces, other) =>
      pieces.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, other.from) },
          { from: Math.max(from, other.to), to },
        ].filter((piece) => piece.to > piece.from),
      ),
    [whole],
  );
}

const lengthMs = (spans: readonly Span[]): number =>
  spans.reduce((total, { from, to }) => total + to - from, 0);

/**
 * When the load lab drove other desks in this process as fast as it could: what the desk's monitors do meanwhile says
 * nothing of a desk that has its process to itself. Its turns under load are phase 4's.
 */
export function loadSpan(
  runs: readonly Pick<CheckRun, 'phase' | 'beganAt' | 'durationMs'>[],
): Span[] {
  const loads = runs.filter(({ phase }) => phase === 4);
  if (loads.length === 0) return [];
  const began = loads.map(({ beganAt }) => Date.parse(beganAt));
  const ended = loads.map(({ beganAt, durationMs }) => Date.parse(beganAt) + durationMs);
  return [{ from: Math.min(...began), to: Math.max(...ended) }];
}

/** Of the seconds of the worst group, percent; null where there is none. */
export function secondsWatchedPercent(watches: readonly GroupWatch[]): number | null {
  if (watches.length === 0) return null;
  return Math.min(
    ...watches.map(({ secondsWithLook, secondsInAll }) =>
      secondsInAll === 0 ? 0 : (secondsWithLook / secondsInAll) * 100,
    ),
  );
}

/** What was not watched, each a sentence. */
export function brokenMonitoring(
  groups: readonly Pick<MonitorLooks, 'group' | 'monitors'>[],
  watches: readonly GroupWatch[],
): string[] {
  const names = new Set(groups.map(({ group }) => group));
  return [
    ...monitorGroupSchema.options
      .filter((group) => !names.has(group))
      .map((group) => `Nobody says when the monitors of ${group} looked.`),
    ...groups
      .filter(({ monitors }) => monitors.length === 0)
      .map(({ group }) => `There is no monitor of ${group}.`),
    ...watches.flatMap((watch) => [
      ...(watch.longestGapMs > longestGapMs
        ? [
            `The monitors of ${watch.group} did not look for ${Math.round(watch.longestGapMs)} ms; at most ${longestGapMs} ms are allowed.`,
          ]
        : []),
      ...((secondsWatchedPercent([watch]) ?? 0) < leastSecondsPercent
        ? [
            `The monitors of ${watch.group} looked in ${watch.secondsWithLook} of ${watch.secondsInAll} seconds.`,
          ]
        : []),
    ]),
  ];
}

/**
 * From when on there is to be a look: the attempt's beginning, or, where the desk was opened later or remembers less, the
 * oldest look that every group still has. Where none has looked yet it is when somebody first asked.
 */
export function watchedFrom(
  groups: readonly MonitorLooks[],
  beganAt: number,
  askedAt: number,
): number {
  const oldest = groups.flatMap(({ looks }) => looks.slice(0, 1));
  return oldest.length === 0 ? askedAt : Math.max(beganAt, ...oldest);
}

function spansText(spans: readonly Span[]): string {
  return spans.map(({ from, to }) => `from ${Math.round(from)} to ${Math.round(to)}`).join(', ');
}

async function run(world: CheckWorld): Promise<Findings> {
  const { clock, desk } = world;
  const asked = clock.now();
  const began = Math.min(asked, ...world.runs.map(({ beganAt }) => Date.parse(beganAt)));
  const groupsNow = (): readonly MonitorLooks[] => desk.feed('monitoring', {}).snapshot();
  const load = loadSpan(world.runs);
  const wholeNow = (): Span => ({ from: watchedFrom(groupsNow(), began, asked), to: clock.now() });
  await waitUntil(world, 'the monitors are watched for a minute', watchedAtLeastMs * 2, () => {
    const watchedMs = lengthMs(spansWithout(wholeNow(), load));
    world.progress(Math.min(1, watchedMs / watchedAtLeastMs), 'the monitors');
    return watchedMs >= watchedAtLeastMs;
  });
  const whole = wholeNow();
  const spans = spansWithout(whole, load);
  const groups = groupsNow();
  const watches = groups.map((each) => watchOf(each, spans));
  return {
    figures: [
      seconds('watched', 'Watched, load apart', lengthMs(spans) / secondMs, atLeast(60)),
      count(
        'groups',
        'Groups of monitors',
        groups.length,
        exactly(monitorGroupSchema.options.length),
      ),
      milliseconds(
        'longest-gap',
        'Longest time without a look',
        watches.length === 0 ? null : Math.max(...watches.map((watch) => watch.longestGapMs)),
        atMost(longestGapMs),
      ),
      percent(
        'seconds',
        'Seconds with a look, of the worst group',
        secondsWatchedPercent(watches),
        atLeast(leastSecondsPercent),
      ),
      milliseconds(
        'longest-gap-with-load',
        'Longest time without a look, load on other desks of the process included',
        groups.length === 0
          ? null
          : Math.max(...groups.map((each) => watchOf(each, [whole]).longestGapMs)),
      ),
    ],
    evidence: [
      {
        name: 'looks.csv',
        title: `When each group of monitors looked, epoch milliseconds; judged ${spansText(spans)}`,
        contents: [
          csvLine(['group', 'look']),
          ...groups.flatMap(({ group, looks }) =>
            looks
              .filter((at) => at >= whole.from && at <= whole.to)
              .map((at) => csvLine([group, Math.round(at)])),
          ),
        ].join(''),
      },
      {
        name: 'groups.json',
        title: 'The monitors of each group, and how it was watched',
        contents: JSON.stringify(
          watches.map((watch, nth) => ({ ...watch, monitors: groups[nth]?.monitors ?? [] })),
          null,
          2,
        ),
      },
    ],
    problems: brokenMonitoring(groups, watches),
    found: `All groups of monitors looked again and again for ${Math.floor(lengthMs(spans) / secondMs)} s.`,
  };
}

export const unbrokenMonitoring: Check = {
  checkId: 'monitoring-unbroken',
  title: 'The monitors look without a break',
  why: 'What happens while nobody looks is found out by its loss.',
  phase: 5,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 180_000,
  run,
};
