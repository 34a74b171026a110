import { z } from 'zod';

import { environmentSchema, evidenceSchema } from './readiness.ts';
import { simulatorFaultSchema } from './simulator-fault.ts';

/** What is done to a desk under load: a tick of its market until a reader has it, or an order until it is acknowledged. */
export const operationKindSchema = z.enum(['quote', 'order']);
export type OperationKind = z.infer<typeof operationKindSchema>;

/** A stretch of a scenario at a constant rate. */
export const loadStageSchema = z.strictObject({
  title: z.string().min(1),
  seconds: z.number().positive(),
  quotesPerSecond: z.number().nonnegative(),
  ordersPerSecond: z.number().nonnegative(),
});
export type LoadStage = z.infer<typeof loadStageSchema>;

/** Trouble that a simulated gateway makes in the midst of a scenario. */
export const loadFaultSchema = z.strictObject({
  /** Since the beginning of what is measured. */
  atSeconds: z.number().nonnegative(),
  /** In few words: it names a mark in a chart. */
  title: z.string().min(1),
  fault: simulatorFaultSchema,
});
export type LoadFault = z.infer<typeof loadFaultSchema>;

export const loadScenarioSchema = z.strictObject({
  /** Kebab-case; never given to another scenario. */
  scenarioId: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  /** What it shows, one sentence. */
  about: z.string().min(1),
  /** A desk of its own with its pacing lifted and wide limits; or the desk itself, within its limits and IB's pace. */
  drives: z.enum(['scratch', 'desk']),
  /** How many order streams run beside each other, each on an instrument of its own as far as there are enough. */
  streams: z.number().int().min(1).max(200),
  /** Whether the orders of all streams are due at the same moment, in place of one after the other. */
  aligned: z.boolean(),
  /** The share of orders that are filled at once; the others rest below the market and are cancelled. */
  fillShare: z.number().min(0).max(1),
  /** What is not measured, before the first stage: at the first stage's rate. */
  warmUpSeconds: z.number().nonnegative(),
  stages: z.array(loadStageSchema).min(1),
  /** Whether it is over with the first stage that is not kept up with. */
  stopsAtSaturation: z.boolean(),
  /** In the order in which they begin; only for a desk on a gateway of its own. Missing where nothing goes wrong on purpose. */
  faults: z.array(loadFaultSchema).optional(),
});
export type LoadScenario = z.infer<typeof loadScenarioSchema>;

/** What ships: scenarios whose faults have a gateway that can make them, one after the other. */
export const loadScenariosSchema = z
  .array(
    loadScenarioSchema.refine(
      ({ drives, faults = [] }) => drives === 'scratch' || faults.length === 0,
      'Faults are only for a desk of its own.',
    ),
  )
  .min(1);

/** What another system reached, and what is wanted; milliseconds, operations a second, percent and megabytes. */
export const referenceLineSchema = z.strictObject({
  /** Where the figures are from. */
  source: z.string().min(1),
  measured: z.strictObject({
    averagePerSecond: z.number(),
    peakPerSecond: z.number(),
    averageMs: z.number(),
    quotesMs: z.number(),
    ordersMs: z.number(),
    errorPercent: z.number(),
    orderErrorPercent: z.number(),
    memoryMb: z.strictObject({ from: z.number(), to: z.number() }),
  }),
  targets: z.strictObject({
    perSecondOver: z.number(),
    ordersUnderMs: z.number(),
    errorPercentUnder: z.number(),
  }),
});

export type ReferenceLine = z.infer<typeof referenceLineSchema>;

/**
 * How often each duration was measured: pairs of a bucket's lower bound in microseconds and how many fell into it, in
 * order. A bucket is less than 0.8 % of its bound wide (1 µs below 256 µs), so any percentile can be recomputed to that.
 */
export const durationCountsSchema = z.array(z.tuple([z.number().int(), z.number().int()]));
export type DurationCounts = z.infer<typeof durationCountsSchema>;

/** Durations in milliseconds; each null where none was measured. */
export const durationFiguresSchema = z.object({
  count: z.number().int(),
  meanMs: z.number().nullable(),
  p50Ms: z.number().nullable(),
  p90Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  p999Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
});
export type DurationFigures = z.infer<typeof durationFiguresSchema>;

const errorCountSchema = z.object({ what: z.string(), count: z.number().int() });
export type ErrorCount = z.infer<typeof errorCountSchema>;

