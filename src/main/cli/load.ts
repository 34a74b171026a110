import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { Clock } from '#shared/domain/ports.ts';
import { calmErrorPercent, faultFailures, faultSeconds } from '#shared/domain/load-comparison.ts';
import type {
  DurationFigures,
  LoadMark,
  LoadRow,
  LoadScenario,
  LoadSummary,
} from '#shared/domain/load.ts';

import { StartRefused } from '../desk/start-refused.ts';
import type { RunningDesk } from '../desk/start-desk.ts';
import { loadScenario, loadScenarios, referenceLine } from '../load/scenarios.ts';
import type { ExitCode, Output } from './output.ts';
import { SecretNotGiven } from './read-secret.ts';
import { takeTheWindow, unrecorded, untilQuoted, untilReady } from './take-window.ts';

export interface LoadCommandOptions {
  /** Null to list them. */
  scenarioId: string | null;
  seed: number | null;
  /** Whether the result is JSON on the standard output and nothing else. */
  json: boolean;
  /** A new folder for what was measured, besides the desk's own; null for none. */
  out: string | null;
  /** Who runs it: a person of the desk. */
  personId: string;
  clock: Clock;
  start(): Promise<RunningDesk>;
  /** Asked for on a desk with real people. Throws SecretNotGiven. */
  readPassphrase(name: string): Promise<string>;
  /** Resolves when the person asks the process to stop. */
  stopped: Promise<void>;
}

/**
 * Puts a scenario on a desk it starts for it, on record there. 0: it came to its end and no more failed than the
 * reference line's target lets, what was in the midst of a fault of the scenario's own left out; 1: more failed, or orders were left open; 2: it could not run or was stopped.
 */
export async function load(options: LoadCommandOptions, output: Output): Promise<ExitCode> {
  const { out, err } = output;
  const { scenarioId, out: folder, json } = options;
  if (scenarioId === null) {
    out.write(scenarioList());
    return 0;
  }
  const scenario = loadScenario(scenarioId);
  if (scenario === null) {
    err.write(`There is no load scenario ${scenarioId}. These there are:\n${scenarioList()}`);
    return 2;
  }
  const problem = folder === null ? null : folderProblem(folder);
  if (problem !== null) {
    err.write(`${problem} Give a new folder with --out.\n`);
    return 2;
  }
  try {
    const row = await runOn(await options.start(), scenario, options, json ? err : out);
    if (json) out.write(`${JSON.stringify(row, null, 2)}\n`);
    else out.write(row.summary === null ? `${row.reason}\n` : summaryText(row, row.summary));
    return exitCodeOf(row);
  } catch (error) {
    if (folder !== null) rmdirSync(folder);
    if (error instanceof SecretNotGiven) {
      err.write(`There is no result. ${error.message}\n`);
      return 2;
    }
    if (!(error instanceof StartRefused || error instanceof ContractError)) throw error;
    err.write(`There is no result. ${error.message} ${error.advice}\n`);
    return 2;
  }
}

/** Makes a new folder; why that cannot be, in a sentence. */
function folderProblem(folder: string): string | null {
  if (existsSync(folder)) return `${folder} is there already.`;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(folder);
    return null;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return `${folder} cannot be made: ${error.message}.`;
  }
}

function exitCodeOf({ state, summary }: LoadRow): ExitCode {
  if (state !== 'completed' || summary === null) return 2;
  // A ramp is meant to end where the desk no longer keeps up.
  if (summary.knee !== null) return summary.leftOpen === 0 ? 0 : 1;
  const { errorPercentUnder } = referenceLine.targets;
  const errorPercent = calmErrorPercent(summary) ?? summary.errorPercent;
  return errorPercent < errorPercentUnder && summary.leftOpen === 0 ? 0 : 1;
}

