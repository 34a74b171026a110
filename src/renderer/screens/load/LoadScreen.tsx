import 'uplot/dist/uPlot.min.css';
import './load.css';

import { useEffect, useMemo } from 'react';

import {
  loadRuns,
  loadSamples,
  readSeries,
  samplesOf,
  shownRunOf,
  useLoad,
  useLoadStatus,
  watchLoad,
} from '../../stores/load-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { loadCharts } from './load-charts.ts';
import { shownMarks } from './load-marks.ts';
import { LoadChartPane } from './LoadChartPane.tsx';
import { LoadHeadline } from './LoadHeadline.tsx';
import { LoadMarks } from './LoadMarks.tsx';
import { LoadRuns } from './LoadRuns.tsx';
import { RunComparison } from './RunComparison.tsx';
import { RunLatency } from './RunLatency.tsx';
import { Scenarios } from './Scenarios.tsx';

/** Load on a desk: what is put on it, what becomes of it half second by half second, and how it compares. */
export function LoadScreen() {
  useEffect(watchLoad, []);
  const status = useLoadStatus();
  const runs = useTopic(loadRuns, ({ rows }) => rows);
  const heard = useTopic(loadRuns, ({ loaded }) => loaded);
  const live = useTopic(loadSamples, ({ rows }) => rows);
  const chosen = useLoad((state) => state.runId);
  const row = useMemo(() => shownRunOf(runs.values(), chosen), [runs, chosen]);
  const left = useLoad((state) => (row === null ? undefined : state.series.get(row.runId)));
  useEffect(() => {
    if (row !== null) void readSeries(row);
  }, [row]);
  const isLive = row !== null && status?.run?.runId === row.runId;
  const problem = left !== undefined && 'message' in left ? left : null;
  const series = left !== undefined && 'samples' in left ? left : null;
  const samples = useMemo(
    () => series?.samples ?? (row === null ? [] : samplesOf(live.values(), row.runId)),
    [series, live, row],
  );
  const told = series?.marks ?? (isLive ? status.marks : noMarks);
  const marks = useMemo(() => shownMarks(told), [told]);
  const all = useMemo(() => [...runs.values()], [runs]);

  return (
    <main className="screen load-screen" aria-label="Load lab">
      <h1 className="visually-hidden">Load lab</h1>
      <Scenarios />
      <div className="load-main">
        {status === null || !heard ? (
          <Skeleton lines={6} label="The load lab is loading" />
        ) : (
          <>
            <LoadHeadline status={status} row={row} latest={samples.at(-1)} />
            {problem !== null && <ProblemNote {...problem} />}
            {marks.length > 0 && <LoadMarks marks={marks} faults={row?.summary?.faults ?? []} />}
            <div className="load-charts">
              {loadCharts.map((kind) => (
                <LoadChartPane key={kind.chartId} kind={kind} samples={samples} marks={marks} />
              ))}
            </div>
            <div className="load-below">
              <LoadRuns shown={row} />
              {row !== null && (
                <ScrollRegion className="pane load-side" label="The run in figures">
                  <RunLatency row={row} />
                  <RunComparison row={row} all={all} />
                </ScrollRegion>
              )}
            </div>
          </>
        )}
      </div>
    </main>
  );
}

const noMarks = [] as const;
