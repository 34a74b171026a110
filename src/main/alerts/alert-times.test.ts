import { describe, expect, it } from 'vitest';

import { acknowledgeWithinMs, type Severity } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { decideAcknowledge, decideEscalate, decideRaise } from './alert-decisions.ts';
import { condition } from './alert-rules.ts';
import { AlertTimes } from './alert-times.ts';
import { alertsFrom, applyToAlerts } from './alerts.ts';
import { decideSilence, forgetSilences } from './silences.ts';

const minute = 60_000;
const hour = 60 * minute;
const critical = acknowledgeWithinMs.critical ?? 0;
const warning = acknowledgeWithinMs.warning ?? 0;

/** A desk whose machine's clock somebody sets. */
class Scene {
  readonly clock = new VirtualClock();
  readonly alerts = alertsFrom();
  #times = this.#fromNow();

  raise(severity: Severity, subject = ''): void {
    const seen = condition('market-data-stale', subject, 'Seen.', { severity });
    this.#take(
      decideRaise(this.alerts, seen, this.clock.now(), () => `alert-${this.alerts.byId.size + 1}`),
    );
  }

  acknowledge(): void {
    const note = { alertId: 'alert-1', note: 'Seen.' };
    this.#take(decideAcknowledge(this.alerts, note, this.clock.now(), 'rosa', 'free'));
  }

  silence(minutes: number): void {
    const request = {
      rule: 'market-data-stale',
      instrumentId: null,
      fingerprint: null,
      minutes,
      reason: 'The venue is halted.',
    };
    this.#take(
      decideSilence(this.alerts, request, this.clock.now(), 'rosa', () => 'free', 'silence-1'),
    );
  }

  setClock(byMs: number): void {
    this.clock.jumpTo(this.clock.now() + byMs);
  }

  /** Lets time pass, and gives how many alerts escalate then. */
  after(ms: number): number {
    this.clock.advance(ms);
    forgetSilences(this.alerts, this.#times, this.clock.monotonic());
    return this.#take(
      decideEscalate(this.alerts, this.clock.now(), this.#times, this.clock.monotonic()),
    );
  }

  /** What the desk knew in memory is gone. */
  restart(): void {
    this.#times = this.#fromNow();
  }

  #fromNow(): AlertTimes {
    return new AlertTimes(this.alerts, this.clock.now(), this.clock.monotonic());
  }

  #take(facts: readonly NewFact[]): number {
    for (const fact of facts) {
      applyToAlerts(this.alerts, fact);
      this.#times.hear(fact, this.clock.monotonic());
    }
    return facts.length;
  }
}

describe('the time to acknowledge', () => {
  it.each([0, -2 * hour, -48 * hour, 2 * hour, 48 * hour])(
    'is over when it has passed, with the clock set by %d ms meanwhile',
    (byMs) => {
      const scene = new Scene();
      scene.raise('critical');
      scene.setClock(byMs);
      expect(scene.after(critical - 1)).toBe(0);
      expect(scene.after(1)).toBe(1);
      expect(scene.after(hour)).toBe(0);
    },
  );

  it('of many is not over at once because the clock was set forward', () => {
    const scene = new Scene();
    for (let nth = 0; nth < 50; nth += 1) scene.raise('critical', String(nth));
    scene.setClock(10 * hour);
    expect(scene.after(critical - 1)).toBe(0);
  });

  it.each([-hour, hour])(
    'is the shorter one of what grows graver after the clock was set by %d ms',
    (byMs) => {
      const scene = new Scene();
      scene.raise('warning');
      scene.clock.advance(minute);
      scene.setClock(byMs);
      scene.raise('critical');
      expect(scene.after(critical - 1)).toBe(0);
      expect(scene.after(1)).toBe(1);
    },
  );

  it('is what is left of it where it grows graver shortly before its end', () => {
    const scene = new Scene();
    scene.raise('warning');
    scene.clock.advance(warning - minute);
    scene.raise('critical');
    expect(scene.after(minute)).toBe(1);
  });

  it('begins anew with what opens again', () => {
    const scene = new Scene();
    scene.raise('warning');
    scene.clock.advance(minute);
    scene.acknowledge();
    scene.setClock(-hour);
    scene.raise('critical');
    expect(scene.after(critical - 1)).toBe(0);
    expect(scene.after(1)).toBe(1);
  });
});

describe('a silence', () => {
  it.each([-5 * hour, 5 * hour])(
    'lasts its time, with the clock set by %d ms meanwhile',
    (byMs) => {
      const scene = new Scene();
      scene.raise('warning');
      scene.silence(60);
      scene.setClock(byMs);
      expect(scene.after(hour - 1)).toBe(0);
      expect(scene.alerts.silences.size).toBe(1);
      expect(scene.after(1)).toBe(1);
      expect(scene.alerts.silences.size).toBe(0);
    },
  );
});

describe('across a restart', () => {
  it('what was left is left, by the wall clock', () => {
    const scene = new Scene();
    scene.raise('critical');
    scene.clock.advance(minute);
    scene.restart();
    expect(scene.after(critical - minute - 1)).toBe(0);
    expect(scene.after(1)).toBe(1);
  });

  it('nobody has more than the whole time where the clock was set back', () => {
    const scene = new Scene();
    scene.raise('critical');
    scene.setClock(-48 * hour);
    scene.restart();
    expect(scene.after(critical - 1)).toBe(0);
    expect(scene.after(1)).toBe(1);
  });

  it('no silence lasts longer than it was to where the clock was set back', () => {
    const scene = new Scene();
    scene.raise('warning');
    scene.silence(60);
    scene.setClock(-48 * hour);
    scene.restart();
    expect(scene.after(hour)).toBe(1);
  });

  it('what is late by the wall clock escalates at once', () => {
    const scene = new Scene();
    scene.raise('critical');
    scene.setClock(hour);
    scene.restart();
    expect(scene.after(0)).toBe(1);
  });
});
