import { z } from 'zod';

import { orderSideSchema } from '#shared/domain/order.ts';

import { Account, baseCurrency } from '../accounts/account.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { IdSequences } from '../exchange/id-sequences.ts';
import type { ExchangeExecution, ExchangeOrder } from '../exchange/order.ts';
import { exchangeOrderTypeSchema, exchangeTimeInForceSchema } from '../exchange/order-types.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';

const whole = z.number().int();

const trailSchema = z.strictObject({
  amount: z.number().nullable(),
  percent: z.number().nullable(),
  firstStop: z.number().nullable(),
  limitOffset: z.number().nullable(),
});

const orderSchema = z.strictObject({
  clientId: whole,
  orderId: whole,
  permId: whole,
  accountId: z.string(),
  conId: whole,
  terms: z.strictObject({
    side: orderSideSchema,
    orderType: exchangeOrderTypeSchema,
    quantity: z.number().positive(),
    limitPrice: z.number().nullable(),
    stopPrice: z.number().nullable(),
    timeInForce: exchangeTimeInForceSchema,
    // State files of earlier versions know none of these.
    trail: trailSchema.nullable().default(null),
    pegOffset: z.number().nullable().default(null),
    goodTill: z.strictObject({ text: z.string(), moment: z.number() }).nullable().default(null),
    ocaGroup: z.string().default(''),
    ocaType: whole.default(0),
    parentId: whole.default(0),
    outsideRth: z.boolean(),
    orderRef: z.string(),
    transmit: z.boolean(),
    liquidation: z.literal(true).exactOptional(),
  }),
  status: z.enum(['PreSubmitted', 'Submitted', 'Filled', 'Cancelled', 'Inactive']),
  whyHeld: z.string(),
  filled: z.number().nonnegative(),
  filledValue: z.number(),
  fillCount: whole.nonnegative(),
  lastFillPrice: z.number(),
  awaitingTrigger: z.boolean(),
  waitsFor: z.enum(['parent', 'opening', 'closing']).nullable().default(null),
  trailStop: z.number().nullable().default(null),
  resting: z.boolean(),
  placedAt: z.number(),
  completedAt: z.number().nullable(),
  completedStatus: z.string(),
});

const executionSchema = z.strictObject({
  execId: z.string(),
  permId: whole,
  /** 0 of a fill that was taken back. */
  quantity: z.number().nonnegative(),
  price: z.number(),
  at: z.number(),
  cumulativeQuantity: z.number(),
  averagePrice: z.number(),
  commissionMicros: whole,
  // State files of earlier versions know dollars alone.
  commissionCurrency: z.string().default(baseCurrency),
  realizedMicros: whole.nullable(),
});

const accountSchema = z.strictObject({
  id: z.string(),
  cash: z.array(z.tuple([z.string(), whole])).optional(),
  /** The only cash there was in state files of earlier versions. */
  cashMicros: whole.optional(),
  dayStartNetMicros: whole,
  dayStartEquityMicros: whole.optional(),
  holdings: z.array(
    z.strictObject({
      conId: whole,
      quantity: z.number(),
      costMicros: whole,
      feesMicros: whole,
      realizedTodayMicros: whole,
      dayStartValueMicros: whole,
      dayFlowMicros: whole,
    }),
  ),
});

/** What became of a state since it was last written: all of it but orders and executions, and of these what is new or changed. */
export const stateChangeSchema = z.strictObject({
  moment: z.number(),
  lastPermId: whole,
  nextOrderIds: z.array(z.tuple([whole, whole])),
  accounts: z.array(accountSchema),
  orders: z.array(orderSchema),
  executions: z.array(executionSchema),
});
export type StateChange = z.infer<typeof stateChangeSchema>;

/** What a simulated gateway keeps between runs. */
export const gatewayStateSchema = stateChangeSchema.extend({ format: z.literal(1) });
export type GatewayState = z.infer<typeof gatewayStateSchema>;

