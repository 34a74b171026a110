import type { Clock, RandomSource } from '#shared/domain/ports.ts';

import { normals } from '../random.ts';
import type { ExchangeOrder } from './order.ts';

/** Spread of the logarithm: two of three orders take between 0.7 and 1.4 times the middle. */
const deviation = 0.35;
/** No order takes longer than so many times the middle. */
const longest = 4;

/**
 * How long orders take, in wall milliseconds: log-normal around its middle, as times over a network are, with a cap.
 * A middle of 0 is always 0.
 */
export function latencies(middleMs: number, random: RandomSource): () => number {
  const normal = normals(random);
  return () => (middleMs === 0 ? 0 : middleMs * Math.min(Math.exp(deviation * normal()), longest));
}

/**
 * The way of orders to the exchange. Those of one client arrive in the order they were sent, as over one connection; an
 * order that is sent again while it travels arrives once, as it was sent last.
 */
export class OrderTravel {
  readonly #clock: Clock;
  readonly #latency: () => number;
  readonly #arrive: (order: ExchangeOrder) => void;
  readonly #later: (work: () => void) => void;
  readonly #pipes = new Map<number, Pipe>();
  readonly #sendings = new WeakMap<ExchangeOrder, number>();

  /** @param later runs what was waiting for time to pass; an order that takes no time arrives at once */
  constructor(
    clock: Clock,
    latency: () => number,
    arrive: (order: ExchangeOrder) => void,
    later: (work: () => void) => void,
  ) {
    this.#clock = clock;
    this.#later = later;
    this.#latency = latency;
    this.#arrive = arrive;
  }

  send(order: ExchangeOrder): void {
    const delayMs = this.#latency();
    if (delayMs === 0) return this.#arrive(order);
    let pipe = this.#pipes.get(order.clientId);
    if (pipe === undefined) {
      pipe = { waiting: [], lastDue: 0 };
      this.#pipes.set(order.clientId, pipe);
    }
    const { waiting } = pipe;
    const sending = (this.#sendings.get(order) ?? 0) + 1;
    this.#sendings.set(order, sending);
    waiting.push({ order, sending });
    const now = this.#clock.monotonic();
    pipe.lastDue = Math.max(now + delayMs, pipe.lastDue);
    // Timers of a machine may fire out of their order by a little: whichever fires lets the first one in.
    this.#clock.after(pipe.lastDue - now, () => {
      const first = waiting.shift();
      if (first !== undefined && this.#sendings.get(first.order) === first.sending) {
        this.#later(() => this.#arrive(first.order));
      }
    });
  }
}

interface Pipe {
  waiting: { order: ExchangeOrder; sending: number }[];
  /** Monotonic ms at which the last of them arrives. */
  lastDue: number;
}
