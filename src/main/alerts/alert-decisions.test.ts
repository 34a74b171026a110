import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ContractErrorCode } from '#shared/contract/error.ts';
import { untouchedAlert, type Alert, type Severity } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';

import { condition, type AlertCondition } from './alert-rules.ts';
import {
  decideAcknowledge,
  decideClear,
  decideEscalate,
  decideRaise,
  decideResolve,
} from './alert-decisions.ts';
import { AlertTimes } from './alert-times.ts';
import { alertsFrom, applyToAlerts, type Alerts } from './alerts.ts';
import type { AcknowledgeRight } from './own-order.ts';

const START = Date.parse('2020-03-09T14:00:00.000Z');

/** A desk's alerts with a clock that is set by hand. */
class Scene {
  readonly alerts: Alerts = alertsFrom();
  now = START;
  #made = 0;

  raise(seen: AlertCondition): string[] {
    return this.take(decideRaise(this.alerts, seen, this.now, () => `alert-${(this.#made += 1)}`));
  }

  clear(fingerprint: string): string[] {
    return this.take(decideClear(this.alerts, fingerprint, this.now));
  }

  acknowledge(
    alertId = 'alert-1',
    note = 'Looking into it.',
    right: AcknowledgeRight = 'free',
  ): string[] {
    return this.take(
      decideAcknowledge(this.alerts, { alertId, note }, this.now, 'risk-officer', right),
    );
  }

  resolve(alertId = 'alert-1', note = 'Done.', right: AcknowledgeRight = 'free'): string[] {
    return this.take(
      decideResolve(this.alerts, { alertId, note }, this.now, 'risk-officer', right),
    );
  }

  escalate(): string[] {
    // As a desk that starts at this moment, which goes by the wall clock.
    const times = new AlertTimes(this.alerts, this.now, 0);
    return this.take(decideEscalate(this.alerts, this.now, times, 0));
  }

  take(facts: readonly NewFact[]): string[] {
    return facts.map((fact) => {
      applyToAlerts(this.alerts, fact);
      return fact.kind === 'alert.changed' ? fact.body.change : fact.kind;
    });
  }

  get(alertId = 'alert-1'): Alert | undefined {
    return this.alerts.byId.get(alertId);
  }
}

const linkDown = (severity: 'warning' | 'critical' = 'warning') =>
  condition('link-down', '', 'The link is down.', { severity });
const loss = (observed: number) =>
  condition('daily-loss', '', `Lost ${observed}.`, {
    figures: { observed, threshold: 5000, unit: 'USD of loss', limitsVersion: 3 },
  });
const rejected = (detail = 'Not enough margin.') =>
  condition('order-rejected', 'order-1', detail, { orderRef: 'order-1', instrumentId: 756733 });

