import { toMicros } from '#shared/domain/money.ts';
import type { Clock, Timer } from '#shared/domain/ports.ts';

import { Account, type Marks } from './accounts/account.ts';
import { Exchange } from './exchange/exchange.ts';
import { IdSequences } from './exchange/id-sequences.ts';
import type { ExchangeExecution, ExchangeOrder } from './exchange/order.ts';
import { Faults } from './faults.ts';
import { AccountFeed } from './feeds/account-feed.ts';
import { BarFeed } from './feeds/bar-feed.ts';
import { QuoteFeed } from './feeds/quote-feed.ts';
import { StreamFeed } from './feeds/stream-feed.ts';
import { executionView, orderView, type GatewayControl } from './gateway-control.ts';
import { GatewayOptionsError, type GatewaySettings } from './gateway-options.ts';
import type { ConnectionEvents } from './gateway-server.ts';
import type { ListedInstrument } from './market/catalogue.ts';
import type { Market } from './market/market.ts';
import { MarketTime } from './market/market-time.ts';
import { momentText, wallClock } from './market/time-zone.ts';
import { dayOf, marketZone, sessionMs, type MarketMoment } from './market/trading-calendar.ts';
import { captureState, restoreState } from './persistence/gateway-state.ts';
import type { StateFile } from './persistence/state-file.ts';
import { sendExecution, sendOrder } from './requests/order-requests.ts';
import type { GatewayRooms } from './requests/rooms.ts';
import { ClientSession, type Connection } from './sessions/client-session.ts';
import { maxClients, SessionDirectory } from './sessions/session-directory.ts';
import { SessionProtocol } from './sessions/session-protocol.ts';
import { TickPulse } from './tick-pulse.ts';
import { FrameReader, ProtocolError } from './wire/frames.ts';
import { commissionReport, orderStatus } from './wire/order-messages.ts';
import { noRequest } from './wire/session-messages.ts';

const pnlPeriodMs = 1000;
/** IB refreshes account values every three minutes; a practice desk sees them move sooner. */
const accountPeriodMs = 3000;
const saveDelayMs = 150;
/** How long after its status a fill follows that is reported late. */
const lateFillMs = 100;
/** A client that has not said its version by then is sent away. */
const handshakeMs = 10_000;

const connectivityTexts: Partial<Record<number, string>> = {
  1100: 'Connectivity between IB and Trader Workstation has been lost.',
  1101: 'Connectivity between IB and Trader Workstation has been restored - data lost.',
  1102: 'Connectivity between IB and Trader Workstation has been restored - data maintained.',
  2103: 'Market data farm connection is broken:usfarm',
  2104: 'Market data farm connection is OK:usfarm',
  2105: 'HMDS data farm connection is broken:ushmds',
  2106: 'HMDS data farm connection is OK:ushmds',
  2107: 'HMDS data farm connection is inactive but should be available upon demand.ushmds',
  2108: 'Market data farm connection is inactive but should be available upon demand.usfarm',
  2110: 'Connectivity between Trader Workstation and server is broken. It will be restored automatically.',
  2157: 'Sec-def data farm connection is broken:secdefnj',
  2158: 'Sec-def data farm connection is OK:secdefnj',
};

export interface CoreParts {
  settings: GatewaySettings;
  market: Market;
  /** Where simulated time begins. */
  start: MarketMoment;
  clock: Clock;
  stateFile: StateFile | null;
  notice: (sentence: string) => void;
}

/** The simulated gateway without its server: give it connections, and it serves them. */
export interface GatewayCore {
  accept(connection: Connection): ConnectionEvents | null;
  control: GatewayControl;
  /** Ends it; `save` writes its state first. */
  close(save: boolean): void;
}

export function createGatewayCore(parts: CoreParts): GatewayCore {
  return new Core(parts);
}

