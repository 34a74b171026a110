import { awaitedAnswer } from '#shared/domain/awaited-answer.ts';
import type { Instrument, InstrumentId } from '#shared/domain/instrument.ts';
import type { Order, OrderTicket } from '#shared/domain/order.ts';
import { averageCost } from '#shared/domain/position.ts';
import { dateIn, type MarketSession } from '#shared/domain/trading-hours.ts';

import type { ControlContext, UnansweredOrder } from '../risk/control.ts';
import type { HoldingValue } from '../risk/exposure-breakdown.ts';
import { instrumentState } from '../risk/trading-states.ts';
import { countedQuantity, exposureOf, unsettledOrderIn } from '../trading/books.ts';
import type { DeskCore } from './desk-core.ts';

/**
 * Everything a control may look at, as of now.
 * @param modified the order that the ticket would change; null for a new one.
 * @param personId who asks for it.
 * @param overrideReason why they override soft controls; null where they do not.
 */
export function controlContext(
  core: DeskCore,
  ticket: OrderTicket,
  modified: Order | null,
  personId: string,
  overrideReason: string | null,
): ControlContext {
  const { state, account } = core;
  const { instrumentId } = ticket;
  const instrument = state.instruments.get(instrumentId) ?? null;
  const now = core.ports.clock.now();
  return {
    proposal: {
      kind: modified === null ? 'new' : 'modify',
      side: ticket.side,
      orderType: ticket.orderType,
      quantity: ticket.quantity,
      limitPrice: ticket.limitPrice,
      stopPrice: ticket.stopPrice,
      timeInForce: ticket.timeInForce,
      outsideRth: ticket.outsideRth,
      previous:
        modified === null
          ? null
          : {
              workingQuantity: countedQuantity(state.books, modified),
              filledQuantity: modified.filledQuantity,
              limitPrice: modified.limitPrice,
              stopPrice: modified.stopPrice,
            },
    },
    instrument,
    priceIncrements: core.priceIncrements.get(instrumentId) ?? [],
    marketDate: instrument === null ? null : marketDate(core, instrument),
    session: instrument === null ? null : sessionNow(core, instrument),
    quote: core.quotes.get(instrumentId),
    quoteAgeMs: core.quotes.ageMs(instrumentId),
    personId,
    accountId: state.accountId,
    gatewayKind: core.gatewayKind,
    linkState: core.linkStatus.state,
    deskState: state.tradingStates.desk.state,
    instrumentState: instrumentState(state.tradingStates, instrumentId),
    exposure: exposureOf(state.books, instrumentId),
    unanswered: unansweredIn(core, instrumentId),
    buyingPower: account.figure('BuyingPower'),
    reservedBuyingPower: state.reservations.total(modified?.orderRef ?? null),
    messagesInSecond: state.orderActivity.messagesInSecond(now),
    equalOrdersInSecond: state.orderActivity.equalOrdersInSecond(
      { ...ticket, accountId: state.accountId ?? '' },
      now,
    ),
    openOrders: {
      onSide: state.restingOrders.countOn(instrumentId, ticket.side),
      total: state.restingOrders.total,
    },
    restingOpposite: state.restingOrders.bestPrice(
      instrumentId,
      ticket.side === 'BUY' ? 'SELL' : 'BUY',
    ),
    valueInMinute: state.orderActivity.valueInMinute(now),
    netLiquidation: account.figure('NetLiquidation'),
    otherExposure: state.deskExposure.without(instrumentId),
    sectorExposure:
      instrument?.sector == null
        ? null
        : state.deskExposure.withoutIn('sector', instrument.sector, instrumentId),
    assetClassExposure:
      instrument === null
        ? null
        : state.deskExposure.withoutIn('assetClass', instrument.secType, instrumentId),
    losses: core.lossFigures,
    holdsPositions: holdsPositions(core),
    executionsUnattended: state.repeatedExecutions.of(instrumentId),
    baseCurrency: account.baseCurrency,
    exchangeRate: instrument === null ? null : account.rateToBase(instrument.currency),
    limits: core.limitsInForce.applicableTo({ accountId: state.accountId, instrument, personId }),
    whatIf: null,
    notInWhatIf: 0,
    overrideReason,
  };
}