describe('raising', () => {
  it('opens an alert with everything a person needs', () => {
    const scene = new Scene();
    expect(scene.raise(rejected())).toEqual(['raised']);
    expect(scene.get()).toEqual({
      alertId: 'alert-1',
      fingerprint: 'order-rejected:order-1',
      rule: 'order-rejected',
      severity: 'warning',
      title: 'Order rejected by the broker',
      detail: 'Not enough margin.',
      state: 'open',
      conditionCleared: true,
      count: 1,
      firstSeenAt: '2020-03-09T14:00:00.000Z',
      lastSeenAt: '2020-03-09T14:00:00.000Z',
      orderRef: 'order-1',
      instrumentId: 756733,
      ...untouchedAlert,
      openedAt: '2020-03-09T14:00:00.000Z',
      acknowledgeBy: '2020-03-09T14:30:00.000Z',
    });
  });

  it('keeps what was measured, against what, and by which limits', () => {
    const scene = new Scene();
    scene.raise(loss(5000));
    expect(scene.get()).toMatchObject({
      observed: 5000,
      threshold: 5000,
      unit: 'USD of loss',
      limitsVersion: 3,
    });
  });

  it.each<[string, number, 'open' | 'acknowledged', string[], number]>([
    ['short of a step', 5499, 'acknowledged', [], 5000],
    ['by a step', 5500, 'acknowledged', ['reopened'], 5500],
    ['by a step while it is open', 5500, 'open', ['repeated'], 5500],
    ['less bad than before', 5001, 'acknowledged', [], 5000],
  ])('takes a loss that grew %s for what it is', (_what, now, state, changes, observed) => {
    const scene = new Scene();
    scene.raise(loss(5000));
    if (state === 'acknowledged') scene.acknowledge();
    expect(scene.raise(loss(now))).toEqual(changes);
    expect(scene.get()).toMatchObject({ observed });
  });

  it('measures the next step from the last one that was shown', () => {
    const scene = new Scene();
    scene.raise(loss(5000));
    expect(scene.raise(loss(5600))).toEqual(['repeated']);
    expect(scene.raise(loss(6099))).toEqual([]);
    expect(scene.raise(loss(6100))).toEqual(['repeated']);
  });

  it('takes an age that grows by time alone for no news', () => {
    const scene = new Scene();
    const waited = (observed: number) =>
      condition('order-unacknowledged', 'order-1', 'No answer.', {
        figures: { observed, threshold: 5000, unit: 'ms', limitsVersion: 1 },
      });
    scene.raise(waited(5000));
    expect(scene.raise(waited(60_000))).toEqual([]);
  });

  it('counts an event that happens again, once a second at most', () => {
    const scene = new Scene();
    scene.raise(rejected());
    scene.now = START + 999;
    expect(scene.raise(rejected())).toEqual([]);
    scene.now = START + 1000;
    expect(scene.raise(rejected('No borrow.'))).toEqual(['repeated']);
    expect(scene.get()).toMatchObject({
      count: 2,
      detail: 'No borrow.',
      firstSeenAt: '2020-03-09T14:00:00.000Z',
      lastSeenAt: '2020-03-09T14:00:01.000Z',
    });
  });

  it('takes a condition that simply goes on for no news', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    scene.now = START + 10_000;
    expect(scene.raise(linkDown())).toEqual([]);
  });

  it('shows a condition that worsens at once, and never lowers the severity', () => {
    const scene = new Scene();
    scene.raise(linkDown('warning'));
    expect(scene.raise(linkDown('critical'))).toEqual(['repeated']);
    expect(scene.raise(linkDown('warning'))).toEqual([]);
    expect(scene.get()).toMatchObject({ severity: 'critical', count: 2 });
  });

  it('opens an acknowledged alert anew when it worsens', () => {
    const scene = new Scene();
    scene.raise(linkDown('warning'));
    scene.acknowledge();
    expect(scene.raise(linkDown('warning'))).toEqual([]);
    expect(scene.raise(linkDown('critical'))).toEqual(['reopened']);
    expect(scene.get()).toMatchObject({
      state: 'open',
      acknowledgedBy: null,
      acknowledgedAt: null,
    });
  });

  it('opens an acknowledged alert anew when the condition had cleared and is back', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    scene.acknowledge();
    expect(scene.clear('link-down')).toEqual(['cleared']);
    expect(scene.raise(linkDown())).toEqual(['reopened']);
    expect(scene.get()).toMatchObject({ state: 'open', conditionCleared: false, count: 2 });
  });

  it('opens an acknowledged event anew when it happens again, even at once', () => {
    const scene = new Scene();
    scene.raise(rejected());
    scene.acknowledge();
    expect(scene.raise(rejected())).toEqual(['reopened']);
  });

  it('opens a second alert when the first is resolved', () => {
    const scene = new Scene();
    scene.raise(rejected());
    scene.resolve();
    expect(scene.raise(rejected())).toEqual(['raised']);
    expect(scene.get('alert-2')).toMatchObject({ state: 'open', count: 1 });
    expect(scene.get('alert-1')).toMatchObject({ state: 'resolved' });
  });

  it('keeps one unresolved alert per fingerprint, whatever happens', () => {
    const step = fc.constantFrom<(scene: Scene) => void>(
      (scene) => scene.raise(linkDown()),
      (scene) => scene.raise(linkDown('critical')),
      (scene) => scene.raise(rejected()),
      (scene) => scene.clear('link-down'),
      (scene) => {
        for (const { alertId, state } of scene.alerts.unresolved.values()) {
          if (state === 'open') scene.acknowledge(alertId);
        }
      },
      (scene) => {
        for (const { alertId, state, conditionCleared } of scene.alerts.unresolved.values()) {
          if (state === 'acknowledged' && conditionCleared) scene.resolve(alertId);
        }
      },
      (scene) => {
        scene.now += 600;
      },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const scene = new Scene();
        for (const take of steps) take(scene);
        const open = [...scene.alerts.byId.values()].filter(({ state }) => state !== 'resolved');
        expect(new Set(open.map(({ fingerprint }) => fingerprint)).size).toBe(open.length);
        expect([...scene.alerts.unresolved.values()]).toEqual(expect.arrayContaining(open));
        expect(scene.alerts.unresolved.size).toBe(open.length);
        // What a restart restores from the derived table is what was in memory.
        expect(alertsFrom(scene.alerts.byId.values())).toEqual(scene.alerts);
      }),
    );
  });
});

