import { awaitedAnswer } from '#shared/domain/awaited-answer.ts';
import type { RiskFigures } from '#shared/domain/risk-figures.ts';

import { exposureBreakdown, type Holding } from '../risk/exposure-breakdown.ts';
import { limitUse, type Observed } from '../risk/limit-use.ts';
import { exposureOf, openOrders } from '../trading/books.ts';
import { displaySymbolOf, holdingValue } from './control-context.ts';
import { dayPnl } from './day-pnl.ts';
import type { DeskCore } from './desk-core.ts';

/** What the desk risks now, by its books, the market and the broker's word of the account. */
export function riskFigures(core: DeskCore): RiskFigures {
  const { state, account, quotes } = core;
  const now = core.ports.clock.now();
  const netLiquidation = account.figure('NetLiquidation');
  const holdings = holdingsOf(core);
  const exposure = exposureBreakdown(holdings, netLiquidation);
  const pnl = dayPnl(core);
  return {
    baseCurrency: account.baseCurrency,
    netLiquidation,
    exposure,
    dayPnl: pnl,
    dayDrawdown: core.lossFigures.dayDrawdown,
    allTimeDrawdown: core.lossFigures.allTimeDrawdown,
    limitUse: limitUse({
      limits: core.limitsInForce.current,
      accountId: state.accountId,
      exposure,
      netLiquidation,
      dayPnl: pnl,
      losses: core.lossFigures,
      messagesInSecond: state.orderActivity.messagesInSecond(now),
      valueInMinute: state.orderActivity.valueInMinute(now),
      openOrders: state.restingOrders.total,
      openOrdersPerSide: holdings.map(({ instrumentId }) => ({
        instrumentId,
        used: Math.max(
          state.restingOrders.countOn(instrumentId, 'BUY'),
          state.restingOrders.countOn(instrumentId, 'SELL'),
        ),
      })),
      quoteAges: holdings.map(({ instrumentId }) => ({
        instrumentId,
        used: quotes.ageMs(instrumentId),
      })),
      executionsUnattended: [...state.repeatedExecutions.all()].map(
        ([instrumentId, executions]) => ({ instrumentId, used: executions }),
      ),
      unanswered: unanswered(core, now),
    }),
  };
}

/** Everything that is held or in which orders work. */
function holdingsOf(core: DeskCore): Holding[] {
  const { books, instruments } = core.state;
  return [...books.exposures.keys()].flatMap((instrumentId): Holding[] => {
    const exposure = exposureOf(books, instrumentId);
    if (exposure.position === 0 && exposure.workingBuy === 0 && exposure.workingSell === 0) {
      return [];
    }
    return [
      {
        instrumentId,
        displaySymbol: displaySymbolOf(core, instrumentId),
        assetClass: instruments.get(instrumentId)?.secType ?? null,
        sector: instruments.get(instrumentId)?.sector ?? null,
        exposure,
        value: holdingValue(core, instrumentId),
      },
    ];
  });
}

function unanswered(core: DeskCore, now: number): Observed[] {
  return openOrders(core.state.books).flatMap((order): Observed[] => {
    const awaited = awaitedAnswer(order);
    if (awaited === null) return [];
    const used = Math.max(0, now - Date.parse(awaited.since));
    return [{ instrumentId: order.instrumentId, used }];
  });
}
