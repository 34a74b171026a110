import {
  BarSizeSetting,
  EventName,
  IBApi,
  MarketDataType as IbMarketDataType,
  WhatToShow,
  type ContractDescription,
} from '@stoqey/ib';

import type {
  BrokerAccountValue,
  BrokerCommission,
  BrokerExecution,
  BrokerOrder,
  BrokerOrderStatusUpdate,
  BrokerPosition,
  WhatIf,
} from '#shared/domain/broker-word.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Clock } from '#shared/domain/ports.ts';
import type { Bar, BarSize, MarketDataType } from '#shared/domain/quote.ts';

import { sentenceOf } from './link-errors.ts';
import { guardLibrary, sendWithoutDelay } from './library-guard.ts';
import {
  wireContract,
  wireOrder,
  wirePreview,
  wireQuery,
  type InstrumentQuery,
  type WireOrder,
} from './order-wire.ts';
import { parseBar } from './parse-bar.ts';
import { parseCommission, parseExecution } from './parse-execution.ts';
import { parseInstrument, parsePositionInstrument } from './parse-instrument.ts';
import { figureOrNull } from './parse-number.ts';
import { parseBrokerOrder, parseOrderStatus, parseWhatIf } from './parse-order.ts';
import { zoneOfConnectionTime } from './parse-time.ts';

/** A contract found by its symbol; its details are asked for by id. */
export interface SymbolMatch {
  instrumentId: number;
  secType: string;
}

/** What one connection hears, in the desk's words. Ids are order or request ids; -1 stands for none. */
export interface SessionHandlers {
  onHeard(): void;
  onTcpOpen(): void;
  onServer(serverVersion: number): void;
  /** The connection is over, once. */
  onClosed(): void;
  onMessage(code: number, id: number, message: string): void;
  /** A message was lost or could not be understood: what the link knows may be incomplete. */
  onLostMessage(sentence: string): void;
  /** The peer is no TWS. */
  onGarbage(sentence: string): void;
  onLog(level: 'debug' | 'warning', sentence: string): void;

  onAccounts(accountIds: readonly string[]): void;
  onNextValidId(orderId: number): void;
  onCurrentTime(epochSeconds: number): void;

  /** `preview` is given for the answer to a what-if order, which is no order at all. */
  onOpenOrder(order: BrokerOrder, preview: WhatIf | null): void;
  onOpenOrdersEnd(): void;
  onOrderStatus(update: BrokerOrderStatusUpdate): void;
  onCompletedOrder(order: BrokerOrder): void;
  onCompletedOrdersEnd(): void;
  onExecution(requestId: number, execution: BrokerExecution): void;
  onExecutionsEnd(requestId: number): void;
  onCommission(commission: BrokerCommission): void;
  onPosition(position: BrokerPosition): void;
  onPositionsEnd(): void;
  onAccountValue(value: BrokerAccountValue): void;
  onAccountSummary(requestId: number, value: BrokerAccountValue): void;
  onAccountSummaryEnd(requestId: number): void;

  onTickPrice(requestId: number, field: number, price: number | undefined): void;
  onTickSize(requestId: number, field: number, size: number | undefined): void;
  onTickGeneric(requestId: number, field: number, value: number | undefined): void;
  onMarketDataType(requestId: number, type: number): void;

  onInstrument(requestId: number, instrument: Instrument | null): void;
  onInstrumentsEnd(requestId: number): void;
  onSymbolMatches(requestId: number, matches: readonly SymbolMatch[]): void;
  onBar(requestId: number, bar: Bar | null): void;
  onBarsEnd(requestId: number): void;
  onBarUpdate(requestId: number, bar: Bar): void;
}

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