/** The state after changes, in the order in which they were written. */
export function changedState(state: GatewayState, changes: readonly StateChange[]): GatewayState {
  const last = changes.at(-1);
  if (last === undefined) return state;
  const orders = new Map(state.orders.map((order) => [order.permId, order]));
  const executions = [...state.executions];
  for (const change of changes) {
    for (const order of change.orders) {
      // Completed orders stand in the order in which they ended: what is told later comes last.
      orders.delete(order.permId);
      orders.set(order.permId, order);
    }
    executions.push(...change.executions);
  }
  return { ...state, ...last, orders: [...orders.values()], executions };
}

export interface StateParts {
  accounts: ReadonlyMap<string, Account>;
  exchange: Exchange;
  ids: IdSequences;
}

export function captureState(parts: StateParts, moment: MarketMoment): GatewayState {
  const { exchange } = parts;
  return {
    format: 1,
    ...captureChange(
      parts,
      moment,
      [...exchange.completedOrders(), ...exchange.workingOrders()],
      exchange.executions(),
    ),
  };
}

/** All of a state but orders and executions; of these those given. */
export function captureChange(
  { ids, accounts }: StateParts,
  moment: MarketMoment,
  orders: readonly ExchangeOrder[],
  executions: readonly ExchangeExecution[],
): StateChange {
  return {
    moment,
    lastPermId: ids.lastPermId,
    nextOrderIds: ids.nextOrderIds(),
    accounts: [...accounts.values()].map((account) => ({
      id: account.id,
      cash: account.cash(),
      dayStartNetMicros: account.dayStartNetMicros,
      dayStartEquityMicros: account.dayStartEquityMicros,
      holdings: [...account.holdings.values()].map(({ instrument, ...holding }) => ({
        conId: instrument.conId,
        ...holding,
      })),
    })),
    orders: orders.map((order) => orderState(order)),
    executions: executions.map(({ order, ...execution }) => ({
      permId: order.permId,
      ...execution,
    })),
  };
}

/** An order as it is kept. */
export function orderState({
  instrument,
  travelling: _,
  ...order
}: ExchangeOrder): GatewayState['orders'][number] {
  return { conId: instrument.conId, ...order };
}

/** Puts a saved state into a gateway that has just been made. Throws RangeError when it does not fit together. */
export function restoreState(
  state: GatewayState,
  parts: Omit<StateParts, 'accounts'> & { accounts: Map<string, Account> },
  byConId: (conId: number) => ListedInstrument | undefined,
): void {
  const instrumentOf = (conId: number): ListedInstrument => {
    const instrument = byConId(conId);
    if (instrument === undefined)
      throw new RangeError(`it names contract ${conId}, which is not listed`);
    return instrument;
  };
  const accounts = state.accounts.map((kept) => {
    const account = new Account(kept.id, kept.cashMicros ?? 0);
    for (const [currency, micros] of kept.cash ?? []) account.setCash(currency, micros);
    account.dayStartNetMicros = kept.dayStartNetMicros;
    account.dayStartEquityMicros = kept.dayStartEquityMicros ?? kept.dayStartNetMicros;
    for (const { conId, ...holding } of kept.holdings) {
      account.holdings.set(conId, { instrument: instrumentOf(conId), ...holding });
    }
    return account;
  });
  const orders = new Map(
    state.orders.map(({ conId, ...order }): [number, ExchangeOrder] => [
      order.permId,
      { ...order, instrument: instrumentOf(conId), travelling: false },
    ]),
  );
  const executions = state.executions.map(({ permId, ...execution }): ExchangeExecution => {
    const order = orders.get(permId);
    if (order === undefined) throw new RangeError(`execution ${execution.execId} has no order`);
    return { ...execution, order };
  });
  for (const account of accounts) parts.accounts.set(account.id, account);
  parts.ids.restore(state.lastPermId, state.nextOrderIds);
  parts.exchange.restore([...orders.values()], executions);
}
