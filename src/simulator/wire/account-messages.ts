import type { ListedInstrument } from '../market/catalogue.ts';
import { identityFields, multiplierField, venueOf } from './contract-fields.ts';
import { message, type Field } from './fields.ts';

export interface PositionFacts {
  accountId: string;
  instrument: ListedInstrument;
  quantity: number;
  averageCost: number;
}

export interface PortfolioFacts extends PositionFacts {
  marketPrice: number;
  marketValue: number;
  unrealizedPnl: number;
  realizedPnl: number;
}

export function position(facts: PositionFacts): string {
  return message(61, 3, ...positionFields(facts));
}

export function positionEnd(): string {
  return message(62, 1);
}

export function positionMulti(requestId: number, facts: PositionFacts, modelCode: string): string {
  return message(71, 1, requestId, ...positionFields(facts), modelCode);
}

export function positionMultiEnd(requestId: number): string {
  return message(72, 1, requestId);
}

function positionFields({ accountId, instrument, quantity, averageCost }: PositionFacts): Field[] {
  return [
    accountId,
    instrument.conId,
    ...identityFields(instrument),
    multiplierField(instrument),
    venueOf(instrument),
    instrument.currency,
    instrument.localSymbol,
    instrument.tradingClass,
    quantity,
    averageCost,
  ];
}

export function accountSummary(
  requestId: number,
  accountId: string,
  tag: string,
  value: string,
  currency: string,
): string {
  return message(63, 1, requestId, accountId, tag, value, currency);
}

export function accountSummaryEnd(requestId: number): string {
  return message(64, 1, requestId);
}

export function accountValue(
  accountId: string,
  key: string,
  value: string,
  currency: string,
): string {
  return message(6, 2, key, value, currency, accountId);
}

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

/** @param time hours and minutes, `10:42` */
export function accountUpdateTime(time: string): string {
  return message(8, 1, time);
}

export function accountDownloadEnd(accountId: string): string {
  return message(54, 1, accountId);
}

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

export function accountUpdateMultiEnd(requestId: number): string {
  return message(74, 1, requestId);
}

export interface PnlFacts {
  daily: number;
  unrealized: number;
  realized: number;
}

export function pnl(requestId: number, { daily, unrealized, realized }: PnlFacts): string {
  return message(94, requestId, daily, unrealized, realized);
}

export function pnlSingle(
  requestId: number,
  quantity: number,
  { daily, unrealized, realized }: PnlFacts,
  value: number,
): string {
  return message(95, requestId, quantity, daily, unrealized, realized, value);
}