describe('how long people took', () => {
  it('is kept of each opening that was acknowledged, the last one among them', () => {
    const scene = new Scene();
    scene.raise(loss(5000));
    scene.now += 4000;
    scene.acknowledge();
    scene.now += 60_000;
    scene.raise(loss(6000));
    expect(scene.get()).toMatchObject({
      state: 'open',
      acknowledgements: 1,
      acknowledgedInMs: 4000,
    });
    scene.now += 1000;
    scene.acknowledge();
    expect(scene.get()).toMatchObject({ acknowledgements: 2, acknowledgedInMs: 5000 });
  });

  it('is nothing where the clock was set back meanwhile, and never less', () => {
    const scene = new Scene();
    scene.raise(loss(5000));
    scene.now -= 4000;
    scene.acknowledge();
    expect(scene.get()).toMatchObject({ acknowledgements: 1, acknowledgedInMs: 0 });
  });
});

describe('escalating', () => {
  it.each<[Severity, number, string[]]>([
    ['critical', 5 * 60_000 - 1, []],
    ['critical', 5 * 60_000, ['escalated']],
    ['warning', 30 * 60_000 - 1, []],
    ['warning', 30 * 60_000, ['escalated']],
    ['info', 24 * 60 * 60_000, []],
  ])('a %s alert after %i ms', (severity, waited, changes) => {
    const scene = new Scene();
    scene.raise(condition('link-down', '', 'The link is down.', { severity }));
    scene.now = START + waited;
    expect(scene.escalate()).toEqual(changes);
  });

  it('happens once, is counted, and leaves the alert open', () => {
    const scene = new Scene();
    scene.raise(linkDown('critical'));
    scene.now = START + 300_000;
    scene.escalate();
    scene.now = START + 900_000;
    expect(scene.escalate()).toEqual([]);
    expect(scene.get()).toMatchObject({
      state: 'open',
      escalations: 1,
      escalatedAt: '2020-03-09T14:05:00.000Z',
    });
  });

  it('leaves an acknowledged alert alone, and gives one that opens again its whole time', () => {
    const scene = new Scene();
    scene.raise(linkDown('warning'));
    scene.now = START + 1_800_000;
    scene.escalate();
    scene.acknowledge();
    expect(scene.get()).toMatchObject({ escalatedAt: null, escalations: 1, owner: 'risk-officer' });
    scene.now += 86_400_000;
    expect(scene.escalate()).toEqual([]);
    scene.raise(linkDown('critical'));
    expect(scene.escalate()).toEqual([]);
    expect(scene.get()).toMatchObject({ reopenings: 1, owner: 'risk-officer' });
    scene.now += 300_000;
    expect(scene.escalate()).toEqual(['escalated']);
    expect(scene.get()).toMatchObject({ escalations: 2 });
  });

  it('takes the shorter time when an open alert grows graver', () => {
    const scene = new Scene();
    scene.raise(linkDown('warning'));
    scene.now = START + 60_000;
    scene.raise(linkDown('critical'));
    expect(scene.get()).toMatchObject({ acknowledgeBy: '2020-03-09T14:06:00.000Z' });
  });
});

describe('clearing', () => {
  it('marks the condition as over and leaves the alert to a person', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    expect(scene.clear('link-down')).toEqual(['cleared']);
    expect(scene.get()).toMatchObject({ state: 'open', conditionCleared: true });
  });

  it('says nothing twice, and nothing of what was never raised', () => {
    const scene = new Scene();
    expect(scene.clear('link-down')).toEqual([]);
    scene.raise(linkDown());
    scene.clear('link-down');
    expect(scene.clear('link-down')).toEqual([]);
  });
});

