import type { Monitor } from '../monitor.ts';
import type { MonitorView, WatchedMarket } from '../monitor-view.ts';
import { seconds, sum } from '../words.ts';

/** Quotes, and what is held by them. */
export const marketMonitors: readonly Monitor[] = [
  {
    id: 'market-data-stale',
    onFacts: [],
    crossed: 'beyond',
    actsOn: 'instrument',
    read: ({ markets }) =>
      markets.filter(isAtStake).map((market) => {
        const { instrumentId, displaySymbol, limits } = market;
        const age = market.quoteAgeMs ?? market.askedForMs;
        return {
          subject: String(instrumentId),
          observed: age,
          whole: limits.maxQuoteAge,
          unit: 'ms',
          instrumentId,
          detail: ({ threshold }) =>
            `No quote of ${displaySymbol} for ${seconds(age)}; beyond ${seconds(threshold)} a quote is stale. The desk holds or has orders in it and cannot value them.`,
        };
      }),
  },
  {
    id: 'feed-gap',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read(view) {
      const silence = silenceOfAll(view);
      if (silence === null) return [];
      return [
        {
          subject: '',
          observed: silence.ms,
          unit: 'ms',
          detail: ({ threshold }) =>
            `No quote of any of the ${silence.markets} watched instruments whose markets are open for ${seconds(silence.ms)}; ${seconds(threshold)} are a gap in the feed. Nothing can be valued.`,
        },
      ];
    },
  },
  {
    id: 'quote-problem',
    onFacts: [],
    crossed: 'at',
    actsOn: 'instrument',
    read: ({ markets }) =>
      markets.flatMap((market) => {
        const { instrumentId, displaySymbol, quoteProblem } = market;
        if (quoteProblem === null) return [];
        const blind = isBlind(market);
        const what = blind
          ? 'The desk holds or has orders in it, and nobody knows what they are worth.'
          : 'New orders in it are denied.';
        return [
          {
            subject: String(instrumentId),
            observed: blind ? 2 : 1,
            unit: null,
            instrumentId,
            detail: () => `${displaySymbol}: ${quoteProblem} ${what}`,
          },
        ];
      }),
  },
  {
    id: 'position-over-limit',
    onFacts: ['execution.received', 'position.adopted'],
    crossed: 'beyond',
    actsOn: 'instrument',
    read: ({ markets, limits }) =>
      markets
        .filter(({ exposure }) => exposure.position !== 0)
        .map(({ instrumentId, displaySymbol, exposure, limits: { positionLimit: limit } }) => ({
          subject: String(instrumentId),
          observed: Math.abs(exposure.position),
          whole: limit,
          unit: limits.positionLimit.unit,
          instrumentId,
          detail: ({ level, threshold }) =>
            level === 'hard'
              ? `The position in ${displaySymbol} is ${exposure.position}; the desk allows ${limit} either way. Only orders that shrink it are accepted.`
              : `The position in ${displaySymbol} is ${exposure.position}, beyond ${threshold}; the desk allows ${limit} either way.`,
        })),
  },
  {
    id: 'concentration',
    onFacts: ['execution.received', 'position.adopted'],
    crossed: 'beyond',
    actsOn: 'instrument',
    read: ({ markets, netLiquidation }) =>
      netLiquidation === null || netLiquidation <= 0
        ? []
        : markets.flatMap(({ instrumentId, displaySymbol, heldValue, limits }) => {
            if (heldValue === null || heldValue === 0) return [];
            const share = (heldValue / netLiquidation) * 100;
            return [
              {
                subject: String(instrumentId),
                observed: share,
                whole: limits.concentration,
                unit: 'percent',
                instrumentId,
                detail: ({ threshold }) =>
                  `${displaySymbol} is ${share.toFixed(1)} % of the account's net liquidation value, beyond ${threshold.toFixed(1)} %; the desk allows ${limits.concentration} %.`,
              },
            ];
          }),
  },
  {
    id: 'gross-exposure',
    onFacts: ['execution.received', 'position.adopted'],
    crossed: 'beyond',
    actsOn: 'desk',
    read: ({ grossExposure, limits, baseCurrency }) =>
      deskExposure('gross', grossExposure, limits.grossExposure.value, baseCurrency),
  },
  {
    id: 'net-exposure',
    onFacts: ['execution.received', 'position.adopted'],
    crossed: 'beyond',
    actsOn: 'desk',
    read: ({ netExposure, limits, baseCurrency }) =>
      deskExposure('net', netExposure, limits.netExposure.value, baseCurrency),
  },
];

function deskExposure(
  what: 'gross' | 'net',
  observed: number | null,
  whole: number,
  currency: string,
): ReturnType<Monitor['read']> {
  if (observed === null) return [];
  return [
    {
      subject: '',
      observed,
      whole,
      unit: currency,
      detail: ({ threshold }) =>
        `The ${what} exposure, every working order filled, is ${sum(observed, currency)}, beyond ${sum(threshold, currency)}; the desk allows ${sum(whole, currency)}.`,
    },
  ];
}

/** A market in which the desk has something at stake and should hear something. */
function isAtStake({ exposure: held, marketOpen }: WatchedMarket): boolean {
  return marketOpen && (held.position !== 0 || held.workingBuy > 0 || held.workingSell > 0);
}

/** Without a quote for this long what is held counts as blind, milliseconds; as with a stale quote. */
const blindAfterMs = 60_000;

function isBlind(market: WatchedMarket): boolean {
  return isAtStake(market) && (market.quoteAgeMs ?? market.askedForMs) >= blindAfterMs;
}

/** For how long nothing has come of any watched market that is open; null where there is none to hear of. */
function silenceOfAll({ markets }: MonitorView): { ms: number; markets: number } | null {
  const ages = markets
    .filter(({ marketOpen, quoteProblem }) => marketOpen && quoteProblem === null)
    .map(({ quoteAgeMs, askedForMs }) => quoteAgeMs ?? askedForMs);
  // The silence of one instrument is a stale quote, not a gap in the feed.
  return ages.length < 2 ? null : { ms: Math.min(...ages), markets: ages.length };
}
