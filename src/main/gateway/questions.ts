import type { Instrument } from '#shared/domain/instrument.ts';
import type { Clock, EpochMs } from '#shared/domain/ports.ts';
import type { OptionChain } from '#shared/domain/option-chain.ts';
import type { PriceIncrement } from '#shared/domain/price-increment.ts';
import type { Bar, BarSize } from '#shared/domain/quote.ts';

import { AskBook } from './ask-book.ts';
import { withAdvice } from './error-codes.ts';
import { fetchBars } from './historical-bars.ts';
import type { HistoryGate } from './history-gate.ts';
import { BrokerRefusedError } from './link-errors.ts';
import type { InstrumentQuery } from './order-wire.ts';
import type { Outbox } from './outbox.ts';
import type { RequestIds } from './request-ids.ts';
import { parseSearchText } from './search-text.ts';
import type { SymbolMatch } from './session-handlers.ts';

export interface BarsOptions {
  /** How many bars, counted back from `endAt`. */
  count: number;
  /** Null for now. */
  endAt: EpochMs | null;
  outsideRth: boolean;
}

export interface QuestionSurroundings {
  clock: Clock;
  outbox: Outbox;
  requestIds: RequestIds;
  historyGate: HistoryGate;
  askMs: number;
  barsMs: number;
  /** Throws when the link is in no state to ask. */
  requireConnected(what: string): void;
}

/** How many of the found symbols are looked up in full. */
const searchLimit = 8;
const noSuchContract = 200;
const historyMessage = 162;
/** For this long the same question about history gets the same answer; the broker refuses to be asked again sooner. */
const freshPieceMs = 15_000;

/** Questions about instruments and their history. Each ends, one way or the other. */
export class Questions {
  readonly #around: QuestionSurroundings;
  readonly #instruments: AskBook<Instrument>;
  readonly #symbols: AskBook<SymbolMatch>;
  readonly #bars: AskBook<Bar>;
  readonly #chains: AskBook<OptionChain>;
  /** By number of the rule, which is what the answer names; never with the others, whose ids are requests'. */
  readonly #rules: AskBook<readonly PriceIncrement[]>;
  /** Which rule prices an instrument, as far as its details have come. Holds over connections, as contracts do. */
  readonly #ruleOf = new Map<number, number | null>();
  readonly #askedRules = new Map<number, Promise<readonly PriceIncrement[]>>();
  /** Pieces of history by what was asked, while they are fresh. */
  readonly #pieces = new Map<string, { askedAt: number; answer: Promise<readonly Bar[]> }>();

  constructor(surroundings: QuestionSurroundings) {
    this.#around = surroundings;
    this.#instruments = new AskBook(surroundings.clock);
    this.#symbols = new AskBook(surroundings.clock);
    this.#bars = new AskBook(surroundings.clock);
    this.#chains = new AskBook(surroundings.clock);
    this.#rules = new AskBook(surroundings.clock);
  }

  async instrumentDetails(query: InstrumentQuery): Promise<Instrument[]> {
    const what = 'The search for an instrument';
    const { outbox, requestIds, askMs } = this.#around;
    this.#around.requireConnected(what);
    const id = requestIds.next();
    const answer = this.#instruments.open(id, what, askMs);
    outbox.send('account', (session) => session.requestInstrument(id, query));
    return answer;
  }

  async search(text: string): Promise<Instrument[]> {
    const wanted = text.trim();
    const exact = parseSearchText(wanted);
    if (exact !== null) return (await this.instrumentDetails(exact)).slice(0, searchLimit);
    const what = `The search for "${wanted}"`;
    const { outbox, requestIds, askMs } = this.#around;
    this.#around.requireConnected(what);
    const id = requestIds.next();
    const answer = this.#symbols.open(id, what, askMs);
    outbox.send('account', (session) => session.requestSymbolMatches(id, wanted));
    const matches = (await answer).slice(0, searchLimit);
    const looked = await Promise.allSettled(
      matches.map(({ instrumentId }) => this.instrumentDetails({ instrumentId })),
    );
    const found = looked.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const failed = looked.find((one) => one.status === 'rejected');
    // One contract that cannot be looked up does not hide the others.
    if (found.length === 0 && failed !== undefined) throw failed.reason;
    return found;
  }

  async optionChains(underlying: Instrument): Promise<OptionChain[]> {
    const what = `The option chain of ${underlying.displaySymbol}`;
    const { outbox, requestIds, askMs } = this.#around;
    this.#around.requireConnected(what);
    const id = requestIds.next();
    const answer = this.#chains.open(id, what, askMs);
    outbox.send('account', (session) => session.requestOptionChains(id, underlying));
    return answer;
  }

