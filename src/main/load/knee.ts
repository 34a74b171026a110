import type { Knee, StageFigures } from '#shared/domain/load.ts';

/** A stage is kept up with at this share of its rate; what is missing is the edge of a stage, not a queue. */
const keptUpShare = 0.95;
/** Seconds of the offered rate that may be under way as a stage ends. More is a queue that grows. */
const backlogSeconds = 0.25;
/** Of the operations of a stage. */
const errorShare = 0.02;
/** Beyond it the desk still keeps up, and nobody would call it that. */
const latencyP90Ms = 250;

type Measured = Pick<
  StageFigures,
  'offeredPerSecond' | 'achievedPerSecond' | 'errors' | 'backlog' | 'latency' | 'seconds'
>;

/** Whether a desk kept up with a stage: done at the rate offered, in time, no queue left behind, errors few. */
export function keptUp(stage: Measured): boolean {
  const { offeredPerSecond, achievedPerSecond, errors, backlog, latency, seconds } = stage;
  return (
    achievedPerSecond >= offeredPerSecond * keptUpShare &&
    backlog <= Math.max(1, offeredPerSecond * backlogSeconds) &&
    errors <= offeredPerSecond * seconds * errorShare &&
    (latency.p90Ms ?? Infinity) <= latencyP90Ms
  );
}

/** Where the desk stopped keeping up: a lucky stage after one that was not kept up with does not count. */
export function kneeOf(stages: readonly Pick<StageFigures, 'offeredPerSecond' | 'keptUp'>[]): Knee {
  const byRate = stages.toSorted((a, b) => a.offeredPerSecond - b.offeredPerSecond);
  const saturated = byRate.findIndex((stage) => !stage.keptUp);
  const kept = saturated === -1 ? byRate : byRate.slice(0, saturated);
  return {
    keptUpPerSecond: kept.at(-1)?.offeredPerSecond ?? null,
    saturatedPerSecond: byRate[saturated]?.offeredPerSecond ?? null,
  };
}
