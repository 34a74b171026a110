import type { DeskStatus } from '#shared/contract/topics.ts';
import type { Alert } from '#shared/domain/alert.ts';
import { awaitedAnswer } from '#shared/domain/awaited-answer.ts';
import { csvLine } from '#shared/domain/csv.ts';
import type { Order } from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';

import type { Check } from '../check.ts';
import { statusNow } from '../desk-now.ts';
import { count, none } from '../figures.ts';
import { seenWithin } from '../wait-until.ts';
import { everyGateway } from './gateways.ts';

/** What of a desk may stand against going live. */
export interface BeforeGoLive {
  status: Pick<
    DeskStatus,
    | 'tradingState'
    | 'tradingStateReason'
    | 'instrumentStates'
    | 'stoppedInstruments'
    | 'breaks'
    | 'fault'
    | 'readOnlyApi'
    | 'reconciledAt'
  > & { link: Pick<NonNullable<DeskStatus['link']>, 'state' | 'reason'> | null };
  orders: readonly Order[];
  alerts: readonly Pick<
    Alert,
    'rule' | 'severity' | 'state' | 'title' | 'detail' | 'conditionCleared' | 'clearedAt'
  >[];
}

/** One reason not to go live. */
export interface Blocker {
  kind: string;
  detail: string;
  /** Whether it goes by itself: nobody has to do anything about it. */
  passes?: true;
}

/** Alerts about fills of which it is not certain that they are as the books have them. */
const doubtfulFills: ReadonlySet<string> = new Set([
  'fill-corrected',
  'fill-after-end',
  'fill-far-from-quote',
]);

/**
 * Everything that stands against going live. A critical alert does until a person has closed it; one of a condition only as
 * long as that holds: how the machine was a minute ago is in the alert, and is nobody's doubt.
 */
export function goLiveBlockers({ status, orders, alerts }: BeforeGoLive): Blocker[] {
  const unresolved = alerts.filter(({ state }) => state !== 'resolved');
  const { link, fault, tradingState, tradingStateReason } = status;
  const all: (Blocker | false)[] = [
    fault !== null && { kind: 'the desk has stopped', detail: fault },
    link?.state !== 'ready' && {
      kind: 'the link is not ready',
      detail: link?.reason ?? 'there is none',
    },
    status.readOnlyApi && {
      kind: 'the gateway refuses orders',
      detail: 'Read-Only API is set there.',
    },
    status.reconciledAt === null && {
      kind: 'not reconciled',
      detail: 'The books were never compared with the broker’s.',
    },
    tradingState !== 'ACTIVE' && {
      kind: `the desk is ${tradingState}`,
      detail: tradingStateReason ?? '',
    },
    ...status.instrumentStates.map(({ instrumentId, state, reason }) => ({
      kind: `an instrument is ${state}`,
      detail: `${instrumentId}: ${reason}`,
    })),
    ...(status.stoppedInstruments ?? []).map(({ instrumentId, executions }) => ({
      kind: 'an instrument is stopped',
      detail: `${instrumentId} traded ${executions} times unattended.`,
    })),
    ...status.breaks.map(({ subject, desk, broker }) => ({
      kind: 'a break',
      detail: `${subject}: the desk has ${desk}, the broker ${broker}.`,
    })),
    ...orders
      .filter(
        (order) =>
          order.status === 'UNKNOWN' || (isOpen(order.status) && awaitedAnswer(order) !== null),
      )
      .map(({ orderRef, displaySymbol, status: is }) => ({
        kind: 'an unsettled order',
        detail: `${orderRef} in ${displaySymbol} is ${is}.`,
      })),
    ...unresolved
      .filter(({ rule }) => doubtfulFills.has(rule))
      .map(({ title, detail }) => ({ kind: 'a doubtful fill', detail: `${title}: ${detail}` })),
    ...unresolved
      .filter(
        ({ rule, severity, clearedAt }) =>
          severity === 'critical' && clearedAt === null && !doubtfulFills.has(rule),
      )
      .map(({ title, detail, conditionCleared }) => ({
        kind: 'a critical alert',
        detail: `${title}: ${detail}`,
        ...(conditionCleared ? {} : { passes: true as const }),
      })),
  ];
  return all.filter((each) => each !== false);
}

/** A condition of the machine that holds longer is one of the desk. */
const passesWithinMs = 60_000;

export const goLiveBlockersCheck: Check = {
  checkId: 'go-live-blockers',
  title: 'Nothing stands against going live',
  why: 'What is in doubt in practice is in doubt with money.',
  phase: 3,
  weight: 4,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 120_000,
  async run(world) {
    const { desk } = world;
    const now = (): Blocker[] =>
      goLiveBlockers({
        status: statusNow(desk),
        orders: desk.feed('orders', {}).snapshot(),
        alerts: desk.feed('alerts', {}).snapshot(),
      });
    const settled = await seenWithin(world, passesWithinMs, () => {
      const blockers = now();
      return blockers.some(({ passes }) => passes) ? null : blockers;
    });
    const blockers = settled ?? now();
    return {
      figures: [count('blockers', 'Go-live blockers', blockers.length, none)],
      evidence: [
        {
          name: 'blockers.csv',
          title: 'What stands against going live; nothing but its head where nothing does',
          contents: [
            csvLine(['kind', 'detail']),
            ...blockers.map(({ kind, detail }) => csvLine([kind, detail])),
          ].join(''),
        },
      ],
      problems: blockers.slice(0, 5).map(({ kind, detail }) => `Against it: ${kind}. ${detail}`),
      found:
        'No order is unsettled, no book differs, no fill is in doubt, trading is ACTIVE and no critical alert stands.',
    };
  },
};
