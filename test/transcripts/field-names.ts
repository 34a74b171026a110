/** From which server version on (`from`), or before which (`before`), a message has a field. */
interface Gate {
  from?: number;
  before?: number;
}

type Line = string | [names: string, gate: Gate];

/**
 * The fields of messages as IB's own clients read them one after the other, written down from the documentation and
 * the order in which the official decoders take them, and not from the simulator's code.
 */
const lines: Readonly<Record<string, readonly Line[]>> = {
  tickPrice: ['id version reqId field price size attributes'],
  tickSize: ['id version reqId field size'],
  orderStatus: [
    'id orderId status filled remaining avgFillPrice permId parentId lastFillPrice clientId whyHeld mktCapPrice',
  ],
  error: ['id version reqId code text advancedOrderReject'],
  openOrder: [
    'id orderId conId symbol secType expiry strike right multiplier exchange currency localSymbol tradingClass',
    'action totalQuantity orderType lmtPrice auxPrice tif ocaGroup account openClose origin orderRef clientId permId',
    'outsideRth hidden discretionaryAmt goodAfterTime sharesAllocation faGroup faMethod faPercentage',
    ['faProfile', { before: 177 }],
    'modelCode goodTillDate rule80A percentOffset settlingFirm shortSaleSlot designatedLocation exemptCode',
    'auctionStrategy startingPrice stockRefPrice delta stockRangeLower stockRangeUpper displaySize blockOrder',
    'sweepToFill allOrNone minQty ocaType eTradeOnly firmQuoteOnly nbboPriceCap parentId triggerMethod volatility',
    'volatilityType deltaNeutralOrderType deltaNeutralAuxPrice continuousUpdate referencePriceType trailStopPrice',
    'trailingPercent basisPoints basisPointsType comboLegsDescrip comboLegs orderComboLegs smartComboRouting',
    'scaleInitLevelSize scaleSubsLevelSize scalePriceIncrement hedgeType optOutSmartRouting clearingAccount',
    'clearingIntent notHeld deltaNeutral algoStrategy solicited whatIf status initMarginBefore maintMarginBefore',
    'equityWithLoanBefore initMarginChange maintMarginChange equityWithLoanChange initMarginAfter maintMarginAfter',
    'equityWithLoanAfter commission minCommission maxCommission commissionCurrency warningText randomizeSize',
    'randomizePrice conditions adjustedOrderType triggerPrice trailStopPriceAgain lmtPriceOffset adjustedStopPrice',
    'adjustedStopLimitPrice adjustedTrailingAmount adjustableTrailingUnit softDollarName softDollarValue',
    'softDollarDisplayName cashQty dontUseAutoPriceForHedge isOmsContainer discretionaryUpToLimitPrice',
    'usePriceMgmtAlgo duration postToAts autoCancelParent minTradeQty minCompeteSize competeAgainstBestOffset',
    'midOffsetAtWhole midOffsetAtHalf',
    ['customerAccount', { from: 183 }],
    ['professionalCustomer', { from: 184 }],
    ['bondAccruedInterest', { from: 185 }],
    ['includeOvernight', { from: 189 }],
    ['extOperator manualOrderIndicator', { from: 193 }],
  ],
  completedOrder: [
    'id conId symbol secType expiry strike right multiplier exchange currency localSymbol tradingClass action',
    'totalQuantity orderType lmtPrice auxPrice tif ocaGroup account openClose origin orderRef permId outsideRth hidden',
    'discretionaryAmt goodAfterTime faGroup faMethod faPercentage',
    ['faProfile', { before: 177 }],
    'modelCode goodTillDate rule80A percentOffset settlingFirm shortSaleSlot designatedLocation exemptCode',
    'startingPrice stockRefPrice delta stockRangeLower stockRangeUpper displaySize sweepToFill allOrNone minQty ocaType',
    'triggerMethod volatility volatilityType deltaNeutralOrderType deltaNeutralAuxPrice continuousUpdate',
    'referencePriceType trailStopPrice trailingPercent comboLegsDescrip comboLegs orderComboLegs smartComboRouting',
    'scaleInitLevelSize scaleSubsLevelSize scalePriceIncrement hedgeType clearingAccount clearingIntent notHeld',
    'deltaNeutral algoStrategy solicited status randomizeSize randomizePrice conditions trailStopPriceAgain',
    'lmtPriceOffset cashQty dontUseAutoPriceForHedge isOmsContainer autoCancelDate filledQuantity refFuturesConId',
    'autoCancelParent shareholder imbalanceOnly routeMarketableToBbo parentPermId completedTime completedStatus',
    'minTradeQty minCompeteSize competeAgainstBestOffset midOffsetAtWhole midOffsetAtHalf',
    ['customerAccount', { from: 183 }],
    ['professionalCustomer', { from: 184 }],
  ],
  execDetails: [
    'id reqId orderId conId symbol secType expiry strike right multiplier exchange currency localSymbol tradingClass',
    'execId time acctNumber venue side shares price permId clientId liquidation cumQty avgPrice orderRef evRule',
    'evMultiplier modelCode lastLiquidity',
    ['pendingPriceRevision', { from: 178 }],
  ],
  commissionReport: ['id version execId commission currency realizedPnl yield yieldRedemptionDate'],
  accountValue: ['id version key value currency account'],
  portfolio: [
    'id version conId symbol secType expiry strike right multiplier primaryExchange currency localSymbol tradingClass',
    'position marketPrice marketValue averageCost unrealizedPnl realizedPnl account',
  ],
  position: [
    'id version account conId symbol secType expiry strike right multiplier exchange currency localSymbol tradingClass',
    'position avgCost',
  ],
  accountUpdateMulti: ['id version reqId account modelCode key value currency'],
  contractDetails: [
    'id reqId symbol secType expiry',
    ['lastTradeDate', { from: 182 }],
    'strike right exchange currency localSymbol marketName tradingClass conId minTick multiplier orderTypes',
    'validExchanges priceMagnifier underConId longName primaryExchange contractMonth industry category subcategory',
    'timeZoneId tradingHours liquidHours evRule evMultiplier secIds aggGroup underSymbol underSecType marketRuleIds',
    'realExpirationDate stockType minSize sizeIncrement suggestedSizeIncrement',
    ['ineligibilityReasons', { from: 186 }],
  ],
};

/** The names of a message's fields at a server version, in order. */
function fieldNames(message: string, version: number): string[] {
  return (lines[message] ?? []).flatMap((line) => {
    const [names, { from = 0, before = Infinity }] = typeof line === 'string' ? [line, {}] : line;
    return version >= from && version < before ? names.split(' ') : [];
  });
}

/** A message by the names of its fields. Throws when it has more or fewer than IB's clients read. */
export function readFields(
  message: string,
  version: number,
  fields: readonly string[],
): Record<string, string> {
  const names = fieldNames(message, version);
  if (names.length !== fields.length) {
    throw new Error(
      `${message} has ${fields.length} fields at ${version}, and clients read ${names.length}.`,
    );
  }
  return Object.fromEntries(names.map((name, i) => [name, fields[i] ?? '']));
}