  async priceIncrements(instrument: Instrument): Promise<readonly PriceIncrement[]> {
    const { instrumentId, exchange, minTick } = instrument;
    if (!this.#ruleOf.has(instrumentId)) await this.instrumentDetails({ instrumentId, exchange });
    const rule = this.#ruleOf.get(instrumentId) ?? null;
    const steps = rule === null ? [] : await this.#rule(rule);
    return steps.length > 0 ? steps : [{ lowEdge: 0, increment: minTick }];
  }

  async historicalBars(
    instrument: Instrument,
    barSize: BarSize,
    options: BarsOptions,
  ): Promise<Bar[]> {
    this.#around.requireConnected(`The history of ${instrument.displaySymbol}`);
    return fetchBars(instrument, barSize, options, (end, duration) =>
      this.#piece(instrument, barSize, end, duration, options.outsideRth),
    );
  }

  drop(): void {
    this.#pieces.clear();
    for (const book of this.#books()) book.dropAll();
    this.#rules.dropAll();
  }

  onInstrument(id: number, instrument: Instrument | null, marketRuleId: number | null): void {
    if (instrument === null) return;
    this.#ruleOf.set(instrument.instrumentId, marketRuleId);
    this.#instruments.add(id, instrument);
  }

  onMarketRule(marketRuleId: number, increments: readonly PriceIncrement[]): void {
    this.#rules.add(marketRuleId, increments);
    this.#rules.end(marketRuleId);
  }

  onOptionChain(id: number, chain: OptionChain): void {
    this.#chains.add(id, chain);
  }

  onOptionChainsEnd(id: number): void {
    this.#chains.end(id);
  }

  onInstrumentsEnd(id: number): void {
    this.#instruments.end(id);
  }

  onSymbolMatches(id: number, matches: readonly SymbolMatch[]): void {
    for (const match of matches) this.#symbols.add(id, match);
    this.#symbols.end(id);
  }

  onBar(id: number, bar: Bar): void {
    this.#bars.add(id, bar);
  }

  onBarsEnd(id: number): void {
    this.#bars.end(id);
  }

  /** True when the error was about a question that is still open. */
  onError(id: number, code: number, message: string): boolean {
    // No such contract, no such history: an empty answer, not a failure.
    if (code === noSuchContract && this.#instruments.has(id)) {
      this.#instruments.end(id);
      return true;
    }
    if (code === historyMessage && /no data/i.test(message) && this.#bars.has(id)) {
      this.#bars.end(id);
      return true;
    }
    const book = this.#books().find((one) => one.has(id));
    book?.fail(id, new BrokerRefusedError(book.nameOf(id), code, withAdvice(code, message)));
    return book !== undefined;
  }

  /** A rule never changes its number's meaning, so one answer is enough. */
  #rule(marketRuleId: number): Promise<readonly PriceIncrement[]> {
    const asked = this.#askedRules.get(marketRuleId);
    if (asked !== undefined) return asked;
    const answer = this.#askRule(marketRuleId);
    this.#askedRules.set(marketRuleId, answer);
    answer.catch(() => this.#askedRules.delete(marketRuleId));
    return answer;
  }

  async #askRule(marketRuleId: number): Promise<readonly PriceIncrement[]> {
    const what = `The price steps of market rule ${marketRuleId}`;
    const { outbox, askMs } = this.#around;
    this.#around.requireConnected(what);
    const answer = this.#rules.open(marketRuleId, what, askMs);
    outbox.send('account', (session) => session.requestMarketRule(marketRuleId));
    return (await answer).flat();
  }

  #piece(
    instrument: Instrument,
    barSize: BarSize,
    end: string,
    duration: string,
    outsideRth: boolean,
  ): Promise<readonly Bar[]> {
    const key = `${instrument.instrumentId} ${barSize} ${duration} ${end} ${String(outsideRth)}`;
    const now = this.#around.clock.monotonic();
    for (const [known, { askedAt }] of this.#pieces) {
      if (now - askedAt >= freshPieceMs) this.#pieces.delete(known);
    }
    const fresh = this.#pieces.get(key);
    if (fresh !== undefined) return fresh.answer;
    const answer = this.#askPiece(key, instrument, barSize, end, duration, outsideRth);
    this.#pieces.set(key, { askedAt: now, answer });
    // A failure is not an answer: whoever asks next asks the broker.
    answer.catch(() => this.#pieces.delete(key));
    return answer;
  }

  async #askPiece(
    key: string,
    instrument: Instrument,
    barSize: BarSize,
    end: string,
    duration: string,
    outsideRth: boolean,
  ): Promise<readonly Bar[]> {
    const what = `The history of ${instrument.displaySymbol}`;
    const { outbox, requestIds, historyGate, barsMs } = this.#around;
    const leave = await historyGate.enter(what, instrument.instrumentId, key, barsMs);
    try {
      this.#around.requireConnected(what);
      const id = requestIds.next();
      const answer = this.#bars.open(id, what, barsMs);
      outbox.send('history', (session) =>
        session.requestBars(id, instrument, end, duration, barSize, outsideRth, false),
      );
      return await answer;
    } finally {
      leave();
    }
  }

  #books(): readonly Pick<AskBook<never>, 'has' | 'nameOf' | 'fail' | 'dropAll'>[] {
    return [this.#instruments, this.#symbols, this.#bars, this.#chains];
  }
}
