import type { Alert, AlertChange, Severity } from './alert.ts';
import { isDenial, type Verdict } from './control.ts';
import type { Execution } from './execution.ts';
import type { Fact, FactBody } from './fact.ts';
import { accountKind, type GatewayKind, type LinkState } from './gateway.ts';
import type { InstrumentId } from './instrument.ts';
import type { KillDrill } from './kill.ts';
import { fromMicros } from './money.ts';
import type { Signer } from './certification.ts';
import { orderTypeSchema, type Order, type OrderChange } from './order.ts';
import { averageCost } from './position.ts';
import { commandLine, type Role } from './people.ts';
import { silencedText } from './silence.ts';
import type { ProposalKind, ProposedChange } from './proposal.ts';
import type { TradingState } from './trading-state.ts';

/** How loud a fact is. */
export type Tone = 'neutral' | 'good' | 'warning' | 'critical';

export interface FactSentence {
  /** One plain sentence or two, ending in a full stop. */
  sentence: string;
  tone: Tone;
}

/** What of an order a sentence needs. */
export type SentenceOrder = Pick<
  Order,
  'side' | 'quantity' | 'displaySymbol' | 'orderType' | 'limitPrice' | 'stopPrice'
>;

/**
 * A fact as a person reads it. `nameOf` gives an instrument's name where the fact holds its number alone;
 * `orderOf` an order where the fact holds its orderRef alone, or null: then the sentence names the orderRef.
 */
