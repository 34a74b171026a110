import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { monotonicFactory } from 'ulid';

import { ContractError } from '#shared/contract/error.ts';
import type { Fact } from '#shared/domain/fact.ts';
import { limitsSchema, type Limits } from '#shared/domain/limits.ts';
import type { OrderChange, OrderTicket } from '#shared/domain/order.ts';
import type { Timer } from '#shared/domain/ports.ts';
import type { SimulatorFaultInput } from '#shared/domain/simulator-fault.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

import type { StoredFact } from '../../src/main/journal/chain.ts';
import type { Doors } from '../../src/simulator/doors.ts';
import { createGatewayCore, type GatewayCore } from '../../src/simulator/gateway-core.ts';
import { GatewayOptionsError, parseGatewayOptions } from '../../src/simulator/gateway-options.ts';
import { readCatalogue, type Catalogue } from '../../src/simulator/market/catalogue.ts';
import { defaultStartDate, Market } from '../../src/simulator/market/market.ts';
import { sessionMs } from '../../src/simulator/market/trading-calendar.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { wideLimits } from '../../src/main/load/wide-limits.ts';
import { DeskProcess, ProcessClock } from './desk-process.ts';
import { Disk } from './memory-journal.ts';
import { fairWeather, MemoryNetwork } from './memory-network.ts';
import { frames } from './pipe.ts';
import { Trace } from './trace.ts';
import { WireWatch } from './wire-watch.ts';

export const account = 'DU1000001';
export const spy = 756733;
export const aapl = 265598;

/** Instruments of a world: enough for orders on two of them, few enough to be quick. */
const listed: ReadonlySet<number> = new Set([spy, aapl]);
/** Thin books, so that ordinary orders fill in parts. */
const displayedSize = 200;
const usualRecordDelayMs = 0.1;

export interface WorldOptions {
  seed: number;
  /** Facts on the disk before the desk first starts; null for a desk that has never run. */
  history?: readonly StoredFact[];
  messagesPerSecond?: number | null;
  /** What the gateway holds; one paper account unless given. */
  accounts?: readonly string[];
  /** ISO date of the first session; the simulated market's own unless given. It then starts at the session's begin. */
  startDate?: string;
  /** The market's time over the world's; 1 unless given. */
  speed?: number;
  /** Changes the limits that ship, which are otherwise wide where only a person is slow enough for them. */
  limits?: (shipped: Limits) => Limits;
}

/** What became of something a person asked for. */
export interface Asked {
  /** Set once the desk has answered. */
  answer: 'done' | 'denied' | 'refused' | null;
  /** Of an order that was placed. */
  orderRef: string | null;
  sentence: string;
}

const root = join(import.meta.dirname, '../..');
let shared: { catalogue: Catalogue; limits: Limits } | null = null;

function sharedFiles(): { catalogue: Catalogue; limits: Limits } {
  shared ??= {
    catalogue: thinned(readCatalogue()),
    limits: wideLimits(
      limitsSchema.parse(
        JSON.parse(readFileSync(join(root, 'resources/limits/default.json'), 'utf8')),
      ),
    ),
  };
  return shared;
}

function thinned(catalogue: Catalogue): Catalogue {
  return {
    ...catalogue,
    instruments: catalogue.instruments
      .filter(({ conId }) => listed.has(conId))
      .map((instrument) => ({ ...instrument, displayedSize })),
  };
}

/**
 * The whole desk and the whole simulated gateway in one process and in virtual time. Everything that could differ
 * between two runs (clock, chance, ids, the order of events, how bytes travel) comes from the seed.
 */
