import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { Clock } from '#shared/domain/ports.ts';
import { holds, type CheckRun, type Evidence, type Figure } from '#shared/domain/readiness.ts';

import { CheckSkipped, type Check, type EvidenceFile, type Findings } from './check.ts';
import type { CheckWorld } from './check-world.ts';
import { figureText, thresholdText } from './figure-text.ts';

/** A check's world, and how to tidy it away. */
export interface WorldOfCheck {
  world: CheckWorld;
  close(): Promise<void>;
}

/** What going through checks needs of whoever holds the attempt. */
export interface AttemptKeeper {
  gatewayKind: GatewayKind;
  clock: Clock;
  /** Runs of this attempt from before it was interrupted. */
  alreadyRan: readonly CheckRun[];
  worldOf(check: Check, runs: readonly CheckRun[], signal: AbortSignal): WorldOfCheck;
  /** Writes a file into the attempt's folder, synced, and hashes it. */
  keep(checkId: string, file: EvidenceFile): Evidence;
  began(check: Check): void;
  /** Resolves once the run is on record. */
  ran(run: CheckRun): Promise<void>;
}

/** What a check is given after it was told to stop, to leave the desk as it found it, milliseconds. */
const tidyWithinMs = 10_000;

/**
 * Goes through checks in the order given, one after the other. A check whose needs have not passed, or that its gateway
 * does not allow, is skipped with why. A check that is stopped by a person leaves no run.
 */
export async function goThrough(
  checks: readonly Check[],
  keeper: AttemptKeeper,
  stop: AbortSignal,
): Promise<'completed' | 'stopped'> {
  const runs = [...keeper.alreadyRan];
  for (const check of checks) {
    if (runs.some(({ checkId }) => checkId === check.checkId)) continue;
    if (stop.aborted) return 'stopped';
    const run = await runCheck(check, runs, keeper, stop);
    if (run === null) return 'stopped';
    runs.push(run);
    await keeper.ran(run);
  }
  return 'completed';
}

/** Runs one check; null where a person stopped it. */
async function runCheck(
  check: Check,
  runs: readonly CheckRun[],
  keeper: AttemptKeeper,
  stop: AbortSignal,
): Promise<CheckRun | null> {
  const { clock } = keeper;
  const since = clock.monotonic();
  const beganAt = new Date(clock.now()).toISOString();
  const runOf = (outcome: Outcome): CheckRun => ({
    checkId: check.checkId,
    title: check.title,
    phase: check.phase,
    weight: check.weight,
    critical: check.critical,
    ...outcome,
    beganAt,
    durationMs: clock.monotonic() - since,
  });

  const why = whySkipped(check, runs, keeper.gatewayKind);
  if (why !== null) return runOf(skipped(why));
  keeper.began(check);
  const outcome = await outcomeOf(check, runs, keeper, stop);
  return outcome === null
    ? null
    : runOf({ ...outcome, sentence: `${outcome.sentence}${whereAt(check, keeper)}` });
}

/** Of what is proven beside the desk's own gateway, that it is. */
function whereAt({ ownGateway }: Check, { gatewayKind }: AttemptKeeper): string {
  return ownGateway === true && gatewayKind !== 'simulated'
    ? ` It was done on a simulated gateway of its own: it proves the program and the limits, and nothing of the ${gatewayKind} gateway.`
    : '';
}

type Outcome = Pick<CheckRun, 'result' | 'sentence' | 'figures' | 'evidence'>;

async function outcomeOf(
  check: Check,
  runs: readonly CheckRun[],
  keeper: AttemptKeeper,
  stop: AbortSignal,
): Promise<Outcome | null> {
  const late = new AbortController();
  const signal = AbortSignal.any([stop, late.signal]);
  const deadline = keeper.clock.after(check.withinMs, () => late.abort());
  const room = keeper.worldOf(check, runs, signal);
  try {
    const findings = await orAborted(check.run(room.world), signal, keeper.clock);
    if (findings === 'stuck' || signal.aborted) {
      if (stop.aborted) return null;
      return failed(`It took longer than the ${check.withinMs / 1000} s it is given.`);
    }
    return judged(check, findings, keeper);
  } catch (error) {
    if (stop.aborted) return null;
    if (error instanceof CheckSkipped) return skipped(error.message);
    if (late.signal.aborted) {
      return failed(
        `It took longer than the ${check.withinMs / 1000} s it is given: ${messageOf(error)}`,
      );
    }
    return failed(messageOf(error));
  } finally {
    deadline.cancel();
    await room.close();
  }
}

/** What a check finds; `stuck` where it does not even end after it was told to. */
function orAborted(
  running: Promise<Findings>,
  signal: AbortSignal,
  clock: Clock,
): Promise<Findings | 'stuck'> {
  const stuck = new Promise<'stuck'>((resolve) => {
    const give = (): void => {
      clock.after(tidyWithinMs, () => resolve('stuck'));
    };
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
  return Promise.race([running, stuck]);
}

/** The result of what was found, with every figure that does not hold said in words. */
function judged(check: Check, findings: Findings, keeper: AttemptKeeper): Outcome {
  const missed = findings.figures.filter((figure) => !holds(figure)).map(missedText);
  const wrong = [...missed, ...findings.problems];
  return {
    result: wrong.length === 0 ? 'passed' : 'failed',
    sentence: wrong.length === 0 ? findings.found : wrong.join(' '),
    figures: [...findings.figures],
    evidence: findings.evidence.map((file) => keeper.keep(check.checkId, file)),
  };
}

function missedText(figure: Figure): string {
  const is = figure.value === null ? 'could not be measured' : `is ${figureText(figure)}`;
  return `${figure.title} ${is}, and must be ${thresholdText(figure)}.`;
}

function whySkipped(
  check: Check,
  runs: readonly CheckRun[],
  gatewayKind: GatewayKind,
): string | null {
  if (!check.gateways.includes(gatewayKind)) {
    return whyNotAt(gatewayKind, check.gateways);
  }
  for (const needed of check.needs) {
    const run = runs.find(({ checkId }) => checkId === needed);
    if (run?.result !== 'passed') {
      return `It stands on “${run?.title ?? needed}”, which has not passed.`;
    }
  }
  return null;
}

/** At a live account no order leaves; what no broker's account should see is proven at the simulated gateway alone. */
function whyNotAt(gatewayKind: GatewayKind, gateways: readonly GatewayKind[]): string {
  const at = `It is not run on a ${gatewayKind} gateway`;
  if (gatewayKind === 'shadow' && gateways.includes('paper')) {
    return `${at}: it sends orders, and none may leave to a live account. An attempt at a paper account with the same version and limits proves it.`;
  }
  if (gateways.every((each) => each === 'simulated')) {
    return `${at}: it moves the market, breaks the link or presses the kill switch, which is done to a simulated gateway alone. A rehearsal of the same version and limits proves it.`;
  }
  return `${at}.`;
}

function failed(sentence: string): Outcome {
  return { result: 'failed', sentence, figures: [], evidence: [] };
}

function skipped(sentence: string): Outcome {
  return { result: 'skipped', sentence, figures: [], evidence: [] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
