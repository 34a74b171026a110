import { expect, it } from 'vitest';

import type { NewFact } from '#shared/domain/fact.ts';

import { decideInhibit, decideRaise } from './alert-decisions.ts';
import { condition } from './alert-rules.ts';
import { alertsFrom, applyToAlerts } from './alerts.ts';
import { decideFlood } from './flood.ts';

const START = Date.parse('2020-03-09T14:00:00.000Z');
const MINUTE = 60_000;

class Scene {
  readonly alerts = alertsFrom();
  #made = 0;

  rejected(count: number, at: number): void {
    for (let i = 0; i < count; i += 1) {
      this.#made += 1;
      const seen = condition('order-rejected', `order-${this.#made}`, 'Rejected.');
      this.take(decideRaise(this.alerts, seen, at, () => `alert-${this.#made}`));
    }
  }

  flood(at: number): string[] {
    return this.take(decideFlood(this.alerts, at, () => 'flood'));
  }

  take(facts: readonly NewFact[]): string[] {
    return facts.map((fact) => {
      applyToAlerts(this.alerts, fact);
      return fact.kind === 'alert.changed' ? fact.body.change : fact.kind;
    });
  }
}

it('is said from the eleventh alert within ten minutes on, once', () => {
  const scene = new Scene();
  scene.rejected(10, START);
  expect(scene.flood(START + 1)).toEqual([]);
  scene.rejected(1, START + MINUTE);
  expect(scene.flood(START + MINUTE)).toEqual(['raised']);
  expect(scene.alerts.byId.get('flood')).toMatchObject({
    rule: 'alert-flood',
    severity: 'warning',
    observed: 11,
    threshold: 10,
  });
  expect(scene.flood(START + MINUTE)).toEqual([]);
});

it('does not count itself, nor what is older, nor what another alert explains', () => {
  const scene = new Scene();
  scene.rejected(6, START);
  scene.rejected(5, START + 10 * MINUTE);
  expect(scene.flood(START + 10 * MINUTE)).toEqual([]);
  scene.take(
    decideRaise(scene.alerts, condition('link-down', '', 'Down.'), START, () => 'link-down'),
  );
  for (let instrumentId = 1; instrumentId <= 20; instrumentId += 1) {
    const seen = condition('market-data-stale', String(instrumentId), 'Stale.', { instrumentId });
    scene.take(decideRaise(scene.alerts, seen, START + 10 * MINUTE, () => `stale-${instrumentId}`));
  }
  scene.take(decideInhibit(scene.alerts, START + 10 * MINUTE));
  expect(scene.flood(START + 10 * MINUTE)).toEqual([]);
  scene.rejected(6, START + 10 * MINUTE);
  expect(scene.flood(START + 10 * MINUTE)).toEqual(['raised']);
  expect(scene.alerts.byId.get('flood')).toMatchObject({ observed: 11 });
});

it('is shown again when it has doubled, and is over well below its edge', () => {
  const scene = new Scene();
  scene.rejected(11, START);
  scene.flood(START);
  scene.rejected(10, START + MINUTE);
  expect(scene.flood(START + MINUTE)).toEqual(['repeated']);
  scene.rejected(6, START + 11 * MINUTE);
  expect(scene.flood(START + 11 * MINUTE)).toEqual([]);
  expect(scene.flood(START + 21 * MINUTE)).toEqual(['cleared']);
});
