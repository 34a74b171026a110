import type { ExchangeOrder } from './order.ts';

/** An answer with one of IB's error codes. Source: IB's message codes; reference transcripts for the texts. */
export interface Refusal {
  code: number;
  message: string;
}

function invalid(cause: string): Refusal {
  return { code: 321, message: `Error validating request.-'bF' : cause - ${cause}` };
}

/** What IB has to say about an order that lives on. */
function orderMessage({ instrument, terms }: ExchangeOrder, text: string): Refusal {
  const { localSymbol, exchange } = instrument;
  return {
    code: 399,
    message: `Order Message:\n${terms.side} ${terms.quantity} ${localSymbol} ${exchange}\nWarning: ${text}`,
  };
}

export const refusals = {
  invalid,
  malformed: (what: string): Refusal => ({ code: 320, message: `Error reading request: ${what}` }),
  notSimulated: (what: string): Refusal =>
    invalid(`${what} is not simulated. Use a paper account of IB for it`),
  unknownContract: {
    code: 200,
    message: 'No security definition has been found for the request',
  },
  ambiguousContract: {
    code: 200,
    message: 'The contract description specified is ambiguous; give more fields or the conId',
  },
  offTick: {
    code: 110,
    message: 'The price does not conform to the minimum price variation for this contract.',
  },
  duplicateOrderId: { code: 103, message: 'Duplicate order id' },
  alreadyFilled: { code: 104, message: 'Cannot modify a filled order.' },
  doesNotMatchOriginal: {
    code: 105,
    message: 'Order being modified does not match original order',
  },
  unsupportedOrderType: {
    code: 387,
    message: 'Unsupported order type for this exchange and security type.',
  },
  incompatibleTimeInForce: {
    code: 111,
    message: 'The TIF (Tif type) and the order type are incompatible.',
  },
  relativeForStocks: { code: 114, message: 'Relative orders are valid for stocks only.' },
  missingParent: (parentId: number): Refusal => ({
    code: 10006,
    message: `Missing parent order ${parentId}.`,
  }),
  accountRequired: { code: 435, message: 'You must specify an account.' },
  notTradable: (symbol: string): Refusal => ({
    code: 201,
    message: `Order rejected - reason:${symbol} cannot be traded`,
  }),
  tooManyOrders: (limit: number): Refusal => ({
    code: 201,
    // IB says minimum and means maximum.
    message:
      `Order rejected - reason:Your account has a minimum of ${limit} orders working on either the ` +
      'buy or sell side for this particular contract',
  }),
  tooLarge: (quantity: number, symbol: string, largest: number): Refusal => ({
    code: 201,
    message:
      'Order rejected - reason:In accordance with our regulatory obligations as a broker, we cannot accept Large ' +
      `Limit Orders for ${quantity} shares of ${symbol} that you have submitted. Please submit a smaller order ` +
      `(not exceeding ${largest}) or convert your order to an algorithmic Order (IBALGO)`,
  }),
  /** The reason of a cancel (202). */
  tooFarThrough: (limitPrice: number, market: number): string =>
    'In accordance with our regulatory obligations as a broker, we cannot accept your order at the limit price ' +
    `${limitPrice} you selected because it is too far through the market. Please submit your order using a limit ` +
    `price that is closer to the current market price ${market}.`,
  outOfRange: {
    code: 109,
    message:
      'Price is out of the range defined by the Percentage setting at order defaults frame. The order will not be ' +
      'transmitted.',
  },
  capped: (order: ExchangeOrder, cap: number): Refusal =>
    orderMessage(
      order,
      'In accordance with our regulatory obligations as a broker we have initially capped (or limited) the ' +
        `price of your order to ${cap} before routing it to an exchange`,
    ),
  oddLot: (order: ExchangeOrder, currency: string, least: number): Refusal =>
    orderMessage(
      order,
      `Your order size is below the ${currency} ${least} IdealPro minimum and will be routed as an odd lot order.`,
    ),
  insufficientFunds: (equity: number, margin: number): Refusal => ({
    code: 201,
    message:
      'Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION ' +
      `YOUR EQUITY WITH LOAN VALUE [${equity.toFixed(2)} USD] MUST EXCEED THE INITIAL MARGIN ` +
      `[${margin.toFixed(2)} USD]`,
  }),
  cancelUnknown: (orderId: number): Refusal => ({
    code: 10147,
    message: `OrderId ${orderId} that needs to be cancelled is not found.`,
  }),
  cancelFinished: (orderId: number, status: string): Refusal => ({
    code: 10148,
    message: `OrderId ${orderId} that needs to be cancelled cannot be cancelled, state: ${status}.`,
  }),
} as const;