describe('acknowledging', () => {
  it('puts on record who did it, when and with what note', () => {
    const scene = new Scene();
    scene.raise(linkDown());
    scene.now = START + 5000;
    expect(scene.acknowledge('alert-1', ' Calling the provider. ')).toEqual(['acknowledged']);
    expect(scene.get()).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'risk-officer',
      acknowledgedAt: '2020-03-09T14:00:05.000Z',
      note: 'Calling the provider.',
    });
  });

  it.each<[string, ContractErrorCode, (scene: Scene) => unknown]>([
    ['an alert that is not there', 'not-found', (scene) => scene.acknowledge('alert-9')],
    ['without a note', 'bad-input', (scene) => scene.acknowledge('alert-1', '  ')],
    [
      'twice',
      'conflict',
      (scene) => {
        scene.acknowledge();
        scene.acknowledge();
      },
    ],
    [
      'a resolved alert',
      'conflict',
      (scene) => {
        scene.resolve();
        scene.acknowledge();
      },
    ],
  ])('refuses %s', (_what, code, act) => {
    const scene = new Scene();
    scene.raise(rejected());
    expect(() => act(scene)).toThrow(expect.objectContaining({ code }));
  });
});

describe("an alert about one's own order", () => {
  it('is neither acknowledged nor closed unseen by whom the rule refuses', () => {
    const scene = new Scene();
    scene.raise(rejected());
    const asksAnother = /nobody acknowledges that alone/;
    expect(() => scene.acknowledge('alert-1', 'Mine.', 'refused')).toThrow(asksAnother);
    expect(() => scene.resolve('alert-1', 'Mine.', 'refused')).toThrow(asksAnother);
    expect(scene.get()).toMatchObject({ state: 'open', ownOrder: false });
  });

  it('is theirs to resolve once another person has acknowledged it', () => {
    const scene = new Scene();
    scene.raise(rejected());
    scene.acknowledge();
    expect(scene.resolve('alert-1', '', 'refused')).toEqual(['resolved']);
    expect(scene.get()).toMatchObject({ ownOrder: false });
  });

  it('says that it was, where there is nobody else', () => {
    const scene = new Scene();
    scene.raise(rejected());
    scene.acknowledge('alert-1', 'Mine.', 'own-order');
    expect(scene.get()).toMatchObject({ state: 'acknowledged', ownOrder: true });
    scene.raise(rejected());
    expect(scene.get()).toMatchObject({ state: 'open', ownOrder: false });
    scene.resolve('alert-1', 'Mine.', 'own-order');
    expect(scene.get()).toMatchObject({ state: 'resolved', ownOrder: true });
  });
});

describe('resolving', () => {
  it('closes an alert whose condition is over, with both notes', () => {
    const scene = new Scene();
    scene.raise(linkDown('critical'));
    scene.acknowledge('alert-1', 'Calling the provider.');
    scene.clear('link-down');
    expect(scene.resolve('alert-1', 'The line is back.')).toEqual(['resolved']);
    expect(scene.get()).toMatchObject({
      state: 'resolved',
      resolvedBy: 'risk-officer',
      resolvedAt: '2020-03-09T14:00:00.000Z',
      note: 'Calling the provider.\nThe line is back.',
    });
    expect(scene.alerts.unresolved.size).toBe(0);
  });

  it('needs no second note', () => {
    const scene = new Scene();
    scene.raise(rejected());
    scene.acknowledge('alert-1', 'Seen.');
    scene.resolve('alert-1', '');
    expect(scene.get()).toMatchObject({ note: 'Seen.' });
  });

  it.each<[string, ContractErrorCode, (scene: Scene) => unknown]>([
    ['an alert that is not there', 'not-found', (scene) => scene.resolve('alert-9')],
    [
      'twice',
      'conflict',
      (scene) => {
        scene.raise(rejected());
        scene.resolve();
        scene.resolve();
      },
    ],
    [
      'without any note',
      'bad-input',
      (scene) => {
        scene.raise(rejected());
        scene.resolve('alert-1', '');
      },
    ],
    [
      'a critical alert that nobody acknowledged',
      'conflict',
      (scene) => {
        scene.raise(linkDown('critical'));
        scene.clear('link-down');
        scene.resolve();
      },
    ],
    [
      'what still holds',
      'conflict',
      (scene) => {
        scene.raise(linkDown());
        scene.acknowledge();
        scene.resolve();
      },
    ],
  ])('refuses %s', (_what, code, act) => {
    expect(() => act(new Scene())).toThrow(expect.objectContaining({ code }));
  });
});
