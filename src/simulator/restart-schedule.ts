import type { EpochMs } from '#shared/domain/ports.ts';

import { addDays, dayOfWeek } from './market/time-zone.ts';
import { newYorkDate, newYorkMoment, nextTimeOfDay } from './script/script-moments.ts';

/** When everyone must log in anew. Source: IB, TWS API, Weekly re-authentication: Sunday, 01:00 Eastern. */
const weeklyTime = '01:00:00';
const sunday = 0;

export interface RestartTimes {
  /** New York time as `23:45`; off leaves the gateway up. */
  dailyRestart: string;
  weeklyLogoff: boolean;
}

/** Says when the gateway must restart by itself, as TWS does every night and every Sunday. */
export class RestartSchedule {
  readonly #times: RestartTimes;
  #nextDaily: EpochMs;
  #nextWeekly: EpochMs;

  /** @param now simulated time */
  constructor(times: RestartTimes, now: EpochMs) {
    this.#times = times;
    this.#nextDaily = this.#dailyAfter(now);
    this.#nextWeekly = this.#weeklyAfter(now);
  }

  /** Simulated time has come to `now`: why the gateway restarts, or null. A weekend's restarts are one. */
  passTo(now: EpochMs): string | null {
    const isWeekly = now >= this.#nextWeekly;
    const isDaily = now >= this.#nextDaily;
    if (isWeekly) this.#nextWeekly = this.#weeklyAfter(now);
    if (isDaily) this.#nextDaily = this.#dailyAfter(now);
    if (isWeekly) return 'Sunday, 01:00 in New York: everyone is logged off and must log in again.';
    return isDaily ? `${this.#times.dailyRestart} in New York: the daily restart.` : null;
  }

  #dailyAfter(now: EpochMs): EpochMs {
    const { dailyRestart } = this.#times;
    return dailyRestart === 'off' ? Infinity : nextTimeOfDay(`${dailyRestart}:00`, now + 1);
  }

  #weeklyAfter(now: EpochMs): EpochMs {
    if (!this.#times.weeklyLogoff) return Infinity;
    let date = newYorkDate(now);
    while (dayOfWeek(date) !== sunday || newYorkMoment(date, weeklyTime) <= now) {
      date = addDays(date, 1);
    }
    return newYorkMoment(date, weeklyTime);
  }
}