export function factSentence(
  fact: Fact,
  nameOf: (instrumentId: InstrumentId) => string,
  orderOf: (orderRef: string) => SentenceOrder | null = () => null,
): FactSentence {
  const ofOrder = (orderRef: string): string => {
    const order = orderOf(orderRef);
    return order === null ? `order ${orderRef}` : orderText(order);
  };
  switch (fact.kind) {
    case 'desk.started': {
      const { version, gatewayKind, limitsVersion } = fact.body;
      return neutral(
        `Deskcheck ${version} started on ${gatewayTexts[gatewayKind]}, limits version ${limitsVersion}.`,
      );
    }
    case 'desk.stopped':
      return neutral(`Deskcheck stopped. ${ended(fact.body.reason)}`);
    case 'session.opened': {
      const { name, roles, how } = fact.body;
      return neutral(`${name} (${rolesText(roles)}) ${openingTexts[how]}.`);
    }
    case 'session.refused': {
      const { personId, cause, restMs, purpose } = fact.body;
      const rest = restMs === null ? '' : ` Nothing is accepted for ${figure(restMs / 1000)} s.`;
      return warning(`${notProvenTexts[purpose](personId)}: ${refusalTexts[cause]}.${rest}`);
    }
    case 'command.refused': {
      const { command, message } = fact.body;
      return warning(`${command ?? 'A message'} was refused: ${ended(message)}`);
    }
    case 'session.locked':
      return neutral(`${fact.body.personId}'s window ${lockTexts[fact.body.cause]}.`);
    case 'person.added': {
      const { name, personId, roles } = fact.body;
      return neutral(`${name} (${personId}) is one of the desk's people: ${rolesText(roles)}.`);
    }
    case 'person.roles-changed':
      return warning(`${fact.body.personId} is now ${rolesText(fact.body.roles)}.`);
    case 'person.removed':
      return warning(
        `${fact.body.personId} is not one of the desk's people any more. ${ended(fact.body.reason)}`,
      );
    case 'person.passphrase-set':
      return fact.by === commandLine
        ? warning(
            `${fact.body.personId} has a new passphrase, set from the command line of the machine while the desk was stopped.`,
          )
        : fact.by === fact.body.personId
          ? neutral(`${fact.body.personId} has a new passphrase.`)
          : warning(`${fact.by} gave ${fact.body.personId} a passphrase.`);
    case 'person.witnessed':
      return neutral(
        `${fact.by} says that it was ${fact.body.personId} who changed the passphrase they were given.`,
      );
    case 'session.closed':
      return neutral(`${fact.body.personId} ${closingTexts[fact.body.cause]}.`);
    case 'link.changed':
      return {
        sentence: `Link ${fact.body.state}. ${ended(fact.body.reason)}`.trimEnd(),
        tone: linkTones[fact.body.state],
      };
    case 'account.identified': {
      const { accountId, gatewayKind } = fact.body;
      if (gatewayKind !== 'shadow') {
        return neutral(`Account ${accountId} on ${gatewayTexts[gatewayKind]}.`);
      }
      // Of a shadow's accounts one may be a paper account: the record must not call that one live.
      return accountKind(accountId) === 'live'
        ? warning(`Account ${accountId} is a live account: it is only read, no order is sent.`)
        : warning(
            `Account ${accountId} is only read, no order is sent: a shadow was asked for, or the gateway holds a live account, too.`,
          );
    }
    case 'instrument.resolved': {
      const { displaySymbol, longName, secType, exchange, currency } = fact.body.instrument;
      return neutral(`${displaySymbol} is ${longName}, ${secType} on ${exchange} in ${currency}.`);
    }
    case 'watchlist.added':
      return neutral(`${nameOf(fact.body.instrumentId)} is on the watchlist.`);
    case 'watchlist.removed':
      return neutral(`${nameOf(fact.body.instrumentId)} is off the watchlist.`);
    case 'order.intended':
      return neutral(`Sending ${orderText(fact.body.order)}.`);
    case 'order.denied': {
      const { order, verdicts } = fact.body;
      return warning(
        `Denied: ${orderText(order)}. ${denialText(verdicts, order.reason)}`.trimEnd(),
      );
    }
    case 'order.modify-intended': {
      const { orderRef, change } = fact.body;
      return neutral(`Changing ${ofOrder(orderRef)} to ${changeText(change)}.`);
    }
    case 'order.modify-denied': {
      const { orderRef, change, verdicts } = fact.body;
      return warning(
        `Denied: changing ${ofOrder(orderRef)} to ${changeText(change)}. ${denialText(verdicts, null)}`.trimEnd(),
      );
    }
    case 'order.cancel-intended':
      return neutral(`Cancelling ${ofOrder(fact.body.orderRef)}.`);
    case 'order.changed':
      return orderSentence(fact.body.order);
    case 'order.external-seen':
      return neutral(`An order that is not the desk's was seen: ${orderText(fact.body.order)}.`);
    case 'execution.received': {
      const { execution, corrects } = fact.body;
      const fill = fillText(execution);
      if (fact.body.liquidation === true) {
        return { sentence: `Liquidated by the broker: ${fill}.`, tone: 'critical' };
      }
      return corrects === null
        ? { sentence: `Fill: ${fill}.`, tone: 'good' }
        : warning(`Fill corrected by the broker: ${fill}, in place of ${corrects}.`);
    }
    case 'commission.received': {
      const { commissionMicros, currency, brokerRealizedPnlMicros, execId } = fact.body;
      const realized =
        brokerRealizedPnlMicros === null
          ? ''
          : `, realised P&L ${signedMoney(brokerRealizedPnlMicros, currency)} by the broker`;
      return neutral(
        `Commission ${money(commissionMicros, currency)} for fill ${execId}${realized}.`,
      );
    }
    case 'position.adopted': {
      const { position, reason } = fact.body;
      const cost = averageCost(position);
      const at = cost === null ? '' : ` at ${figure(cost, 4)} on average`;
      return warning(
        `Position taken over from the broker: ${figure(position.quantity)} ${position.displaySymbol}${at}. ${ended(reason)}`,
      );
    }
    case 'cash.adopted': {
      const { balances, reason } = fact.body;
      const sums = balances.map(({ cashMicros, currency }) => money(cashMicros, currency));
      return warning(`Cash taken over from the broker: ${sums.join(', ')}. ${ended(reason)}`);
    }
    case 'reconciliation.completed':
      return reconciliationSentence(fact.body);
    case 'day.opened':
      return neutral(
        `Exchange day ${fact.body.exchangeDate} opened; its P&L counts from ${figure(fromMicros(fact.body.totalMicros), 2)}.`,
      );
    case 'pnl.marked': {
      const { exchangeDate, dayPnlMicros, dayPeakMicros, allTimePeakMicros } = fact.body;
      const sum = (micros: number): string => figure(fromMicros(micros), 2);
      return neutral(
        `P&L of ${exchangeDate} marked at ${sum(dayPnlMicros)}; its peak is ${sum(dayPeakMicros)}, that of all days ${sum(allTimePeakMicros)}.`,
      );
    }
    case 'trading-state.changed': {
      const { instrumentId, state, reason } = fact.body;
      const scope = instrumentId === null ? 'The desk' : nameOf(instrumentId);
      return {
        sentence: `${scope} is ${state}: ${tradingStateTexts[state]}. ${ended(reason)}`.trimEnd(),
        tone: tradingStateTones[state],
      };
    }
    case 'repeated-execution.reset': {
      const { instrumentId, executions, reason } = fact.body;
      return warning(
        `${nameOf(instrumentId)} may trade on after ${counted(executions, 'execution')}. ${ended(reason)}`,
      );
    }
    case 'limits.changed': {
      const { limits, reason, proposedBy } = fact.body;
      const agreed =
        proposedBy === null ? '' : `, proposed by ${proposedBy}, approved by ${fact.by}`;
      return warning(
        `Version ${limits.version} of the limits is in force${agreed}. ${ended(reason)}`,
      );
    }
    case 'proposal.made': {
      const { change, reason } = fact.body;
      return warning(`Proposed by ${fact.by}: ${proposedText(change, nameOf)}. ${ended(reason)}`);
    }
    case 'proposal.approved':
    case 'proposal.rejected':
    case 'proposal.withdrawn': {
      const { what, madeBy, reason } = fact.body;
      const whose = fact.by === madeBy ? '' : `, which ${madeBy} proposed`;
      return neutral(
        `${proposalWords[fact.kind]} by ${fact.by}: ${proposalSubjects[what]}${whose}. ${ended(reason)}`,
      );
    }
    case 'proposal.refused':
      return warning(
        `${fact.by} tried to ${fact.body.attempted} a proposal and was refused. ${ended(fact.body.why)}`,
      );
    case 'kill.engaged': {
      const { openOrders, reason, flatten } = fact.body;
      const then = flatten ? ', then every position to be closed' : '';
      return {
        sentence: `Kill switch: ${counted(openOrders, 'open order')} to be cancelled${then}. ${ended(reason)}`,
        tone: 'critical',
      };
    }
    case 'kill.drill-began':
      return neutral(
        `Drill of the kill switch: it would cancel ${counted(fact.body.openOrders, 'open order')}. Nothing is touched.`,
      );
    case 'kill.drilled':
      return drillSentence(fact.body);
    case 'alert.changed':
      return alertSentence(fact.body.alert, fact.body.change);
    case 'delivery.configured': {
      const { receiverId, kind, url, leastSeverity, hasToken } = fact.body.receiver;
      const secret = hasToken ? ' with a token' : '';
      return warning(
        `${fact.by} has alerts delivered to ${receiverId}, ${kind} at ${url}${secret}, from ${leastSeverity} on.`,
      );
    }
    case 'delivery.removed':
      return warning(`${fact.by} ended the delivery of alerts to ${fact.body.receiverId}.`);
    case 'delivery.made': {
      const { receiverId, events } = fact.body;
      return neutral(`${receiverId} has taken ${counted(events, 'change')} of alerts.`);
    }
    case 'silence.made': {
      const { silence } = fact.body;
      const until = silence.endsAt.slice(0, 16).replace('T', ' ');
      return warning(
        `${fact.by} silenced ${silencedText(silence, nameOf)} until ${until} UTC. ${ended(silence.reason)}`,
      );
    }
    case 'silence.ended':
      return neutral(`${fact.by} ended a silence before its time. ${ended(fact.body.reason)}`);
    case 'attempt.began': {
      const { phases, by, environment } = fact.body.attempt;
      return neutral(
        `${by} began readiness ${phases.length === 1 ? 'phase' : 'phases'} ${phases.join(', ')} on the ${environment.gatewayKind} gateway.`,
      );
    }
    case 'attempt.resumed':
      return neutral(`${fact.by} resumed an interrupted readiness attempt.`);
    case 'attempt.ended': {
      const { state, reason } = fact.body;
      return {
        sentence: `Readiness attempt ${state}. ${ended(reason)}`.trim(),
        tone: state === 'completed' ? 'good' : 'warning',
      };
    }
    case 'check.ran': {
      const { title, result, sentence } = fact.body.run;
      return {
        sentence: `Check ${result}: ${ended(title)} ${ended(sentence)}`,
        tone: result === 'passed' ? 'good' : 'warning',
      };
    }
    case 'load.began':
      return neutral(`${fact.body.run.by} began the load run “${fact.body.run.scenario.title}”.`);
    case 'load.ended': {
      const { state, reason, summary } = fact.body;
      const achieved =
        summary === null ? '' : ` at ${summary.achievedPerSecond.toFixed(1)} operations/s`;
      return {
        sentence: `Load run ${state}${achieved}. ${ended(reason)}`.trim(),
        tone: state === 'completed' ? 'good' : 'warning',
      };
    }
    case 'load.baseline-set': {
      const { scenarioId, runId } = fact.body;
      return neutral(
        runId === null
          ? `${fact.by} took the baseline of the load scenario ${scenarioId} away.`
          : `${fact.by} made a load run the baseline of the scenario ${scenarioId}.`,
      );
    }
    case 'checklist.ticked': {
      const { title, note, attachment } = fact.body;
      const left = attachment === null ? '' : ` Attached: ${attachment.title}.`;
      return neutral(`${fact.by} ticked “${title}”. ${ended(note)}${left}`);
    }
    case 'checklist.unticked':
      return neutral(
        `${fact.by} took back the tick of “${fact.body.title}”. ${ended(fact.body.reason)}`,
      );
    case 'waiver.granted': {
      const { checkId, owner, expiresAt } = fact.body.waiver;
      return {
        sentence: `The check ${checkId} is waived until ${expiresAt}; ${owner} answers for it.`,
        tone: 'warning',
      };
    }
    case 'readiness.signed': {
      const { name, as, statement, validDays } = fact.body.signature;
      const days = validDays === undefined ? '' : `, for ${validDays} days at most`;
      return neutral(
        `${name} signed the readiness attempt as ${signerWords[as]}${days}: “${statement}”`,
      );
    }
    case 'certificate.issued': {
      const { certificateId, rehearsal, expiresAt } = fact.body.certificate;
      const what = rehearsal ? 'A rehearsal was certified' : 'The desk was certified';
      return {
        sentence: `${what}: certificate ${certificateId}, until ${expiresAt}.`,
        tone: 'good',
      };
    }
    case 'certificate.invalidated':
      return {
        sentence: `Certificate ${fact.body.certificateId} is invalid. ${ended(fact.body.reason)}`,
        tone: 'critical',
      };
    case 'certificate.expired':
      return {
        sentence: `Certificate ${fact.body.certificateId} has expired.`,
        tone: 'critical',
      };
  }
}

