import {
  EventName,
  IBApi,
  OrderAction,
  OrderType,
  SecType,
  TimeInForce,
  IBApiTickType,
  type Contract,
} from '@stoqey/ib';

import { restingPrice, spy } from './bench-order.ts';

const clientId = 77;
const quoteRequest = 1;
const noLimit = 1_000_000_000;

/** @stoqey/ib as it comes, its own limit on messages lifted: what the desk is held against. */
export interface BareClient {
  readonly api: IBApi;
  /** Places a resting order; returns its id. */
  place(): number;
  /** Hears the first acknowledgement of each order. */
  onAcknowledged(listener: (orderId: number) => void): void;
  close(): void;
}

/** The contract of {@link spy} in the library's own words. */
export const bareContract: Contract = {
  conId: spy.conId,
  symbol: spy.symbol,
  secType: SecType.STK,
  exchange: spy.exchange,
  currency: spy.currency,
};

export async function connectBareClient(host: string, port: number): Promise<BareClient> {
  const api = new IBApi({ host, port, maxReqPerSec: noLimit });
  api.on(EventName.error, (error) => {
    if (!error.message.startsWith('Order Canceled')) console.error(`Bare client: ${error.message}`);
  });
  let nextOrderId = await new Promise<number>((resolve) => {
    api.once(EventName.nextValidId, resolve);
    api.connect(clientId);
  });
  const bid = await new Promise<number>((resolve) => {
    api.on(EventName.tickPrice, (_id, field, value) => {
      if (field === IBApiTickType.BID && value !== undefined && value > 0) resolve(value);
    });
    api.reqMktData(quoteRequest, bareContract, '', false, false);
  });
  api.cancelMktData(quoteRequest);
  api.removeAllListeners(EventName.tickPrice);
  const lmtPrice = restingPrice(bid);

  const waiting = new Set<number>();
  let acknowledged: (orderId: number) => void = () => {};
  api.on(EventName.openOrder, (orderId) => {
    if (waiting.delete(orderId)) acknowledged(orderId);
  });
  return {
    api,
    place() {
      const orderId = nextOrderId;
      nextOrderId += 1;
      waiting.add(orderId);
      api.placeOrder(orderId, bareContract, {
        action: OrderAction.BUY,
        orderType: OrderType.LMT,
        totalQuantity: 1,
        lmtPrice,
        tif: TimeInForce.DAY,
        account: 'DU1000001',
        orderRef: `bare-${orderId}`,
        transmit: true,
      });
      return orderId;
    },
    onAcknowledged(listener) {
      acknowledged = listener;
    },
    close() {
      api.disconnect();
      api.removeAllListeners();
    },
  };
}
