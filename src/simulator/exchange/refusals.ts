/** An answer with one of IB's error codes. Source: IB's message codes; reference transcripts for the texts. */
export interface Refusal {
  code: number;
  message: string;
}

function invalid(cause: string): Refusal {
  return { code: 321, message: `Error validating request.-'bF' : cause - ${cause}` };
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
