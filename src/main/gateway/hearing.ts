import type { BrokerAccountValue, BrokerWord } from '#shared/domain/broker-word.ts';
import type { Clock } from '#shared/domain/ports.ts';

import type { BarStreams } from './bar-streams.ts';
import type { CancelProbe } from './cancel-probe.ts';
import type { DepthFeeds } from './depth-feeds.ts';
import { codeMeaning, leavesRequestStanding, withAdvice, type LinkMeaning } from './error-codes.ts';
import type { FarmWatch } from './farm-watch.ts';
import type { Heartbeat } from './heartbeat.ts';
import { handshakeAdvice, orderIdsAdvice, versionAdvice } from './link-advice.ts';
import type { LinkLife } from './link-life.ts';
import type { LogLevel } from './link-options.ts';
import type { OrderGate } from './order-gate.ts';
import type { OrderRoad } from './order-road.ts';
import type { Questions } from './questions.ts';
import type { Quotes } from './quotes.ts';
import { isReadOnlyRefusal, type ReadOnlyWatch } from './read-only-watch.ts';
import type { Reconciliation } from './reconciliation.ts';
import { isOrderId, isRequestId, OrderIdsExhaustedError } from './request-ids.ts';
import type { SessionHandlers } from './session-handlers.ts';

export interface HearingSurroundings {
  clock: Clock;
  recoverMs: number;
  life: LinkLife;
  gate: OrderGate;
  readOnly: ReadOnlyWatch;
  heartbeat: Heartbeat;
  cancelProbe: CancelProbe;
  orders: OrderRoad;
  questions: Questions;
  reconciliation: Reconciliation;
  quotes: Quotes;
  depth: DepthFeeds;
  barStreams: BarStreams;
  farms: FarmWatch;
  /** The library has sent a message by itself. */
  onUnaskedMessage(): void;
  /** The gateway has named other accounts than before, while the connection stands. */
  onAccountsChanged(): void;
  say(word: BrokerWord): void;
  log(level: LogLevel, sentence: string): void;
}

/** Codes the library itself makes: socket trouble, a message it cannot decode, a version it cannot speak. */
const socketTrouble = 502;
const olderThanNeeded = 503;
const undecodable = 505;
const unsupportedVersion = 506;

/** Brings every word of the gateway to whom it concerns. */
export class Hearing {
  readonly #around: HearingSurroundings;
  #recoveredAt: number | null = null;

  constructor(surroundings: HearingSurroundings) {
    this.#around = surroundings;
  }

