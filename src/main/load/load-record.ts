import type { Fact } from '#shared/domain/fact.ts';
import type { LoadRow } from '#shared/domain/load.ts';

/** Every load run by its id, the oldest first. */
export type LoadRecord = ReadonlyMap<string, LoadRow>;

export const noLoadRuns: LoadRecord = new Map();

export function applyToLoad(record: LoadRecord, fact: Fact): LoadRecord {
  switch (fact.kind) {
    case 'load.began':
      return new Map(record).set(fact.body.run.runId, {
        ...fact.body.run,
        state: 'running',
        endedAt: null,
        reason: '',
        summary: null,
        evidence: [],
        isBaseline: false,
      });
    case 'load.ended': {
      const held = record.get(fact.body.runId);
      if (held === undefined) return record;
      const row = { ...held, ...fact.body, endedAt: fact.at };
      return new Map(record).set(row.runId, row);
    }
    case 'load.baseline-set': {
      const { scenarioId, runId } = fact.body;
      return new Map(
        [...record].map(([id, row]) => [
          id,
          row.scenario.scenarioId === scenarioId ? { ...row, isBaseline: id === runId } : row,
        ]),
      );
    }
    default:
      return record;
  }
}
