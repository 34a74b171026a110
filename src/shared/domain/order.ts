import { z } from 'zod';

export const orderSideSchema = z.enum(['BUY', 'SELL']);
export type OrderSide = z.infer<typeof orderSideSchema>;

export const orderTypeSchema = z.enum(['MKT', 'LMT', 'STP', 'STP LMT']);
export type OrderType = z.infer<typeof orderTypeSchema>;

export const timeInForceSchema = z.enum(['DAY', 'GTC', 'IOC']);
export type TimeInForce = z.infer<typeof timeInForceSchema>;

/** Which prices an order type carries. */
export const orderTypePrices: Record<OrderType, { limit: boolean; stop: boolean }> = {
  MKT: { limit: false, stop: false },
  LMT: { limit: true, stop: false },
  STP: { limit: false, stop: true },
  'STP LMT': { limit: true, stop: true },
};

const price = z.number();

/** What an operator asks for. Checked here for form only; the controls judge the rest. */
export const orderTicketSchema = z
  .strictObject({
    instrumentId: z.number().int().positive(),
    side: orderSideSchema,
    orderType: orderTypeSchema,
    quantity: z.number().positive('The quantity must be more than 0.'),
    limitPrice: price.nullable(),
    stopPrice: price.nullable(),
    timeInForce: timeInForceSchema,
    outsideRth: z.boolean(),
  })
  .superRefine((ticket, context) => {
    const needs = orderTypePrices[ticket.orderType];
    for (const [field, needed, name] of [
      ['limitPrice', needs.limit, 'limit price'],
      ['stopPrice', needs.stop, 'stop price'],
    ] as const) {
      if (needed && ticket[field] === null) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `A ${ticket.orderType} order needs a ${name}. Enter one.`,
        });
      }
      if (!needed && ticket[field] !== null) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `A ${ticket.orderType} order takes no ${name}. Leave it empty or choose another type.`,
        });
      }
    }
  });
export type OrderTicket = z.infer<typeof orderTicketSchema>;

/** What a modify may change. A null leaves the figure as it is. */
export const orderChangeSchema = z.strictObject({
  quantity: z.number().positive('The quantity must be more than 0.').nullable(),
  limitPrice: price.nullable(),
  stopPrice: price.nullable(),
});
export type OrderChange = z.infer<typeof orderChangeSchema>;

export const orderStatusSchema = z.enum([
  'SENDING',
  'WORKING',
  'PARTLY_FILLED',
  'CANCELLING',
  'FILLED',
  'CANCELLED',
  'REJECTED',
  'DENIED',
  'UNKNOWN',
]);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

/**
 * Why an order is there, where it is not one that a person asked for by itself: the parts of a bracket, and what the kill
 * switch trades to flatten a position.
 */
export const orderRoleSchema = z.enum(['entry', 'take-profit', 'stop-loss', 'flatten']);
export type OrderRole = z.infer<typeof orderRoleSchema>;

/** An order as the desk knows it. `orderRef` is the desk's own id and travels with the order to the broker. */
export const orderSchema = z.object({
  /** ULID for an order of this desk; `external:<permId>` for one of another client. */
  orderRef: z.string(),
  /** The id used on the wire, unique per client id. */
  orderId: z.number().int(),
  clientId: z.number().int(),
  /** The broker's id, once it has given one. */
  permId: z.number().int().nullable(),
  accountId: z.string(),
  instrumentId: z.number().int(),
  displaySymbol: z.string(),
  side: orderSideSchema,
  /** One of the desk's types; an external order may carry any other. */
  orderType: z.string(),
  quantity: z.number(),
  limitPrice: z.number().nullable(),
  stopPrice: z.number().nullable(),
  timeInForce: z.string(),
  outsideRth: z.boolean(),
  status: orderStatusSchema,
  filledQuantity: z.number(),
  averageFillPrice: z.number().nullable(),
  /** Why it is in this status: the broker's or the control's sentence; null when there is nothing to say. */
  reason: z.string().nullable(),
  /** A modify that has been sent and not answered yet. */
  pendingChange: orderChangeSchema.nullable(),
  external: z.boolean(),
  /** Null or missing for an order by itself. */
  role: orderRoleSchema.nullish(),
  /** Of an exit of a bracket, the orderRef of its entry; null or missing for every other order. */
  entryRef: z.string().nullish(),
  placedBy: z.string(),
  /** ISO-8601 UTC. */
  placedAt: z.string(),
  updatedAt: z.string(),
});
export type Order = z.infer<typeof orderSchema>;

/** `BUY` adds, `SELL` takes away. */
export function signedQuantity(side: OrderSide, quantity: number): number {
  return side === 'BUY' ? quantity : -quantity;
}