const kindFiguresSchema = z.object({
  kind: operationKindSchema,
  offered: z.number().int(),
  achieved: z.number().int(),
  /** Each kind of failure, the most frequent first. */
  errors: z.array(errorCountSchema),
  /** From when an operation was due, so that a late sender does not hide a slow desk. */
  latency: durationFiguresSchema,
  /** From when it was really begun. */
  service: durationFiguresSchema,
});
export type KindFigures = z.infer<typeof kindFiguresSchema>;

const stageFiguresSchema = z.object({
  title: z.string(),
  /** Since the beginning of what was measured, milliseconds. */
  fromMs: z.number(),
  seconds: z.number(),
  offeredPerSecond: z.number(),
  /** Ended well, of those that were due in this stage, whenever they ended; over the time that took. */
  achievedPerSecond: z.number(),
  errors: z.number().int(),
  /** Of its operations, how many were under way as it ended. */
  backlog: z.number().int(),
  latency: durationFiguresSchema,
  keptUp: z.boolean(),
});
export type StageFigures = z.infer<typeof stageFiguresSchema>;

/** Where a desk no longer keeps up, as far as a ramp has found it. */
export const kneeSchema = z.object({
  /** The highest rate that was kept up with; null where not even the first was. */
  keptUpPerSecond: z.number().nullable(),
  /** The lowest rate that was not; null where all were. */
  saturatedPerSecond: z.number().nullable(),
});
export type Knee = z.infer<typeof kneeSchema>;

const faultFiguresSchema = z.object({
  title: z.string(),
  /** Since the beginning of what was measured, milliseconds. */
  fromMs: z.number(),
  /** When the gateway had ended it and the desk's link was ready again; null where that was not seen before the run ended. */
  toMs: z.number().nullable(),
  /** Operations that were under way in the midst of it, whatever became of them. */
  offered: z.number().int(),
  /** Each kind of failure among these, the most frequent first. */
  errors: z.array(errorCountSchema),
  /** Of those among these that were done. */
  latency: durationFiguresSchema,
});
export type FaultFigures = z.infer<typeof faultFiguresSchema>;

const memoryFiguresSchema = z.object({
  startMb: z.number(),
  endMb: z.number(),
  highestMb: z.number(),
  /** Of the line that fits the samples of the second half best; null with fewer than four. */
  slopeMbPerMinute: z.number().nullable(),
});
export type MemoryFigures = z.infer<typeof memoryFiguresSchema>;

/** What a run has measured. */
export const loadSummarySchema = z.object({
  /** From the first operation due to the last one ended. */
  seconds: z.number(),
  offered: z.number().int(),
  achieved: z.number().int(),
  failed: z.number().int(),
  offeredPerSecond: z.number(),
  achievedPerSecond: z.number(),
  /** The best half second, as a rate. */
  peakPerSecond: z.number(),
  errorPercent: z.number(),
  /** Of all operations together. */
  latency: durationFiguresSchema,
  kinds: z.array(kindFiguresSchema),
  stages: z.array(stageFiguresSchema),
  knee: kneeSchema.nullable(),
  /** How late the process was for its turn, milliseconds. */
  loopDelay: durationFiguresSchema,
  /** Of one core, in percent; of the whole process, its simulated gateways among it. */
  cpuPercent: z.object({ mean: z.number(), highest: z.number() }),
  /** Of the whole process. */
  resident: memoryFiguresSchema,
  heap: memoryFiguresSchema,
  /** Of the heap after a full collection, from the end of the warm-up to the end; kilobytes. */
  heapGrowthKb: z.number(),
  /** From a fact's decision to its sync; null where it could not be watched. */
  journalLag: durationFiguresSchema.nullable(),
  /** One transaction with its sync. */
  sync: durationFiguresSchema.nullable(),
  /** The write-ahead log at its largest. */
  walMb: z.number().nullable(),
  /** Frames a second of a screen that watched; null where none did. */
  frames: z.object({ mean: z.number(), lowest: z.number() }).nullable(),
  /** Orders that could not be ended afterwards. */
  leftOpen: z.number().int(),
  /** Each fault as it began; missing where none was planned. An operation under way in the midst of two counts in both. */
  faults: z.array(faultFiguresSchema).optional(),
  /** Of the operations above, how many were not under way in the midst of any fault; missing where none was planned. */
  outsideFaults: z.object({ offered: z.number().int(), failed: z.number().int() }).optional(),
});
export type LoadSummary = z.infer<typeof loadSummarySchema>;

