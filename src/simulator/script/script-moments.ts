import type { EpochMs } from '#shared/domain/ports.ts';

import { addDays, momentOfWallClock, wallClock } from '../market/time-zone.ts';
import { dayOf, marketZone, sessionMs, type TradingCalendar } from '../market/trading-calendar.ts';
import type { ScriptTime } from './fault-script.ts';

/** An offset of days, as `open-30h`, can reach over a weekend and a holiday. */
const sessionsAhead = 6;

/** When New York's clocks show a time on a date, `2020-03-12` and `09:45:00`. */
export function newYorkMoment(date: string, time: string): EpochMs {
  return momentOfWallClock(Date.parse(`${date}T${time}Z`), marketZone);
}

export function newYorkDate(epochMs: EpochMs): string {
  return new Date(wallClock(epochMs, marketZone)).toISOString().slice(0, 10);
}

/** The first time at or after `from` when New York's clocks show `time`. */
export function nextTimeOfDay(time: string, from: EpochMs): EpochMs {
  let date = newYorkDate(from);
  while (newYorkMoment(date, time) < from) date = addDays(date, 1);
  return newYorkMoment(date, time);
}

/** The first moment at or after `from` that a line of a script names; null when there is none. */
export function nextMoment(
  when: Extract<ScriptTime, { kind: 'at' | 'at-session' }>,
  from: EpochMs,
  calendar: TradingCalendar,
): EpochMs | null {
  if (when.kind === 'at') {
    if (when.date === null) return nextTimeOfDay(when.time, from);
    const moment = newYorkMoment(when.date, when.time);
    return moment < from ? null : moment;
  }
  const today = dayOf(calendar.momentOf(from));
  const toEdge = (when.edge === 'close' ? sessionMs : 0) + when.offsetMs;
  for (let day = today - 1; day <= today + sessionsAhead; day += 1) {
    const moment = calendar.openAt(day) + toEdge;
    if (moment >= from) return moment;
  }
  return null;
}