function drillSentence({
  openOrders,
  positions,
  recordMs,
  answeredMs,
  failure,
}: KillDrill): FactSentence {
  const would = `it would have cancelled ${counted(openOrders, 'open order')} and closed ${counted(positions.length, 'position')}`;
  if (failure !== null) return warning(`Drill of the kill switch: ${would}. ${ended(failure)}`);
  return neutral(
    `Drill of the kill switch: ${would}; recorded in ${figure(recordMs, 1)} ms, answered in ${figure(answeredMs ?? 0, 1)} ms.`,
  );
}

const openingTexts: Record<FactBody<'session.opened'>['how'], string> = {
  practice: 'works at a window of this practice desk',
  passphrase: 'signed in',
  unlocked: 'unlocked their window',
};

const notProvenTexts: Record<FactBody<'session.refused'>['purpose'], (personId: string) => string> =
  {
    session: (personId) => `Not let in as ${personId}`,
    signature: (personId) => `Not signed as ${personId}`,
    'new-passphrase': (personId) => `${personId}'s passphrase stays as it was`,
  };

const refusalTexts: Record<FactBody<'session.refused'>['cause'], string> = {
  'wrong-passphrase': 'the passphrase was wrong',
  'too-many-guesses': 'the passphrase was wrong too often',
  'no-credential': 'the credential that the journal names is not there',
};

