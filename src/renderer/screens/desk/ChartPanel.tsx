import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

import type { Bar } from '#shared/domain/quote.ts';
import { barSizeSchema } from '#shared/domain/quote.ts';

import { problemOf, type Problem } from '../../problem.ts';
import { call, forgetTopicFailure, listen, useConnection } from '../../stores/connection-store.ts';
import { executions, useStatus, watchlist } from '../../stores/desk-topics.ts';
import { useSelection } from '../../stores/selection-store.ts';
import { changeSettings, useSettings } from '../../stores/settings-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useThemePainted } from '../../use-theme-shown.ts';
import { barSizeWords, fillMarks, isDaily, mergeBars } from './chart-bars.ts';
import { drawPriceChart, type PriceChart } from './price-chart.ts';

/** The selected instrument's bars, live, with the desk's own fills on them. */
export function ChartPanel() {
  const instrumentId = useSelection((state) => state.instrumentId);
  const barSize = useSettings((state) => state.barSize);
  const connected = useConnection((state) => state.phase === 'open');
  const watched = useTopic(watchlist, ({ rows }) =>
    instrumentId === null ? undefined : rows.get(instrumentId),
  );
  const isWatched = watched !== undefined;
  const liveProblem = useConnection(({ failedTopics }) => failedTopics.get('bars') ?? null);
  const minTick = watched?.instrument.minTick;
  const theme = useThemePainted();
  const isLinkReady = useStatus((status) => status.link?.state === 'ready');
  const element = useRef<HTMLDivElement>(null);
  const failed = useRef(false);
  const [attempt, setAttempt] = useState(0);
  const [chart, setChart] = useState<PriceChart | null>(null);
  const [state, setState] = useState<{ loading: boolean; count: number; problem: Problem | null }>({
    loading: true,
    count: 0,
    problem: null,
  });

  useEffect(() => {
    if (element.current === null) return;
    const drawn = drawPriceChart(element.current);
    setChart(drawn);
    return () => {
      setChart(null);
      drawn.destroy();
    };
  }, []);

  useEffect(() => {
    if (theme !== null) chart?.paint();
  }, [chart, theme]);

  useEffect(() => {
    if (chart !== null && minTick !== undefined) chart.setScale(minTick, isDaily(barSize));
  }, [chart, minTick, barSize]);

  // What failed while the link was away is asked for again once it is back.
  useEffect(() => {
    if (isLinkReady === true && failed.current) setAttempt((count) => count + 1);
  }, [isLinkReady]);

  useEffect(() => {
    if (chart === null || !connected) return;
    if (instrumentId === null || !isWatched) {
      chart.setBars([]);
      return;
    }
    let current = true;
    let history: readonly Bar[] = [];
    let live: readonly Bar[] = [];
    let bars: readonly Bar[] = [];

    const mark = (): void => {
      chart.setMarks(
        fillMarks(executions.store.getState().rows.values(), instrumentId, bars, barSize),
      );
    };
    const replace = (): void => {
      bars = mergeBars(history, live);
      chart.setBars(bars);
      mark();
    };
    setState({ loading: true, count: 0, problem: null });
    chart.setBars([]);
    forgetTopicFailure('bars');

    const stopBars = listen(
      'bars',
      { instrumentId, barSize },
      {
        onSnapshot: (items) => {
          live = mergeBars(items);
          replace();
        },
        onItems: (items) => {
          live = mergeBars(live, items);
          const lastTime = bars.at(-1)?.time ?? 0;
          if (items.some(({ time }) => time < lastTime)) {
            replace();
            return;
          }
          const before = bars.length;
          for (const bar of mergeBars(items)) chart.updateBar(bar);
          bars = mergeBars(bars, items);
          if (bars.length !== before) setState((was) => ({ ...was, count: bars.length }));
        },
      },
    );
    const stopFills = executions.store.subscribe(mark);
    call('bars.read', { instrumentId, barSize })
      .then((read) => {
        if (!current) return;
        failed.current = false;
        history = read.bars;
        replace();
        chart.showNewest();
        setState({ loading: false, count: bars.length, problem: null });
      })
      .catch((error: unknown) => {
        failed.current = true;
        if (current) setState({ loading: false, count: bars.length, problem: problemOf(error) });
      });
    return () => {
      current = false;
      stopBars();
      stopFills();
    };
  }, [chart, instrumentId, isWatched, barSize, connected, attempt]);

  const problem = state.problem ?? liveProblem;
  const symbol = watched?.instrument.displaySymbol;
  return (
    <div className="chart-panel">
      <div
        ref={element}
        className="chart"
        role="img"
        aria-label={
          symbol === undefined
            ? 'Chart'
            : `${symbol}, bars of ${barSize}, with the desk's own fills: a blue triangle up bought, an orange triangle down sold`
        }
      />
      {instrumentId === null && (
        <div className="panel-note">Select an instrument in the watchlist to see its bars.</div>
      )}
      {instrumentId !== null && !isWatched && (
        <div className="panel-note">
          This instrument is not on the watchlist. Add it there to see its bars.
        </div>
      )}
      {isWatched && state.loading && <Skeleton lines={5} label="Bars are loading" />}
      {isWatched && problem !== null && <ProblemNote {...problem} />}
      {isWatched && !state.loading && problem === null && state.count === 0 && (
        <div className="panel-note">The gateway has no bars of this size for {symbol}.</div>
      )}
    </div>
  );
}

export function ChartHeader() {
  const barSize = useSettings((state) => state.barSize);
  return (
    <SegmentedControl
      className="quiet-segments"
      size="xs"
      aria-label="Bar size"
      value={barSize}
      data={barSizeSchema.options.map((value) => ({ value, label: barSizeWords[value] }))}
      onChange={(value) => {
        changeSettings({ barSize: value });
      }}
    />
  );
}
