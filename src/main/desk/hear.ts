import type { BrokerSnapshot, BrokerWord } from '#shared/domain/broker-word.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { accountKind, type LinkStatus } from '#shared/domain/gateway.ts';
import type { Order } from '#shared/domain/order.ts';

import { decideRaise } from '../alerts/alert-decisions.ts';
import { condition, type AlertCondition } from '../alerts/alert-rules.ts';
import { conditionsOfFact } from '../alerts/fact-conditions.ts';
import { openOrders } from '../trading/books.ts';
import { decideBrokerWord } from '../trading/decide-broker-word.ts';
import { decideLinkLost } from '../trading/decide-link.ts';
import { decideReconciliation } from '../trading/decide-reconciliation.ts';
import type { DeskCore } from './desk-core.ts';
import { cancelOnTheWire } from './order-commands.ts';
import { resolveHeld, watchEverything } from './instruments.ts';
import { watchFacts } from './watching.ts';

/** What the desk does about each word of the gateway. Words come one at a time and are decided on at once. */
export function hear(core: DeskCore, word: BrokerWord): void {
  switch (word.kind) {
    case 'link':
      hearLink(core, word.status);
      return;
    case 'snapshot':
      hearSnapshot(core, word.snapshot);
      return;
    case 'open-order':
    case 'order-status':
    case 'order-error':
    case 'execution':
    case 'commission':
      record(core, decideBrokerWord(core.state.books, word, nowIso(core)));
      return;
    case 'account-value':
      core.account.take(word.value, core.ports.clock.now());
      return;
    case 'notice':
      hearNotice(core, word);
      return;
    case 'gateway-time':
      core.gatewayTime.hear(word.at, core.ports.clock.now());
      return;
  }
}

function nowIso(core: DeskCore): string {
  return new Date(core.ports.clock.now()).toISOString();
}

/**
 * Takes what was decided down the road, with what it makes a person see. Nobody waits for it: when it cannot be
 * recorded the road halts the desk, which says so itself.
 */
export function record(core: DeskCore, facts: readonly NewFact[], act?: () => void): void {
  const alerts = facts.flatMap((fact) => alertsOf(core, fact));
  if (facts.length === 0 && act === undefined) return;
  core.road.take([...facts, ...alerts], act).then(
    () => watchFacts(core, facts),
    (error: unknown) => {
      core.log.error({ err: error }, 'What the gateway said could not be recorded.');
    },
  );
}

/** Alerts that a fact raises by itself; decided before it is applied, while the order is still as it was. */
export function alertsOf(core: DeskCore, fact: NewFact): NewFact[] {
  return conditionsOfFact(fact, orderBefore(core, fact)).flatMap((seen) => raise(core, seen));
}

function raise(core: DeskCore, seen: AlertCondition): NewFact[] {
  return decideRaise(core.state.alerts, seen, core.ports.clock.now(), () => core.ports.ids.next());
}

function orderBefore(core: DeskCore, fact: NewFact): Order | null {
  const { orders } = core.state.books;
  switch (fact.kind) {
    case 'order.changed':
      return orders.get(fact.body.order.orderRef) ?? null;
    case 'execution.received':
      return orders.get(fact.body.execution.orderRef) ?? null;
    default:
      return null;
  }
}

/** Whether a change of the link is worth a fact: an absent gateway tried all night is one, not a thousand. */
function isNewState(before: LinkStatus, now: LinkStatus): boolean {
  const trying = (status: LinkStatus): boolean =>
    status.state === 'down' || status.state === 'connecting';
  if (before.state === now.state) return false;
  return !(trying(before) && trying(now));
}

function hearLink(core: DeskCore, status: LinkStatus): void {
  const before = core.linkStatus;
  core.linkStatus = status;
  if (status.state === 'ready') core.linkNotReadySince = null;
  else core.linkNotReadySince ??= core.ports.clock.now();
  if (status.state === 'reconciling' && before.state !== 'reconciling') {
    core.snapshotRequestedAt = core.ports.clock.now();
  }
  core.publisher.publishStatus();

  const facts: NewFact[] = [];
  if (isNewState(before, status)) {
    const { state, reason, clientId, serverVersion } = status;
    facts.push({
      kind: 'link.changed',
      by: 'desk',
      body: { state, reason, clientId, serverVersion },
    });
  }
  if (status.state === 'down') facts.push(...decideLinkLost(core.state.books, nowIso(core)));
  record(core, facts);
}

