import type { OrderErrorEffect } from '#shared/domain/broker-word.ts';

export type NoticeSeverity = 'info' | 'warning' | 'critical';

/**
 * What a code means for the order it names. `refused` depends on what the link knows: an order the broker had
 * already acknowledged lives on as it was (`modify-refused`), one it had not never came to life (`rejected`).
 */
export type OrderMeaning = OrderErrorEffect | 'refused';

/** What a code means for the link itself. */
export type LinkMeaning =
  | 'broker-lost'
  | 'broker-back-data-lost'
  | 'broker-back'
  | 'port-reset'
  | 'client-id-in-use'
  | 'too-fast';

/** What a code means for the market data of the instrument it names. */
export type QuoteMeaning =
  /** Ask again for delayed data. */
  | 'ask-delayed'
  /** It stands with a part of the data: end it and ask again for delayed data. */
  | 'replace-by-delayed'
  /** Data comes, or will come by itself. */
  | 'shown'
  /** Try once more when a line is free. */
  | 'no-line'
  /** Try again after a while. */
  | 'retry-later'
  /** It will not come. */
  | 'refused';

/** A data farm has broken or come back. */
export interface FarmMeaning {
  data: 'market-data' | 'history';
  isUp: boolean;
}

export interface CodeMeaning {
  severity: NoticeSeverity;
  /** What a person can do; null where nothing is to be done. */
  advice: string | null;
  order: OrderMeaning;
  quote: QuoteMeaning;
  link: LinkMeaning | null;
  farm: FarmMeaning | null;
}

type Row = Partial<CodeMeaning>;

/** An unknown code must not end an order that may live: it informs, and the order waits to be reconciled. */
const unknownCode: CodeMeaning = {
  severity: 'warning',
  advice: null,
  order: 'informational',
  quote: 'refused',
  link: null,
  farm: null,
};

const informs: Row = { severity: 'info', order: 'informational', quote: 'shown' };
const refuses: Row = { severity: 'warning', order: 'refused' };

/**
 * TWS message codes. Sources: IB, "TWS API message codes"; reference/tws.md for what was seen in real sessions.
 * A code that is not here falls to its range, and a code of no range to {@link unknownCode}.
 */
const codes: Readonly<Record<number, Row>> = {
  100: {
    severity: 'critical',
    link: 'too-fast',
    advice: 'The gateway will disconnect. Lower the messages per second in the settings.',
  },
  101: {
    severity: 'warning',
    quote: 'no-line',
    advice: 'Remove instruments from the watchlist, or ask IB for more market data lines.',
  },
  103: { ...refuses, advice: 'Reconnect, so that the gateway names the next free order id.' },
  104: { severity: 'warning', order: 'modify-refused' },
  105: { severity: 'warning', order: 'modify-refused' },
  110: { ...refuses, advice: "Use a price on the instrument's tick." },
  135: { severity: 'warning', order: 'unknown-order' },
  136: { severity: 'warning', order: 'cancel-refused' },
  161: { severity: 'warning', order: 'cancel-refused' },
  162: { severity: 'info', advice: null },
  165: { severity: 'info', quote: 'shown' },
  200: { ...refuses, advice: 'Search the instrument again; its contract may have expired.' },
  201: { severity: 'warning', order: 'rejected' },
  202: { severity: 'info', order: 'cancelled' },
  203: { ...refuses, advice: 'Check the trading permissions of the account.' },
  300: { severity: 'info', quote: 'shown' },
  309: { severity: 'warning', quote: 'no-line' },
  317: { ...informs },
  321: {
    ...refuses,
    severity: 'warning',
    advice:
      'If it names the Read-Only API: in TWS, Global Configuration, API, Settings, clear "Read-Only API".',
  },
  322: { ...refuses },
  326: {
    severity: 'warning',
    link: 'client-id-in-use',
    advice: 'Close the other program that uses this client id, or give the desk another one.',
  },
  354: {
    severity: 'warning',
    quote: 'ask-delayed',
    advice: 'Delayed data is asked for instead. Live data needs a market data subscription.',
  },
  366: { severity: 'info', quote: 'shown' },
  382: { severity: 'warning', quote: 'retry-later' },
  383: { ...refuses },
  388: { ...refuses, advice: 'Order at least the minimum size of the instrument.' },
  399: { ...informs, severity: 'warning' },
  404: {
    ...informs,
    severity: 'warning',
    advice: 'The broker looks for shares to borrow; the order waits.',
  },
  420: { severity: 'warning', quote: 'retry-later' },
  434: { ...refuses },
  460: { ...refuses, advice: 'Check the trading permissions of the account.' },
  502: { severity: 'warning' },
  503: { ...refuses, severity: 'critical', advice: 'Upgrade TWS or IB Gateway.' },
  504: { ...refuses },
  505: { severity: 'warning' },
  507: { severity: 'critical' },
  1100: {
    severity: 'critical',
    link: 'broker-lost',
    advice: 'New orders wait. Orders already at the exchange keep working.',
  },
  1101: { severity: 'warning', link: 'broker-back-data-lost' },
  1102: { severity: 'info', link: 'broker-back' },
  1300: { severity: 'warning', link: 'port-reset' },
  2103: { severity: 'warning', farm: { data: 'market-data', isUp: false } },
  2104: { ...informs, farm: { data: 'market-data', isUp: true } },
  2105: {
    severity: 'warning',
    order: 'informational',
    quote: 'shown',
    farm: { data: 'history', isUp: false },
  },
  2106: { ...informs, farm: { data: 'history', isUp: true } },
  2110: {
    severity: 'critical',
    link: 'broker-lost',
    advice: 'New orders wait until TWS has found its server again.',
  },
  2157: { severity: 'warning', order: 'informational', quote: 'shown' },
  10089: {
    severity: 'warning',
    quote: 'ask-delayed',
    advice: 'Delayed data is asked for instead. Live data needs a market data subscription.',
  },
  10090: {
    severity: 'warning',
    quote: 'replace-by-delayed',
    advice: 'Delayed data is asked for instead. Live data needs a market data subscription.',
  },
  10147: { severity: 'warning', order: 'unknown-order' },
  10148: { severity: 'info', order: 'already-done' },
  10167: {
    severity: 'info',
    quote: 'shown',
    advice:
      'What is shown is 15 to 20 minutes old; the control on stale quotes will deny orders on it.',
  },
  10168: {
    severity: 'warning',
    quote: 'ask-delayed',
    advice: 'Delayed data is asked for instead. Live data needs a market data subscription.',
  },
  10186: {
    severity: 'warning',
    quote: 'ask-delayed',
    advice: 'Delayed data is asked for instead. Live data needs a market data subscription.',
  },
  10197: {
    severity: 'critical',
    quote: 'retry-later',
    advice:
      'Another session of the same user takes the market data. Log it off; the desk asks again by itself.',
  },
  10225: { severity: 'warning', order: 'informational', quote: 'shown' },
  10349: { ...informs },
};

