import type { NewFact } from '#shared/domain/fact.ts';
import { fromMicros } from '#shared/domain/money.ts';

import { pnlOfDay, decideOpenDay } from '../risk/loss-figures.ts';
import { totalPnlMicros } from '../trading/pnl.ts';
import type { DeskCore } from './desk-core.ts';

const exchangeDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The exchange's date by the gateway's clock, `YYYY-MM-DD`; null until that has been heard. */
export function exchangeDate(core: DeskCore): string | null {
  const time = core.gatewayTime.time;
  return time === null ? null : exchangeDay.format(time.at);
}

function totalMicros(core: DeskCore): number | null {
  return totalPnlMicros(
    core.state.books,
    (instrumentId) => core.quotes.mark(instrumentId),
    (currency) => core.account.rateToBase(currency),
  );
}

/** P&L of the exchange's day in the base currency; null while a mark, a rate or the day is not known. */
export function dayPnl(core: DeskCore): number | null {
  const micros = pnlOfDay(core.state.pnl, exchangeDate(core), totalMicros(core));
  return micros === null ? null : fromMicros(micros);
}

/**
 * Opens the exchange's day where it has begun, and goes on with it after a position was taken over. A new day waits
 * for a link that is ready: before, the books may miss fills of the old one.
 */
export function openDay(core: DeskCore): NewFact[] {
  const date = exchangeDate(core);
  const isNew = core.state.pnl.exchangeDate !== date;
  if (isNew && core.linkStatus.state !== 'ready') return [];
  return decideOpenDay(core.state.pnl, date, totalMicros(core));
}

/** Values what the desk has lost, and gives the peaks that are due to be recorded. */
export function valueLosses(core: DeskCore): NewFact[] {
  core.pnlPeaks.value(core.state.pnl, exchangeDate(core), totalMicros(core));
  return core.pnlPeaks.decideMark(core.state.pnl, core.ports.clock.monotonic());
}

/** The peaks as the desk leaves them when it is stopped. */
export function lastMark(core: DeskCore): NewFact[] {
  core.pnlPeaks.value(core.state.pnl, exchangeDate(core), totalMicros(core));
  return core.pnlPeaks.decideLastMark(core.state.pnl);
}

/** What must be on record before a position is taken over, so that the day goes on from there. */
export function markBeforeAdoption(core: DeskCore, facts: readonly NewFact[]): NewFact[] {
  if (!facts.some(({ kind }) => kind === 'position.adopted')) return [];
  core.pnlPeaks.value(core.state.pnl, exchangeDate(core), totalMicros(core));
  return core.pnlPeaks.decideMarkNow(core.state.pnl);
}