const lockTexts: Record<FactBody<'session.locked'>['cause'], string> = {
  key: 'was locked',
  inactivity: 'locked itself: nothing was done there',
};

const closingTexts: Record<FactBody<'session.closed'>['cause'], string> = {
  'signed-out': 'signed out',
  switched: 'gave the window to another person',
  removed: 'was signed out: they are not one of this desk’s people any more',
  'another-gateway': 'was signed out: another gateway was chosen',
};

function rolesText(roles: readonly Role[]): string {
  return roles.length === 0 ? 'no role' : roles.map((role) => role.replace('-', ' ')).join(', ');
}

const proposalWords = {
  'proposal.approved': 'Approved',
  'proposal.rejected': 'Rejected',
  'proposal.withdrawn': 'Withdrawn',
} as const;

const signerWords: Record<Signer, string> = {
  tester: 'tester',
  'risk-officer': 'risk officer',
};

const proposalSubjects: Record<ProposalKind, string> = {
  limits: 'new limits',
  rearm: 'to trade again',
  waiver: 'to waive a check',
};

function proposedText(
  change: ProposedChange,
  nameOf: (instrumentId: InstrumentId) => string,
): string {
  if (change.kind === 'limits') {
    return `version ${change.limits.version} of the limits in place of version ${change.baseVersion}`;
  }
  if (change.kind === 'waiver') {
    return `to waive the check ${change.checkId} until ${change.expiresAt}, answered for by ${change.owner}`;
  }
  const subject = change.instrumentId === null ? 'the desk' : nameOf(change.instrumentId);
  return `${subject} ${change.state} again`;
}