async function runOn(
  desk: RunningDesk,
  scenario: LoadScenario,
  options: LoadCommandOptions,
  progress: { write(text: string): unknown },
): Promise<LoadRow> {
  const { seed, stopped, out: folder } = options;
  const window = desk.caller('command-line');
  const call = <C extends CommandName>(
    command: C,
    input: CommandInput<C>,
  ): Promise<CommandOutput<C>> => desk.service.commands[command](input, window);
  try {
    await takeTheWindow(desk, window, { ...options, comesFor: 'load.start' });
    await untilReady(desk, window, options);
    await untilQuoted(desk, window, options.clock);
    const { scenarioId } = scenario;
    progress.write(`${scenario.title}: ${scenario.about}\n`);
    const { runId } = await call('load.start', { scenarioId, seed });
    let isOver = false;
    void stopped.then(() =>
      isOver ? {} : call('load.stop', { reason: 'Stopped at the command line.' }),
    );
    const { topics } = desk.service;
    const stopHearing = topics.loadSamples({}, window).subscribe(
      (sample) => progress.write(sampleLine(sample)),
      () => {},
    );
    let told = 0;
    const stopMarks = topics.load({}, window).subscribe(
      ({ marks }) => {
        for (const mark of marks.slice(told)) progress.write(markLine(mark));
        told = Math.max(told, marks.length);
      },
      () => {},
    );
    const rows = topics.loadRuns({}, window);
    const status = topics.status({}, window);
    const row = await new Promise<LoadRow>((resolve, reject) => {
      const look = (): void => {
        const found = rows.snapshot().find((each) => each.runId === runId);
        const fault = status.snapshot()[0]?.fault ?? null;
        // What could not be recorded is shown as if it had been.
        if (fault !== null) reject(unrecorded(fault, 'It is interrupted at the next start.'));
        else if (found !== undefined && found.state !== 'running') resolve(found);
      };
      rows.subscribe(look, () => {});
      status.subscribe(look, () => {});
      look();
    });
    isOver = true;
    stopHearing();
    stopMarks();
    if (folder !== null) {
      writeFileSync(join(folder, 'run.json'), JSON.stringify(row, null, 2));
      if (row.evidence.length > 0) {
        const { series } = await call('load.read-run', { runId });
        writeFileSync(join(folder, 'series.json'), JSON.stringify(series));
      }
    }
    return row;
  } finally {
    await desk.close('The load run is over.');
  }
}

function sampleLine(sample: {
  atMs: number;
  offeredPerSecond: number;
  achievedPerSecond: number;
  orderP99Ms: number | null;
  quoteP99Ms: number | null;
  errors: number;
  residentMb: number;
}): string {
  return [
    `${(sample.atMs / 1000).toFixed(1)} s`.padStart(8),
    `${Math.round(sample.offeredPerSecond)}/s offered`.padStart(17),
    `${Math.round(sample.achievedPerSecond)}/s done`.padStart(14),
    `orders p99 ${msText(sample.orderP99Ms)}`.padStart(22),
    `quotes p99 ${msText(sample.quoteP99Ms)}`.padStart(22),
    `${sample.errors} errors`.padStart(11),
    `${Math.round(sample.residentMb)} MB`.padStart(9),
    '\n',
  ].join('');
}

function markLine({ kind, atMs, what }: LoadMark): string {
  return `${`${(atMs / 1000).toFixed(1)} s`.padStart(8)}  ${kind === 'fault' ? 'FAULT' : 'Stage'}: ${what}\n`;
}

function faultLines({ faults, outsideFaults }: LoadSummary): string[] {
  if (faults === undefined || outsideFaults === undefined) return [];
  return [
    ...faults.flatMap((fault) => {
      const seconds = faultSeconds(fault);
      const end = seconds === null ? 'not seen to end' : `over after ${seconds.toFixed(1)} s`;
      return [
        `fault  ${fault.title} at ${(fault.fromMs / 1000).toFixed(1)} s, ${end}: ${faultFailures(fault)} of ${fault.offered} operations in the midst of it failed; those done took p50 ${msText(fault.latency.p50Ms)}, most ${msText(fault.latency.maxMs)}`,
        ...fault.errors.map(({ what, count }) => `       ${count} ${what}`),
      ];
    }),
    `Outside of faults ${outsideFaults.failed} of ${outsideFaults.offered} operations failed.`,
  ];
}

