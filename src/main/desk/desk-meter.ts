import type { DeskTopics } from '#shared/contract/service.ts';
import type { Clock } from '#shared/domain/ports.ts';

import type { LossFigures } from '../risk/loss-figures.ts';
import type { MachineFigures } from './machine-figures.ts';
import type { DeskFigures } from './metrics.ts';

/** What the journal says of its last fact. */
interface JournalHead {
  seq: number;
  /** ISO-8601; null before the first fact. */
  at: string | null;
}

export interface DeskMeterOptions {
  topics: Pick<DeskTopics, 'status' | 'orders' | 'alerts' | 'positions' | 'quotes' | 'activity'>;
  journalHead: () => JournalHead;
  /** What the desk says of itself that no screen is told. */
  gauges: () => DeskGauges;
  clock: Clock;
}

/** What a desk measures of itself. */
export interface DeskGauges {
  losses: LossFigures;
  machine: MachineFigures;
  longestJournalLagMs: number;
  backupAgeMs: number;
}

export interface DeskMeter {
  figures(): DeskFigures;
  stop(): void;
}

/**
 * Reads a desk's figures from what it tells its screens, and counts from now on what passes. Throws in `figures` when
 * the desk has no status.
 */
export function meterDesk({ topics, journalHead, gauges, clock }: DeskMeterOptions): DeskMeter {
  const facts = new Map<string, number>();
  let quotes = 0;
  const ignoreRemoval = (): void => {};
  const stops = [
    topics.activity({}).subscribe(({ kind }) => {
      facts.set(kind, (facts.get(kind) ?? 0) + 1);
    }, ignoreRemoval),
    topics.quotes({}).subscribe(() => {
      quotes += 1;
    }, ignoreRemoval),
  ];

  return {
    figures() {
      const [status] = topics.status({}).snapshot();
      if (status === undefined) throw new Error('The desk has no status.');
      const { seq, at } = journalHead();
      const { losses, machine, longestJournalLagMs, backupAgeMs } = gauges();
      return {
        status,
        orders: topics.orders({}).snapshot(),
        alerts: topics.alerts({}).snapshot(),
        positions: topics.positions({}).snapshot(),
        totals: { quotes, facts: new Map(facts) },
        losses,
        machine,
        journal: {
          longestLagMs: longestJournalLagMs,
          backupAgeMs,
          headSeq: seq,
          // The machine's clock may have been set back since.
          lastCommitAgeMs: at === null ? null : Math.max(0, clock.now() - Date.parse(at)),
        },
      };
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