/** The account of this desk among those the gateway names, or why there is none it can trade. */
function chooseAccount(
  core: DeskCore,
  accountIds: readonly string[],
): { accountId: string; live: boolean } | { problem: string } {
  const [first] = accountIds;
  if (first === undefined) return { problem: 'The gateway named no account.' };
  const known = core.state.accountId;
  if (known !== null && !accountIds.includes(known)) {
    return {
      problem: `This data folder holds the journal of account ${known}, but the gateway answers for ${accountIds.join(', ')}. Start Deskcheck with another folder (--data), or log the gateway in to ${known}.`,
    };
  }
  return {
    accountId: known ?? first,
    live: accountIds.some((accountId) => accountKind(accountId) === 'live'),
  };
}

function hearSnapshot(core: DeskCore, snapshot: BrokerSnapshot): void {
  const { state } = core;
  const chosen = chooseAccount(core, snapshot.accountIds);
  if ('problem' in chosen) {
    // The snapshot is not accepted, so the link never gets ready: nothing can be sent to an account that is not ours.
    core.accountProblem = chosen.problem;
    core.log.error({ accounts: snapshot.accountIds }, chosen.problem);
    record(
      core,
      raise(core, condition('gateway-notice', 'account', chosen.problem, { severity: 'critical' })),
    );
    core.publisher.publishStatus();
    return;
  }
  core.accountProblem = null;
  // One live account among them makes the whole connection a shadow: an order could be given the wrong account.
  const kind = chosen.live ? 'shadow' : core.gatewayKind;
  const facts: NewFact[] = [];
  if (state.accountId === null || kind !== core.gatewayKind) {
    facts.push({
      kind: 'account.identified',
      by: 'desk',
      body: { accountId: chosen.accountId, gatewayKind: kind },
    });
  }
  core.gatewayKind = kind;
  core.account.open(chosen.accountId);
  for (const value of snapshot.accountValues) core.account.take(value, core.ports.clock.now());
  core.account.publish();

  const { facts: found } = decideReconciliation(state.books, snapshot, {
    at: nowIso(core),
    requestedAt: new Date(core.snapshotRequestedAt).toISOString(),
  });
  record(core, [...facts, ...found], () => {
    core.link.acceptSnapshot(snapshot);
    core.reconciledAt = nowIso(core);
    finishKill(core);
    resolveHeld(core);
    watchEverything(core);
  });
}

/** Asks for the broker's books again while ready. */
export function reconcileAgain(core: DeskCore): void {
  if (core.linkStatus.state !== 'ready') return;
  core.snapshotRequestedAt = core.ports.clock.now();
  core.link.requestSnapshot();
}

/** Orders that a kill could not cancel while the link was down are cancelled as soon as it is back. */
function finishKill(core: DeskCore): void {
  if (!core.state.killPending) return;
  const open = openOrders(core.state.books).filter((order) => !order.external);
  if (open.length === 0) return;
  core.log.warn(
    { orders: open.length },
    'The kill switch was engaged: cancelling what is still open.',
  );
  core.link.cancelAllOrders();
  for (const order of open) cancelOnTheWire(core, order);
}

function hearNotice(core: DeskCore, notice: Extract<BrokerWord, { kind: 'notice' }>): void {
  core.log.info({ code: notice.code, instrumentId: notice.instrumentId }, notice.message);
  if (notice.instrumentId !== null && notice.severity !== 'info') {
    core.quoteProblems.set(notice.instrumentId, notice.message);
    core.publisher.publishWatched(notice.instrumentId);
    return;
  }
  if (notice.severity === 'info') return;
  const seen = condition(
    'gateway-notice',
    String(notice.code),
    `${notice.message} (code ${notice.code})`,
    {
      severity: notice.severity,
      instrumentId: notice.instrumentId,
    },
  );
  record(core, raise(core, seen));
}