const gatewayTexts: Record<GatewayKind, string> = {
  simulated: 'the simulated gateway',
  paper: 'a paper account',
  shadow: 'a live account, read only',
};

const linkTones: Record<LinkState, Tone> = {
  down: 'warning',
  connecting: 'neutral',
  handshaking: 'neutral',
  reconciling: 'neutral',
  ready: 'good',
  impaired: 'warning',
};

const tradingStateTexts: Record<TradingState, string> = {
  ACTIVE: 'every order the controls allow',
  REDUCING: 'only orders that shrink exposure',
  HALTED: 'cancels only',
};

const tradingStateTones: Record<TradingState, Tone> = {
  ACTIVE: 'good',
  REDUCING: 'warning',
  HALTED: 'critical',
};

const severityTones: Record<Severity, Tone> = {
  info: 'neutral',
  warning: 'warning',
  critical: 'critical',
};

function orderSentence(order: Order): FactSentence {
  const text = orderText(order);
  const because = order.reason === null ? '' : ` ${ended(order.reason)}`;
  const done = `${order.side === 'BUY' ? 'Bought' : 'Sold'} ${figure(order.filledQuantity)}`;
  const symbol = order.displaySymbol;
  const at = order.averageFillPrice === null ? '' : ` at ${figure(order.averageFillPrice, 4)}`;
  const left = figure(order.quantity - order.filledQuantity);
  const filled = order.filledQuantity > 0 ? `, ${figure(order.filledQuantity)} of it filled` : '';
  switch (order.status) {
    case 'SENDING':
      return neutral(`Sending ${text}.${because}`);
    case 'WORKING': {
      const change =
        order.pendingChange === null
          ? ''
          : ` A change to ${changeText(order.pendingChange)} is on its way.`;
      return neutral(`Working: ${text}.${change}${because}`);
    }
    case 'PARTLY_FILLED':
      return {
        sentence: `${done} of ${figure(order.quantity)} ${symbol}${at}, ${left} still working.${because}`,
        tone: 'good',
      };
    case 'FILLED':
      return { sentence: `${done} ${symbol}${at}, filled.${because}`, tone: 'good' };
    case 'CANCELLING':
      return neutral(`Cancelling ${text}${filled}.${because}`);
    case 'CANCELLED':
      return neutral(`Cancelled: ${text}${filled}.${because}`);
    case 'REJECTED':
      return warning(`Rejected by the broker: ${text}${filled}.${because}`);
    case 'DENIED':
      return warning(`Denied: ${text}.${because}`);
    case 'UNKNOWN':
      return {
        sentence: `Fate unknown: ${text}${filled}. It is not sent again; the broker must say what became of it.${because}`,
        tone: 'critical',
      };
  }
}

