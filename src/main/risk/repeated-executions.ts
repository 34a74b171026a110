import { ContractError } from '#shared/contract/error.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';

/** How often each instrument has traded since a person last attended to it, by the record, so that no restart forgets. */
export class RepeatedExecutions {
  readonly #counts = new Map<InstrumentId, number>();

  apply(fact: NewFact): void {
    if (fact.kind === 'execution.received') {
      const { execution, corrects } = fact.body;
      // A correction is no further trade, and what another client trades this desk cannot stop.
      if (corrects !== null || execution.orderRef.startsWith('external:')) return;
      this.#counts.set(execution.instrumentId, this.of(execution.instrumentId) + 1);
    } else if (fact.kind === 'repeated-execution.reset') {
      this.#counts.delete(fact.body.instrumentId);
    }
  }

  of(instrumentId: InstrumentId): number {
    return this.#counts.get(instrumentId) ?? 0;
  }

  /** Every instrument that has traded since, with how often. */
  all(): ReadonlyMap<InstrumentId, number> {
    return this.#counts;
  }
}

/**
 * A person has looked at what an instrument traded and lets it trade on. Throws {@link ContractError} `conflict` where
 * it has not traded since somebody last did.
 * @param executions how often it has traded since.
 */
export function decideResetRepeatedExecution(
  instrumentId: InstrumentId,
  executions: number,
  reason: string,
  by: string,
): NewFact[] {
  if (executions === 0) {
    throw new ContractError({
      code: 'conflict',
      message: 'The instrument has not traded since a person last attended to it.',
      advice: 'There is nothing to re-enable.',
    });
  }
  return [{ kind: 'repeated-execution.reset', by, body: { instrumentId, executions, reason } }];
}