/** Half a second of a run. */
export const loadSampleSchema = z.object({
  runId: z.string(),
  /** Counts from 1. */
  sample: z.number().int(),
  /** Its end, since the beginning of what is measured, milliseconds. */
  atMs: z.number(),
  /** Which stage it ended in; counts from 0. */
  stage: z.number().int(),
  offeredPerSecond: z.number(),
  achievedPerSecond: z.number(),
  errors: z.number().int(),
  underWay: z.number().int(),
  /** Milliseconds, from when they were due; null where none ended. */
  quoteP50Ms: z.number().nullable(),
  quoteP99Ms: z.number().nullable(),
  orderP50Ms: z.number().nullable(),
  orderP99Ms: z.number().nullable(),
  /** The longest wait for a turn, milliseconds. */
  loopDelayMs: z.number(),
  cpuPercent: z.number(),
  residentMb: z.number(),
  heapMb: z.number(),
  journalLagMs: z.number().nullable(),
  syncMs: z.number().nullable(),
  walMb: z.number().nullable(),
  framesPerSecond: z.number().nullable(),
});
export type LoadSample = z.infer<typeof loadSampleSchema>;

/** A moment of a run that its charts mark: a stage that begins, or a fault, from its beginning to its end. */
export const loadMarkSchema = z.object({
  kind: z.enum(['stage', 'fault']).default('stage'),
  /** Since the beginning of what is measured, milliseconds. */
  atMs: z.number(),
  /** Of a fault that is over; else null. */
  toMs: z.number().nullable().default(null),
  what: z.string(),
});
export type LoadMark = z.infer<typeof loadMarkSchema>;

/** Everything a run leaves besides its summary. */
export const loadSeriesSchema = z.object({
  samples: z.array(loadSampleSchema),
  marks: z.array(loadMarkSchema),
  /** By what was measured: `order.latency`, `quote.service`, `loop-delay` … */
  histograms: z.record(z.string(), durationCountsSchema),
});
export type LoadSeries = z.infer<typeof loadSeriesSchema>;

/** What one scenario has shown of one desk. */
export interface LoadReport {
  ended: 'completed' | 'stopped';
  summary: LoadSummary;
  series: LoadSeries;
}

export const loadRunStateSchema = z.enum([
  'running',
  'completed',
  'stopped',
  'interrupted',
  'failed',
]);

/** How a run began. */
export const loadRunSchema = z.object({
  runId: z.string(),
  /** As it was when it ran. */
  scenario: loadScenarioSchema,
  seed: z.number().int(),
  by: z.string(),
  /** ISO-8601 UTC. */
  beganAt: z.string(),
  version: z.string(),
  commit: z.string().nullable(),
  environment: environmentSchema,
});
export type LoadRun = z.infer<typeof loadRunSchema>;

/** How a run ended, and what it left in its folder. */
export const loadEndSchema = z.object({
  runId: z.string(),
  state: loadRunStateSchema.exclude(['running']),
  /** Why, in a sentence. */
  reason: z.string(),
  /** Null where nothing was measured. */
  summary: loadSummarySchema.nullable(),
  evidence: z.array(evidenceSchema),
});
export type LoadEnd = z.infer<typeof loadEndSchema>;

/** A run as a list shows it. */
export const loadRowSchema = loadRunSchema.extend({
  state: loadRunStateSchema,
  endedAt: z.string().nullable(),
  reason: z.string(),
  summary: loadSummarySchema.nullable(),
  evidence: z.array(evidenceSchema),
  /** Whether runs of its scenario are compared with it. */
  isBaseline: z.boolean(),
});
export type LoadRow = z.infer<typeof loadRowSchema>;

/** What the lab does now. */
export const loadStatusSchema = z.object({
  key: z.literal('load'),
  /** The run that goes on; null where none does. */
  run: loadRunSchema.nullable(),
  phase: z.enum(['idle', 'starting', 'warming-up', 'measuring', 'finishing']),
  /** Of what is measured, 0 to 1. */
  share: z.number(),
  secondsLeft: z.number().nullable(),
  /** The stage that runs, by its title. */
  stage: z.string().nullable(),
  marks: z.array(loadMarkSchema),
  /** Why no run can be started now, in a sentence; null where one can. */
  busyWith: z.string().nullable(),
});
export type LoadStatus = z.infer<typeof loadStatusSchema>;
