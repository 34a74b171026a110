import type { SimulatorFault, SimulatorFaultKind } from '#shared/domain/simulator-fault.ts';

import type { Connections } from './connections.ts';
import type { Doors } from './doors.ts';
import type { Exchange } from './exchange/exchange.ts';
import type { ExchangeExecution } from './exchange/order.ts';
import type { FaultBoard } from './fault-board.ts';
import { beginSentence, type FaultOf } from './fault-sentences.ts';
import type { BulletinFeed } from './feeds/bulletin-feed.ts';
import type { QuoteFeed } from './feeds/quote-feed.ts';
import type { StreamFeed } from './feeds/stream-feed.ts';
import { GatewayOptionsError } from './gateway-options.ts';
import type { ListedInstrument } from './market/catalogue.ts';
import type { Market } from './market/market.ts';
import type { MarketMoment } from './market/trading-calendar.ts';
import { farmCodes, noticeText, portResetText } from './notices.ts';
import type { SessionDirectory } from './sessions/session-directory.ts';
import { malformedFrames } from './traffic/malformed-frames.ts';
import { noRequest } from './wire/session-messages.ts';

/** Ticks of a burst that are written in one go. */
const burstPiece = 1000;

export interface FaultSurroundings {
  board: FaultBoard;
  connections: Connections;
  directory: SessionDirectory;
  doors: () => Doors;
  exchange: Exchange;
  market: Market;
  quotes: QuoteFeed;
  streams: StreamFeed;
  bulletins: BulletinFeed;
  /** The latest tick. */
  tick: () => { moment: MarketMoment; step: number };
  /** Does something and then writes what clients are to hear of it. */
  run: (work: () => void) => void;
  /** Moves the gateway's clock, and not the market. */
  shiftClock: (milliseconds: number) => void;
}

type Actions = { [Kind in SimulatorFaultKind]: { begin(fault: FaultOf<Kind>): void } };

/** Makes faults happen. What lasts is read from the board, so that overlapping faults end when the last of them does. */
export class FaultActions {
  readonly #inside: FaultSurroundings;
  /** By symbol; it may be delisted before its halt is over. */
  readonly #haltable = new Map<string, ListedInstrument>();
  readonly #halted = new Set<ListedInstrument>();
  /** Connectivity was lost by a notice, and comes back by one. */
  #lostByNotice = false;

  constructor(inside: FaultSurroundings) {
    this.#inside = inside;
  }

  /** Throws {@link GatewayOptionsError} with a sentence where it cannot be done; then nothing has been. */
  inject(fault: SimulatorFault): void {
    const { run, board } = this.#inside;
    const action: { begin(fault: SimulatorFault): void } = this.#actions[fault.kind];
    run(() => {
      action.begin(fault);
      board.say(beginSentence(fault));
      this.#settle();
    });
  }

  /** Ends one active fault, or with null all of them. */
  clear(faultId: number | null): void {
    this.#inside.run(() => this.#inside.board.clear(faultId));
  }

  clearKind(kind: SimulatorFaultKind): void {
    this.#inside.run(() => this.#inside.board.clearKind(kind));
  }

