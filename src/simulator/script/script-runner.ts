import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';
import type { SimulatorFault } from '#shared/domain/simulator-fault.ts';

import { GatewayOptionsError } from '../gateway-options.ts';
import type { TradingCalendar } from '../market/trading-calendar.ts';
import type { FaultScript, ScriptLine } from './fault-script.ts';
import { nextMoment } from './script-moments.ts';

export interface ScriptSurroundings {
  clock: Clock;
  calendar: TradingCalendar;
  /** Simulated time. */
  now: () => EpochMs;
  inject: (fault: SimulatorFault) => void;
  /** Hears, in sentences, what could not be done. */
  notice: (sentence: string) => void;
}

/** An `at` or `after` line, and the `after` lines that count from it. */
interface Step {
  line: ScriptLine;
  followers: Step[];
}

/** Plays a script: `at` by simulated time as it passes, `after` and `every` by the gateway's own clock. */
export class ScriptRunner {
  readonly #script: FaultScript;
  readonly #surroundings: ScriptSurroundings;
  readonly #timers = new Set<Timer>();
  #due: { at: EpochMs; step: Step }[] = [];
  #roundsLeft: number;
  /** Steps of this round that have not happened yet and still can. */
  #open = 0;

  constructor(script: FaultScript, surroundings: ScriptSurroundings) {
    this.#script = script;
    this.#surroundings = surroundings;
    this.#roundsLeft = script.rounds ?? Infinity;
  }

  start(): void {
    const { clock } = this.#surroundings;
    for (const { when, fault, line } of this.#script.lines) {
      if (when.kind !== 'every') continue;
      this.#timers.add(clock.every(when.periodMs, () => this.#inject(fault, line)));
    }
    this.#beginRound(this.#surroundings.now());
  }

  /** Simulated time has come to `now`: what was due until then happens, the earliest first. */
  passTo(now: EpochMs): void {
    const due = this.#due
      .filter(({ at }) => at <= now)
      .toSorted((a, b) => a.at - b.at || a.step.line.line - b.step.line.line);
    if (due.length === 0) return;
    this.#due = this.#due.filter(({ at }) => at > now);
    for (const { step } of due) this.#happen(step);
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#due = [];
  }

  #beginRound(from: EpochMs): void {
    if (this.#roundsLeft === 0) return;
    this.#roundsLeft -= 1;
    const first = stepsOf(this.#script);
    this.#open = count(first);
    for (const step of first) this.#schedule(step, from);
    // Nothing of it can happen any more: another round could not either.
    if (this.#open === 0) this.#roundsLeft = 0;
  }

  #schedule(step: Step, from: EpochMs): void {
    const { clock, calendar, notice } = this.#surroundings;
    const { when, line } = step.line;
    if (when.kind === 'after') {
      const timer = clock.after(when.delayMs, () => {
        this.#timers.delete(timer);
        this.#happen(step);
      });
      this.#timers.add(timer);
    } else if (when.kind !== 'every') {
      const at = nextMoment(when, from, calendar);
      if (at !== null) this.#due.push({ at, step });
      else {
        this.#open -= count([step]);
        notice(`Line ${line} of the fault script names a time that has passed; it is left out.`);
      }
    }
  }

  #happen(step: Step): void {
    this.#inject(step.line.fault, step.line.line);
    const now = this.#surroundings.now();
    for (const follower of step.followers) this.#schedule(follower, now);
    this.#open -= 1;
    // A moment later, or a line at this very time would happen twice.
    if (this.#open === 0) this.#beginRound(now + 1);
  }

  #inject(fault: SimulatorFault, line: number): void {
    try {
      this.#surroundings.inject(fault);
    } catch (error) {
      if (!(error instanceof GatewayOptionsError)) throw error;
      this.#surroundings.notice(
        `Line ${line} of the fault script could not be done: ${error.message}`,
      );
    }
  }
}

/** The lines that wait for a time or for the script's beginning, each with those that wait for it. */
function stepsOf({ lines }: FaultScript): Step[] {
  const first: Step[] = [];
  let above: Step | null = null;
  for (const line of lines) {
    if (line.when.kind === 'every') continue;
    const step: Step = { line, followers: [] };
    if (line.when.kind === 'after' && above !== null) above.followers.push(step);
    else first.push(step);
    above = step;
  }
  return first;
}

function count(steps: readonly Step[]): number {
  return steps.reduce((sum, { followers }) => sum + 1 + count(followers), 0);
}
