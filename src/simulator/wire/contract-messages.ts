import type { ListedInstrument } from '../market/catalogue.ts';
import { multiplierField } from './contract-fields.ts';
import { message, sevenBit } from './fields.ts';
import { minimumServerVersion as since } from './server-versions.ts';

/** The order types the exchange simulates, in IB's notation. */
const orderTypes =
  'DAY,FOK,GTC,GTD,IOC,LIT,LMT,LOC,MIT,MKT,MOC,OPG,STP,STPLMT,TRAIL,TRAILLMT,WHATIF,';

export interface ContractHours {
  timeZoneId: string;
  tradingHours: string;
  liquidHours: string;
}

export function contractDetails(
  serverVersion: number,
  requestId: number,
  instrument: ListedInstrument,
  hours: ContractHours,
): string {
  const exchanges = validExchanges(instrument);
  const { expiry, underlying } = instrument;
  return message(
    10,
    requestId,
    instrument.symbol,
    instrument.secType,
    expiry ?? '',
    ...(serverVersion >= since.lastTradeDate ? [expiry ?? ''] : []),
    0,
    '',
    instrument.exchange,
    instrument.currency,
    instrument.localSymbol,
    instrument.tradingClass,
    instrument.tradingClass,
    instrument.conId,
    instrument.minTick,
    multiplierField(instrument),
    instrument.tradable ? orderTypes : '',
    exchanges.join(','),
    1,
    underlying?.conId ?? 0,
    sevenBit(instrument.longName),
    instrument.primaryExchange,
    expiry?.slice(0, 6) ?? '',
    instrument.industry,
    instrument.category,
    '',
    hours.timeZoneId,
    hours.tradingHours,
    hours.liquidHours,
    '',
    '',
    0,
    1,
    underlying?.symbol ?? '',
    underlying?.secType ?? '',
    exchanges.map(() => instrument.marketRuleId).join(','),
    expiry ?? '',
    instrument.stockType,
    instrument.minSize,
    instrument.sizeIncrement,
    instrument.lotSize,
    ...(serverVersion >= since.ineligibilityReasons ? [0] : []),
  );
}

function validExchanges({ exchange, primaryExchange }: ListedInstrument): string[] {
  return primaryExchange === '' ? [exchange] : [exchange, primaryExchange];
}

export function contractDetailsEnd(requestId: number): string {
  return message(52, 1, requestId);
}

export function symbolSamples(requestId: number, instruments: readonly ListedInstrument[]): string {
  return message(
    79,
    requestId,
    instruments.length,
    ...instruments.flatMap((instrument) => [
      instrument.conId,
      instrument.symbol,
      instrument.secType,
      instrument.primaryExchange === '' ? instrument.exchange : instrument.primaryExchange,
      instrument.currency,
      0,
      sevenBit(instrument.longName),
      '',
    ]),
  );
}

export function marketRule(
  marketRuleId: number,
  increments: readonly { lowEdge: number; increment: number }[],
): string {
  return message(
    93,
    marketRuleId,
    increments.length,
    ...increments.flatMap(({ lowEdge, increment }) => [lowEdge, increment]),
  );
}
