import { bracketTicketSchema, type BracketExits } from '#shared/domain/bracket.ts';
import type { OrderTicket } from '#shared/domain/order.ts';

import { parseFigure } from './ticket-draft.ts';

/** The exits of a bracket while they are written: figures are the text in the fields. */
export interface ExitsDraft {
  takeProfitPrice: string;
  stopLossPrice: string;
}

export type ExitField = keyof ExitsDraft;
export type ExitProblems = Partial<Record<ExitField, string>>;

const names: Record<ExitField, string> = {
  takeProfitPrice: 'take-profit',
  stopLossPrice: 'stop-loss',
};

/**
 * The exits a draft stands for with their entry, or what is wrong in which field. They are good till cancelled: the
 * position may be held longer than the day of its entry.
 */
export function readExits(
  entry: OrderTicket | null,
  draft: ExitsDraft,
): { exits: BracketExits; problems: null } | { exits: null; problems: ExitProblems } {
  const takeProfitPrice = parseFigure(draft.takeProfitPrice);
  const stopLossPrice = parseFigure(draft.stopLossPrice);
  const problems: ExitProblems = {};
  for (const [field, figure] of [
    ['takeProfitPrice', takeProfitPrice],
    ['stopLossPrice', stopLossPrice],
  ] as const) {
    if (figure !== null) continue;
    problems[field] =
      draft[field].trim() === ''
        ? `Enter a price for the ${names[field]}.`
        : `The ${names[field]} is not a number. Write it like 1 250.50.`;
  }
  if (entry === null || takeProfitPrice === null || stopLossPrice === null) {
    return { exits: null, problems };
  }
  const exits: BracketExits = { takeProfitPrice, stopLossPrice, timeInForce: 'GTC' };
  const parsed = bracketTicketSchema.safeParse({ entry, exits });
  if (parsed.success) return { exits, problems: null };
  for (const { path, message } of parsed.error.issues) {
    problems[path.includes('takeProfitPrice') ? 'takeProfitPrice' : 'stopLossPrice'] = message;
  }
  return { exits: null, problems };
}