function alertSentence(alert: Alert, change: AlertChange): FactSentence {
  const { title, detail, count, acknowledgedBy, resolvedBy, note } = alert;
  const tone = severityTones[alert.severity];
  const said = note === null || note === '' ? '' : ` ${ended(note)}`;
  switch (change) {
    case 'raised':
      return alert.inhibitedBy === null
        ? { sentence: `Alert: ${ended(title)} ${ended(detail)}`, tone }
        : neutral(`Alert, explained by ${alert.inhibitedBy}: ${ended(title)} ${ended(detail)}`);
    case 'inhibited':
      return neutral(
        `Alert explained by ${alert.inhibitedBy ?? 'another'}, which stands for it: ${ended(title)}`,
      );
    case 'released':
      return {
        sentence: `Alert no longer explained by another: ${ended(title)} ${ended(detail)}`,
        tone,
      };
    case 'repeated':
      return {
        sentence: `Alert seen ${figure(count)} times: ${ended(title)} ${ended(detail)}`,
        tone,
      };
    case 'acknowledged': {
      const own = alert.ownOrder ? ' It is about their own order.' : '';
      return neutral(
        `Alert acknowledged by ${acknowledgedBy ?? 'the desk'}: ${ended(title)}${said}${own}`,
      );
    }
    case 'escalated':
      return {
        sentence: `Alert escalated, nobody acknowledged it in time: ${ended(title)}`,
        tone: 'critical',
      };
    case 'cleared':
      return { sentence: `Alert's condition is over: ${ended(title)}`, tone: 'good' };
    case 'reopened':
      return { sentence: `Alert open again: ${ended(title)} ${ended(detail)}`, tone };
    case 'resolved':
      return {
        sentence: `Alert resolved by ${resolvedBy ?? 'the desk'}: ${ended(title)}${said}`,
        tone: 'good',
      };
  }
}

