import type { MonitorGroup, MonitorLooks } from '#shared/domain/monitor-looks.ts';

import { monitorGroups } from './every-monitor.ts';
import type { Monitor } from './monitor.ts';

/** A quarter of an hour where monitors look every second. */
const looksKept = 900;
/** What happens much in little time makes monitors look more often; that must not push out the minutes before. */
const apartMs = 500;

/** When the monitors have looked. It lives in memory: a desk that starts again has watched nothing yet. */
export class LooksOnRecord {
  readonly #looks = new Map<MonitorGroup, number[]>();
  readonly #opened: { at: number; monotonic: number };

  /** @param at epoch milliseconds, and @param monotonic milliseconds, of one moment. */
  constructor(at: number, monotonic: number) {
    this.#opened = { at, monotonic };
  }

  /** Takes note that monitors have looked and come to an end. A group has looked when all of it has. */
  note(looked: readonly Monitor[], monotonic: number): void {
    const at = this.#opened.at + monotonic - this.#opened.monotonic;
    const ids = new Set(looked.map(({ id }) => id));
    for (const { group, monitors } of monitorGroups) {
      if (!monitors.every(({ id }) => ids.has(id))) continue;
      const looks = this.#looks.get(group) ?? [];
      const last = looks.at(-1);
      if (last !== undefined && at - last < apartMs) continue;
      looks.push(at);
      if (looks.length > looksKept) looks.shift();
      this.#looks.set(group, looks);
    }
  }

  of(group: MonitorGroup): readonly number[] {
    return this.#looks.get(group) ?? [];
  }

  /** All groups, also one that has never looked. */
  get groups(): MonitorLooks[] {
    return monitorGroups.map(({ group, monitors }) => ({
      group,
      monitors: monitors.map(({ id }) => id),
      looks: [...this.of(group)],
    }));
  }
}