class Core implements GatewayCore {
  readonly control: GatewayControl;
  readonly #parts: CoreParts;
  readonly #time: MarketTime;
  readonly #pulse: TickPulse;
  readonly #rooms: GatewayRooms;
  readonly #protocol: SessionProtocol;
  readonly #directory = new SessionDirectory();
  readonly #faults = new Faults();
  readonly #quotes = new QuoteFeed();
  readonly #streams = new StreamFeed();
  readonly #bars: BarFeed;
  readonly #accountFeed: AccountFeed;
  readonly #exchange: Exchange;
  readonly #accounts = new Map<string, Account>();
  readonly #ids: IdSequences;
  readonly #marks: Marks;
  readonly #timers: Timer[] = [];
  #saveTimer: Timer | null = null;
  #accountsChanged = false;
  #closed = false;

  constructor(parts: CoreParts) {
    const { settings, market, clock } = parts;
    this.#parts = parts;
    for (const id of settings.accounts) {
      this.#accounts.set(id, new Account(id, toMicros(settings.startingCash)));
    }
    const saved = parts.stateFile?.read() ?? null;
    this.#time = new MarketTime(clock, saved?.moment ?? parts.start, settings.speed);
    this.#ids = new IdSequences(clock.now() / 1000);
    this.#pulse = new TickPulse(
      clock,
      this.#time,
      settings.quoteRate,
      (from, to) => this.#onTick(from, to),
      (work) => this.#run(work),
    );
    const tick = (): { moment: MarketMoment; step: number } => this.#pulse.tick();
    this.#marks = this.#marksAt(() => tick().moment);
    this.#bars = new BarFeed(market.calendar);
    this.#accountFeed = new AccountFeed(this.#marks, () =>
      new Date(wallClock(this.#epochNow(), marketZone)).toISOString().slice(11, 16),
    );
    this.#exchange = new Exchange({
      market,
      marks: this.#marks,
      ids: this.#ids,
      clock,
      latencyMs: settings.latencyMs,
      tick,
      accounts: this.#accounts,
      listener: {
        orderChanged: (order) => this.#orderChanged(order),
        executed: (execution) => this.#executed(execution),
        cancelled: (order, reason) => this.#cancelled(order, reason),
        rejected: (order, refusal) => {
          const session = this.#ownerOf(order);
          if (session !== undefined) sendOrder(session, order);
          session?.sendError(order.orderId, refusal);
        },
      },
      later: (work) => this.#run(work),
    });
    if (saved !== null) {
      try {
        restoreState(
          saved,
          { accounts: this.#accounts, exchange: this.#exchange, ids: this.#ids },
          (conId) => market.byConId(conId),
        );
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        parts.stateFile?.setAside(error.message);
      }
    }
    this.#rooms = {
      market,
      exchange: this.#exchange,
      accounts: this.#accounts,
      marks: this.#marks,
      ids: this.#ids,
      faults: this.#faults,
      quotes: this.#quotes,
      bars: this.#bars,
      streams: this.#streams,
      allowsHistory: (session, whatToShow) =>
        !settings.historyPacing || session.historyPacing.allows(clock.monotonic(), whatToShow),
      accountFeed: this.#accountFeed,
      tick,
      now: () => this.#epochNow(),
    };
    this.#protocol = new SessionProtocol({
      rooms: this.#rooms,
      directory: this.#directory,
      clock,
      maxServerVersion: settings.maxServerVersion,
      messagesPerSecondLimit: settings.messagesPerSecondLimit,
      connectionTime: () => momentText(this.#epochNow(), marketZone),
      notice: parts.notice,
    });
    this.#timers.push(
      clock.every(pnlPeriodMs, () => this.#run(() => this.#refreshEverySecond())),
      clock.every(accountPeriodMs, () => this.#run(() => this.#accountFeed.refreshAccounts())),
    );
    this.control = this.#makeControl();
  }

  accept(connection: Connection): ConnectionEvents | null {
    if (this.#closed || this.#faults.refusesConnections || this.#directory.size >= maxClients) {
      return null;
    }
    const session = new ClientSession(connection);
    const reader = new FrameReader();
    this.#directory.add(session);
    if (this.#faults.silent) session.silence(true);
    const deadline = this.#parts.clock.after(handshakeMs, () => {
      if (session.phase !== 'started' && !session.isSilent) session.drop();
    });
    return {
      data: (bytes) => this.#run(() => this.#receive(session, reader, bytes)),
      closed: () => {
        deadline.cancel();
        session.phase = 'ended';
        this.#forget(session);
      },
    };
  }

  close(save: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pulse.stop();
    for (const timer of this.#timers) timer.cancel();
    this.#saveTimer?.cancel();
    this.#saveTimer = null;
    if (save) this.#save();
  }

  #receive(session: ClientSession, reader: FrameReader, bytes: Buffer): void {
    try {
      for (const frame of reader.push(bytes)) this.#protocol.receive(session, frame);
    } catch (error) {
      session.drop();
      const what = error instanceof Error ? error.message : String(error);
      this.#parts.notice(
        error instanceof ProtocolError
          ? `A client was sent away. ${what}`
          : `A client was sent away because of a defect of the simulated gateway: ${what}`,
      );
    }
    if (session.phase === 'ended') this.#forget(session);
  }

  #forget(session: ClientSession): void {
    this.#directory.remove(session);
    this.#quotes.forget(session);
    this.#streams.forget(session);
    this.#bars.forget(session);
    this.#accountFeed.forget(session);
  }

  /** Does something and then writes whatever clients are to hear of it, in one go. */
  #run(work: () => void): void {
    if (this.#closed) return;
    work();
    if (this.#accountsChanged) {
      this.#accountsChanged = false;
      this.#accountFeed.refreshAccounts();
    }
    this.#directory.flush();
  }

  #onTick(from: MarketMoment, to: MarketMoment): void {
    if (dayOf(to) > dayOf(from)) this.#beginDay(dayOf(to));
    const { market } = this.#parts;
    const { step } = this.#pulse.tick();
    const epochSeconds = Math.floor(market.calendar.epochOf(to) / 1000);
    for (const instrument of market.instruments) {
      const watched = this.#quotes.isWatched(instrument) || this.#streams.isWatched(instrument);
      if (!watched && !this.#exchange.hasWorkingOrders(instrument)) continue;
      const quote = market.of(instrument).quoteAt(to, step);
      this.#quotes.publish(instrument, quote, epochSeconds);
      this.#streams.publish(instrument, { quote, from, to, step });
      this.#exchange.onTick(instrument, quote, from, to);
    }
  }

  #beginDay(day: number): void {
    this.#exchange.endDay(day * sessionMs - 1);
    const lastMarks = this.#marksAt(() => day * sessionMs - 1);
    for (const account of this.#accounts.values()) account.beginDay(lastMarks);
    this.#exchange.beginDay(day * sessionMs);
    this.#stateChanged();
  }

  #refreshEverySecond(): void {
    this.#accountFeed.refreshPnl();
    this.#bars.refresh(this.#pulse.tick().moment);
  }

  #marksAt(moment: () => MarketMoment): Marks {
    const { market } = this.#parts;
    return {
      markOf: (instrument) => market.of(instrument).lastAt(moment()),
      dollarsPer: (currency) => market.dollarsPer(currency, moment()),
    };
  }

  #epochNow(): number {
    return this.#parts.market.calendar.epochOf(this.#time.now());
  }

  #ownerOf(order: ExchangeOrder): ClientSession | undefined {
    return this.#directory.byClientId(order.clientId);
  }

  #orderChanged(order: ExchangeOrder): void {
    const session = this.#ownerOf(order);
    if (session !== undefined) {
      sendOrder(session, order);
      // TWS says this twice for a stop that waits; clients must not mind.
      if (order.awaitingTrigger && order.status === 'PreSubmitted') sendOrder(session, order);
    }
    this.#stateChanged();
  }

  #executed(execution: ExchangeExecution): void {
    const session = this.#ownerOf(execution.order);
    if (session !== undefined) {
      if (this.#faults.takeLateFill()) this.#reportLate(session, execution);
      else {
        sendExecution(session, noRequest, execution, this.#rooms);
        sendOrder(session, execution.order);
        session.send(commissionReport(execution));
      }
    }
    this.#accountsChanged = true;
    this.#stateChanged();
  }

  #reportLate(session: ClientSession, execution: ExchangeExecution): void {
    session.send(orderStatus(execution.order));
    this.#parts.clock.after(lateFillMs, () =>
      this.#run(() => {
        sendExecution(session, noRequest, execution, this.#rooms);
        session.send(commissionReport(execution));
      }),
    );
  }

  #cancelled(order: ExchangeOrder, reason: string): void {
    const session = this.#ownerOf(order);
    session?.send(orderStatus(order));
    session?.sendError(order.orderId, {
      code: 202,
      message: `Order Canceled - reason:${reason}`,
    });
    this.#stateChanged();
  }

  #stateChanged(): void {
    if (this.#parts.stateFile === null || this.#saveTimer !== null || this.#closed) return;
    this.#saveTimer = this.#parts.clock.after(saveDelayMs, () => {
      this.#saveTimer = null;
      this.#save();
    });
  }

  #save(): void {
    const state = { accounts: this.#accounts, exchange: this.#exchange, ids: this.#ids };
    this.#parts.stateFile?.write(captureState(state, this.#pulse.tick().moment));
  }

  #instrumentNamed(symbol: string): ListedInstrument {
    const found = this.#parts.market.instruments.find(({ localSymbol }) => localSymbol === symbol);
    if (found === undefined) {
      throw new GatewayOptionsError(`There is no instrument ${symbol} in the simulated market.`);
    }
    return found;
  }

  #makeControl(): GatewayControl {
    const { market } = this.#parts;
    const affected = (clientId?: number): ClientSession[] =>
      this.#directory.all().filter((s) => clientId === undefined || s.clientId === clientId);
    return {
      drop: (clientId) => {
        for (const session of affected(clientId)) {
          session.drop();
          this.#forget(session);
        }
      },
      silence: () => {
        this.#faults.silent = true;
        for (const session of affected()) session.silence(true);
      },
      speak: () => {
        this.#faults.silent = false;
        for (const session of affected()) session.silence(false);
      },
      refuseConnections: (refuse) => {
        this.#faults.refusesConnections = refuse;
      },
      notify: (code, message) =>
        this.#run(() => {
          const text = message ?? connectivityTexts[code] ?? `Notice ${code}`;
          for (const session of this.#directory.started()) {
            session.sendError(noRequest, { code, message: text });
          }
          for (const feed of [this.#quotes, this.#streams]) {
            if (code === 1100) feed.interrupt(true);
            if (code === 1101) feed.loseAll();
            if (code === 1101 || code === 1102) feed.interrupt(false);
          }
        }),
      deadenFeeds: () => this.#quotes.deadenAll(),
      swallowNextOrder: (count = 1) => this.#faults.swallowOrders(count),
      loseNextAcknowledgement: (count = 1) => this.#faults.loseAcknowledgements(count),
      reportNextFillLate: (count = 1) => this.#faults.delayFills(count),
      rejectNextOrder: (code, message) => this.#faults.rejectOrder({ code, message }),
      priceShock: (symbol, percent) => {
        const instrument = this.#instrumentNamed(symbol);
        market.of(instrument).shock(this.#pulse.tick().moment, 1 + percent / 100);
      },
      pauseFills: () => this.#exchange.pauseFills(true),
      resumeFills: () => this.#exchange.pauseFills(false),
      setSpeed: (speed) => this.#time.setSpeed(speed),
      tickBurst: (symbol, count) =>
        this.#run(() => {
          const instrument = this.#instrumentNamed(symbol);
          const { moment, step } = this.#pulse.tick();
          const epochSeconds = Math.floor(market.calendar.epochOf(moment) / 1000);
          for (let i = 1; i <= count; i += 1) {
            const quote = market.of(instrument).quoteAt(moment, step + i);
            this.#quotes.publish(instrument, quote, epochSeconds);
          }
        }),
      orders: () =>
        [...this.#exchange.completedOrders(), ...this.#exchange.workingOrders()].map(orderView),
      executions: () => this.#exchange.executions().map(executionView),
      clients: () => this.#directory.started().map(({ clientId }) => clientId),
      simulatedTime: () => this.#epochNow(),
    };
  }
}