/** Daily bars come as dates whatever is asked; intraday ones as seconds since 1970, which no zone can confuse. */
const datesAsEpochSeconds = 2;
const endOfBars = 'finished';

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
  #over = false;
  #defaultZone: string | null = null;

  constructor(options: SessionOptions) {
    this.#clientId = options.clientId;
    this.#clock = options.clock;
    this.#handlers = options.handlers;
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
      onHeard: () => this.#guarded(() => this.#handlers.onHeard()),
      onRejectText: (text) =>
        this.#guarded(() => this.#handlers.onLog('debug', `Reject details: ${text}`)),
      onUndecodable: (messageId, error) =>
        this.#guarded(() =>
          this.#handlers.onLostMessage(
            `A message of kind ${messageId} could not be read: ${sentenceOf(error)}`,
          ),
        ),
      onGarbage: (length) =>
        this.#guarded(() =>
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
    if (this.#over) return;
    this.#over = true;
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

  requestQuotes(requestId: number, instrument: Instrument): void {
    this.#api.reqMktData(requestId, wireContract(instrument), '', false, false);
  }

  cancelQuotes(requestId: number): void {
    this.#api.cancelMktData(requestId);
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

  /** A listener that throws would end the process: the library runs it inside its socket's data event. */
  #guarded(listen: () => void): void {
    if (this.#over) return;
    try {
      listen();
    } catch (error) {
      this.#lost(error);
    }
  }

  #lost(error: unknown): void {
    this.#handlers.onLostMessage(`A message could not be handled: ${sentenceOf(error)}`);
  }

  #listen(): void {
    const api = this.#api;
    const say = this.#handlers;
    const guarded = (listen: () => void): void => this.#guarded(listen);

    // The first bytes leave when TCP stands; the library has no event of its own for that.
    api.once(EventName.sent, () =>
      guarded(() => {
        sendWithoutDelay(api);
        say.onTcpOpen();
      }),
    );
    api.on(EventName.server, (serverVersion, connectionTime) =>
      guarded(() => {
        this.#defaultZone = zoneOfConnectionTime(connectionTime);
        say.onServer(serverVersion);
      }),
    );
    api.on(EventName.disconnected, () => guarded(() => say.onClosed()));
    // Messages without an id come as `info`, among them 1100 and 326; the others as `error`.
    api.on(EventName.info, (message, code) => guarded(() => say.onMessage(code, -1, message)));
    api.on(EventName.error, (error: Error, code: number, id: number) =>
      guarded(() => say.onMessage(code, id, error.message)),
    );

    api.on(EventName.managedAccounts, (list) =>
      guarded(() =>
        say.onAccounts(
          list
            .split(',')
            .map((accountId) => accountId.trim())
            .filter((accountId) => accountId !== ''),
        ),
      ),
    );
    api.on(EventName.nextValidId, (orderId) => guarded(() => say.onNextValidId(orderId)));
    api.on(EventName.currentTime, (seconds) => guarded(() => say.onCurrentTime(seconds)));

    api.on(EventName.openOrder, (_orderId, contract, order, state) =>
      guarded(() =>
        say.onOpenOrder(
          parseBrokerOrder(contract, order, state),
          order.whatIf === true ? parseWhatIf(state) : null,
        ),
      ),
    );
    api.on(EventName.openOrderEnd, () => guarded(() => say.onOpenOrdersEnd()));
    api.on(
      EventName.orderStatus,
      (
        orderId,
        status,
        filled,
        remaining,
        averagePrice,
        permId,
        _parentId,
        _lastPrice,
        clientId,
        whyHeld,
      ) =>
        guarded(() =>
          say.onOrderStatus(
            parseOrderStatus(
              orderId,
              status,
              filled,
              remaining,
              averagePrice,
              permId,
              clientId,
              whyHeld,
            ),
          ),
        ),
    );
    api.on(EventName.completedOrder, (contract, order, state) =>
      guarded(() => say.onCompletedOrder(parseBrokerOrder(contract, order, state))),
    );
    api.on(EventName.completedOrdersEnd, () => guarded(() => say.onCompletedOrdersEnd()));
    api.on(EventName.execDetails, (requestId, contract, details) =>
      guarded(() => {
        const parsed = parseExecution(contract, details, this.#defaultZone, this.#clock.now());
        if (parsed === null) {
          say.onLog('warning', `An execution without id, price or size was passed over.`);
          return;
        }
        if (!parsed.timeIsKnown) {
          say.onLog(
            'warning',
            `The time "${details.time ?? ''}" of execution ${parsed.execution.execId} could not be read; the time it was received stands for it.`,
          );
        }
        say.onExecution(requestId, parsed.execution);
      }),
    );
    api.on(EventName.execDetailsEnd, (requestId) => guarded(() => say.onExecutionsEnd(requestId)));
    api.on(EventName.commissionReport, (report) =>
      guarded(() => {
        const commission = parseCommission(report);
        if (commission !== null) say.onCommission(commission);
      }),
    );
    api.on(EventName.position, (accountId, contract, quantity, averageCost) =>
      guarded(() =>
        say.onPosition({
          accountId,
          instrument: parsePositionInstrument(contract),
          quantity: figureOrNull(quantity) ?? 0,
          averageCost: figureOrNull(averageCost) ?? 0,
        }),
      ),
    );
    api.on(EventName.positionEnd, () => guarded(() => say.onPositionsEnd()));
    api.on(EventName.updateAccountValue, (tag, value, currency, accountId) =>
      guarded(() => say.onAccountValue({ accountId, tag, value, currency })),
    );
    api.on(EventName.accountSummary, (requestId, accountId, tag, value, currency) =>
      guarded(() => say.onAccountSummary(requestId, { accountId, tag, value, currency })),
    );
    api.on(EventName.accountSummaryEnd, (requestId) =>
      guarded(() => say.onAccountSummaryEnd(requestId)),
    );

    // These two come a hundred thousand times a second; a closure for each would be felt.
    api.on(EventName.tickPrice, (requestId, field, price) => {
      if (this.#over) return;
      try {
        say.onTickPrice(requestId, field, price);
      } catch (error) {
        this.#lost(error);
      }
    });
    api.on(EventName.tickSize, (requestId, field, size) => {
      if (this.#over || field === undefined) return;
      try {
        say.onTickSize(requestId, field, size);
      } catch (error) {
        this.#lost(error);
      }
    });
    api.on(EventName.tickGeneric, (requestId, field, value) =>
      guarded(() => say.onTickGeneric(requestId, field, value)),
    );
    api.on(EventName.marketDataType, (requestId, type) =>
      guarded(() => say.onMarketDataType(requestId, type)),
    );

    api.on(EventName.contractDetails, (requestId, details) =>
      guarded(() => say.onInstrument(requestId, parseInstrument(details))),
    );
    api.on(EventName.contractDetailsEnd, (requestId) =>
      guarded(() => say.onInstrumentsEnd(requestId)),
    );
    api.on(EventName.symbolSamples, (requestId, found) =>
      guarded(() => say.onSymbolMatches(requestId, found.flatMap(parseSymbolMatch))),
    );
    api.on(EventName.historicalData, (requestId, time, open, high, low, close, volume) =>
      guarded(() => {
        if (time.startsWith(endOfBars)) say.onBarsEnd(requestId);
        else
          say.onBar(requestId, parseBar(time, open, high, low, close, volume, this.#defaultZone));
      }),
    );
    api.on(EventName.historicalDataUpdate, (requestId, time, open, high, low, close, volume) =>
      guarded(() => {
        const bar = parseBar(time, open, high, low, close, volume, this.#defaultZone);
        if (bar !== null) say.onBarUpdate(requestId, bar);
      }),
    );
  }
}

function parseSymbolMatch(found: ContractDescription): SymbolMatch[] {
  const instrumentId = found.contract?.conId;
  return instrumentId === undefined || instrumentId <= 0
    ? []
    : [{ instrumentId, secType: found.contract?.secType ?? '' }];
}