  sessionHandlers(): SessionHandlers {
    const {
      life,
      gate,
      heartbeat,
      cancelProbe,
      orders,
      questions,
      reconciliation,
      quotes,
      barStreams,
      depth,
    } = this.#around;
    return {
      onHeard: () => heartbeat.heard(),
      onTcpOpen: () => life.onTcpOpen(),
      onServer: (serverVersion) => {
        // The library starts the session by itself.
        this.#around.onUnaskedMessage();
        life.onServer(serverVersion);
      },
      onClosed: () => life.onClosed(),
      onMessage: (code, id, message) => this.#onMessage(code, id, message),
      onLostMessage: (sentence) => this.#onLostMessage(sentence),
      onGarbage: (sentence) => life.drop(sentence, handshakeAdvice),
      onLog: (level, sentence) => this.#around.log(level, sentence),

      onAccounts: (accountIds) => this.#onAccounts(accountIds),
      onNextValidId: (orderId) => this.#onNextValidId(orderId),
      onCurrentTime: (seconds) => {
        heartbeat.answered();
        cancelProbe.answered();
        this.#around.say({ kind: 'gateway-time', at: seconds * 1000 });
      },

      onOpenOrder: (order, preview) => {
        this.#onAccountNamed(order.accountId);
        if (!orders.onOpenOrder(order, preview)) reconciliation.collector?.addOpenOrder(order);
      },
      onOpenOrdersEnd: () => {
        this.noteReadOnly(() => this.#around.readOnly.listAnswered());
        reconciliation.end('open orders');
      },
      onOrderStatus: (update) => {
        if (!orders.onOrderStatus(update)) reconciliation.collector?.addOrderStatus(update);
      },
      onCompletedOrder: (order) => reconciliation.collector?.addCompletedOrder(order),
      onCompletedOrdersEnd: () => reconciliation.end('completed orders'),
      onExecution: (requestId, execution) => {
        this.#onAccountNamed(execution.accountId);
        reconciliation.collector?.addExecution(execution);
        // The answer to a question comes with the snapshot; a fill that nobody asked for is news.
        if (!isRequestId(requestId)) this.#around.say({ kind: 'execution', execution });
      },
      onExecutionsEnd: (requestId) => reconciliation.onExecutionsEnd(requestId),
      onCommission: (commission) => {
        reconciliation.collector?.addCommission(commission);
        this.#around.say({ kind: 'commission', commission });
      },
      onPosition: (position) => {
        this.#onAccountNamed(position.accountId);
        reconciliation.collector?.addPosition(position);
        if (gate.accountIds.length <= 1) return;
        const { accountId, instrument, quantity } = position;
        const { instrumentId } = instrument;
        this.#around.say({ kind: 'position', position: { accountId, instrumentId, quantity } });
      },
      onPositionsEnd: () => reconciliation.end('positions'),
      onPositionUpdate: (position) => {
        this.#onAccountNamed(position.accountId);
        this.#around.say({ kind: 'position', position });
      },
      onAccountValue: (value) => this.#onAccountValue(value),
      onAccountSummary: (requestId, value) => {
        if (reconciliation.isSummary(requestId)) this.#onAccountValue(value);
      },
      onAccountSummaryEnd: (requestId) => reconciliation.onSummaryEnd(requestId),

      onTickPrice: (id, field, price) => quotes.onTickPrice(id, field, price),
      onTickSize: (id, field, size) => quotes.onTickSize(id, field, size),
      onTickGeneric: (id, field, value) => quotes.onTickGeneric(id, field, value),
      onMarketDataType: (id, type) => quotes.onMarketDataType(id, type),
      onDepth: (id, change) => depth.onChange(id, change),

      onInstrument: (id, instrument, rule) => questions.onInstrument(id, instrument, rule),
      onInstrumentsEnd: (id) => questions.onInstrumentsEnd(id),
      onSymbolMatches: (id, matches) => questions.onSymbolMatches(id, matches),
      onMarketRule: (id, increments) => questions.onMarketRule(id, increments),
      onOptionChain: (id, chain) => questions.onOptionChain(id, chain),
      onOptionChainsEnd: (id) => questions.onOptionChainsEnd(id),
      onBar: (id, bar) => {
        if (bar !== null && !barStreams.onBar(id, bar)) questions.onBar(id, bar);
      },
      onBarsEnd: (id) => {
        if (!barStreams.onRecentEnd(id)) questions.onBarsEnd(id);
      },
      onBarUpdate: (id, bar) => {
        barStreams.onBar(id, bar);
      },
    };
  }

  /** The state of a link that is ready says whether orders have a chance. */
  noteReadOnly(change: () => void): void {
    const { readOnly, life } = this.#around;
    const before = readOnly.isSet;
    change();
    if (readOnly.isSet !== before && life.state === 'ready') life.settle();
  }

  #onNextValidId(orderId: number): void {
    const { orders, life } = this.#around;
    try {
      orders.startIdsAt(orderId);
    } catch (error) {
      if (!(error instanceof OrderIdsExhaustedError)) throw error;
      life.drop(error.message, orderIdsAdvice);
      return;
    }
    life.onNextValidId();
  }

