import { ContractError } from '#shared/contract/error.ts';
import type { AlertHistoryEntry } from '#shared/contract/commands.ts';
import { acknowledgeWithinMs, type Alert, type AlertChange } from '#shared/domain/alert.ts';
import { csvLine } from '#shared/domain/csv.ts';

import type { Check, Findings } from '../check.ts';
import type { CheckWorld, Hand, ScratchDesk } from '../check-world.ts';
import { atMost, count, exactly, milliseconds, none } from '../figures.ts';
import { place } from '../trading-hand.ts';
import { farTicket, marketTicket } from '../tickets.ts';
import { waitUntil } from '../wait-until.ts';
import { anInstrument } from './component-self-tests.ts';
import { onItsOwnGateway } from './gateways.ts';

/** One step of an alert's life, and whose doing it must be. */
export interface LifeStep {
  change: AlertChange;
  by: string;
}

/** An alert's life as the journal tells it, and as it must have been. */
export interface AlertLife {
  /** What the alert is about, for a reader. */
  what: string;
  entries: readonly Omit<AlertHistoryEntry, 'count'>[];
  expected: readonly LifeStep[];
  /** By when somebody had to acknowledge it; null where the check does not judge that. */
  acknowledgeBy: string | null;
  /** What each acknowledgement must be on record with. */
  notes: readonly string[];
}

/** Something that must be so at one moment, and whether it was. */
export interface Demand {
  what: string;
  met: boolean;
}

/** By when the desk escalates what is overdue: it looks every second, and RTS 6 art. 16 gives an alert five. */
const escalatedWithinMs = 5_000;

/** How long after its deadline an alert was escalated, milliseconds, negative where before; null where it was not. */
export function escalatedAfterMs({ entries, acknowledgeBy }: AlertLife): number | null {
  const escalated = entries.find(({ change }) => change === 'escalated');
  if (escalated === undefined || acknowledgeBy === null) return null;
  return Date.parse(escalated.at) - Date.parse(acknowledgeBy);
}

/** What is wrong with an alert's life, each a sentence. */
export function lifeProblems(life: AlertLife): string[] {
  const { what, entries, expected, notes } = life;
  const told = (steps: readonly LifeStep[]): string =>
    steps.map(({ change, by }) => `${change} by ${by}`).join(', ');
  const times = entries.map(({ at }) => Date.parse(at));
  const backwards = times.some((at, nth) => at < (times[nth - 1] ?? at));
  const acknowledged = entries.filter(({ change }) => change === 'acknowledged');
  const after = escalatedAfterMs(life);
  return [
    ...(told(entries) === told(expected)
      ? []
      : [`${what}: its history is ${told(entries)}, and must be ${told(expected)}.`]),
    ...(backwards ? [`${what}: its history goes back in time.`] : []),
    ...notes.flatMap((note, nth) =>
      acknowledged[nth]?.sentence.includes(note) === true
        ? []
        : [`${what}: the note “${note}” is not on record.`],
    ),
    ...(after !== null && after < 0
      ? [`${what}: it was escalated before its time had run out.`]
      : []),
  ];
}

export function demandProblems(demands: readonly Demand[]): string[] {
  return demands.filter(({ met }) => !met).map(({ what }) => `It was not so that ${what}.`);
}

const seenWithinMs = 20_000;
const minuteMs = 60_000;
const shortlyMs = 10_000;
/** Whom the facts of these hands are by. */
const trader = 'readiness';
const riskOfficer = 'readiness-risk';
const second = 'readiness-second';

/** A check's desk with what it asks of it again and again. */
class AlertDesk {
  readonly demands: Demand[] = [];
  #aheadMs = 0;
  readonly #world: CheckWorld;
  readonly #desk: ScratchDesk;

  constructor(world: CheckWorld, desk: ScratchDesk) {
    this.#world = world;
    this.#desk = desk;
  }

  alert(rule: string): Alert | undefined {
    return this.#desk
      .feed('alerts', {})
      .snapshot()
      .find((each) => each.rule === rule);
  }