function reconciliationSentence(body: FactBody<'reconciliation.completed'>): FactSentence {
  const { openOrders, executionsAdded, unknownOrders, breaks, complete } = body;
  const parts = [counted(openOrders, 'open order'), `${counted(executionsAdded, 'fill')} added`];
  if (unknownOrders > 0) parts.push(`${counted(unknownOrders, 'order')} of unknown fate`);
  parts.push(breaks.length === 0 ? 'no breaks' : counted(breaks.length, 'break'));
  const opening = complete
    ? 'Reconciled with the broker'
    : 'Reconciled with what the broker sent, which was not all';
  const first = breaks[0];
  const detail =
    first === undefined
      ? ''
      : ` ${first.subject}: the desk has ${first.desk}, the broker ${ended(first.broker)}`;
  const isClean = complete && unknownOrders === 0 && breaks.length === 0;
  return {
    sentence: `${opening}: ${parts.join(', ')}.${detail}`,
    tone: isClean ? 'good' : 'warning',
  };
}

/** The types whose prices say enough; any other is named. */
const pricedTypes: ReadonlySet<string> = new Set(orderTypeSchema.options);

/** `buy 500 SPY at limit 274.85`. */
function orderText(order: SentenceOrder): string {
  const side = order.side === 'BUY' ? 'buy' : 'sell';
  const prices = [
    ...(order.stopPrice === null ? [] : [`stop ${priceText(order.stopPrice)}`]),
    ...(order.limitPrice === null ? [] : [`limit ${priceText(order.limitPrice)}`]),
  ];
  const named = pricedTypes.has(order.orderType) ? '' : ` ${order.orderType}`;
  const at = order.orderType === 'MKT' ? ' at market' : '';
  const priced = prices.length === 0 ? '' : ` at ${prices.join(', ')}`;
  return `${side} ${figure(order.quantity)} ${order.displaySymbol}${named}${at}${priced}`;
}

function changeText(change: OrderChange): string {
  const parts = [
    ...(change.quantity === null ? [] : [`quantity ${figure(change.quantity)}`]),
    ...(change.stopPrice === null ? [] : [`stop ${priceText(change.stopPrice)}`]),
    ...(change.limitPrice === null ? [] : [`limit ${priceText(change.limitPrice)}`]),
  ];
  return parts.length === 0 ? 'what it was' : parts.join(', ');
}

function fillText({ side, quantity, displaySymbol, price }: Execution): string {
  return `${side === 'BUY' ? 'bought' : 'sold'} ${figure(quantity)} ${displaySymbol} at ${priceText(price)}`;
}

/** Why it was denied: the sentences of every control that denies, else the order's own. */
function denialText(verdicts: readonly Verdict[], reason: string | null): string {
  const sentences = verdicts
    .filter(isDenial)
    .map(({ title, message }) => ended(message ?? `${title} denies`));
  return sentences.length > 0 ? sentences.join(' ') : ended(reason ?? '');
}

function neutral(sentence: string): FactSentence {
  return { sentence, tone: 'neutral' };
}

function warning(sentence: string): FactSentence {
  return { sentence, tone: 'warning' };
}

function counted(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** With a full stop, unless it ends in a sign of its own or says nothing. */
function ended(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** Thin spaces between thousands, a minus sign, no trailing zeros. */
function figure(value: number, digits = 8): string {
  const [whole = '', decimals = ''] = Math.abs(value).toFixed(digits).split('.');
  return sign(value, withDecimals(grouped(whole), decimals.replace(/0+$/, '')));
}

/** A price as people write one: two digits after the point at least, and as many more as it has. */
function priceText(price: number): string {
  const text = figure(price);
  const decimals = text.split('.')[1] ?? '';
  return decimals.length >= 2
    ? text
    : `${decimals === '' ? `${text}.` : text}${'0'.repeat(2 - decimals.length)}`;
}

function money(micros: number, currency: string): string {
  const [whole = '', cents = ''] = Math.abs(fromMicros(micros)).toFixed(2).split('.');
  return `${sign(micros, withDecimals(grouped(whole), cents))} ${currency}`;
}

function signedMoney(micros: number, currency: string): string {
  return micros > 0 ? `+${money(micros, currency)}` : money(micros, currency);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}

function withDecimals(whole: string, decimals: string): string {
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

function sign(value: number, text: string): string {
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
}
