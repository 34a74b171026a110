import type { Instrument, InstrumentId } from '#shared/domain/instrument.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { PriceIncrement } from '#shared/domain/price-increment.ts';
import { dateIn } from '#shared/domain/trading-hours.ts';

import { openOrders, unresolvedInstruments } from '../trading/books.ts';
import { sessionNow } from './control-context.ts';
import { haltForDefect } from './defect.ts';
import type { DeskCore } from './desk-core.ts';
import { isLinkRefusal } from './link-refusals.ts';

/** What a practice desk watches before a person has chosen anything. */
const firstWatchlist = [
  'SPY',
  'QQQ',
  'AAPL',
  'MSFT',
  'GLD',
  'TLT',
  'JPM',
  'XOM',
  'MES',
  'EUR.USD',
  'IWM',
  'AMZN',
] as const;

function resolved(instrument: Instrument): NewFact {
  return { kind: 'instrument.resolved', by: 'desk', body: { instrument } };
}

/** Records instruments the desk did not know; resolves when they are on disk. */
export async function rememberInstruments(
  core: DeskCore,
  instruments: readonly Instrument[],
): Promise<void> {
  const unknown = instruments.filter(
    ({ instrumentId }) => !core.state.instruments.has(instrumentId),
  );
  if (unknown.length > 0) await core.road.take(unknown.map(resolved));
}

/** Records what the broker says of an instrument now, where that is not what the desk knows. */
async function describeAnew(core: DeskCore, found: readonly Instrument[]): Promise<void> {
  const changed = found.filter(
    (instrument) =>
      JSON.stringify(instrument) !==
      JSON.stringify(core.state.instruments.get(instrument.instrumentId)),
  );
  if (changed.length > 0) await core.road.take(changed.map(resolved));
}

/**
 * The date where it trades, where its hours say nothing about now, or the desk knew of no sectors when it was described,
 * and the broker was not asked that day yet; else null.
 */
function hoursMissingOn(core: DeskCore, instrument: Instrument): string | null {
  const time = core.gatewayTime.time;
  if (time === null) return null;
  if (instrument.sector !== undefined && sessionNow(core, instrument) !== null) return null;
  const today = dateIn(instrument.timeZoneId, time.at) ?? '';
  return core.hoursAskedOn.get(instrument.instrumentId) === today ? null : today;
}

/**
 * The instrument by its id, asked of the broker where the desk does not know it; null where nobody does. Asked anew once
 * a day where its hours do not reach to now, for IB names those of a few days.
 */
export async function knowInstrument(
  core: DeskCore,
  instrumentId: InstrumentId,
): Promise<Instrument | null> {
  const known = core.state.instruments.get(instrumentId);
  const missingOn = known === undefined ? null : hoursMissingOn(core, known);
  if (known !== undefined && missingOn === null) return known;
  let asked = core.instrumentsAsked.get(instrumentId);
  if (asked === undefined) {
    asked = core.link.instrumentDetails({ instrumentId });
    core.instrumentsAsked.set(instrumentId, asked);
  }
  try {
    await describeAnew(core, await asked);
    if (missingOn !== null) core.hoursAskedOn.set(instrumentId, missingOn);
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    core.log.warn({ instrumentId, err: error }, 'An instrument could not be looked up.');
  } finally {
    core.instrumentsAsked.delete(instrumentId);
  }
  return core.state.instruments.get(instrumentId) ?? null;
}

/**
 * The steps of an instrument's price, asked of the broker once. Empty where it does not say: the smallest step that the
 * instrument names then stands for every price, and the broker has the last word.
 */
export async function knowPriceIncrements(
  core: DeskCore,
  instrument: Instrument,
): Promise<readonly PriceIncrement[]> {
  const { instrumentId } = instrument;
  const known = core.priceIncrements.get(instrumentId);
  if (known !== undefined) return known;
  let asked = core.priceIncrementsAsked.get(instrumentId);
  if (asked === undefined) {
    asked = core.link.priceIncrements(instrument);
    core.priceIncrementsAsked.set(instrumentId, asked);
  }
  try {
    const increments = await asked;
    core.priceIncrements.set(instrumentId, increments);
    return increments;
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    core.log.warn({ instrumentId, err: error }, 'The steps of a price could not be looked up.');
    return [];
  } finally {
    core.priceIncrementsAsked.delete(instrumentId);
  }
}

