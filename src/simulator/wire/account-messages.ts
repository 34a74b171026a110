import type { PortfolioFacts, PositionFacts } from '../accounts/account-report.ts';
import { identityFields, multiplierField } from './contract-fields.ts';
import { message, type Field } from './fields.ts';

/**
 * 61: version, account, contract (conId, symbol, type, expiry, strike, right, multiplier, exchange, currency,
 * local symbol, trading class), quantity, average cost.
 */
export function position(facts: PositionFacts): string {
  return message(61, 3, ...positionFields(facts));
}

/** 62: version. */
export function positionEnd(): string {
  return message(62, 1);
}

/** 71: version, request, account, contract and figures as in 61, model. */
export function positionMulti(requestId: number, facts: PositionFacts, modelCode: string): string {
  return message(71, 1, requestId, ...positionFields(facts), modelCode);
}

/** 72: version, request. */
export function positionMultiEnd(requestId: number): string {
  return message(72, 1, requestId);
}

function positionFields({ accountId, instrument, quantity, averageCost }: PositionFacts): Field[] {
  return [
    accountId,
    instrument.conId,
    ...identityFields(instrument),
    multiplierField(instrument),
    instrument.primaryExchange,
    instrument.currency,
    instrument.localSymbol,
    instrument.tradingClass,
    quantity,
    averageCost,
  ];
}

/** 63: version, request, account, tag, value, currency. */
export function accountSummary(
  requestId: number,
  accountId: string,
  tag: string,
  value: string,
  currency: string,
): string {
  return message(63, 1, requestId, accountId, tag, value, currency);
}

/** 64: version, request. */
export function accountSummaryEnd(requestId: number): string {
  return message(64, 1, requestId);
}

/** 6: version, key, value, currency, account. */
export function accountValue(
  accountId: string,
  key: string,
  value: string,
  currency: string,
): string {
  return message(6, 2, key, value, currency, accountId);
}

/**
 * 7: version, contract (conId, symbol, type, expiry, strike, right, multiplier, primary exchange, currency, local
 * symbol, trading class), quantity, price, value, average cost, unrealised and realised P&L, account.
 */
export function portfolioValue(facts: PortfolioFacts): string {
  const { instrument } = facts;
  return message(
    7,
    8,
    instrument.conId,
    ...identityFields(instrument),
    multiplierField(instrument),
    instrument.primaryExchange,
    instrument.currency,
    instrument.localSymbol,
    instrument.tradingClass,
    facts.quantity,
    facts.marketPrice,
    facts.marketValue.toFixed(2),
    facts.averageCost,
    facts.unrealizedPnl.toFixed(2),
    facts.realizedPnl.toFixed(2),
    facts.accountId,
  );
}

/**
 * 8: version, time.
 *
 * @param time hours and minutes, `10:42`
 */
export function accountUpdateTime(time: string): string {
  return message(8, 1, time);
}

/** 54: version, account. */
export function accountDownloadEnd(accountId: string): string {
  return message(54, 1, accountId);
}

/** 73: version, request, account, model, key, value, currency. */
export function accountUpdateMulti(
  requestId: number,
  accountId: string,
  modelCode: string,
  key: string,
  value: string,
  currency: string,
): string {
  return message(73, 1, requestId, accountId, modelCode, key, value, currency);
}

/** 74: version, request. */
export function accountUpdateMultiEnd(requestId: number): string {
  return message(74, 1, requestId);
}

export interface PnlFacts {
  daily: number;
  unrealized: number;
  realized: number;
}

/** 94, without a version: request, daily, unrealised, realised P&L. */
export function pnl(requestId: number, { daily, unrealized, realized }: PnlFacts): string {
  return message(94, requestId, daily, unrealized, realized);
}

/** 95, without a version: request, quantity, daily, unrealised, realised P&L, value. */
export function pnlSingle(
  requestId: number,
  quantity: number,
  { daily, unrealized, realized }: PnlFacts,
  value: number,
): string {
  return message(95, requestId, quantity, daily, unrealized, realized, value);
}
