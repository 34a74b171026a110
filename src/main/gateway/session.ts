import {
  BarSizeSetting,
  EventName,
  IBApi,
  MarketDataType as IbMarketDataType,
  WhatToShow,
} from '@stoqey/ib';

import type { Instrument } from '#shared/domain/instrument.ts';
import type { Clock } from '#shared/domain/ports.ts';
import type { BarSize, MarketDataType } from '#shared/domain/quote.ts';

import { guardLibrary, sendWithoutDelay } from './library-guard.ts';
import { sentenceOf } from './link-errors.ts';
import { listenToAccount } from './listen-to-account.ts';
import { listenToInstruments } from './listen-to-instruments.ts';
import { listenToMarket } from './listen-to-market.ts';
import { listenToOrders } from './listen-to-orders.ts';
import { ListenerGuard } from './listener-guard.ts';
import {
  wireContract,
  wireOrder,
  wirePreview,
  wireQuery,
  type InstrumentQuery,
  type WireOrder,
} from './order-wire.ts';
import { zoneOfConnectionTime } from './parse-time.ts';
import type { SessionHandlers } from './session-handlers.ts';

export interface SessionOptions {
  host: string;
  port: number;
  clientId: number;
  clock: Clock;
  handlers: SessionHandlers;
}

const barSizes: Record<BarSize, BarSizeSetting> = {
  '1 min': BarSizeSetting.MINUTES_ONE,
  '5 mins': BarSizeSetting.MINUTES_FIVE,
  '1 hour': BarSizeSetting.HOURS_ONE,
  '1 day': BarSizeSetting.DAYS_ONE,
};

const marketDataTypes: Record<MarketDataType, IbMarketDataType> = {
  live: IbMarketDataType.REALTIME,
  frozen: IbMarketDataType.FROZEN,
  delayed: IbMarketDataType.DELAYED,
  'delayed-frozen': IbMarketDataType.DELAYED_FROZEN,
};

/** Whether shares can be borrowed to be sold short; of stocks only. Source: IB, "Generic tick types". */
const shortableTicks = '236';

/** A book of this exchange joins those of all; every row then names its own. */
const smartRouting = 'SMART';

/** Daily bars come as dates whatever is asked; intraday ones as seconds since 1970, which no zone can confuse. */
const datesAsEpochSeconds = 2;

/**
 * One connection: one instance of the client library, made for it and thrown away with it, so that neither its
 * queue nor its limiter nor its client id can reach the next one (reference/tws.md, traps 1, 2, 8, 9). Whatever an
 * ended connection still has to say is not heard.
 */
export class Session {
  readonly #api: IBApi;
  readonly #clientId: number;
  readonly #clock: Clock;
  readonly #handlers: SessionHandlers;
  readonly #guard: ListenerGuard;
  #defaultZone: string | null = null;