  #onAccounts(accountIds: readonly string[]): void {
    const { gate, life } = this.#around;
    const before = gate.accountIds.join(',');
    const liveBefore = gate.liveAccountId;
    gate.named(accountIds);
    if (!life.isIdentified) {
      life.identifyWhenKnown();
      return;
    }
    if (before === gate.accountIds.join(',')) return;
    this.#around.log(
      'warning',
      `The gateway now names the accounts ${accountIds.join(', ')}; before, ${before}.`,
    );
    this.#closeGateIfLive(liveBefore);
    this.#around.onAccountsChanged();
  }

  /** A word about an account that the gateway's list leaves out. */
  #onAccountNamed(accountId: string): void {
    const liveBefore = this.#around.gate.liveAccountId;
    this.#around.gate.heardOf(accountId);
    this.#closeGateIfLive(liveBefore);
  }

  #closeGateIfLive(liveBefore: string | null): void {
    const { gate, orders } = this.#around;
    if (gate.liveAccountId === null || gate.liveAccountId === liveBefore) return;
    const reason = `The gateway holds the live account ${gate.liveAccountId}.`;
    this.#around.log('warning', `${reason} No order or cancel leaves on this connection any more.`);
    orders.takeBackWaiting(reason);
  }

  #onAccountValue(value: BrokerAccountValue): void {
    this.#onAccountNamed(value.accountId);
    this.#around.reconciliation.collector?.addAccountValue(value);
    this.#around.say({ kind: 'account-value', value });
  }

  readonly #linkMeanings: Record<LinkMeaning, (message: string) => void> = {
    'broker-lost': () => {
      this.#around.reconciliation.abandon();
      this.#around.life.impaired('broker');
    },
    'broker-back': () => this.#onBrokerBack(false),
    'broker-back-data-lost': () => this.#onBrokerBack(true),
    'port-reset': (message) => this.#around.life.onPortReset(message),
    'client-id-in-use': () => this.#around.life.onClientIdInUse(),
    'too-fast': (message) =>
      this.#around.log('error', `The gateway finds the desk too fast: ${message}`),
  };

  /** Whatever the gateway says of the data, orders may have moved meanwhile: both ways back reconcile. */
  #onBrokerBack(dataLost: boolean): void {
    const { life, reconciliation, quotes, depth, barStreams } = this.#around;
    life.recoveredFrom('broker');
    if (!life.isIdentified) return;
    life.mustReconcile();
    reconciliation.start();
    if (dataLost) {
      quotes.resubscribeAll();
      depth.resubscribeAll();
      barStreams.resubscribeAll();
    }
    life.settle();
  }

  #onMessage(code: number, id: number, message: string): void {
    const { life, orders, farms } = this.#around;
    if (code === socketTrouble) {
      life.onSocketError(message);
      return;
    }
    if (code === undecodable) {
      this.#onLostMessage(message);
      return;
    }
    if (code === unsupportedVersion || (code === olderThanNeeded && !isOrderId(id))) {
      life.drop(`The gateway's version does not fit: ${message}`, versionAdvice);
      return;
    }
    const meaning = codeMeaning(code);
    if (meaning.link !== null) {
      this.#sayNotice(code, message);
      this.#linkMeanings[meaning.link](message);
    } else if (isRequestId(id)) {
      this.#onRequestError(code, id, message);
    } else if (isOrderId(id)) {
      if (isReadOnlyRefusal(code, message)) {
        this.noteReadOnly(() => this.#around.readOnly.orderRefused());
      }
      orders.onError(id, code, message);
    } else if (isReadOnlyRefusal(code, message)) {
      this.#onListRefused(code, message);
    } else {
      this.#sayNotice(code, message);
      if (meaning.farm !== null) farms.onFarm(meaning.farm, message);
    }
  }

  /** Without an id it can only be one of the lists of orders: both are kept back. Said once, not at every round. */
  #onListRefused(code: number, message: string): void {
    const { readOnly, reconciliation } = this.#around;
    if (!readOnly.isSet) this.#sayNotice(code, message);
    this.noteReadOnly(() => readOnly.listRefused());
    reconciliation.refuse('open orders');
    reconciliation.refuse('completed orders');
  }

  #onRequestError(code: number, id: number, message: string): void {
    const { quotes, depth, barStreams, questions, reconciliation } = this.#around;
    if (quotes.onError(id, code, message) || depth.onError(id, code, message)) return;
    if (barStreams.onError(id, code, message)) return;
    if (leavesRequestStanding(code)) {
      this.#around.log('info', `${code}: ${message}`);
      return;
    }
    if (questions.onError(id, code, message)) return;
    if (reconciliation.onError(id)) this.#sayNotice(code, message);
    else this.#around.log('info', `${code} about a request that is over: ${message}`);
  }

  /** What was lost may have been about an order: ask for everything again, but not in a circle. */
  #onLostMessage(sentence: string): void {
    const { clock, recoverMs, reconciliation, life } = this.#around;
    this.#around.log('error', sentence);
    reconciliation.collector?.damage();
    const now = clock.monotonic();
    if (this.#recoveredAt !== null && now - this.#recoveredAt < recoverMs) return;
    this.#recoveredAt = now;
    clock.after(0, () => {
      this.#around.say({
        kind: 'notice',
        code: undecodable,
        message: `${sentence} The desk asks the broker for everything again.`,
        instrumentId: null,
        severity: 'critical',
      });
      if (life.state === 'ready' && !reconciliation.isUnderWay) reconciliation.start();
    });
  }

  #sayNotice(code: number, message: string): void {
    this.#around.say({
      kind: 'notice',
      code,
      message: withAdvice(code, message),
      instrumentId: null,
      severity: codeMeaning(code).severity,
    });
  }
}
