import { z } from 'zod';

import { orderTicketSchema, type OrderSide, type OrderTicket } from './order.ts';

/** The two ways out of what an entry opens. One of them cancels the other; both are held until the entry has filled. */
export const bracketExitsSchema = z.strictObject({
  /** Limit price of the take-profit. */
  takeProfitPrice: z.number(),
  /** Stop price of the stop-loss. */
  stopLossPrice: z.number(),
  timeInForce: z.enum(['DAY', 'GTC']),
});
export type BracketExits = z.infer<typeof bracketExitsSchema>;

/** An entry with its exits, as an operator asks for them. Checked for form only; the controls judge the rest. */
export const bracketTicketSchema = z
  .strictObject({ entry: orderTicketSchema, exits: bracketExitsSchema })
  .superRefine(({ entry, exits }, context) => {
    for (const rule of bracketRules) {
      if (rule.holds(entry, exits)) continue;
      context.addIssue({ code: 'custom', path: ['exits', rule.field], message: rule.says(entry) });
    }
  });
export type BracketTicket = z.infer<typeof bracketTicketSchema>;

/** How far `price` is beyond `other` in the direction in which the position earns. */
function gain(side: OrderSide, price: number, other: number): number {
  return side === 'BUY' ? price - other : other - price;
}

interface BracketRule {
  holds(entry: OrderTicket, exits: BracketExits): boolean;
  readonly field: keyof BracketExits;
  says(entry: OrderTicket): string;
}

const bracketRules: readonly BracketRule[] = [
  {
    holds: ({ side, limitPrice, stopPrice }, { takeProfitPrice, stopLossPrice }) =>
      gain(side, takeProfitPrice, limitPrice ?? stopPrice ?? stopLossPrice) > 0,
    field: 'takeProfitPrice',
    says: ({ side }) =>
      `The take-profit must be ${side === 'BUY' ? 'above' : 'below'} the price of the entry.`,
  },
  {
    holds: ({ side, limitPrice, stopPrice }, { takeProfitPrice, stopLossPrice }) =>
      gain(side, limitPrice ?? stopPrice ?? takeProfitPrice, stopLossPrice) > 0,
    field: 'stopLossPrice',
    says: ({ side }) =>
      `The stop-loss must be ${side === 'BUY' ? 'below' : 'above'} the price of the entry.`,
  },
  {
    holds: ({ timeInForce }) => timeInForce !== 'IOC',
    field: 'timeInForce',
    says: () => 'An entry that is IOC takes no exits. Use DAY or GTC.',
  },
];

/** The orders that close what the entry opens: a limit order that takes the profit, a stop that ends the loss. */
export function exitTickets({ entry, exits }: BracketTicket): {
  takeProfit: OrderTicket;
  stopLoss: OrderTicket;
} {
  const exit = {
    instrumentId: entry.instrumentId,
    side: entry.side === 'BUY' ? ('SELL' as const) : ('BUY' as const),
    quantity: entry.quantity,
    timeInForce: exits.timeInForce,
    outsideRth: entry.outsideRth,
  };
  return {
    takeProfit: { ...exit, orderType: 'LMT', limitPrice: exits.takeProfitPrice, stopPrice: null },
    stopLoss: { ...exit, orderType: 'STP', limitPrice: null, stopPrice: exits.stopLossPrice },
  };
}
