import { csvLine } from '#shared/domain/csv.ts';
import { monitorGroupSchema, type MonitorLooks } from '#shared/domain/monitor-looks.ts';

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

/** How a group was watched over a stretch. */
export interface GroupWatch {
  group: string;
  looks: number;
  /** Of the whole seconds of the stretch, those with a look. */
  secondsWithLook: number;
  secondsInAll: number;
}

/** How the monitors were watched. */
export interface Watched {
  /** The longest span in which every group looked at least every five seconds; null where there is none. */
  stretch: Span | null;
  groups: readonly GroupWatch[];
  /** How long one group did not look while another did, at its longest: the process had its turns, and its monitors not. */
  behindMs: number | null;
  /** How long no group looked, or one did not, at its longest. */
  longestGapMs: number | null;
}

const secondMs = 1_000;
/** What is to be watched at the least. Source: issue of the readiness phases, phase 5. */
const watchedAtLeastMs = 60_000;
/** How long it waits for such a minute on a machine that has other work. */
const watchWithinMs = 150_000;
/** A breach is to be told within five seconds: whoever looks less often cannot. Source: RTS 6 art. 16. */
const mostApartMs = 5_000;
/**
 * Monitors look every second. A machine that has other work lets one come late now and then; a desk that looked every
 * other second would have half.
 */
const leastSecondsPercent = 75;

/** From one look to the next, the ends of the span counted as looks. */
function gapsOf(looks: readonly number[], { from, to }: Span): Span[] {
  const edges = [from, ...looks.filter((at) => at > from && at < to), to];
  return edges.slice(1).map((at, nth) => ({ from: edges[nth] ?? at, to: at }));
}

const lengthOf = ({ from, to }: Span): number => to - from;

/** A span without others: the pieces of it that are left, in order. */
function spansWithout(whole: Span, others: readonly Span[]): Span[] {
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

/**
 * How the monitors were watched over a span. A process that had no turn, because the load lab drove other desks in it or
 * because the machine had other work, breaks the stretch; a group that did not look while another did is behind.
 */
export function watchedOver(groups: readonly MonitorLooks[], whole: Span): Watched {
  const gaps = groups.flatMap((each) =>
    gapsOf(each.looks, whole).map((gap) => ({ ...gap, group: each.group })),
  );
  const broken = gaps.filter((gap) => lengthOf(gap) > mostApartMs);
  const stretch =
    groups.length === 0
      ? null
      : (spansWithout(whole, broken).toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] ?? null);
  const behind = broken.map(({ group, from, to }) => {
    const others = groups.filter((each) => each.group !== group);
    const inside = others.flatMap(({ looks }) => looks.filter((at) => at > from && at < to));
    return inside.length === 0 ? 0 : Math.max(...inside) - Math.min(...inside);
  });
  return {
    stretch,
    groups: stretch === null ? [] : groups.map((each) => watchOf(each, stretch)),
    behindMs: groups.length === 0 ? null : Math.max(0, ...behind),
    longestGapMs: groups.length === 0 ? null : Math.max(...gaps.map((gap) => lengthOf(gap))),
  };
}

function watchOf({ group, looks }: MonitorLooks, { from, to }: Span): GroupWatch {
  const within = looks.filter((at) => at >= from && at <= to);
  const secondsInAll = Math.floor((to - from) / secondMs);
  const looked = new Set(within.map((at) => Math.floor((at - from) / secondMs)));
  return {
    group,
    looks: within.length,
    secondsWithLook: [...looked].filter((second) => second < secondsInAll).length,
    secondsInAll,
  };
}

/** Of the seconds of the worst group, percent; null where there is none. */
function secondsWatchedPercent(watches: readonly GroupWatch[]): number | null {
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
  { stretch, groups: watches, behindMs }: Watched,
): string[] {
  const names = new Set(groups.map(({ group }) => group));
  const watchedMs = stretch === null ? 0 : lengthOf(stretch);
  return [
    ...monitorGroupSchema.options
      .filter((group) => !names.has(group))
      .map((group) => `Nobody says when the monitors of ${group} looked.`),
    ...groups
      .filter(({ monitors }) => monitors.length === 0)
      .map(({ group }) => `There is no monitor of ${group}.`),
    ...(watchedMs < watchedAtLeastMs
      ? [
          `The monitors looked without a break for ${Math.floor(watchedMs / secondMs)} s at the longest; it must be ${watchedAtLeastMs / secondMs} s.`,
        ]
      : []),
    ...(behindMs !== null && behindMs > mostApartMs
      ? [`Some monitors did not look for ${Math.round(behindMs)} ms while others did.`]
      : []),
    ...watches
      .filter((watch) => (secondsWatchedPercent([watch]) ?? 0) < leastSecondsPercent)
      .map(
        (watch) =>
          `The monitors of ${watch.group} looked in ${watch.secondsWithLook} of ${watch.secondsInAll} seconds.`,
      ),
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

async function run(world: CheckWorld): Promise<Findings> {
  const { clock, desk } = world;
  const asked = clock.now();
  const began = Math.min(asked, ...world.runs.map(({ beganAt }) => Date.parse(beganAt)));
  const groupsNow = (): readonly MonitorLooks[] => desk.feed('monitoring', {}).snapshot();
  const wholeNow = (): Span => ({ from: watchedFrom(groupsNow(), began, asked), to: clock.now() });
  // What is still missing then is missing, and is judged.
  const deadline = clock.monotonic() + watchWithinMs;
  await waitUntil(world, 'the monitors are watched for a minute', watchWithinMs * 2, () => {
    const { stretch } = watchedOver(groupsNow(), wholeNow());
    const watchedMs = stretch === null ? 0 : lengthOf(stretch);
    world.progress(Math.min(1, watchedMs / watchedAtLeastMs), 'the monitors');
    return watchedMs >= watchedAtLeastMs || clock.monotonic() > deadline;
  });
  const whole = wholeNow();
  const groups = groupsNow();
  const watched = watchedOver(groups, whole);
  const { stretch, behindMs, longestGapMs } = watched;
  const watchedS = stretch === null ? 0 : lengthOf(stretch) / secondMs;
  return {
    figures: [
      seconds('watched', 'Watched without a break', watchedS, atLeast(60)),
      count(
        'groups',
        'Groups of monitors',
        groups.length,
        exactly(monitorGroupSchema.options.length),
      ),
      milliseconds(
        'behind',
        'One group without a look while another looked',
        behindMs,
        atMost(mostApartMs),
      ),
      percent(
        'seconds',
        'Seconds with a look, of the worst group',
        secondsWatchedPercent(watched.groups),
        atLeast(leastSecondsPercent),
      ),
      milliseconds(
        'longest-gap',
        'Longest time without a look in the attempt, load on other desks of the process included',
        longestGapMs,
      ),
    ],
    evidence: [
      {
        name: 'looks.csv',
        title: 'When each group of monitors looked, epoch milliseconds',
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
        title:
          'From when until when, the longest stretch without a break, and the monitors of each group',
        contents: JSON.stringify(
          {
            whole,
            ...watched,
            monitors: groups.map(({ group, monitors }) => ({ group, monitors })),
          },
          null,
          2,
        ),
      },
    ],
    problems: brokenMonitoring(groups, watched),
    found: `All groups of monitors looked without a break for ${Math.floor(watchedS)} s.`,
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
  withinMs: 400_000,
  run,
};