/** The gateway's date where the instrument trades, `YYYYMMDD`; null where nobody needs it or knows it. */
function marketDate(core: DeskCore, { expiry, timeZoneId }: Instrument): string | null {
  const time = core.gatewayTime.time;
  return expiry === null || time === null ? null : dateIn(timeZoneId, time.at);
}

/** Ends at the first that is held, so that a busy desk is not walked. */
function holdsPositions({ state }: DeskCore): boolean {
  for (const { position } of state.books.exposures.values()) if (position !== 0) return true;
  return false;
}

/** By the gateway's clock; null until that has been heard, and where the hours do not say. */
export function sessionNow(core: DeskCore, instrument: Instrument): MarketSession | null {
  const time = core.gatewayTime.time;
  return time === null ? null : core.marketSessions.of(instrument, time.at);
}

/** The order of the desk in an instrument about which the broker owes a word the longest; one of unknown fate first. */
function unansweredIn(core: DeskCore, instrumentId: InstrumentId): UnansweredOrder | null {
  const found = unsettledOrderIn(core.state.books, instrumentId);
  if (found === null) return null;
  const { side, quantity, displaySymbol, orderType, status, updatedAt } = found;
  const awaited = awaitedAnswer(found);
  return {
    order: `${side} ${quantity} ${displaySymbol} ${orderType}`,
    awaits: status === 'UNKNOWN' ? 'fate' : (awaited?.what ?? 'order'),
    waitedMs: core.ports.clock.now() - Date.parse(awaited?.since ?? updatedAt),
  };
}

/** What one unit of an order is worth in the base currency, by its own prices or the market's; null where unknown. */
export function unitValueInBase(core: DeskCore, order: Order): number | null {
  const instrument = core.state.instruments.get(order.instrumentId);
  if (instrument === undefined) return null;
  const rate = core.account.rateToBase(instrument.currency);
  const price = order.limitPrice ?? order.stopPrice ?? core.quotes.mark(order.instrumentId);
  if (rate === null || price === null) return null;
  return Math.abs(price) * instrument.multiplier * rate;
}

/**
 * What one unit of an instrument is worth in the base currency: at the market's price, else at what the position cost,
 * so that a held instrument without a quote does not make the desk's exposure unknown.
 */
export function holdingValue(core: DeskCore, instrumentId: InstrumentId): HoldingValue {
  const instrument = core.state.instruments.get(instrumentId);
  if (instrument === undefined) return { problem: 'The broker has not said yet what it is.' };
  const { currency, multiplier } = instrument;
  const rate = core.account.rateToBase(currency);
  if (rate === null) {
    return { problem: `The rate from ${currency} to ${core.account.baseCurrency} is not known.` };
  }
  const mark = core.quotes.mark(instrumentId);
  if (mark !== null) return { unitValue: Math.abs(mark) * multiplier * rate, by: 'market' };
  const position = core.state.books.ledgers.get(instrumentId)?.position ?? null;
  const cost = position === null ? null : averageCost(position);
  if (cost === null) return { problem: 'It has neither a quote nor a cost.' };
  return { unitValue: Math.abs(cost) * multiplier * rate, by: 'cost' };
}

/** As {@link holdingValue}; null where nobody knows. */
export function instrumentValueInBase(core: DeskCore, instrumentId: InstrumentId): number | null {
  const value = holdingValue(core, instrumentId);
  return 'unitValue' in value ? value.unitValue : null;
}

export function displaySymbolOf(core: DeskCore, instrumentId: InstrumentId): string {
  return core.state.instruments.get(instrumentId)?.displaySymbol ?? `#${instrumentId}`;
}
