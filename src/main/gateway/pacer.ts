import type { Clock, Timer } from '#shared/domain/ports.ts';

/** In order of precedence: whatever waits in an earlier lane leaves first. */
export const lanes = [
  'kill',
  'cancel',
  'order',
  'heartbeat',
  'account',
  'market-data',
  'history',
] as const;
export type Lane = (typeof lanes)[number];

/**
 * The part of each second's messages a lane may use up, counting what the other lanes have sent. What is left over
 * for the lanes above is there at once when a cancel comes, however much history was just asked for.
 */
const laneShares: Record<Lane, number> = {
  kill: 1,
  cancel: 1,
  order: 0.9,
  heartbeat: 0.9,
  account: 0.8,
  'market-data': 0.75,
  history: 0.6,
};

/**
 * A second and what a network may squeeze out of it: messages that leave a full second apart can arrive a little
 * less than that apart, and the gateway counts arrivals.
 */
const windowMs = 1_100;
const secondMs = 1_000;

export interface PacedMessage {
  /** Hands the message to the socket; false when it does not leave after all. Must not throw. */
  send(): boolean;
  /** What waits can be found again by these: the orders it carries. */
  orderIds: readonly number[];
}

export interface PacerStatus {
  queued: Record<Lane, number>;
  sentLastSecond: number;
}

/**
 * Lets at most `messagesPerSecond` messages leave in any window of one second. IB disconnects a client above 50 and
 * the client library's own limit lets 50 and more pass; reference/tws.md, trap 4.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #limits: Record<Lane, number> | null;
  readonly #queues: Record<Lane, PacedMessage[]> = {
    kill: [],
    cancel: [],
    order: [],
    heartbeat: [],
    account: [],
    'market-data': [],
    history: [],
  };
  readonly #sent: SentLog;
  #timer: Timer | null = null;
  #draining = false;

  /** @param messagesPerSecond null lifts the limit, for measuring; lanes still hold. */
  constructor(clock: Clock, messagesPerSecond: number | null) {
    this.#clock = clock;
    this.#limits = messagesPerSecond === null ? null : laneLimits(messagesPerSecond);
    this.#sent = new SentLog(messagesPerSecond ?? 0);
  }

  /** Sends the message now if its lane has room, else as soon as it has. */
  enqueue(lane: Lane, message: PacedMessage): void {
    this.#queues[lane].push(message);
    this.#drain();
  }

  /** A message left without asking: it counts all the same. */
  countUnasked(): void {
    this.#sent.add(this.#clock.monotonic());
  }

  /** Takes the waiting messages of a lane that match out of the queue and returns them. */
  take(lane: Lane, matches: (message: PacedMessage) => boolean): PacedMessage[] {
    const taken = this.#queues[lane].filter(matches);
    if (taken.length > 0) {
      this.#queues[lane] = this.#queues[lane].filter((message) => !matches(message));
    }
    return taken;
  }

  /** Empties every lane: nothing that waited for one connection may enter the next. */
  clear(): void {
    for (const lane of lanes) this.#queues[lane] = [];
    this.#timer?.cancel();
    this.#timer = null;
  }

  status(): PacerStatus {
    return {
      queued: {
        kill: this.#queues.kill.length,
        cancel: this.#queues.cancel.length,
        order: this.#queues.order.length,
        heartbeat: this.#queues.heartbeat.length,
        account: this.#queues.account.length,
        'market-data': this.#queues['market-data'].length,
        history: this.#queues.history.length,
      },
      sentLastSecond: this.#sent.countSince(this.#clock.monotonic() - secondMs),
    };
  }

  #drain(): void {
    // A message that is sent may bring about another; the loop that runs already will find it.
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let lane = this.#admitted(); lane !== null; lane = this.#admitted()) {
        const message = this.#queues[lane].shift();
        if (message === undefined) break;
        if (message.send()) this.#sent.add(this.#clock.monotonic());
      }
    } finally {
      this.#draining = false;
    }
    this.#wakeLater();
  }

  /** The first lane that has something waiting and room for it. */
  #admitted(): Lane | null {
    const inWindow =
      this.#limits === null ? 0 : this.#sent.countSince(this.#clock.monotonic() - windowMs);
    for (const lane of lanes) {
      if (this.#queues[lane].length === 0) continue;
      if (this.#limits === null || inWindow < this.#limits[lane]) return lane;
    }
    return null;
  }

  #wakeLater(): void {
    if (this.#timer !== null || this.#limits === null) return;
    if (lanes.every((lane) => this.#queues[lane].length === 0)) return;
    const now = this.#clock.monotonic();
    const oldest = this.#sent.oldestSince(now - windowMs);
    // A hair more than the rest of the window, so that a timer that is early does not come twice.
    const delayMs = oldest === null ? 1 : Math.max(1, Math.ceil(oldest + windowMs - now));
    this.#timer = this.#clock.after(delayMs, () => {
      this.#timer = null;
      this.#drain();
    });
  }
}

function laneLimits(messagesPerSecond: number): Record<Lane, number> {
  const limit = (lane: Lane): number =>
    Math.max(1, Math.floor(messagesPerSecond * laneShares[lane]));
  return {
    kill: limit('kill'),
    cancel: limit('cancel'),
    order: limit('order'),
    heartbeat: limit('heartbeat'),
    account: limit('account'),
    'market-data': limit('market-data'),
    history: limit('history'),
  };
}

/** The moments of the last messages sent: enough of them to fill one window, oldest overwritten first. */
class SentLog {
  readonly #times: Float64Array;
  #added = 0;

  constructor(messagesPerSecond: number) {
    // Unlimited pacing only reports: a figure above this is shown as this.
    this.#times = new Float64Array(messagesPerSecond === 0 ? 16_384 : messagesPerSecond);
  }

  add(at: number): void {
    this.#times[this.#added % this.#times.length] = at;
    this.#added += 1;
  }

  countSince(from: number): number {
    let count = 0;
    const kept = Math.min(this.#added, this.#times.length);
    while (count < kept && this.#at(this.#added - 1 - count) > from) count += 1;
    return count;
  }

  oldestSince(from: number): number | null {
    const count = this.countSince(from);
    return count === 0 ? null : this.#at(this.#added - count);
  }

  #at(index: number): number {
    return this.#times[index % this.#times.length] ?? 0;
  }
}