function summaryText(row: LoadRow, summary: LoadSummary): string {
  const { measured, targets, source } = referenceLine;
  const reference = { quote: measured.quotesMs, order: measured.ordersMs };
  return [
    '',
    `Run ${row.runId}, seed ${row.seed}: ${row.state}. ${row.reason}`,
    `${summary.offered} operations offered at ${summary.offeredPerSecond.toFixed(1)}/s, ${summary.achieved} done at ${summary.achievedPerSecond.toFixed(1)}/s, peak ${summary.peakPerSecond.toFixed(1)}/s, ${summary.errorPercent.toFixed(2)} % failed.`,
    ...summary.kinds.flatMap(({ kind, latency, service, errors }) => [
      `${kind.padEnd(6)} from due:   ${durationText(latency)} (reference: ${reference[kind]} ms on average)`,
      `       from begun: ${durationText(service)}`,
      ...errors.map(({ what, count }) => `       ${count} ${what}`),
    ]),
    ...faultLines(summary),
    ...(summary.knee === null
      ? []
      : [
          `Knee: ${rateText(summary.knee.keptUpPerSecond)} kept up with, ${rateText(summary.knee.saturatedPerSecond)} not.`,
        ]),
    `loop   waits:      ${durationText(summary.loopDelay)}`,
    ...(summary.sync === null ? [] : [`sync:              ${durationText(summary.sync)}`]),
    ...(summary.journalLag === null
      ? []
      : [`journal lag:       ${durationText(summary.journalLag)}`]),
    `Memory of the process, its simulated gateways among it: at most ${memoryText(summary.resident)}. Heap of the desk's thread: at most ${memoryText(summary.heap)}.`,
    `Processor ${summary.cpuPercent.mean.toFixed(0)} % of a core, heap held ${summary.heapGrowthKb.toFixed(0)} kB more at the end, write-ahead log at most ${summary.walMb?.toFixed(1) ?? '—'} MB, ${summary.leftOpen} orders left open.`,
    `Targets: over ${targets.perSecondOver} operations/s, orders under ${targets.ordersUnderMs} ms, under ${targets.errorPercentUnder} % failed. Reference: ${measured.averagePerSecond}/s, ${measured.averageMs} ms, ${measured.errorPercent} %. ${source}`,
    '',
  ].join('\n');
}

function rateText(perSecond: number | null): string {
  return perSecond === null ? 'none' : `${Math.round(perSecond)}/s`;
}

function durationText({ meanMs, p50Ms, p99Ms, p999Ms, maxMs }: DurationFigures): string {
  return `mean ${msText(meanMs)}, p50 ${msText(p50Ms)}, p99 ${msText(p99Ms)}, p99.9 ${msText(p999Ms)}, most ${msText(maxMs)}`;
}

function memoryText({ highestMb, slopeMbPerMinute: slope }: LoadSummary['heap']): string {
  const growth = slope === null ? 'too short for a slope' : `${slope.toFixed(1)} MB a minute`;
  return `${highestMb.toFixed(0)} MB, slope of the second half ${growth}`;
}

function msText(ms: number | null): string {
  return ms === null ? '—' : `${ms.toFixed(2)} ms`;
}

function scenarioList(): string {
  const longest = Math.max(...loadScenarios.map(({ scenarioId }) => scenarioId.length));
  return loadScenarios
    .map(({ scenarioId, about, stages }) => {
      const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
      return `  ${scenarioId.padEnd(longest)}  ${about} (${seconds} s)\n`;
    })
    .join('');
}