  seen(rule: string, what: string, holds: (alert: Alert) => boolean): Promise<Alert> {
    return waitUntil(this.#world, `the alert ${rule} is ${what}`, seenWithinMs, () => {
      const alert = this.alert(rule);
      return alert !== undefined && holds(alert) ? alert : null;
    });
  }

  acknowledge({ alertId }: Alert, note: string, hand: Hand): Promise<unknown> {
    return this.#desk.call('alert.acknowledge', { alertId, note }, hand);
  }

  resolve({ alertId }: Alert, hand: Hand): Promise<unknown> {
    return this.#desk.call('alert.resolve', { alertId, note: 'Over.' }, hand);
  }

  /** Puts the clock forward and lets every monitor look by it. */
  async later(ms: number, times = 1): Promise<void> {
    this.#desk.putClockForward(ms);
    this.#aheadMs += ms;
    const looks = (): number =>
      Math.min(
        ...this.#desk
          .feed('monitoring', {})
          .snapshot()
          .map((group) => group.looks.length),
      );
    const before = looks();
    await waitUntil(this.#world, 'the monitors look again', seenWithinMs, () => {
      return looks() >= before + times;
    });
  }

  /** As {@link later}, to a moment by the desk's clock; where that has passed, only the looks are waited for. */
  until(at: number): Promise<void> {
    return this.later(Math.max(1, at - this.#world.clock.now() - this.#aheadMs));
  }

  /** Tries what must be refused. What fails otherwise is thrown. */
  async refused(what: string, trying: () => Promise<unknown>): Promise<void> {
    try {
      await trying();
      this.demands.push({ what, met: false });
    } catch (error) {
      if (!(error instanceof ContractError) || error.code !== 'conflict') throw error;
      this.demands.push({ what, met: true });
    }
  }

  /** It must be so by now. */
  must(what: string, met: boolean): void {
    this.demands.push({ what, met });
  }

  async life({ alertId }: Alert, life: Omit<AlertLife, 'entries'>): Promise<AlertLife> {
    const { entries } = await this.#desk.call('alert.history', { alertId });
    return { ...life, entries };
  }
}

/** An order that the gateway does not acknowledge, from its alert to its end. */
async function unacknowledged(world: CheckWorld, desk: ScratchDesk, at: AlertDesk) {
  const { limits } = await desk.call('limits.read', {});
  const instrument = await anInstrument({ ...world, desk });
  await desk.gateway.inject({ kind: 'lose-acknowledgement' });
  const orderRef = await place(desk, farTicket(instrument));
  await at.later(limits.acknowledgementDeadline.value);
  const rule = 'order-unacknowledged';
  const raised = await at.seen(rule, 'raised', ({ state }) => state === 'open');
  const deadline = Date.parse(raised.acknowledgeBy ?? '');
  // Shortly before its time runs out the monitors look once more: when it was escalated is read from its history.
  await at.until(deadline - shortlyMs);
  await at.until(deadline);
  await at.seen(rule, 'escalated', ({ escalatedAt }) => escalatedAt !== null);
  await at.refused('the person whose order it is cannot acknowledge its alert', () =>
    at.acknowledge(raised, 'It is mine.', 'trader'),
  );
  const note = 'The broker does not answer; the order is cancelled.';
  await at.acknowledge(raised, note, 'risk-officer');
  await at.refused('an alert is not resolved while its condition holds', () =>
    at.resolve(raised, 'risk-officer'),
  );
  await desk.call('order.cancel', { orderRef });
  const cleared = await at.seen(rule, 'cleared', ({ conditionCleared }) => conditionCleared);
  at.must(
    'an alert whose condition is over waits for a person to close it',
    cleared.state === 'acknowledged',
  );
  await at.resolve(raised, 'risk-officer');
  return at.life(raised, {
    what: 'An order that is not acknowledged',
    acknowledgeBy: raised.acknowledgeBy,
    notes: [note],
    expected: [
      { change: 'raised', by: 'desk' },
      { change: 'escalated', by: 'desk' },
      { change: 'acknowledged', by: riskOfficer },
      { change: 'cleared', by: 'desk' },
      { change: 'resolved', by: riskOfficer },
    ],
  });
}

/** Orders that are denied one after the other: silenced, back, worse. */
async function denied(world: CheckWorld, desk: ScratchDesk, at: AlertDesk) {
  const { limits } = await desk.call('limits.read', {});
  const { instrument } = await anInstrument({ ...world, desk });
  const tooMuch = marketTicket(instrument, 'BUY', limits.maxOrderQuantity.value * 10);
  const enough = limits.monitors['order-denials'].soft ?? 0;
  const deny = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await desk.call('order.place', { ticket: tooMuch });
  };
  const rule = 'order-denials';
  await deny(enough);
  const raised = await at.seen(rule, 'raised', ({ state }) => state === 'open');
  const { silenceId } = await desk.call(
    'silence.make',
    {
      rule: null,
      instrumentId: null,
      fingerprint: raised.fingerprint,
      minutes: 60,
      reason: 'A readiness check tries the controls.',
    },
    'risk-officer',
  );
  // What one look decides is told by the next.
  await at.later(acknowledgeWithinMs[raised.severity] ?? 0, 2);
  at.must('an alert under a silence is not escalated', at.alert(rule)?.escalatedAt === null);
  await desk.call('silence.end', { silenceId, reason: 'The check has seen it.' }, 'risk-officer');
  await at.seen(rule, 'escalated', ({ escalatedAt }) => escalatedAt !== null);
  const notes = ['A program that does not listen.', 'It is back.', 'It grows worse.'] as const;
  await at.acknowledge(raised, notes[0], 'trader');
  await deny(enough);
  await at.seen(
    rule,
    'open again',
    ({ state, reopenings }) => state === 'open' && reopenings === 1,
  );
  await at.acknowledge(raised, notes[1], 'second-risk-officer');
  await deny(enough);
  await at.seen(
    rule,
    'open again',
    ({ state, reopenings }) => state === 'open' && reopenings === 2,
  );
  await at.acknowledge(raised, notes[2], 'risk-officer');
  await at.later(minuteMs);
  await at.seen(rule, 'cleared', ({ conditionCleared }) => conditionCleared);
  await at.resolve(raised, 'trader');
  return at.life(raised, {
    what: 'Orders that are denied',
    acknowledgeBy: raised.acknowledgeBy,
    notes,
    expected: [
      { change: 'raised', by: 'desk' },
      { change: 'cleared', by: 'desk' },
      { change: 'escalated', by: 'desk' },
      { change: 'acknowledged', by: trader },
      { change: 'reopened', by: 'desk' },
      { change: 'acknowledged', by: second },
      { change: 'reopened', by: 'desk' },
      { change: 'acknowledged', by: riskOfficer },
      { change: 'cleared', by: 'desk' },
      { change: 'resolved', by: trader },
    ],
  });
}

