import type { Refusal } from '../exchange/refusals.ts';

/** Errors about subscriptions to the market. Source: IB, TWS API, Message Codes; the texts as TWS writes them. */
export const lineRefusals = {
  duplicate: {
    code: 322,
    message: "Error processing request.-'bF' : cause - Duplicate ticker id",
  },
  tooManyLines: { code: 101, message: 'Max number of tickers has been reached.' },
  unknown: (requestId: number): Refusal => ({
    code: 300,
    message: `Can't find EId with tickerId:${requestId}`,
  }),
  /** Every line of a client, while another session has the market data. */
  competingSession: { code: 10197, message: 'No market data during competing live session' },
  /** Live data was asked for, and delayed data could be had. */
  liveNotSubscribed: (instrument: string): Refusal => ({
    code: 10089,
    message:
      "Requested market data requires additional subscription for API. See link in 'Market Data Connections' " +
      `dialog for more details.Delayed market data is available.${instrument}/TOP/ALL`,
  }),
  /** The same, for a request whose generic ticks need no subscription of their own. */
  partlySubscribed: (instrument: string): Refusal => ({
    code: 10090,
    message:
      'Part of requested market data is not subscribed. Subscription-independent ticks are still active.' +
      `Delayed market data is available.${instrument}/TOP/ALL`,
  }),
  /** A notice: delayed data follows. */
  displayingDelayed: {
    code: 10167,
    message: 'Requested market data is not subscribed. Displaying delayed market data.',
  },
  /** Live data was asked for, and there is no delayed data either. */
  delayedNotEnabled: {
    code: 10168,
    message: 'Requested market data is not subscribed. Delayed market data is not enabled.',
  },
  /** For what needs a live subscription, within another error: streams beside the quotes, and history. */
  noPermissions: ({ secType }: { secType: string }, venue: string): string =>
    `No market data permissions for ${venue} ${secType}`,
  /** Delayed data was asked for, and there is none. */
  notSubscribed: {
    code: 354,
    message: 'Requested market data is not subscribed.Delayed market data is not available.',
  },
} as const;