export class World {
  readonly clock = new VirtualClock();
  readonly trace = new Trace();
  readonly network: MemoryNetwork;
  readonly gateway: GatewayCore;
  readonly disk: Disk;
  readonly watch: WireWatch;
  /** What must never happen and did, in sentences. */
  readonly violations: string[] = [];
  /** Added to the desk's wall clock. */
  deskWallOffsetMs = 0;
  /** How long facts wait for the disk's next turn, milliseconds. */
  recordDelayMs = usualRecordDelayMs;
  /** Called at each point of the road, before anything else happens there. */
  atRoadPoint: (point: string, facts: readonly Fact[]) => void = () => {};
  readonly asked: Asked[] = [];
  readonly #options: WorldOptions;
  readonly #uninstall: () => void;
  readonly #plans: Timer[] = [];
  #process: DeskProcess | null = null;

  constructor(options: WorldOptions) {
    this.#options = options;
    const { seed } = options;
    const { catalogue } = sharedFiles();
    const { clock, trace } = this;
    this.watch = new WireWatch(this);
    this.disk = new Disk(options.history ?? [], (fact) => {
      trace.add(
        clock.monotonic(),
        'fact',
        `${fact.seq} ${fact.at} ${fact.kind} ${fact.by} ${fact.body}`,
      );
      this.watch.onRecorded(fact);
    });
    const settings = parseGatewayOptions({
      seed,
      accounts: options.accounts ?? [account],
      latencyMs: 15,
      quoteRate: 1,
      speed: options.speed ?? 1,
    });
    const { startDate } = options;
    const market = new Market(catalogue, [], seed, startDate === undefined ? {} : { startDate });
    const drawnMs = Math.floor(seededRandom(seed, 'start').next() * 300) * 60_000;
    this.gateway = createGatewayCore({
      settings,
      market,
      start:
        market.calendar.positionOnOrAfter(startDate ?? defaultStartDate) * sessionMs +
        (startDate === undefined ? drawnMs : 0),
      clock,
      stateFile: null,
      notice: (sentence) => trace.add(clock.monotonic(), 'event', sentence),
    });
    this.network = new MemoryNetwork({
      clock,
      random: seededRandom(seed, 'network'),
      accept: (connection) => this.gateway.accept(connection),
      listener: {
        onWrittenByDesk: (bytes) => {
          const text = bytes.toString('latin1');
          trace.add(clock.monotonic(), 'desk→gateway', text.slice(4));
          this.watch.onWrittenByDesk(text.slice(4));
        },
        onWrittenByGateway: (bytes) => {
          for (const frame of frames(bytes)) {
            const text = frame.toString('utf8', 4);
            trace.add(clock.monotonic(), 'gateway→desk', text);
            this.watch.onWrittenByGateway(text);
          }
        },
        onEvent: (sentence) => trace.add(clock.monotonic(), 'event', sentence),
      },
    });
    this.gateway.standBehind(this.#doors());
    this.#uninstall = this.network.install();
  }

  /** The running desk. Throws where none runs. */
  get process(): DeskProcess {
    if (this.#process === null) throw new Error('No desk runs in this world now.');
    return this.#process;
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  violated(sentence: string): void {
    this.violations.push(`${this.clock.monotonic().toFixed(1)} ms: ${sentence}`);
  }

  event(sentence: string): void {
    this.trace.add(this.clock.monotonic(), 'event', sentence);
  }

  startDesk(): void {
    const { seed } = this.#options;
    const run = this.disk.stored.length;
    const clock = new ProcessClock(this.clock, () => this.deskWallOffsetMs);
    const chance = seededRandom(seed, 'desk', run);
    const idChance = seededRandom(seed, 'ids', run);
    const nextUlid = monotonicFactory(() => idChance.next());
    this.event('the desk starts');
    this.#process = new DeskProcess({
      clock,
      ports: {
        random: chance,
        ids: { next: () => nextUlid(clock.now()) },
        secrets: { bytes: (count) => new Uint8Array(count) },
      },
      soon: (task) => void clock.after(this.recordDelayMs, task),
      disk: this.disk,
      limits: this.#options.limits?.(sharedFiles().limits) ?? sharedFiles().limits,
      messagesPerSecond: this.#options.messagesPerSecond ?? 40,
      probe: (point, facts) => this.atRoadPoint(point, facts),
      onError: (sentence) => {
        this.event(`the desk's log: ${sentence}`);
        if (sentence.includes('fault of its own')) this.violated(sentence);
      },
    });
  }

  /** Starts the desk where none runs. */
  ensureDesk(): void {
    if (!this.isRunning) this.startDesk();
  }

  /** The desk's process dies where it stands. */
  crashDesk(): void {
    if (this.#process === null) return;
    this.event('the desk dies');
    this.#process.die();
    this.#process = null;
    this.network.deskDied();
  }

  /** Stops the desk as a person would. */
  async stopDesk(): Promise<void> {
    const { process } = this;
    this.event('the desk is stopped');
    let closed = false;
    void process.desk.close('The simulation stops it.').then(() => {
      closed = true;
    });
    await this.until('the desk is closed', () => closed || !process.isAlive, 10_000);
    if (!process.isAlive) return;
    process.die();
    this.#process = null;
  }

  /** Does something when so much time has passed, unless the world has been healed by then. */
  later(ms: number, work: () => void): void {
    this.#plans.push(this.clock.after(ms, work));
  }

  /** Starts a fault of the simulated gateway; one that it cannot start now, such as a bust without a fill, is noted. */
  inject(fault: SimulatorFaultInput): void {
    try {
      this.gateway.control.inject(fault);
    } catch (error) {
      if (!(error instanceof GatewayOptionsError)) throw error;
      this.event(error.message);
    }
  }

  /** Ends everything that is wrong, and whatever was planned to go wrong. */
  heal(): void {
    this.event('everything is healed');
    for (const plan of this.#plans) plan.cancel();
    this.gateway.control.clear(null);
    this.network.weather = fairWeather;
    this.network.isDown = false;
    this.disk.failure = null;
    this.recordDelayMs = usualRecordDelayMs;
    this.atRoadPoint = () => {};
  }

  /** Ends the world and gives `net.connect` back. */
  end(): void {
    this.#process?.die();
    this.#process = null;
    this.gateway.close(false);
    this.#uninstall();
  }

  pass(ms: number): Promise<void> {
    return this.clock.advanceAsync(ms);
  }

  /** Runs event by event until something holds. Throws when it does not within `limitMs`. */
  async until(what: string, holds: () => boolean, limitMs = 60_000): Promise<void> {
    if (await this.reaches(holds, limitMs)) return;
    throw new Error(`It took more than ${limitMs} ms until ${what}.`);
  }

  /** As {@link until}, saying whether it came to hold. */
  async reaches(holds: () => boolean, limitMs: number): Promise<boolean> {
    const deadline = this.clock.monotonic() + limitMs;
    await this.pass(0);
    while (!holds()) {
      if (!(await this.clock.stepAsync(deadline))) return holds();
    }
    return true;
  }

  /** Ready, with a quote for each instrument and the account's figures to judge orders by. */
  async untilTrading(limitMs = 60_000): Promise<void> {
    await this.until(
      'the desk is ready to trade',
      () =>
        this.process.linkState === 'ready' &&
        this.process.quote(spy) !== null &&
        this.process.quote(aapl) !== null &&
        this.process.desk.topics.account({}).snapshot()[0]?.buyingPower != null,
      limitMs,
    );
  }

  place(ticket: OrderTicket): Asked {
    const { desk, caller } = this.process;
    return this.#ask(
      `place ${ticket.side} ${ticket.quantity} of ${ticket.instrumentId} ${ticket.orderType} ${ticket.limitPrice ?? ''} ${ticket.stopPrice ?? ''} ${ticket.timeInForce}`,
      desk.commands['order.place']({ ticket }, caller),
    );
  }

  modify(orderRef: string, change: Partial<OrderChange>): Asked {
    const { desk, caller } = this.process;
    const whole = { quantity: null, limitPrice: null, stopPrice: null, ...change };
    return this.#ask(
      `modify ${orderRef} ${JSON.stringify(change)}`,
      desk.commands['order.modify']({ orderRef, change: whole }, caller),
    );
  }

  cancel(orderRef: string): Asked {
    const { desk, caller } = this.process;
    return this.#ask(`cancel ${orderRef}`, desk.commands['order.cancel']({ orderRef }, caller));
  }

  kill(): Asked {
    const { desk, caller } = this.process;
    return this.#ask('kill', desk.commands['kill.engage']({ reason: 'A drill.' }, caller));
  }

  setState(state: TradingState, instrumentId: number | null = null): Asked {
    const { desk, caller } = this.process;
    const reason = 'A drill.';
    const set = desk.commands['trading-state.set']({ instrumentId, state, reason }, caller);
    return this.#ask(
      `set ${instrumentId ?? 'the desk'} ${state}`,
      state === 'HALTED'
        ? set
        : set.catch(async (error: unknown) => {
            // What a kill or a loss brought about takes a second person.
            if (!(error instanceof ContractError) || error.code !== 'conflict') throw error;
            const asked = { instrumentId, state, reason };
            const { proposalId } = await desk.commands['rearm.propose'](asked, caller);
            const second = { ...caller, person: { ...caller.person, personId: 'second' } };
            return desk.commands['proposal.approve']({ proposalId, reason }, second);
          }),
    );
  }

