import type { Caller } from '#shared/contract/service.ts';
import type { DeskStatus } from '#shared/contract/topics.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Limits } from '#shared/domain/limits.ts';
import type { Order } from '#shared/domain/order.ts';
import type { Person } from '#shared/domain/people.ts';
import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';

import { openDesk, type OpenDesk } from '../../src/main/desk/open-desk.ts';
import type { Ports } from '../../src/main/desk/ports.ts';
import type { RoadPoint } from '../../src/main/desk/road.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { MemoryJournal, type Disk } from './memory-journal.ts';

/** Thrown inside the desk at the moment it dies, so that not one more of its instructions runs. */
class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}

/** The desk's view of the world's clock: it ends with the process, and a person may set its wall time. */
export class ProcessClock implements Clock {
  readonly #clock: VirtualClock;
  readonly #wallOffsetMs: () => number;
  #dead = false;

  constructor(clock: VirtualClock, wallOffsetMs: () => number) {
    this.#clock = clock;
    this.#wallOffsetMs = wallOffsetMs;
  }

  die(): void {
    this.#dead = true;
  }

  now(): EpochMs {
    return Math.floor(this.#clock.now() + this.#wallOffsetMs());
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  after(delayMs: number, task: () => void): Timer {
    return this.#clock.after(delayMs, () => this.#run(task));
  }

  every(periodMs: number, task: () => void): Timer {
    const timer = this.#clock.every(periodMs, () => {
      if (this.#dead) timer.cancel();
      else this.#run(task);
    });
    return timer;
  }

  #run(task: () => void): void {
    if (this.#dead) return;
    try {
      task();
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
    }
  }
}

const person: Person = {
  personId: 'operator',
  name: 'Operator',
  roles: ['operator', 'risk-officer', 'tester', 'administrator'],
};

export interface ProcessOptions {
  clock: ProcessClock;
  ports: Omit<Ports, 'clock' | 'soon'>;
  soon(task: () => void): void;
  disk: Disk;
  limits: Limits;
  messagesPerSecond: number | null;
  probe(point: RoadPoint, facts: readonly Fact[]): void;
  onError(sentence: string): void;
}

/** One run of the desk, from its start to its end or its death. */
export class DeskProcess {
  readonly desk: OpenDesk;
  readonly caller: Caller = { person, windowId: 'simulation' };
  readonly #clock: ProcessClock;
  readonly #journal: MemoryJournal;
  #alive = true;

  constructor(options: ProcessOptions) {
    this.#clock = options.clock;
    this.#journal = new MemoryJournal(options.disk);
    this.desk = openDesk(
      {
        commit: null,
        version: 'simulation',
        gatewayKind: 'simulated',
        host: '127.0.0.1',
        port: 4002,
        clientId: 11,
        limits: { shipped: options.limits, own: () => null },
        ports: { ...options.ports, clock: options.clock, soon: (task) => options.soon(task) },
        receiverTokens: { get: () => null, set: () => {} },
        log: {
          info() {},
          warn() {},
          error: (_fields, sentence) => {
            if (this.#alive) options.onError(sentence);
          },
        },
        messagesPerSecond: options.messagesPerSecond,
        probe: (point, facts) => {
          options.probe(point, facts);
          if (!this.#alive) throw new ProcessDied();
        },
        chosen: () => true,
      },
      { journal: this.#journal, recovery: null },
    );
    // A desk that dies while it starts never gets ready, which is no fault of the desk.
    this.desk.ready.catch(() => {});
  }

  get isAlive(): boolean {
    return this.#alive;
  }

  /** Ends at once, as in a power loss. What is not on the disk is gone. */
  die(): void {
    this.#alive = false;
    this.#clock.die();
    this.#journal.die();
  }

  status(): DeskStatus {
    const [status] = this.desk.topics.status({}).snapshot();
    if (status === undefined) throw new Error('The desk has no status.');
    return status;
  }

  get linkState(): string {
    return this.status().link?.state ?? 'none';
  }

  orders(): readonly Order[] {
    return this.desk.topics.orders({}).snapshot();
  }

  order(orderRef: string): Order | undefined {
    return this.orders().find((order) => order.orderRef === orderRef);
  }

  executions(): readonly Execution[] {
    return this.desk.topics.executions({}).snapshot();
  }

  alerts(): readonly Alert[] {
    return this.desk.topics.alerts({}).snapshot();
  }

  /** Signed quantity held, by instrument; flat ones left out. */
  positions(): Map<number, number> {
    const held = this.desk.topics.positions({}).snapshot();
    return new Map(
      held
        .filter(({ quantity }) => quantity !== 0)
        .map(({ instrumentId, quantity }) => [instrumentId, quantity]),
    );
  }

  quote(instrumentId: number): { bid: number; ask: number } | null {
    const found = this.desk.topics
      .quotes({})
      .snapshot()
      .find((quote) => quote.instrumentId === instrumentId);
    if (found === undefined || found.bid === null || found.ask === null) return null;
    return { bid: found.bid, ask: found.ask };
  }
}
