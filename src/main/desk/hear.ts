import type {
  BrokerPositionUpdate,
  BrokerSnapshot,
  BrokerWord,
} from '#shared/domain/broker-word.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { accountKind, type LinkStatus } from '#shared/domain/gateway.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import { condition } from '../alerts/alert-rules.ts';
import { decideBrokerWord } from '../trading/decide-broker-word.ts';
import { decideLinkLost } from '../trading/decide-link.ts';
import { decideReconciliation } from '../trading/decide-reconciliation.ts';
import { markBeforeAdoption } from './day-pnl.ts';
import type { DeskCore } from './desk-core.ts';
import { resolveHeld, watchEverything } from './instruments.ts';
import { finishKill, goOnFlattening } from './killing.ts';
import { nowIso, raise, record } from './record.ts';
import { valueLossesNow, valueUnknownLosses } from './valuing.ts';
import { watchAll } from './watching.ts';

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
      if (word.kind === 'execution' || word.kind === 'commission') valueLossesNow(core);
      goOnFlattening(core);
      return;
    case 'account-value':
      core.account.take(word.value, core.ports.clock.now());
      // It may be the rate of a currency.
      valueUnknownLosses(core);
      return;
    case 'position':
      hearPosition(core, word.position);
      return;
    case 'notice':
      hearNotice(core, word);
      return;
    case 'gateway-time':
      core.gatewayTime.hear(word.at, core.ports.clock.now());
      valueUnknownLosses(core);
      return;
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
  if (status.state === 'down') {
    core.lastHoldings = null;
    core.positionDoubts.forget();
    facts.push(...decideLinkLost(core.state.books, nowIso(core)));
  }
  record(core, facts);
  if (status.state === 'ready') valueLossesNow(core);
}

function hearPosition(core: DeskCore, position: BrokerPositionUpdate): void {
  const { accountId, instrumentId, quantity } = position;
  if (accountId === core.state.accountId) core.positionDoubts.heard(instrumentId, quantity);
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

function accountBreak(known: string | null, accountIds: readonly string[]): Break {
  return {
    breakId: `account:${known ?? ''}`,
    kind: 'account',
    subject: 'Account',
    desk: known ?? 'none yet',
    broker: accountIds.length === 0 ? 'none' : accountIds.join(', '),
    instrumentId: null,
    orderRef: null,
    acceptable: false,
  };
}

function hearSnapshot(core: DeskCore, snapshot: BrokerSnapshot): void {
  const { state } = core;
  const chosen = chooseAccount(core, snapshot.accountIds);
  if ('problem' in chosen) {
    // The snapshot is not accepted, so the link never gets ready: nothing can be sent to an account that is not ours.
    core.accountProblem = chosen.problem;
    core.accountBreak = accountBreak(state.accountId, snapshot.accountIds);
    core.log.error({ accounts: snapshot.accountIds }, chosen.problem);
    watchAll(core);
    core.publisher.publishStatus();
    return;
  }
  core.accountProblem = null;
  core.accountBreak = null;
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
  core.link.tradeOnly(chosen.accountId);
  core.account.open(chosen.accountId);
  for (const value of snapshot.accountValues) core.account.take(value, core.ports.clock.now());
  core.account.publish();

  const { requestedAt, positions, accountValues } = snapshot;
  const { facts: found } = decideReconciliation(state.books, snapshot, nowIso(core));
  record(core, [...facts, ...markBeforeAdoption(core, found), ...found], () => {
    core.link.acceptSnapshot(snapshot);
    core.lastHoldings = { requestedAt, positions, accountValues };
    core.reconciledAt = nowIso(core);
    finishKill(core);
    resolveHeld(core);
    watchEverything(core);
  });
  valueLossesNow(core);
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