  /** The network stands at every port. */
  #doors(): Doors {
    const { network } = this;
    let port = 4002;
    return {
      host: '127.0.0.1',
      get port() {
        return port;
      },
      shut() {
        network.isDown = true;
      },
      reopen() {
        network.isDown = false;
      },
      moveTo(next, moved) {
        port = next;
        moved(port);
      },
    };
  }

  #ask(what: string, work: Promise<object>): Asked {
    const asked: Asked = { answer: null, orderRef: null, sentence: '' };
    const heard = (answer: NonNullable<Asked['answer']>, sentence: string): void => {
      asked.answer = answer;
      asked.sentence = sentence;
      this.trace.add(this.clock.monotonic(), 'command', `${what}: ${answer} ${sentence}`);
    };
    this.trace.add(this.clock.monotonic(), 'command', what);
    this.asked.push(asked);
    work.then(
      (result) => {
        if ('orderRef' in result && typeof result.orderRef === 'string') {
          asked.orderRef = result.orderRef;
        }
        heard('allowed' in result && result.allowed === false ? 'denied' : 'done', '');
      },
      (error: unknown) => {
        if (!(error instanceof ContractError) && this.isRunning) {
          this.violated(`"${what}" failed with no error a person understands: ${String(error)}`);
        }
        heard('refused', error instanceof Error ? error.message : String(error));
      },
    );
    return asked;
  }
}

let pastOfEveryDesk: readonly StoredFact[] | null = null;

/** The journal of a desk that has run before and knows the instruments; the same for every world. */
export async function knownInstruments(): Promise<readonly StoredFact[]> {
  if (pastOfEveryDesk !== null) return pastOfEveryDesk;
  const world = new World({ seed: 0 });
  try {
    world.startDesk();
    await world.until('the desk is ready', () => world.process.linkState === 'ready');
    await world.until(
      'the first watchlist is made',
      () =>
        world.disk.stored.filter(({ kind }) => kind === 'watchlist.added').length === listed.size,
    );
  } finally {
    world.end();
  }
  const kinds = new Set(['instrument.resolved', 'watchlist.added']);
  const past = new Disk([], () => {});
  past.commit(
    world.disk
      .facts()
      .filter(({ kind }) => kinds.has(kind))
      .map((fact, index) => ({ ...fact, seq: index + 1 })),
  );
  pastOfEveryDesk = past.stored;
  return pastOfEveryDesk;
}
