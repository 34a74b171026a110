import type { OptionModel } from '../market/option-model.ts';
import type { MarketQuote } from '../market/instrument-market.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import {
  delayedOptionTick,
  optionTick,
  tickOptionComputation,
  type OptionComputation,
} from '../wire/option-messages.ts';

/** What an option is worth at a moment, and from what. */
export interface OptionView extends OptionModel {
  volatility: number;
  underlying: number;
}

/** Below this change of price for a point of volatility, a price tells nothing of volatility. */
const leastVega = 1e-4;
const pointOfVolatility = 0.01;

/** A price near the model's, and the volatility it would take for it. */
function computationAt(view: OptionView, price: number): OptionComputation {
  const implied = view.volatility + ((price - view.price) / view.vega) * pointOfVolatility;
  const { delta, gamma, vega, theta, underlying } = view;
  const impliedVolatility = view.vega < leastVega || implied <= 0 ? null : implied;
  return { impliedVolatility, delta, price, gamma, vega, theta, underlying };
}

/** Sends what bid, ask, last price and model say of an option, as far as they have changed. */
export function sendOptionTicks(
  session: ClientSession,
  requestId: number,
  view: OptionView,
  quote: MarketQuote,
  sent: MarketQuote | null,
  delayed: boolean,
): void {
  const fields = delayed ? delayedOptionTick : optionTick;
  const priced = (
    field: number,
    price: number | null,
    sentPrice: number | null | undefined,
  ): void => {
    if (price === null || price === sentPrice) return;
    session.send(tickOptionComputation(requestId, field, computationAt(view, price)));
  };
  priced(fields.bid, quote.bid, sent?.bid);
  priced(fields.ask, quote.ask, sent?.ask);
  priced(fields.last, quote.last, sent?.last);
  if (sent === null || quote.last !== sent.last) {
    const model = computationAt(view, view.price);
    session.send(tickOptionComputation(requestId, fields.model, model));
  }
}
