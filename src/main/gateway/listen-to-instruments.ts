import { EventName, type ContractDescription, type IBApi } from '@stoqey/ib';

import type { ListenerGuard } from './listener-guard.ts';
import { marketRuleOf, parseInstrument } from './parse-instrument.ts';
import { parsePriceIncrements } from './price-increments.ts';
import type { SessionHandlers, SymbolMatch } from './session-handlers.ts';

/** What instruments there are, and how they trade. */
export function listenToInstruments(api: IBApi, say: SessionHandlers, guard: ListenerGuard): void {
  api.on(EventName.contractDetails, (requestId, details) =>
    guard.run(() => say.onInstrument(requestId, parseInstrument(details), marketRuleOf(details))),
  );
  api.on(EventName.contractDetailsEnd, (requestId) =>
    guard.run(() => say.onInstrumentsEnd(requestId)),
  );
  api.on(EventName.symbolSamples, (requestId, found) =>
    guard.run(() => say.onSymbolMatches(requestId, found.flatMap(parseSymbolMatch))),
  );
  api.on(EventName.marketRule, (marketRuleId, increments) =>
    guard.run(() => say.onMarketRule(marketRuleId, parsePriceIncrements(increments))),
  );
  api.on(
    EventName.securityDefinitionOptionParameter,
    (requestId, exchange, underlyingId, tradingClass, multiplier, expirations, strikes) =>
      guard.run(() =>
        say.onOptionChain(requestId, {
          exchange,
          underlyingId,
          tradingClass,
          multiplier: Number(multiplier),
          expiries: expirations.toSorted(),
          strikes: strikes.toSorted((a, b) => a - b),
        }),
      ),
  );
  api.on(EventName.securityDefinitionOptionParameterEnd, (requestId) =>
    guard.run(() => say.onOptionChainsEnd(requestId)),
  );
}

function parseSymbolMatch(found: ContractDescription): SymbolMatch[] {
  const instrumentId = found.contract?.conId;
  return instrumentId === undefined || instrumentId <= 0
    ? []
    : [{ instrumentId, secType: found.contract?.secType ?? '' }];
}
