import type { Instrument } from '#shared/domain/instrument.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import { sessionAt, type MarketSession } from '#shared/domain/trading-hours.ts';

const minuteMs = 60_000;

interface Known {
  readonly minute: number;
  readonly session: MarketSession | null;
}

/**
 * In which session each instrument is, worked out once a minute, so that a control never reads a text of hours: hours
 * begin and end on the minute.
 */
export class MarketSessions {
  readonly #known = new WeakMap<Instrument, Known>();

  /** Null where the hours say nothing about the moment. */
  of(instrument: Instrument, at: EpochMs): MarketSession | null {
    const minute = Math.floor(at / minuteMs);
    const before = this.#known.get(instrument);
    if (before?.minute === minute) return before.session;
    const session = sessionAt(instrument, at);
    this.#known.set(instrument, { minute, session });
    return session;
  }
}
