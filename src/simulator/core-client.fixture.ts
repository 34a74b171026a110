import type { Clock } from '#shared/domain/ports.ts';

import type { GatewayControl } from './gateway-control.ts';
import { createGatewayCore } from './gateway-core.ts';
import { parseGatewayOptions, type SimulatedGatewayOptions } from './gateway-options.ts';
import type { ConnectionEvents } from './gateway-server.ts';
import { readCatalogue } from './market/catalogue.ts';
import { defaultStartDate, Market } from './market/market.ts';
import { sessionMs } from './market/trading-calendar.ts';
import { StateFile } from './persistence/state-file.ts';
import { parseFaultScript } from './script/parse-script.ts';
import { message, type Field } from './wire/fields.ts';

/** A gateway without a server, for a clock that moves only when it is told to. */
export interface BareGateway {
  control: GatewayControl;
  market: Market;
  notices: string[];
  connect(): CoreClient;
  /** A client that has shaken hands and started. */
  client(clientId?: number, version?: number): CoreClient;
  close(): void;
}

export function bareGateway(
  clock: Clock,
  options: Omit<SimulatedGatewayOptions, 'clock' | 'onNotice' | 'script'> = {},
  scriptText = '',
): BareGateway {
  const settings = parseGatewayOptions({
    latencyMs: 0,
    messagesPerSecondLimit: null,
    ...options,
  });
  const notices: string[] = [];
  const notice = (sentence: string): void => void notices.push(sentence);
  const market = new Market(readCatalogue(), [], settings.seed);
  const start = market.calendar.positionOnOrAfter(settings.startDate ?? defaultStartDate);
  const core = createGatewayCore({
    settings,
    market,
    start: start * sessionMs,
    clock,
    stateFile: settings.stateFile === undefined ? null : new StateFile(settings.stateFile, notice),
    script: parseFaultScript(scriptText, 'of the test'),
    notice,
  });
  const connect = (): CoreClient => new CoreClient((connection) => core.accept(connection));
  return {
    control: core.control,
    market,
    notices,
    connect,
    client: (clientId = 1, version = 193) => {
      const client = connect();
      client.shakeHands(version);
      client.send(71, 2, clientId, '');
      return client;
    },
    close: () => core.close(true),
  };
}

type Accept = (
  connection: Parameters<ReturnType<typeof createGatewayCore>['accept']>[0],
) => ConnectionEvents | null;

export interface TestOrder {
  action?: string;
  quantity?: Field;
  orderType?: string;
  limitPrice?: Field;
  stopPrice?: Field;
  timeInForce?: string;
  account?: string;
  orderRef?: string;
  transmit?: boolean;
  whatIf?: boolean;
  parentId?: number;
  ocaGroup?: string;
  ocaType?: number;
  goodTillDate?: string;
  trailStopPrice?: Field;
  trailingPercent?: Field;
  limitPriceOffset?: Field;
  adjustedOrderType?: string;
  percentOffset?: Field;
  symbol?: string;
  secType?: string;
  exchange?: string;
  currency?: string;
  conId?: number;
}

/** Speaks frames with a gateway directly, without a socket. */
export class CoreClient {
  /** Every message received, as fields. The first is the server's version and time. */
  readonly received: string[][] = [];
  readonly events: ConnectionEvents | null;
  isClosed = false;
  /** What the gateway is told of unread bytes. */
  unread = 0;
  version = 0;
  /** Takes the bytes in place of {@link received}, for those that are no frames. */
  onBytes: ((bytes: Buffer) => void) | null = null;