  constructor(options: SessionOptions) {
    this.#clientId = options.clientId;
    this.#clock = options.clock;
    this.#handlers = options.handlers;
    this.#guard = new ListenerGuard((sentence) => this.#handlers.onLostMessage(sentence));
    const settings = {
      // Whatever is left out the library takes from a .env file or the environment, the client id included.
      host: options.host,
      port: options.port,
      clientId: options.clientId,
      // The library's limiter would queue behind our back and let cancels wait; the desk's pacer is in front.
      maxReqPerSec: Number.POSITIVE_INFINITY,
    };
    this.#api = new IBApi(settings);
    guardLibrary(this.#api, {
      onHeard: () => this.#guard.run(() => this.#handlers.onHeard()),
      onRejectText: (text) =>
        this.#guard.run(() => this.#handlers.onLog('debug', `Reject details: ${text}`)),
      onUndecodable: (messageId, error) =>
        this.#guard.run(() =>
          this.#handlers.onLostMessage(
            `A message of kind ${messageId} could not be read: ${sentenceOf(error)}`,
          ),
        ),
      onGarbage: (length) =>
        this.#guard.run(() =>
          this.#handlers.onGarbage(
            `What answers on this port does not speak the TWS protocol (a frame of ${length} bytes).`,
          ),
        ),
    });
    this.#listen();
  }

  connect(): void {
    // The library remembers no client id between connects unless it is told each time.
    this.#api.connect(this.#clientId);
  }

  /** Ends the connection. Nothing of it is heard afterwards. */
  close(): void {
    if (this.#guard.isOver) return;
    this.#guard.end();
    this.#api.removeAllListeners();
    this.#api.disconnect();
  }

  requestOpenOrders(): void {
    this.#api.reqAllOpenOrders();
  }

  requestCompletedOrders(): void {
    this.#api.reqCompletedOrders(false);
  }

  requestExecutions(requestId: number): void {
    this.#api.reqExecutions(requestId, {});
  }

  requestPositions(): void {
    this.#api.reqPositions();
  }

  cancelPositions(): void {
    this.#api.cancelPositions();
  }

  requestAccountSummary(requestId: number, tags: readonly string[]): void {
    this.#api.reqAccountSummary(requestId, 'All', tags.join(','));
  }

  cancelAccountSummary(requestId: number): void {
    this.#api.cancelAccountSummary(requestId);
  }

  requestAccountUpdates(accountId: string): void {
    this.#api.reqAccountUpdates(true, accountId);
  }

  /** For a login of several accounts, where {@link requestAccountUpdates} would follow one of them only. */
  requestAccountUpdatesOf(requestId: number, accountId: string): void {
    this.#api.reqAccountUpdatesMulti(requestId, accountId, '', false);
  }

  /** Client 0 alone: orders given by hand in TWS from now on get an id of this client. */
  bindManualOrders(): void {
    this.#api.reqAutoOpenOrders(true);
  }

  /** The orders of this client; for client 0 this binds those that were given by hand in TWS before. */
  requestOwnOpenOrders(): void {
    this.#api.reqOpenOrders();
  }

  requestCurrentTime(): void {
    this.#api.reqCurrentTime();
  }

  placeOrder(order: WireOrder): void {
    this.#api.placeOrder(order.orderId, wireContract(order.instrument), wireOrder(order));
  }

  /** Its own way out, so that no flag can be lost on the road to here. */
  previewOrder(order: WireOrder): void {
    this.#api.placeOrder(order.orderId, wireContract(order.instrument), wirePreview(order));
  }

  cancelOrder(orderId: number): void {
    this.#api.cancelOrder(orderId);
  }

  cancelAllOrders(): void {
    this.#api.reqGlobalCancel();
  }

  requestMarketDataType(type: MarketDataType): void {
    this.#api.reqMarketDataType(marketDataTypes[type]);
  }

  /** @param withShortable asks for more than delayed data can give */
  requestQuotes(requestId: number, instrument: Instrument, withShortable: boolean): void {
    const ticks = withShortable && instrument.secType === 'STK' ? shortableTicks : '';
    this.#api.reqMktData(requestId, wireContract(instrument), ticks, false, false);
  }

  cancelQuotes(requestId: number): void {
    this.#api.cancelMktData(requestId);
  }

  requestDepth(requestId: number, instrument: Instrument, rows: number): void {
    const contract = wireContract(instrument);
    this.#api.reqMktDepth(requestId, contract, rows, instrument.exchange === smartRouting);
  }

  cancelDepth(requestId: number, instrument: Instrument): void {
    this.#api.cancelMktDepth(requestId, instrument.exchange === smartRouting);
  }

  requestMarketRule(marketRuleId: number): void {
    this.#api.reqMarketRule(marketRuleId);
  }

  /** Option chains of an underlying on every exchange. */
  requestOptionChains(requestId: number, underlying: Instrument): void {
    const { symbol, secType, exchange, instrumentId } = underlying;
    // Options on a future are listed by the future's own exchange; those on anything else by all.
    const futureExchange = secType === 'FUT' ? exchange : '';
    this.#api.reqSecDefOptParams(requestId, symbol, futureExchange, secType, instrumentId);
  }

  requestInstrument(requestId: number, query: InstrumentQuery): void {
    this.#api.reqContractDetails(requestId, wireQuery(query));
  }

  requestSymbolMatches(requestId: number, text: string): void {
    this.#api.reqMatchingSymbols(requestId, text);
  }

  /** @param end `20260413-15:27:04` in UTC; empty for now, and always empty when the bars are to be kept up to date. */
  requestBars(
    requestId: number,
    instrument: Instrument,
    end: string,
    duration: string,
    barSize: BarSize,
    outsideRth: boolean,
    keepUpToDate: boolean,
  ): void {
    this.#api.reqHistoricalData(
      requestId,
      wireContract(instrument),
      end,
      duration,
      barSizes[barSize],
      instrument.secType === 'CASH' ? WhatToShow.MIDPOINT : WhatToShow.TRADES,
      outsideRth ? 0 : 1,
      datesAsEpochSeconds,
      keepUpToDate,
    );
  }

  cancelBars(requestId: number): void {
    this.#api.cancelHistoricalData(requestId);
  }

  #listen(): void {
    const api = this.#api;
    const say = this.#handlers;
    const guard = this.#guard;
    const zone = (): string | null => this.#defaultZone;

    // The first bytes leave when TCP stands; the library has no event of its own for that.
    api.once(EventName.sent, () =>
      guard.run(() => {
        sendWithoutDelay(api);
        say.onTcpOpen();
      }),
    );
    api.on(EventName.server, (serverVersion, connectionTime) =>
      guard.run(() => {
        this.#defaultZone = zoneOfConnectionTime(connectionTime);
        say.onServer(serverVersion);
      }),
    );
    api.on(EventName.disconnected, () => guard.run(() => say.onClosed()));
    // Messages without an id come as `info`, among them 1100 and 326; the others as `error`.
    api.on(EventName.info, (message, code) => guard.run(() => say.onMessage(code, -1, message)));
    api.on(EventName.error, (error: Error, code: number, id: number) =>
      guard.run(() => say.onMessage(code, id, error.message)),
    );

    api.on(EventName.managedAccounts, (list) =>
      guard.run(() =>
        say.onAccounts(
          list
            .split(',')
            .map((accountId) => accountId.trim())
            .filter((accountId) => accountId !== ''),
        ),
      ),
    );
    api.on(EventName.nextValidId, (orderId) => guard.run(() => say.onNextValidId(orderId)));
    api.on(EventName.currentTime, (seconds) => guard.run(() => say.onCurrentTime(seconds)));
    listenToOrders(api, say, guard, this.#clock, zone);
    listenToAccount(api, say, guard);
    listenToMarket(api, say, guard, zone);
    listenToInstruments(api, say, guard);
  }
}
