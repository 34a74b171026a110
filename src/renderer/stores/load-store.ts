import { create } from 'zustand';

import type { CommandOutput } from '#shared/contract/commands.ts';
import type { LoadRow, LoadSample, LoadSeries, LoadStatus } from '#shared/domain/load.ts';

import { problemOf, type Problem } from '../problem.ts';
import { announce } from '../ui/announcer-store.ts';
import { call } from './connection-store.ts';
import { createTopicStore, useTopic } from './topic-store.ts';

/** What the lab does now, half second by half second, and every run. Listened to while the screen is open. */
const load = createTopicStore('load', {}, ({ key }) => key);
export const loadSamples = createTopicStore('loadSamples', {}, ({ sample }) => sample);
export const loadRuns = createTopicStore('loadRuns', {}, ({ runId }) => runId);

type Catalogue = CommandOutput<'load.read-scenarios'>;

interface LoadScreenState {
  catalogue: Catalogue | null;
  scenarioId: string | null;
  /** The run a person has chosen to see; null for the one that goes on, else the latest. */
  runId: string | null;
  /** What runs that are over have left, as far as it was read. */
  series: ReadonlyMap<string, LoadSeries | Problem>;
  problem: Problem | null;
  busy: boolean;
}

export const useLoad = create<LoadScreenState>(() => ({
  catalogue: null,
  scenarioId: null,
  runId: null,
  series: new Map(),
  problem: null,
  busy: false,
}));

const framesEveryMs = 1000;

/** Starts listening, and tells the desk how many frames this screen draws; returns how to stop. */
export function watchLoad(): () => void {
  const stops = [load.start(), loadSamples.start(), loadRuns.start()];
  void readCatalogue();
  let frames = 0;
  let frame = requestAnimationFrame(function count() {
    frames += 1;
    frame = requestAnimationFrame(count);
  });
  const timer = setInterval(() => {
    const framesPerSecond = frames;
    frames = 0;
    if (readLoadStatus()?.run == null || document.hidden) return;
    // It is one figure among many, missing where it cannot be told; the console says by itself when it has lost the desk.
    call('load.note-frames', { framesPerSecond }).catch(() => {});
  }, framesEveryMs);
  return () => {
    for (const stop of stops) stop();
    cancelAnimationFrame(frame);
    clearInterval(timer);
  };
}

async function readCatalogue(): Promise<void> {
  try {
    const catalogue = await call('load.read-scenarios', {});
    const [first] = catalogue.scenarios;
    useLoad.setState(({ scenarioId }) => ({
      catalogue,
      scenarioId: scenarioId ?? first?.scenarioId ?? null,
      problem: null,
    }));
  } catch (error) {
    useLoad.setState({ problem: problemOf(error) });
  }
}

export function readLoadStatus(): LoadStatus | null {
  return load.store.getState().rows.get('load') ?? null;
}

export function useLoadStatus(): LoadStatus | null {
  return useTopic(load, ({ rows }) => rows.get('load') ?? null);
}

export function chooseScenario(scenarioId: string): void {
  useLoad.setState({ scenarioId });
}

export function chooseRun(runId: string | null): void {
  useLoad.setState({ runId });
}

export async function startLoad(): Promise<void> {
  const { scenarioId, busy } = useLoad.getState();
  if (scenarioId === null || busy) return;
  useLoad.setState({ busy: true, problem: null, runId: null });
  try {
    await call('load.start', { scenarioId, seed: null });
    announce('The load run has begun.', 'polite');
  } catch (error) {
    useLoad.setState({ problem: problemOf(error) });
  } finally {
    useLoad.setState({ busy: false });
  }
}

export async function stopLoad(): Promise<void> {
  try {
    await call('load.stop', { reason: 'Stopped at the console.' });
    announce('The load run is stopped. What was measured is kept.', 'polite');
  } catch (error) {
    useLoad.setState({ problem: problemOf(error) });
  }
}

export async function setBaseline(runId: string, isBaseline: boolean): Promise<void> {
  try {
    await call('load.set-baseline', { runId, isBaseline });
    announce(isBaseline ? 'The run is the baseline.' : 'There is no baseline now.', 'polite');
  } catch (error) {
    useLoad.setState({ problem: problemOf(error) });
  }
}

/** The run the screen shows: the chosen one, else the one that goes on or the latest. */
export function shownRunOf(runs: Iterable<LoadRow>, chosen: string | null): LoadRow | null {
  let latest: LoadRow | null = null;
  for (const row of runs) {
    if (row.runId === chosen) return row;
    if (latest === null || row.beganAt > latest.beganAt) latest = row;
  }
  return latest;
}

/** Makes the baseline of the run that is shown, or takes that away. */
export async function toggleShownBaseline(): Promise<void> {
  const row = shownRunOf(loadRuns.store.getState().rows.values(), useLoad.getState().runId);
  if (row !== null) await setBaseline(row.runId, !row.isBaseline);
}

/** Reads what a run that is over has left, once. */
export async function readSeries({ runId, evidence }: LoadRow): Promise<void> {
  if (evidence.length === 0 || useLoad.getState().series.has(runId)) return;
  let read: LoadSeries | Problem;
  try {
    ({ series: read } = await call('load.read-run', { runId }));
  } catch (error) {
    read = problemOf(error);
  }
  useLoad.setState(({ series }) => ({ series: new Map(series).set(runId, read) }));
}

/** The samples of one run among those that are told. */
export function samplesOf(samples: Iterable<LoadSample>, runId: string): LoadSample[] {
  return [...samples]
    .filter((sample) => sample.runId === runId)
    .toSorted((a, b) => a.sample - b.sample);
}