  constructor(accept: Accept) {
    this.events = accept({
      write: (bytes) => (this.onBytes === null ? this.#take(bytes) : this.onBytes(bytes)),
      end: () => this.#close(),
      destroy: () => this.#close(),
      pauseReading: () => {},
      backlog: () => this.unread,
    });
  }

  shakeHands(version: number): void {
    const text = `v100..${version}`;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    this.version = version;
    this.bytes(Buffer.concat([Buffer.from('API\0'), length, Buffer.from(text)]));
  }

  bytes(bytes: Buffer): void {
    this.events?.data(bytes);
  }

  send(...fields: Field[]): void {
    const text = Buffer.from(message(...fields));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    this.bytes(Buffer.concat([length, text]));
  }

  /** The client goes away. */
  disconnect(): void {
    this.#close();
  }

  placeOrder(orderId: number, order: TestOrder): void {
    this.send(3, orderId, ...orderFields(this.version, order));
  }

  cancelOrder(orderId: number): void {
    if (this.version >= 192) this.send(4, orderId, '', '', 2_147_483_647);
    else this.send(4, 1, orderId, '');
  }

  /** Messages of an id, and only what came since the last {@link forget}. */
  of(messageId: number): string[][] {
    return this.received.filter(([id]) => id === String(messageId));
  }

  /** Errors and notices: request id, code and text. */
  errors(): { id: number; code: number; text: string }[] {
    return this.of(4).map(([, , id, code, text]) => ({
      id: Number(id),
      code: Number(code),
      text: text ?? '',
    }));
  }

  /** Status words of an order, in the order they came. */
  statuses(orderId: number): string[] {
    return this.of(3)
      .filter(([, id]) => id === String(orderId))
      .map(([, , status]) => status ?? '');
  }

  forget(): void {
    this.received.length = 0;
  }

  #take(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const length = bytes.readUInt32BE(at);
      const fields = bytes.toString('utf8', at + 4, at + 4 + length).split('\0');
      fields.pop();
      this.received.push(fields);
      at += 4 + length;
    }
  }

  #close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.events?.closed();
  }
}

/** Fields as `name` (empty) or `name=value`. */
function fieldsNamed(...names: readonly string[]): string[] {
  return names.flatMap((line) => line.split(' ')).map((name) => name.split('=')[1] ?? '');
}

/** The fields of placeOrder after the id, as the API's clients send them for a server version. */
export function orderFields(version: number, order: TestOrder): Field[] {
  const named = order.conId === undefined;
  return [
    order.conId ?? 0,
    order.symbol ?? (named ? 'SPY' : ''),
    order.secType ?? (named ? 'STK' : ''),
    ...fieldsNamed('lastTradeDateOrContractMonth strike=0 right multiplier'),
    order.exchange ?? 'SMART',
    '',
    order.currency ?? (named ? 'USD' : ''),
    ...fieldsNamed('localSymbol tradingClass secIdType secId'),
    order.action ?? 'BUY',
    order.quantity ?? 100,
    order.orderType ?? 'MKT',
    order.limitPrice ?? '',
    order.stopPrice ?? '',
    order.timeInForce ?? 'DAY',
    order.ocaGroup ?? '',
    order.account ?? '',
    ...fieldsNamed('openClose origin=0'),
    order.orderRef ?? '',
    order.transmit ?? true,
    order.parentId ?? 0,
    ...fieldsNamed(
      'blockOrder=0 sweepToFill=0 displaySize=0 triggerMethod=0 outsideRth=0 hidden=0',
      'sharesAllocation discretionaryAmt=0 goodAfterTime',
    ),
    order.goodTillDate ?? '',
    ...fieldsNamed('faGroup faMethod faPercentage'),
    ...(version < 177 ? [''] : []),
    ...fieldsNamed('modelCode shortSaleSlot=0 designatedLocation exemptCode=-1'),
    order.ocaType ?? 0,
    ...fieldsNamed('rule80A settlingFirm allOrNone=0 minQty'),
    order.percentOffset ?? '',
    ...fieldsNamed(
      'eTradeOnly=0 firmQuoteOnly=0 nbboPriceCap auctionStrategy=0',
      'startingPrice stockRefPrice delta stockRangeLower stockRangeUpper',
      'overridePercentageConstraints=0 volatility volatilityType deltaNeutralOrderType',
      'deltaNeutralAuxPrice continuousUpdate=0 referencePriceType',
    ),
    order.trailStopPrice ?? '',
    order.trailingPercent ?? '',
    ...fieldsNamed(
      'scaleInitLevelSize scaleSubsLevelSize scalePriceIncrement scaleTable activeStartTime',
      'activeStopTime hedgeType optOutSmartRouting=0 clearingAccount clearingIntent notHeld=0',
      'deltaNeutral=0 algoStrategy algoId',
    ),
    order.whatIf ?? false,
    ...fieldsNamed('orderMiscOptions solicited=0 randomizeSize=0 randomizePrice=0 conditions=0'),
    order.adjustedOrderType ?? '',
    '',
    order.limitPriceOffset ?? '',
    ...fieldsNamed(
      'adjustedStopPrice adjustedStopLimitPrice',
      'adjustedTrailingAmount adjustableTrailingUnit=0 extOperator softDollarName softDollarValue',
      'cashQty',
    ),
  ];
}
