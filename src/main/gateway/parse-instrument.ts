import type { Contract, ContractDetails } from '@stoqey/ib';

import type { BrokerPosition } from '#shared/domain/broker-word.ts';
import {
  optionRightSchema,
  secTypeSchema,
  type Instrument,
  type OptionRight,
  type SecType,
} from '#shared/domain/instrument.ts';

import { figureOrNull, idOrZero } from './parse-number.ts';

/** What a screen calls a contract: `SPY`, `EUR.USD`, `MESM0`. */
export function displaySymbol(contract: Contract): string {
  const symbol = contract.symbol ?? '';
  const localSymbol = contract.localSymbol ?? '';
  const secType: string = contract.secType ?? '';
  if (secType === 'CASH')
    return localSymbol === '' ? `${symbol}.${contract.currency ?? ''}` : localSymbol;
  if (secType === 'STK' || secType === 'IND') return symbol;
  return localSymbol === '' ? symbol : localSymbol;
}

/**
 * An instrument from its contract details; null for what the desk does not trade (bonds, funds, combinations …) and
 * for details without the figures an order needs.
 */
export function parseInstrument(details: ContractDetails): Instrument | null {
  const { contract } = details;
  const secType = secTypeSchema.safeParse(contract.secType);
  const minTick = figureOrNull(details.minTick);
  const instrumentId = idOrZero(contract.conId);
  if (!secType.success || instrumentId <= 0 || minTick === null || minTick <= 0) return null;
  return {
    instrumentId,
    symbol: contract.symbol ?? '',
    displaySymbol: displaySymbol(contract),
    secType: secType.data,
    exchange: contract.exchange ?? '',
    primaryExchange: contract.primaryExch ?? '',
    currency: contract.currency ?? '',
    localSymbol: contract.localSymbol ?? '',
    tradingClass: contract.tradingClass ?? '',
    longName: details.longName ?? '',
    sector: sectorOf(details),
    multiplier: multiplierOf(contract),
    minTick,
    sizeIncrement: positiveOr(details.sizeIncrement, 1),
    minSize: positiveOr(details.minSize, positiveOr(details.sizeIncrement, 1)),
    timeZoneId: details.timeZoneId ?? '',
    tradingHours: details.tradingHours ?? '',
    liquidHours: details.liquidHours ?? '',
    expiry: expiryOf(contract, secType.data),
    strike: secType.data === 'OPT' ? positiveOrNull(contract.strike) : null,
    right: secType.data === 'OPT' ? rightOf(contract) : null,
  };
}

/**
 * The market rule that the exchange of the contract prices it by; null where the gateway names none. The rules stand
 * in the order of the exchanges.
 */
export function marketRuleOf(details: ContractDetails): number | null {
  const exchanges = (details.validExchanges ?? '').split(',');
  const rules = (details.marketRuleIds ?? '').split(',');
  const at = exchanges.indexOf(details.contract.exchange ?? '');
  const rule = Number(rules[at] ?? rules[0]);
  return Number.isInteger(rule) && rule > 0 ? rule : null;
}

/**
 * Positions come of any type, also of those the desk does not trade; none may be lost. Such a type is shown as the
 * nearest the desk knows: a derivative as an option, anything else as a stock.
 */
const nearestSecType: Readonly<Record<string, SecType>> = {
  FOP: 'OPT',
  WAR: 'OPT',
  IOPT: 'OPT',
  CONTFUT: 'FUT',
  FWD: 'FUT',
};

export function parsePositionInstrument(contract: Contract): BrokerPosition['instrument'] {
  const secType = secTypeSchema.safeParse(contract.secType);
  return {
    instrumentId: idOrZero(contract.conId),
    symbol: contract.symbol ?? '',
    displaySymbol: displaySymbol(contract),
    secType: secType.success ? secType.data : (nearestSecType[contract.secType ?? ''] ?? 'STK'),
    currency: contract.currency ?? '',
    multiplier: multiplierOf(contract),
  };
}

function sectorOf({ industry }: ContractDetails): string | null {
  const sector = industry?.trim() ?? '';
  return sector === '' ? null : sector;
}

/** The wire leaves the multiplier of a stock empty, which reads as 0. */
function multiplierOf(contract: Contract): number {
  return positiveOr(contract.multiplier, 1);
}

function positiveOr(value: number | undefined, otherwise: number): number {
  return positiveOrNull(value) ?? otherwise;
}

function positiveOrNull(value: number | undefined): number | null {
  const figure = figureOrNull(value);
  return figure === null || figure <= 0 ? null : figure;
}

function rightOf(contract: Contract): OptionRight | null {
  const right = optionRightSchema.safeParse(contract.right);
  return right.success ? right.data : null;
}

function expiryOf(contract: Contract, secType: SecType): string | null {
  if (secType !== 'FUT' && secType !== 'OPT') return null;
  const text = contract.lastTradeDate ?? contract.lastTradeDateOrContractMonth ?? '';
  const date = /^\d{8}/.exec(text.replaceAll('-', ''));
  return date === null ? null : date[0];
}