/** Looks up everything that is held or working and not known, and makes the first watchlist of a practice desk. */
export function resolveHeld(core: DeskCore): void {
  const { state } = core;
  const wanted = new Set<InstrumentId>([
    ...unresolvedInstruments(state.books),
    ...state.books.ledgers.keys(),
    ...openOrders(state.books).map((order) => order.instrumentId),
  ]);
  const missing = [...wanted].filter((instrumentId) => !state.instruments.has(instrumentId));
  const work = async (): Promise<void> => {
    for (const instrumentId of missing) await knowInstrument(core, instrumentId);
    if (!state.watchlistMade && core.gatewayKind === 'simulated') await makeFirstWatchlist(core);
    watchEverything(core);
  };
  work().catch((error: unknown) => {
    if (core.road.fault === null) haltForDefect(core, 'looking up instruments', error);
  });
}

/**
 * The instrument of each symbol, where there is one. A search that the link or the broker refuses costs that symbol
 * alone; `onRefused` hears of it. Throws what is no refusal.
 */
export async function findEach(
  symbols: readonly string[],
  search: (text: string) => Promise<Instrument[]>,
  onRefused: (refusal: Error) => void,
): Promise<Instrument[]> {
  const searches = symbols.map(async (symbol) => {
    const matches = await search(symbol);
    return matches.find((each) => each.displaySymbol === symbol || each.symbol === symbol);
  });
  const found: Instrument[] = [];
  for (const outcome of await Promise.allSettled(searches)) {
    if (outcome.status === 'fulfilled') {
      if (outcome.value !== undefined) found.push(outcome.value);
    } else if (isLinkRefusal(outcome.reason)) onRefused(outcome.reason);
    else throw outcome.reason;
  }
  return found;
}

async function makeFirstWatchlist(core: DeskCore): Promise<void> {
  const found = await findEach(
    firstWatchlist,
    (text) => core.link.searchInstruments(text),
    (refusal) => {
      core.log.warn({ err: refusal }, 'An instrument of the first watchlist was not found.');
    },
  );
  // A link that dropped meanwhile took answers with it; the next reconciliation tries the whole list again.
  if (core.state.watchlistMade || core.linkStatus.state !== 'ready') return;
  await rememberInstruments(core, found);
  await core.road.take(
    found.map(({ instrumentId }) => ({
      kind: 'watchlist.added',
      by: 'desk',
      body: { instrumentId },
    })),
  );
}

/** Subscribes to the quotes of everything watched, held or working. */
export function watchEverything(core: DeskCore): void {
  const { state } = core;
  const ids = new Set<InstrumentId>(state.watchlist);
  for (const [instrumentId, exposure] of state.books.exposures) {
    if (exposure.position !== 0 || exposure.workingBuy > 0 || exposure.workingSell > 0) {
      ids.add(instrumentId);
    }
  }
  const wanted = new Map<InstrumentId, Instrument>();
  for (const instrumentId of ids) {
    const instrument = state.instruments.get(instrumentId);
    if (instrument !== undefined) wanted.set(instrumentId, instrument);
  }
  core.quotes.watch(wanted);
  // So that an order need not wait for them.
  for (const instrument of wanted.values()) {
    if (core.linkStatus.state !== 'ready') return;
    knowPriceIncrements(core, instrument).catch((error: unknown) => {
      haltForDefect(core, 'looking up the steps of a price', error);
    });
    knowInstrument(core, instrument.instrumentId).catch((error: unknown) => {
      if (core.road.fault === null) haltForDefect(core, 'looking up the hours of a market', error);
    });
  }
}
