import type { LoadSummary, OperationKind } from '#shared/domain/load.ts';

import { cell, heading, note, paragraph, type Block, type Cell } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { runTitle } from '../run-title.ts';

interface Target {
  title: string;
  unit: string;
  of: (summary: LoadSummary) => number | null;
  reference: string;
  /** Null where there is none. */
  target: {
    text: string;
    isReached: (value: number) => boolean;
    /** Whether the run was asked for as much; every run is, where it is not said. */
    isAsked?: (summary: LoadSummary) => boolean;
  } | null;
}

/** Each run of both quotes and orders beside the reference line and what is wanted. */
export function targetsSection({ loads, reference }: Dossier): Block[] {
  const { measured, targets, source } = reference;
  const lines: Target[] = [
    {
      title: 'Operations done',
      unit: '/s',
      of: ({ achievedPerSecond }) => achievedPerSecond,
      reference: `${measured.averagePerSecond} /s`,
      target: {
        text: `over ${targets.perSecondOver} /s`,
        isReached: (value) => value > targets.perSecondOver,
        isAsked: ({ offeredPerSecond }) => offeredPerSecond > targets.perSecondOver,
      },
    },
    {
      title: 'Best half second',
      unit: '/s',
      of: ({ peakPerSecond }) => peakPerSecond,
      reference: `${figure(measured.peakPerSecond)} /s`,
      target: null,
    },
    {
      title: 'Latency, mean',
      unit: 'ms',
      of: ({ latency }) => latency.meanMs,
      reference: `${measured.averageMs} ms`,
      target: null,
    },
    {
      title: 'Orders, mean',
      unit: 'ms',
      of: meanOf('order'),
      reference: `${measured.ordersMs} ms`,
      target: {
        text: `under ${targets.ordersUnderMs} ms`,
        isReached: (value) => value < targets.ordersUnderMs,
      },
    },
    {
      title: 'Quotes, mean',
      unit: 'ms',
      of: meanOf('quote'),
      reference: `${measured.quotesMs} ms`,
      target: null,
    },
    {
      title: 'Failed',
      unit: '%',
      of: ({ errorPercent }) => errorPercent,
      reference: `${measured.errorPercent} %`,
      target: {
        text: `under ${targets.errorPercentUnder} %`,
        isReached: (value) => value < targets.errorPercentUnder,
      },
    },
    {
      title: 'Memory, highest',
      unit: 'MB',
      of: ({ resident }) => resident.highestMb,
      reference: `${figure(measured.memoryMb.from)} to ${figure(measured.memoryMb.to)} MB`,
      target: null,
    },
  ];
  const mixed = loads.filter(({ summary }) => summary.kinds.length > 1);
  // A run with faults is slow on purpose: what it shows stands with the load, and is no target missed.
  const undisturbed = mixed.filter(({ summary: { faults = [] } }) => faults.length === 0);
  return [
    heading(1, 'targets', 'Optimisation targets against the baseline'),
    paragraph(`The baseline is the reference line that ships with Deskcheck. ${source}`),
    ...(mixed.length === undisturbed.length
      ? []
      : [note('Runs with faults are slow on purpose, and are not compared.')]),
    ...(mixed.length === 0
      ? [note('No run of this attempt had both quotes and orders: there is nothing to compare.')]
      : undisturbed.flatMap(({ name, summary }, nth) => [
          heading(3, `target-${nth}`, runTitle(name)),
          {
            kind: 'table' as const,
            columns: [
              { title: 'Figure', share: 0.28 },
              { title: 'Reference', align: 'right' as const, share: 0.2 },
              { title: 'Measured', align: 'right' as const, share: 0.18 },
              { title: 'Target', align: 'right' as const, share: 0.18 },
              { title: 'Reached', share: 0.16 },
            ],
            rows: lines.map((line) => row(line, summary)),
          },
        ])),
  ];
}

function row({ title, unit, of, reference, target }: Target, summary: LoadSummary): Cell[] {
  const value = of(summary);
  return [
    cell(title),
    cell(reference),
    cell(value === null ? '—' : `${figure(value)} ${unit}`),
    cell(target?.text ?? '—'),
    target === null || value === null
      ? cell('—', { tone: 'quiet' })
      : target.isReached(value)
        ? cell('yes', { tone: 'good' })
        : target.isAsked?.(summary) === false
          ? cell('not asked of it', { tone: 'quiet' })
          : cell('no', { tone: 'bad' }),
  ];
}

function figure(value: number): string {
  return Number(value.toPrecision(5)).toLocaleString('en-US', { maximumFractionDigits: 2 });
}

function meanOf(kind: OperationKind) {
  return ({ kinds }: LoadSummary): number | null =>
    kinds.find((each) => each.kind === kind)?.latency.meanMs ?? null;
}
