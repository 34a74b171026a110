import { refusals, type Refusal } from '../exchange/refusals.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { Market } from '../market/market.ts';
import { optionModel, type OptionInputs } from '../market/option-model.ts';
import { withDashes } from '../market/time-zone.ts';
import { sessionMs, type MarketMoment } from '../market/trading-calendar.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import type { FieldReader } from '../wire/fields.ts';
import { optionTick, tickOptionComputation } from '../wire/option-messages.ts';
import { findOneInstrument, readContractQuery } from './contract-query.ts';
import { impliedVolatility } from './option-calculation.ts';
import type { GatewayRooms, RequestEntry } from './rooms.ts';

const yearMs = 365 * 86_400_000;

/** An option's terms and the time it has left, for a price of its underlying; null for what is no option. */
function inputsOf(
  { right, strike, expiry }: ListedInstrument,
  { calendar }: Market,
  now: MarketMoment,
  underlying: number,
): Omit<OptionInputs, 'volatility'> | null {
  if (right === '' || expiry === null) return null;
  const end = calendar.openAt(calendar.positionOnOrAfter(withDashes(expiry))) + sessionMs;
  return { right, strike, underlying, years: (end - calendar.epochOf(now)) / yearMs };
}

type Calculation = (
  inputs: Omit<OptionInputs, 'volatility'>,
  given: number,
) => { volatility: number; price: number } | Refusal;

const fromPrice: Calculation = (inputs, price) => {
  const found = impliedVolatility(inputs, price);
  return found === null
    ? refusals.invalid(`No volatility gives an option price of ${price}`)
    : { volatility: found.volatility, price };
};

const fromVolatility: Calculation = (inputs, volatility) => ({
  volatility,
  price: optionModel({ ...inputs, volatility }).price,
});

/** Reads the contract, the figure given and the price of the underlying, and answers with what follows from them. */
function calculate(calculation: Calculation) {
  return (session: ClientSession, fields: FieldReader, { market, tick }: GatewayRooms): void => {
    fields.skip('version');
    const requestId = fields.integer('reqId');
    const query = readContractQuery(fields);
    const given = fields.optionalNumber('optionPrice or volatility') ?? 0;
    const underlying = fields.optionalNumber('underPrice') ?? 0;
    const refuse = (refusal: Refusal): void => session.sendError(requestId, refusal);
    const instrument = findOneInstrument(market.instruments, query);
    if ('code' in instrument) return refuse(instrument);
    if (given <= 0 || underlying <= 0) {
      return refuse(refusals.invalid('The figures of a calculation must be above 0'));
    }
    const inputs = inputsOf(instrument, market, tick().moment, underlying);
    if (inputs === null) return refuse(refusals.invalid('A calculation is for options alone'));
    const found = calculation(inputs, given);
    if ('code' in found) return refuse(found);
    const { volatility, price } = found;
    const { delta, gamma, vega, theta } = optionModel({ ...inputs, volatility });
    const computation = { impliedVolatility: volatility, delta, price, gamma, vega, theta };
    session.send(
      tickOptionComputation(requestId, optionTick.calculated, { ...computation, underlying }),
    );
  };
}

/** Answers are given at once, so a cancel finds nothing left to stop; IB says nothing then either. */
function nothingToStop(name: string): RequestEntry {
  return { name, idField: 2, handle() {} };
}

/** Requests that reckon with options. */
export const optionRequests: readonly (readonly [number, RequestEntry])[] = [
  [54, { name: 'calculateImpliedVolatility', idField: 2, handle: calculate(fromPrice) }],
  [55, { name: 'calculateOptionPrice', idField: 2, handle: calculate(fromVolatility) }],
  [56, nothingToStop('cancelCalculateImpliedVolatility')],
  [57, nothingToStop('cancelCalculateOptionPrice')],
];
