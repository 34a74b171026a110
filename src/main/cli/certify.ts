import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { TopicItem, TopicName } from '#shared/contract/topics.ts';
import type { Clock } from '#shared/domain/ports.ts';
import { phases, type CheckRun, type Phase } from '#shared/domain/readiness.ts';
import {
  verdictWords,
  type CheckStatus,
  type ReadinessVerdict,
} from '#shared/domain/readiness-verdict.ts';

import { StartRefused } from '../desk/start-refused.ts';
import type { RunningDesk } from '../desk/start-desk.ts';
import {
  ReportRefused,
  requireWritable,
  type WrittenReport,
} from '../readiness/report/report-folder.ts';
import { say, type ExitCode, type Output } from './output.ts';
import { SecretNotGiven } from './read-secret.ts';
import { reportWords } from './report.ts';
import { takeTheWindow, unrecorded, untilQuoted, untilReady } from './take-window.ts';

export interface CertifyOptions {
  phases: readonly Phase[];
  seed: number | null;
  /** Goes on with the latest attempt that did not come to its end, in place of a new one. */
  resume: boolean;
  /** Whether the result is JSON on the standard output and nothing else. */
  json: boolean;
  /** Who certifies: a person of the desk. */
  personId: string;
  clock: Clock;
  start(): Promise<RunningDesk>;
  /** Asked for on a desk with real people. Throws SecretNotGiven. */
  readPassphrase(name: string): Promise<string>;
  /** Where the report is to be written; null where it is chosen for it. */
  out: string | null;
  /** Writes the report of an attempt, once its desk is stopped. Throws ReportRefused. */
  report(attemptId: string): Promise<WrittenReport>;
  /** Resolves when the person asks the process to stop. */
  stopped: Promise<void>;
}

const barWidth = 24;
const wayOn = 'What had run before is on record. See to it, then go on with --resume.';

/**
 * Goes through the readiness checks of a desk it starts for it. 0: every critical check has passed and none failed; 1: one
 * failed, or a critical one was not passed; 2: it could not run.
 */
export async function certify(options: CertifyOptions, { out, err }: Output): Promise<ExitCode> {
  let desk: RunningDesk;
  try {
    if (options.out !== null) requireWritable(options.out);
    desk = await options.start();
  } catch (error) {
    if (!(error instanceof StartRefused || error instanceof ReportRefused)) throw error;
    err.write(`The checks cannot run. ${error.message} ${error.advice}\n`);
    return 2;
  }
  const progress = options.json ? err : out;
  let attempt: AttemptRead;
  try {
    attempt = await goThrough(desk, options, progress);
    if (options.json) out.write(`${JSON.stringify(attempt, null, 2)}\n`);
    else out.write(summary(attempt, verdictNow(desk)));
  } catch (error) {
    if (error instanceof SecretNotGiven) {
      err.write(`The checks cannot run. ${error.message}\n`);
      return 2;
    }
    if (!(error instanceof ContractError)) throw error;
    err.write(`The checks cannot run. ${error.message} ${error.advice}\n`);
    return 2;
  } finally {
    await desk.close('The checks are done.');
  }
  const isReported = await reported(options, attempt.attempt.attemptId, { out: progress, err });
  if (attempt.attempt.state !== 'completed' || !isReported) return 2;
  return isProven(attempt) ? 0 : 1;
}

/** Whether nothing failed and everything critical has passed. A waiver lets people sign; it makes nothing pass. */
function isProven({ runs, score }: AttemptRead): boolean {
  return (
    score.blockers.length === 0 &&
    runs.every(({ result, critical }) => result === 'passed' || (result === 'skipped' && !critical))
  );
}

/** Whether the report was written; why not is said. */
async function reported(
  options: CertifyOptions,
  attemptId: string,
  { out, err }: Output,
): Promise<boolean> {
  try {
    const { folder, manifest } = await options.report(attemptId);
    say(out, reportWords(folder, manifest.files.length));
    return true;
  } catch (error) {
    if (!(error instanceof ReportRefused)) throw error;
    say(err, `${error.message} ${error.advice} What was found is on record all the same.`);
    return false;
  }
}

type AttemptRead = CommandOutput<'readiness.read-attempt'>;

