import { toMicros } from '#shared/domain/money.ts';
import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';
import type { SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import { Account } from './accounts/account.ts';
import { LiquidationWatch } from './accounts/liquidation-watch.ts';
import { Connections, type ConnectionTraffic } from './connections.ts';
import { noDoors, type Doors } from './doors.ts';
import { Exchange } from './exchange/exchange.ts';
import { IdSequences } from './exchange/id-sequences.ts';
import { FaultActions } from './fault-actions.ts';
import { FaultBoard } from './fault-board.ts';
import { Faults } from './faults.ts';
import { AccountFeed, accountPeriodMs, pnlPeriodMs } from './feeds/account-feed.ts';
import { BarFeed } from './feeds/bar-feed.ts';
import { BulletinFeed } from './feeds/bulletin-feed.ts';
import { QuoteFeed } from './feeds/quote-feed.ts';
import { StreamFeed } from './feeds/stream-feed.ts';
import { createGatewayControl, type GatewayControl } from './gateway-control.ts';
import { GatewayOptionsError, speedSchema, type GatewaySettings } from './gateway-options.ts';
import type { ConnectionEvents } from './gateway-server.ts';
import { gatewayStatus } from './gateway-status.ts';
import { executionView, orderView } from './gateway-views.ts';
import type { Market } from './market/market.ts';
import { MarketTime } from './market/market-time.ts';
import { momentText, wallClock } from './market/time-zone.ts';
import { dayOf, marketZone, type MarketMoment } from './market/trading-calendar.ts';
import { OrderReports } from './order-reports.ts';
import { PassingTime } from './passing-time.ts';
import type { StateFile } from './persistence/state-file.ts';
import { placeForcedOrder } from './requests/forced-orders.ts';
import {
  manualOrderSchema,
  placeManualOrder,
  type ManualOrderInput,
} from './requests/manual-orders.ts';
import type { GatewayRooms } from './requests/rooms.ts';
import type { ClientSession, Connection } from './sessions/client-session.ts';
import { SessionDirectory } from './sessions/session-directory.ts';
import { SessionProtocol } from './requests/session-protocol.ts';
import { RestartSchedule } from './restart-schedule.ts';
import { noScript, type FaultScript } from './script/fault-script.ts';
import { ScriptRunner } from './script/script-runner.ts';
import { StateSaving } from './state-saving.ts';
import { TickPulse } from './tick-pulse.ts';

export interface CoreParts {
  settings: GatewaySettings;
  market: Market;
  /** Where simulated time begins. */
  start: MarketMoment;
  clock: Clock;
  stateFile: StateFile | null;
  /** What goes wrong, and when; null for nothing. */
  script?: FaultScript | null;
  notice: (sentence: string) => void;
}

/** The simulated gateway without its server: give it connections, and it serves them. */
export interface GatewayCore {
  accept(connection: Connection): ConnectionEvents | null;
  control: GatewayControl;
  /** From now on clients come in through these. */
  standBehind(doors: Doors): void;
  /** What goes to and fro, for whoever moves its clock. */
  traffic(): GatewayTraffic;
  /** Ends it; `save` writes its state first. */
  close(save: boolean): void;
}

export interface GatewayTraffic extends ConnectionTraffic {
  /** Nobody is connected, and somebody could be. */
  isWaitingForClients: boolean;
}

export function createGatewayCore(parts: CoreParts): GatewayCore {
  return new Core(parts);
}

class Core implements GatewayCore {
  readonly control: GatewayControl;
  readonly #parts: CoreParts;
  readonly #time: MarketTime;
  readonly #pulse: TickPulse;
  readonly #board: FaultBoard;
  readonly #connections: Connections;
  readonly #saving: StateSaving;
  readonly #directory = new SessionDirectory();
  readonly #quotes = new QuoteFeed();
  readonly #streams = new StreamFeed();
  readonly #bars: BarFeed;
  readonly #accountFeed: AccountFeed;
  readonly #liquidation: LiquidationWatch;
  readonly #exchange: Exchange;
  readonly #accounts: Map<string, Account>;
  readonly #ids: IdSequences;
  readonly #timers: readonly Timer[];
  readonly #passing: PassingTime;
  readonly #runner: ScriptRunner;
  #doors = noDoors();
  /** How far the gateway's clock is from that of the market. */
  #clockShiftMs = 0;
  #accountsChanged = false;
  #closed = false;

  constructor(parts: CoreParts) {
    const { settings, market, clock, notice } = parts;
    this.#parts = parts;
    const run = (work: () => void): void => this.#run(work);
    const saved = parts.stateFile?.read() ?? null;
    this.#accounts = openAccounts(settings);
    this.#time = new MarketTime(clock, saved?.moment ?? parts.start, settings.speed);
    market.openDay(dayOf(saved?.moment ?? parts.start));
    this.#ids = new IdSequences(clock.now() / 1000);
    this.#board = new FaultBoard(clock);
    const tick = (): { moment: MarketMoment; step: number } => this.#pulse.tick();
    this.#pulse = new TickPulse(
      clock,
      this.#time,
      settings.quoteRate,
      (from, to) => this.#passing.pass(from, to, tick().step),
      run,
    );
    const marks = market.marksAt(() => tick().moment);
    const faults = new Faults(this.#board, settings.readOnly);
    this.#bars = new BarFeed(market.calendar);
    this.#accountFeed = new AccountFeed(marks, () =>
      new Date(wallClock(this.#epochNow(), marketZone)).toISOString().slice(11, 16),
    );
    this.#exchange = new Exchange({
      market,
      marks,
      ids: this.#ids,
      clock,
      seed: settings.seed,
      latencyMs: settings.latencyMs,
      ordersPerSideLimit: settings.ordersPerSideLimit,
      tick,
      accounts: this.#accounts,
      listener: new OrderReports({
        directory: this.#directory,
        faults,
        market,
        clock,
        run,
        onChange: () => this.#saving.changed(),
        onTrade: () => {
          this.#accountsChanged = true;
        },
      }),
      later: run,
    });
    this.#saving = new StateSaving(
      clock,
      parts.stateFile,
      { accounts: this.#accounts, exchange: this.#exchange, ids: this.#ids },
      () => tick().moment,
    );
    if (saved !== null) this.#saving.restore(saved, (conId) => market.byConId(conId));
    const bulletins = new BulletinFeed();
    const rooms: GatewayRooms = {
      market,
      exchange: this.#exchange,
      accounts: this.#accounts,
      marks,
      ids: this.#ids,
      faults,
      quotes: this.#quotes,
      bulletins,
      subscriptions: settings.subscriptions,
      bars: this.#bars,
      streams: this.#streams,
      allowsHistory: (session, asked) =>
        !settings.historyPacing || session.historyPacing.allows(clock.monotonic(), asked),
      accountFeed: this.#accountFeed,
      tick,
      now: () => this.#shownTime(),
    };
    this.#connections = new Connections({
      directory: this.#directory,
      protocol: new SessionProtocol({
        rooms,
        directory: this.#directory,
        clock,
        maxServerVersion: settings.maxServerVersion,
        messagesPerSecondLimit: settings.messagesPerSecondLimit,
        connectionTime: () => momentText(this.#shownTime(), marketZone),
        notice,
      }),
      board: this.#board,
      clock,
      notice,
      run,
      onGone: (session) => this.#forget(session),
    });
    this.#liquidation = new LiquidationWatch({
      accounts: this.#accounts,
      marks,
      now: () => clock.monotonic(),
      notice,
      close: (accountId, order) => placeForcedOrder(accountId, order, rooms),
    });
    this.#timers = [
      clock.every(pnlPeriodMs, () => run(() => this.#refreshEverySecond())),
      clock.every(accountPeriodMs, () => run(() => this.#accountFeed.refreshAccounts())),
    ];
    const actions = new FaultActions({
      board: this.#board,
      connections: this.#connections,
      directory: this.#directory,
      doors: () => this.#doors,
      exchange: this.#exchange,
      market,
      quotes: this.#quotes,
      streams: this.#streams,
      bulletins,
      tick,
      run,
      shiftClock: (milliseconds) => {
        this.#clockShiftMs += milliseconds;
      },
    });
    this.control = createGatewayControl(actions, {
      placeManualOrder: (order) => this.#placeManualOrder(order, rooms),
      status: () => this.#status(),
      setSpeed: (speed) => this.#setSpeed(speed),
      sendTicks: (ticks) =>
        run(() => {
          for (const { instrumentId, lastSize } of ticks) {
            this.#quotes.sendLastSize(instrumentId, lastSize);
          }
        }),
      orders: () =>
        [...this.#exchange.completedOrders(), ...this.#exchange.workingOrders()].map(orderView),
      executions: () => this.#exchange.executions().map(executionView),
      clients: () => this.#directory.started().map(({ clientId }) => clientId),
      simulatedTime: () => this.#epochNow(),
    });
    this.#runner = new ScriptRunner(parts.script ?? noScript, {
      clock,
      calendar: market.calendar,
      now: () => this.#epochNow(),
      inject: (fault) => this.control.inject(fault),
      notice,
    });
    this.#passing = new PassingTime({
      market,
      exchange: this.#exchange,
      accounts: this.#accounts,
      quotes: this.#quotes,
      streams: this.#streams,
      restarts: new RestartSchedule(settings, this.#epochNow()),
      script: this.#runner,
      inject: (fault) => this.control.inject(fault),
      say: (sentence) => this.#board.say(sentence),
      onChange: () => this.#saving.changed(),
    });
    this.#runner.start();
  }

  accept(connection: Connection): ConnectionEvents | null {
    return this.#closed ? null : this.#connections.accept(connection);
  }

  standBehind(doors: Doors): void {
    this.#doors = doors;
  }

  traffic(): GatewayTraffic {
    const canCome = !this.#board.has('refuse-connections', 'restart');
    return {
      ...this.#connections.traffic(),
      isWaitingForClients: canCome && this.#directory.started().length === 0,
    };
  }

  close(save: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pulse.stop();
    this.#runner.stop();
    for (const timer of this.#timers) timer.cancel();
    this.#board.close();
    this.#connections.close();
    this.#saving.close(save);
  }

  #forget(session: ClientSession): void {
    for (const feed of [this.#quotes, this.#streams, this.#bars, this.#accountFeed]) {
      feed.forget(session);
    }
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

  #refreshEverySecond(): void {
    this.#liquidation.check();
    this.#accountFeed.refreshPnl();
    this.#bars.refresh(this.#pulse.tick().moment);
  }

  #epochNow(): EpochMs {
    return this.#parts.market.calendar.epochOf(this.#time.now());
  }

  /** What the gateway says the time is. */
  #shownTime(): EpochMs {
    return this.#epochNow() + this.#clockShiftMs;
  }

  #status(): SimulatorStatus {
    return gatewayStatus({
      doors: this.#doors,
      seed: this.#parts.settings.seed,
      speed: this.#time.speed,
      simulatedTime: this.#epochNow(),
      directory: this.#directory,
      exchange: this.#exchange,
      quotes: this.#quotes,
      board: this.#board,
    });
  }

  #placeManualOrder(input: ManualOrderInput, rooms: GatewayRooms): number {
    const order = manualOrderSchema.parse(input);
    let permId = 0;
    this.#run(() => {
      const placed = placeManualOrder(order, rooms, this.#directory.byClientId(0));
      if ('code' in placed) {
        throw new GatewayOptionsError(
          `The order cannot be entered by hand: ${placed.code}, ${placed.message}`,
        );
      }
      permId = placed.permId;
    });
    return permId;
  }

  #setSpeed(speed: number): void {
    if (!speedSchema.safeParse(speed).success) {
      throw new GatewayOptionsError(`A speed of ${speed} cannot be. Give a number from 1 to 1000.`);
    }
    this.#time.setSpeed(speed);
  }
}

function openAccounts({ accounts, startingCash }: GatewaySettings): Map<string, Account> {
  return new Map(accounts.map((id) => [id, new Account(id, toMicros(startingCash))]));
}
