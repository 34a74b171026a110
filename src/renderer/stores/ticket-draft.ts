import type { Instrument, SecType } from '#shared/domain/instrument.ts';
import { priceDigits } from '#shared/domain/instrument.ts';
import {
  orderTicketSchema,
  orderTypePrices,
  type OrderSide,
  type OrderTicket,
  type OrderType,
  type TimeInForce,
} from '#shared/domain/order.ts';
import type { Quote } from '#shared/domain/quote.ts';

import { formatPrice, formatQuantity } from '../format.ts';

/** An order while it is being written: figures are the text in the fields. */
export interface TicketDraft {
  instrumentId: number;
  side: OrderSide;
  orderType: OrderType;
  quantity: string;
  limitPrice: string;
  stopPrice: string;
  timeInForce: TimeInForce;
  outsideRth: boolean;
}

export type DraftField = 'quantity' | 'limitPrice' | 'stopPrice';
export type DraftProblems = Partial<Record<DraftField, string>>;

const usualQuantity: Record<SecType, number> = { STK: 100, FUT: 1, OPT: 1, CASH: 20_000, IND: 1 };

/** The figure in a field. Spaces may group thousands; anything else that is not a plain decimal is null. */
export function parseFigure(text: string): number | null {
  const bare = text.replaceAll(/\s/g, '').replace('\u2212', '-');
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(bare) ? Number(bare) : null;
}

/** A fresh ticket: a limit at the price that would trade now, or at the last price known. */
export function draftFor(
  instrument: Instrument,
  side: OrderSide,
  quote: Quote | undefined,
): TicketDraft {
  const touch = side === 'BUY' ? quote?.ask : quote?.bid;
  const price = touch ?? quote?.last ?? quote?.close ?? null;
  return {
    instrumentId: instrument.instrumentId,
    side,
    orderType: 'LMT',
    quantity: String(Math.max(usualQuantity[instrument.secType], instrument.minSize)),
    limitPrice: price === null ? '' : price.toFixed(priceDigits(instrument.minTick)),
    stopPrice: '',
    timeInForce: 'DAY',
    outsideRth: false,
  };
}

/**
 * The next step up or down from the figure in a field, on the grid of `increment`, never below `least`. A figure
 * between two steps goes to the nearer end of its step in that direction. An empty field starts at `start`.
 */
export function stepFigure(
  text: string,
  steps: number,
  increment: number,
  start: number | null,
  least: number,
): string {
  const digits = priceDigits(increment);
  const figure = parseFigure(text);
  if (figure === null) return start === null ? text : start.toFixed(digits);
  const position = figure / increment;
  const whole = Math.round(position);
  const onGrid = Math.abs(position - whole) < 1e-6;
  const from = onGrid ? whole : steps > 0 ? Math.floor(position) : Math.ceil(position);
  return Math.max((from + steps) * increment, least).toFixed(digits);
}

const fieldNames: Record<DraftField, string> = {
  quantity: 'quantity',
  limitPrice: 'limit price',
  stopPrice: 'stop price',
};

/** The ticket a draft stands for, or what is missing in which field. Only its form is judged here. */
export function readDraft(
  draft: TicketDraft,
): { ticket: OrderTicket; problems: null } | { ticket: null; problems: DraftProblems } {
  const needs = orderTypePrices[draft.orderType];
  const used: [DraftField, boolean][] = [
    ['quantity', true],
    ['limitPrice', needs.limit],
    ['stopPrice', needs.stop],
  ];
  const problems: DraftProblems = {};
  for (const [field, isUsed] of used) {
    if (!isUsed || parseFigure(draft[field]) !== null) continue;
    problems[field] =
      draft[field].trim() === ''
        ? `Enter a ${fieldNames[field]}.`
        : `The ${fieldNames[field]} is not a number. Write it like 1 250.50.`;
  }
  if (Object.keys(problems).length > 0) return { ticket: null, problems };

  const parsed = orderTicketSchema.safeParse({
    instrumentId: draft.instrumentId,
    side: draft.side,
    orderType: draft.orderType,
    quantity: parseFigure(draft.quantity),
    limitPrice: needs.limit ? parseFigure(draft.limitPrice) : null,
    stopPrice: needs.stop ? parseFigure(draft.stopPrice) : null,
    timeInForce: draft.timeInForce,
    outsideRth: draft.outsideRth,
  });
  if (parsed.success) return { ticket: parsed.data, problems: null };
  for (const issue of parsed.error.issues) {
    const field = issue.path[0];
    if (field === 'quantity' || field === 'limitPrice' || field === 'stopPrice') {
      problems[field] = issue.message;
    } else {
      problems.quantity = issue.message;
    }
  }
  return { ticket: null, problems };
}

/** `Buy 500 SPY at 274.85`: the order in the words of its button. */
export function describeOrder(
  order: Pick<OrderTicket, 'side' | 'quantity' | 'limitPrice' | 'stopPrice'> & {
    orderType: string;
  },
  displaySymbol: string,
  minTick: number,
): string {
  const verb = order.side === 'BUY' ? 'Buy' : 'Sell';
  const prices = [
    order.stopPrice === null ? null : `stop ${formatPrice(order.stopPrice, minTick)}`,
    order.limitPrice === null ? null : `at ${formatPrice(order.limitPrice, minTick)}`,
  ].filter((part) => part !== null);
  const where = prices.length === 0 ? 'at market' : prices.join(' ');
  return `${verb} ${formatQuantity(order.quantity)} ${displaySymbol} ${where}`;
}
