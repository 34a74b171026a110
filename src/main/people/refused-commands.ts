import type { Caller } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { Clock } from '#shared/domain/ports.ts';

/**
 * How long the same refusal at the same window is not recorded again, milliseconds: who tries a thousand times in a
 * minute is on record six times, and cannot fill the disk.
 */
export const recordAgainAfterMs = 10_000;
/** Refusals remembered at most, so that made-up windows and names cannot fill the memory either. */
const remembered = 1000;

export interface RefusedCommandsOptions {
  clock: Pick<Clock, 'monotonic'>;
  /** Takes facts down the road of the desk of now, stamped with the caller's window. */
  record(facts: readonly NewFact[], act: () => void, caller: Caller): Promise<void>;
  /** Hears that what nobody waits for could not be recorded. */
  onUnrecorded(error: unknown): void;
}

/** What people tried and may not do, and what no page of the desk would send: each is a fact. */
export class RefusedCommands {
  readonly #options: RefusedCommandsOptions;
  /** By window and command: when it was last recorded, on the monotonic clock. */
  readonly #recorded = new Map<string, number>();

  constructor(options: RefusedCommandsOptions) {
    this.#options = options;
  }

  /** @param command null for a frame that was not of the contract. */
  take(command: string | null, message: string, caller: Caller): void {
    const now = this.#options.clock.monotonic();
    const key = `${caller.windowId} ${command ?? ''}`;
    const before = this.#recorded.get(key);
    if (before !== undefined && now - before < recordAgainAfterMs) return;
    if (this.#recorded.size >= remembered) this.#recorded.clear();
    this.#recorded.set(key, now);
    const body = { command, message };
    const fact: NewFact = { kind: 'command.refused', by: caller.person.personId, body };
    this.#options
      .record([fact], () => undefined, caller)
      .catch((error: unknown) => this.#options.onUnrecorded(error));
  }
}
