import { Progress } from '@mantine/core';

import { calmErrorPercent } from '#shared/domain/load-comparison.ts';
import type {
  LoadRow,
  LoadSample,
  LoadStatus,
  LoadSummary,
  OperationKind,
} from '#shared/domain/load.ts';

import { formatMoment, formatNumber, formatSigned, unknown } from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { useLoad } from '../../stores/load-store.ts';

const phaseWords: Readonly<Record<LoadStatus['phase'], string>> = {
  idle: 'Nothing runs',
  starting: 'A desk is started for it',
  'warming-up': 'Warms up, nothing is measured yet',
  measuring: 'Measures',
  finishing: 'Ends what is still open',
};

const stateWords: Readonly<Record<LoadRow['state'], string>> = {
  running: 'runs',
  completed: 'came to its end',
  stopped: 'was stopped',
  interrupted: 'was interrupted',
  failed: 'failed',
};

/** Of a shorter run a slope says nothing: code that has just begun to run takes more for a while. Seconds. */
const leastForSlope = 120;

interface Headline {
  title: string;
  value: string;
  /** The reference line's, or the target. */
  beside: string;
  /** Where there is no line to name. */
  isAlone?: boolean;
}

function meanMs({ kinds }: LoadSummary, of: OperationKind): number | null {
  return kinds.find(({ kind }) => kind === of)?.latency.meanMs ?? null;
}

function millisecondsText(ms: number | null, digits: number): string {
  return ms === null ? unknown : `${formatNumber(ms, digits)} ms`;
}

function LiveFigures({ sample }: { sample: LoadSample }) {
  const figures: [string, string][] = [
    ['Offered', `${formatNumber(sample.offeredPerSecond, 0)} /s`],
    ['Done', `${formatNumber(sample.achievedPerSecond, 0)} /s`],
    ['Orders, p99', millisecondsText(sample.orderP99Ms, 1)],
    ['Quotes, p99', millisecondsText(sample.quoteP99Ms, 1)],
    ['Failed', formatNumber(sample.errors, 0)],
    ['Memory', `${formatNumber(sample.residentMb, 0)} MB`],
    ['Processor', `${formatNumber(sample.cpuPercent, 0)} %`],
    [
      'Frames on screen',
      sample.framesPerSecond === null ? unknown : `${formatNumber(sample.framesPerSecond, 0)} /s`,
    ],
  ];
  return (
    <dl className="load-figures">
      {figures.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function EndFigures({ row }: { row: LoadRow }) {
  const reference = useLoad((state) => state.catalogue?.reference ?? null);
  const { summary } = row;
  if (summary === null) return null;
  const calm = calmErrorPercent(summary);
  const measured = reference?.measured;
  const targets = reference?.targets;
  const figures: Headline[] = [
    {
      title: 'Done',
      value: `${formatNumber(summary.achievedPerSecond, 1)} /s`,
      beside: `${formatNumber(measured?.averagePerSecond ?? null, 1)}, target over ${formatNumber(targets?.perSecondOver ?? null, 0)}`,
    },
    {
      title: 'Best half second',
      value: `${formatNumber(summary.peakPerSecond, 1)} /s`,
      beside: formatNumber(measured?.peakPerSecond ?? null, 1),
    },
    {
      title: 'Orders, mean',
      value: millisecondsText(meanMs(summary, 'order'), 2),
      beside: `${formatNumber(measured?.ordersMs ?? null, 0)}, target under ${formatNumber(targets?.ordersUnderMs ?? null, 0)}`,
    },
    {
      title: 'Quotes, mean',
      value: millisecondsText(meanMs(summary, 'quote'), 2),
      beside: formatNumber(measured?.quotesMs ?? null, 1),
    },
    {
      title: 'Failed',
      value: `${formatNumber(summary.errorPercent, 2)} %`,
      beside: `${formatNumber(measured?.errorPercent ?? null, 1)}, target under ${formatNumber(targets?.errorPercentUnder ?? null, 0)}${calm === null ? '' : `; outside faults ${formatNumber(calm, 2)} %`}`,
    },
    {
      title: 'Memory, highest',
      value: `${formatNumber(summary.resident.highestMb, 0)} MB`,
      beside:
        measured === undefined
          ? unknown
          : `${formatNumber(measured.memoryMb.from, 0)} to ${formatNumber(measured.memoryMb.to, 0)}`,
    },
    ...(summary.heap.slopeMbPerMinute === null || summary.seconds < leastForSlope
      ? []
      : [
          {
            title: 'Heap, slope',
            value: `${formatSigned(summary.heap.slopeMbPerMinute, 1)} MB/min`,
            beside: 'of the second half',
            isAlone: true,
          },
        ]),
    ...(summary.knee === null
      ? []
      : [
          {
            title: 'Keeps up with',
            value: `${formatNumber(summary.knee.keptUpPerSecond, 0)} /s`,
            beside: `no longer with ${formatNumber(summary.knee.saturatedPerSecond, 0)}`,
            isAlone: true,
          },
        ]),
  ];
  return (
    <dl className="load-figures" title={reference?.source}>
      {figures.map(({ title, value, beside, isAlone }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
          <dd className="load-beside">{isAlone === true ? beside : `reference ${beside}`}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What goes on, how far it is, and what the run that is shown has come to. */
export function LoadHeadline({
  status,
  row,
  latest,
}: {
  status: LoadStatus;
  row: LoadRow | null;
  latest: LoadSample | undefined;
}) {
  const now = useClock((state) => state.now);
  const isLive = row !== null && status.run?.runId === row.runId;
  const share = Math.round(status.share * 100);
  return (
    <section className="pane load-headline" aria-label="The run">
      <div className="load-title">
        {row === null ? (
          <p className="muted">
            No run yet. Choose a scenario and start it: a small one takes ten seconds.
          </p>
        ) : (
          <>
            <h2>{row.scenario.title}</h2>
            <span className="muted">
              {isLive
                ? [phaseWords[status.phase], status.stage].filter(Boolean).join(': ')
                : `${stateWords[row.state]}, ${formatMoment(row.beganAt, now)}, by ${row.by}`}
            </span>
            {!isLive && row.state === 'failed' && (
              <span className="severity-critical">{row.reason}</span>
            )}
          </>
        )}
      </div>
      {isLive && (
        <div className="load-progress">
          <Progress value={share} aria-label="How far the run is" />
          <span role="timer">
            {share} %{' '}
            {status.secondsLeft === null
              ? ''
              : `· ${formatNumber(Math.ceil(status.secondsLeft), 0)} s left`}
          </span>
        </div>
      )}
      {isLive && latest !== undefined && <LiveFigures sample={latest} />}
      {!isLive && row !== null && <EndFigures row={row} />}
    </section>
  );
}