async function run(world: CheckWorld): Promise<Findings> {
  // The minute's reconciliation would find the order that is not acknowledged before anybody has seen its alert.
  const desk = await world.scratchDesk({ reconcileEveryMs: 60 * minuteMs });
  await desk.ready();
  const at = new AlertDesk(world, desk);
  const unanswered = await unacknowledged(world, desk, at);
  world.progress(0.5, 'alerts');
  const lives = [unanswered, await denied(world, desk, at)];
  const problems = [...lives.flatMap((life) => lifeProblems(life)), ...demandProblems(at.demands)];
  return {
    figures: [
      count(
        'steps',
        'Steps in the lives of two alerts, as they must be',
        lives.flatMap(({ entries }) => entries).length,
        exactly(lives.flatMap(({ expected }) => expected).length),
      ),
      milliseconds(
        'escalated',
        'Escalated after its time had run out',
        escalatedAfterMs(unanswered),
        atMost(escalatedWithinMs),
      ),
      count('wrong', 'What went otherwise', problems.length, none),
    ],
    evidence: [
      {
        name: 'timeline.csv',
        title: 'What happened to two alerts, when and by whom, from their histories',
        contents: [
          csvLine(['alert', 'fact', 'at', 'by', 'change', 'severity', 'sentence']),
          ...lives.flatMap(({ what, entries }) =>
            entries.map((entry) =>
              csvLine([
                what,
                entry.seq,
                entry.at,
                entry.by,
                entry.change,
                entry.severity,
                entry.sentence,
              ]),
            ),
          ),
        ].join(''),
      },
      {
        name: 'demands.csv',
        title: 'What must be so on the way, and whether it was',
        contents: [
          csvLine(['what must be so', 'was so']),
          ...at.demands.map(({ what, met }) => csvLine([what, met])),
        ].join(''),
      },
    ],
    problems,
    found:
      'Two alerts went from raised to resolved: escalated in time, acknowledged by another person, reopened when back and when worse.',
  };
}

export const alertLife: Check = {
  checkId: 'alert-life',
  title: 'An alert lives until a person has closed it',
  why: 'An alert that falls silent by itself, or that its own cause can close, protects nobody.',
  phase: 5,
  weight: 4,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 120_000,
  run,
};
