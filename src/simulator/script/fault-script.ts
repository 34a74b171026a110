import type { SimulatorFault } from '#shared/domain/simulator-fault.ts';

/** When a line of a script happens. */
export type ScriptTime =
  /** Simulated time in New York: the next time the clock shows it, or on that date alone. */
  | { kind: 'at'; date: string | null; time: string }
  /** Simulated time before or after a session's open or close: the next there is. */
  | { kind: 'at-session'; edge: 'open' | 'close'; offsetMs: number }
  /** Wall time since the nearest `at` or `after` above has happened, or since the script began. */
  | { kind: 'after'; delayMs: number }
  /** Again and again, in wall time. */
  | { kind: 'every'; periodMs: number };

export interface ScriptLine {
  /** Where it stands in the file, from 1. */
  line: number;
  when: ScriptTime;
  fault: SimulatorFault;
}

/** What goes wrong, and when. */
export interface FaultScript {
  lines: readonly ScriptLine[];
  /** How often all of it happens; null is for ever. */
  rounds: number | null;
}

export const noScript: FaultScript = { lines: [], rounds: 1 };

/** One line that cannot be understood; the sentence names the line, what is wrong and what to write. */
export interface ScriptMistake {
  /** 0 for the file as a whole. */
  line: number;
  sentence: string;
}

/** A file that is no script at all has a mistake in every line. */
const namedMistakes = 8;

export class FaultScriptError extends Error {
  override readonly name = 'FaultScriptError';
  readonly mistakes: readonly ScriptMistake[];

  /** @param name the script's, as a person knows it */
  constructor(name: string, mistakes: readonly ScriptMistake[]) {
    const sentences = mistakes
      .slice(0, namedMistakes)
      .map(({ line, sentence }) => (line === 0 ? sentence : `Line ${line}: ${sentence}`));
    const more = mistakes.length - sentences.length;
    if (more > 0) sentences.push(`And ${more} more.`);
    super(`The fault script ${name} cannot be played. ${sentences.join(' ')}`);
    this.mistakes = mistakes;
  }
}