interface Range {
  from: number;
  to: number;
  row: Row;
}

/** Where a code is not listed by itself. The first range that holds it counts. */
const ranges: readonly Range[] = [
  // Warnings and farm notices: the order lives.
  { from: 2100, to: 2199, row: informs },
  // Validation of orders and requests; each of these is sent instead of accepting.
  { from: 102, to: 160, row: refuses },
  { from: 163, to: 168, row: { severity: 'warning' } },
  { from: 311, to: 353, row: refuses },
  { from: 355, to: 398, row: refuses },
  { from: 400, to: 449, row: refuses },
  { from: 501, to: 600, row: { severity: 'warning', order: 'refused' } },
  { from: 10000, to: 10146, row: refuses },
  { from: 10149, to: 10166, row: refuses },
  { from: 10198, to: 10348, row: refuses },
];

export function codeMeaning(code: number): CodeMeaning {
  return { ...unknownCode, ...rowOf(code) };
}

function rowOf(code: number): Row | undefined {
  return codes[code] ?? ranges.find((range) => code >= range.from && code <= range.to)?.row;
}

/** States in which an order lives on; 10148 names the state that stood in the way of the cancel. */
const livingState = /state:\s*(PendingCancel|PendingSubmit|PreSubmitted|Submitted|ApiPending)/i;

/**
 * What an error message does to the order it names.
 *
 * @param known.acknowledged whether the broker has already taken the order up (openOrder or orderStatus came for it).
 * @param known.changePending whether a change of it has left that the broker has not shown yet.
 */
export function orderErrorEffect(
  code: number,
  message: string,
  known: { acknowledged: boolean; changePending: boolean },
): OrderErrorEffect {
  const meaning = codeMeaning(code).order;
  // An exchange that will not replace an order answers 201 too, and the order stands as it was. Should the order
  // itself be meant, its status says so; the other way round a live order would be taken for dead.
  if (meaning === 'rejected' && known.changePending) return 'modify-refused';
  // A second cancel of an order that is being cancelled is refused with 10148 too; the order has not ended yet.
  if (meaning === 'already-done' && livingState.test(message)) return 'informational';
  if (meaning !== 'refused') return meaning;
  return known.acknowledged ? 'modify-refused' : 'rejected';
}

/** Whether a message about a request leaves the request standing: its answer is still to come. */
export function leavesRequestStanding(code: number): boolean {
  return rowOf(code)?.order === 'informational';
}

/** The broker's sentence with the advice behind it; many of the broker's end without a full stop. */
export function withAdvice(code: number, message: string): string {
  const { advice } = codeMeaning(code);
  const sentence = message.trim();
  if (advice === null) return sentence;
  return `${sentence}${/[.!?]$/.test(sentence) ? '' : '.'} ${advice}`;
}