async function goThrough(
  desk: RunningDesk,
  options: CertifyOptions,
  progress: { write(text: string): unknown },
): Promise<AttemptRead> {
  const { phases: chosen, seed, resume, stopped } = options;
  const window = desk.caller('command-line');
  const call = <C extends CommandName>(
    command: C,
    input: CommandInput<C>,
  ): Promise<CommandOutput<C>> => desk.service.commands[command](input, window);
  const one = <T extends TopicName>(
    topic: T,
    feed: { snapshot(): readonly TopicItem<T>[] },
  ): TopicItem<T> => {
    const [item] = feed.snapshot();
    if (item === undefined) throw new Error(`The topic ${topic} is empty.`);
    return item;
  };
  const startNew = async (): Promise<string> =>
    (await call('readiness.start', { phases: [...chosen], seed })).attemptId;
  const resumeLatest = async (): Promise<string> => {
    const attempts = desk.service.topics.attempts({}, window).snapshot();
    const left = attempts.findLast(({ state }) => state === 'interrupted' || state === 'stopped');
    if (left === undefined) {
      throw new ContractError({
        code: 'not-found',
        message: 'No attempt was interrupted or stopped.',
        advice: 'Leave out --resume to begin a new one.',
      });
    }
    await call('readiness.resume', { attemptId: left.attemptId });
    return left.attemptId;
  };
  await takeTheWindow(desk, window, { ...options, comesFor: 'readiness.start' });
  await untilReady(desk, window, options);
  await untilQuoted(desk, window, options.clock);
  const attemptId = resume ? await resumeLatest() : await startNew();
  const status = desk.service.topics.readiness({}, window);
  const checks = desk.service.topics.checks({}, window);
  let phase: Phase | null = null;
  const said = new Set<string>();
  const stopHearing = checks.subscribe(
    (check) => {
      if (check.run === null || check.attemptId !== attemptId || said.has(check.checkId)) return;
      said.add(check.checkId);
      if (check.phase !== phase) {
        phase = check.phase;
        progress.write(`\n${phaseLine(phase, checks.snapshot())}\n`);
      }
      progress.write(checkLine(check.run));
    },
    () => {},
  );
  let asked = false;
  void stopped.then(() => {
    asked = true;
    return call('readiness.stop', { reason: 'Stopped at the command line.' }).catch(() => ({}));
  });
  const deskStatus = desk.service.topics.status({}, window);
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      const { doing, attempt } = one('readiness', status);
      const { fault } = one('status', deskStatus);
      // What could not be recorded is shown as if it had been.
      if (fault !== null) reject(unrecorded(fault, wayOn));
      else if (doing === null && attempt?.attemptId === attemptId && attempt.state !== 'running')
        resolve();
    };
    status.subscribe(look, () => {});
    deskStatus.subscribe(look, () => {});
    look();
  });
  stopHearing();
  if (asked) progress.write('\nStopped.\n');
  return call('readiness.read-attempt', { attemptId });
}

function phaseLine(phase: Phase, checks: readonly CheckStatus[]): string {
  const title = phases.find((each) => each.phase === phase)?.title ?? '';
  const total = checks.filter((check) => check.phase === phase).length;
  return `Phase ${phase}: ${title} (${total} checks)`;
}

const marks: Readonly<Record<CheckRun['result'], string>> = {
  passed: '✓',
  failed: '✗',
  skipped: '–',
};

function checkLine({ result, title, durationMs, sentence }: CheckRun): string {
  const took = `${(durationMs / 1000).toFixed(1)} s`;
  const why = result === 'passed' ? '' : `\n     ${sentence}`;
  return `  ${marks[result]} ${title} (${took})${why}\n`;
}

function verdictNow(desk: RunningDesk): ReadinessVerdict {
  const [status] = desk.service.topics.readiness({}, desk.caller('command-line')).snapshot();
  return status?.verdict ?? 'not-ready';
}

/** A line with a bar for each phase, and the verdict. */
function summary({ attempt, score }: AttemptRead, verdict: ReadinessVerdict): string {
  const { title: verdictTitle, means } = verdictWords[verdict];
  const lines = score.phases
    .filter(({ phase }) => attempt.phases.includes(phase))
    .map(({ phase, share, passed, failed, skipped, durationMs }) => {
      const title = phases.find((each) => each.phase === phase)?.title ?? '';
      const full = Math.round(share * barWidth);
      const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
      const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
      return `${phase}  ${title.padEnd(32)} ${bar} ${percentText(share).padStart(6)}  ${counts} (${(durationMs / 1000).toFixed(1)} s)`;
    });
  const blockers = score.blockers.map(({ checkId, sentence }) => `  ${checkId}: ${sentence}`);
  return [
    '',
    ...lines,
    '',
    `Attempt ${attempt.attemptId}, seed ${attempt.seed}: ${percentText(score.share)}.`,
    `${verdictTitle}. ${means}`,
    ...(blockers.length === 0 ? [] : ['In the way:', ...blockers]),
    '',
  ].join('\n');
}

/** A share never rounds up to all of it. */
function percentText(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}