  /**
   * Sends a notice. 1100 also stops the quotes, 1101 takes every subscription away, and both 1101 and 1102 let quotes
   * flow again.
   */
  notify(code: number, text = noticeText(code)): void {
    this.#inside.run(() => {
      this.#say(code, text);
      if (code === 1100) this.#lostByNotice = true;
      if (code === 1101) this.#loseSubscriptions();
      if (code === 1101 || code === 1102) this.#lostByNotice = false;
      this.#settle();
    });
  }

  readonly #actions: Actions = {
    drop: {
      begin: ({ clientId }) => {
        const { connections } = this.#inside;
        for (const session of connections.of(clientId)) connections.drop(session);
      },
    },
    'refuse-connections': { begin: (fault) => this.#last(fault) },
    silence: { begin: (fault) => this.#last(fault) },
    'half-open': {
      begin: (fault) => {
        const { connections } = this.#inside;
        const affected = connections.of(fault.clientId);
        for (const session of affected) session.halfOpen(true);
        // TCP loses nothing in the middle of a stream: a peer that comes back has forgotten the connection.
        this.#last(fault, () => {
          for (const session of affected) connections.drop(session);
        });
      },
    },
    'connectivity-lost': {
      begin: (fault) => {
        this.#say(1100);
        this.#last(fault, () => {
          if (this.#inside.board.has('connectivity-lost')) return;
          if (fault.dataLost) this.#loseSubscriptions();
          this.#say(fault.dataLost ? 1101 : 1102);
        });
      },
    },
    'port-reset': {
      begin: ({ port }) => {
        const { board, connections, doors, run } = this.#inside;
        doors().moveTo(
          port,
          (moved) =>
            run(() => {
              this.#say(1300, portResetText(moved));
              for (const session of connections.of(null)) connections.end(session);
              board.say(`The gateway listens at port ${moved} now.`);
            }),
          (why) => board.say(`The port could not be changed to ${port}: ${why}.`),
        );
      },
    },
    notice: {
      begin: ({ code, message }) => this.#say(code, message === '' ? undefined : message),
    },
    'farm-down': {
      begin: (fault) => {
        const { down, up } = farmCodes[fault.farm];
        this.#say(down);
        this.#last(fault, () => {
          if (fault.deadAfter) this.#inside.quotes.deadenAll();
          this.#say(up);
        });
      },
    },
    'dead-feed': { begin: () => this.#inside.quotes.deadenAll() },
    delay: { begin: (fault) => this.#last(fault) },
    duplicate: { begin: (fault) => this.#inside.board.wait(fault) },
    reorder: { begin: (fault) => this.#inside.board.wait(fault) },
    'lose-acknowledgement': { begin: (fault) => this.#inside.board.wait(fault) },
    'swallow-order': { begin: (fault) => this.#inside.board.wait(fault) },
    'reject-order': { begin: (fault) => this.#inside.board.wait(fault) },
    'late-fill': { begin: (fault) => this.#inside.board.wait(fault) },
    'pause-fills': { begin: (fault) => this.#last(fault) },
    bust: {
      begin: () => {
        this.#inside.exchange.bust(this.#latestExecution('take back').execId);
      },
    },
    correct: {
      begin: ({ percent }) => {
        const { execId, price } = this.#latestExecution('correct');
        this.#inside.exchange.correct(execId, price * (1 + percent / 100));
      },
    },
    'malformed-frame': {
      begin: ({ shape, clientId }) => {
        const { connections } = this.#inside;
        for (const session of connections.of(clientId)) {
          session.sendBytes(malformedFrames[shape]);
          if (shape === 'cut-off') connections.end(session);
        }
      },
    },
    'slow-reader': { begin: (fault) => this.#last(fault) },
    'clock-jump': { begin: ({ seconds }) => this.#inside.shiftClock(seconds * 1000) },
    'price-shock': {
      begin: ({ symbol, percent }) => {
        const { market, tick } = this.#inside;
        market.of(this.#instrumentNamed(symbol)).shock(tick().moment + 1, 1 + percent / 100);
      },
    },
    halt: {
      begin: (fault) => {
        this.#haltable.set(fault.symbol, this.#instrumentNamed(fault.symbol));
        this.#last(fault);
      },
    },
    'competing-session': { begin: (fault) => this.#last(fault) },
    'tick-burst': {
      begin: ({ symbol, count }) => this.#burst(this.#instrumentNamed(symbol), count),
    },
    restart: {
      begin: (fault) => {
        const { board, connections, doors } = this.#inside;
        doors().shut();
        for (const session of connections.of(null)) connections.drop(session);
        this.#last(fault, () => {
          if (!board.has('restart')) doors().reopen();
        });
      },
    },
    'read-only': { begin: (fault) => this.#last(fault) },
  };

  #last(fault: SimulatorFault & { forMs: number }, onEnd: () => void = () => {}): void {
    const { board, run } = this.#inside;
    board.last(fault, () =>
      run(() => {
        onEnd();
        this.#settle();
      }),
    );
  }

  /** Brings everything that lasts in line with the board. */
  #settle(): void {
    const { board, connections, exchange, quotes, streams } = this.#inside;
    connections.settle();
    exchange.pauseFills(board.has('pause-fills'));
    const isDown = board.of('farm-down').some(({ farm }) => farm === 'market-data');
    const isInterrupted = this.#lostByNotice || board.has('connectivity-lost') || isDown;
    quotes.interrupt(isInterrupted);
    quotes.compete(board.has('competing-session'));
    streams.interrupt(isInterrupted || board.has('competing-session'));
    this.#settleHalts();
  }

  #settleHalts(): void {
    const { board, bulletins, exchange, quotes } = this.#inside;
    const wanted = new Set<ListedInstrument>();
    for (const { symbol } of board.of('halt')) {
      const instrument = this.#haltable.get(symbol);
      if (instrument !== undefined) wanted.add(instrument);
    }
    for (const instrument of wanted) {
      if (this.#halted.has(instrument)) continue;
      this.#halted.add(instrument);
      exchange.halt(instrument.conId);
      quotes.halt(instrument, 'halted');
      bulletins.publish('regular', `Trading in ${instrument.localSymbol} is halted.`, '');
    }
    for (const instrument of this.#halted) {
      if (wanted.has(instrument)) continue;
      this.#halted.delete(instrument);
      quotes.halt(instrument, 'trading');
      bulletins.publish('regular', `Trading in ${instrument.localSymbol} goes on.`, '');
      exchange.resume(instrument.conId);
    }
  }

  #say(code: number, text = noticeText(code)): void {
    for (const session of this.#inside.directory.started()) {
      session.sendError(noRequest, { code, message: text });
    }
  }

  #loseSubscriptions(): void {
    this.#inside.quotes.loseAll();
    this.#inside.streams.loseAll();
  }

  #instrumentNamed(symbol: string): ListedInstrument {
    const { market } = this.#inside;
    const isNamed = ({ localSymbol }: ListedInstrument): boolean => localSymbol === symbol;
    // Options are listed when somebody asks for them, which takes a while.
    const found = [...market.live].find(isNamed) ?? market.instruments.find(isNamed);
    if (found === undefined) {
      throw new GatewayOptionsError(
        `There is no instrument ${symbol} in the simulated market. Name one of the catalogue, such as SPY.`,
      );
    }
    return found;
  }

  #latestExecution(what: string): ExchangeExecution {
    const latest = this.#inside.exchange.latestExecution();
    if (latest === undefined) {
      throw new GatewayOptionsError(`There is no execution to ${what}. Let an order fill first.`);
    }
    return latest;
  }

  #burst(instrument: ListedInstrument, count: number): void {
    const { directory, market, quotes, tick } = this.#inside;
    const { moment, step } = tick();
    const epochSeconds = Math.floor(market.calendar.epochOf(moment) / 1000);
    for (let i = 1; i <= count; i += 1) {
      quotes.publish(instrument, market.of(instrument).quoteAt(moment, step + i), epochSeconds);
      if (i % burstPiece === 0) directory.flush();
    }
  }
}
