import type { Clock, Timer } from '#shared/domain/ports.ts';

export interface HeartbeatTimings {
  /** A question leaves this long after the last one. */
  periodMs: number;
  /** An answer outstanding longer than this makes the link late. */
  lateMs: number;
  /** Nothing at all heard for this long, with a question outstanding: the peer is dead. */
  deadMs: number;
  /** The question unanswered for this long although other messages come: the peer no longer serves requests. */
  stuckMs: number;
  /** How often the above are looked at. */
  checkMs: number;
}

export interface HeartbeatActions {
  /** Hand the question to the pacer; {@link Heartbeat.sent} is called when it really leaves. */
  ask(): void;
  onLate(ageMs: number): void;
  onBack(roundTripMs: number): void;
  onDead(reason: string): void;
}

/**
 * Asks the gateway for the time and watches the answers. The library's own watchdog never notices a peer that keeps
 * the socket open and says nothing; this does.
 */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #timings: HeartbeatTimings;
  readonly #actions: HeartbeatActions;
  #timer: Timer | null = null;
  #checkedAt = 0;
  #heardAt = 0;
  #askedAt: number | null = null;
  #queued = false;
  #lastAskAt = 0;
  #late = false;
  #roundTripMs: number | null = null;

  constructor(clock: Clock, timings: HeartbeatTimings, actions: HeartbeatActions) {
    this.#clock = clock;
    this.#timings = timings;
    this.#actions = actions;
  }

  /** Milliseconds of the last round trip; null before the first. */
  get roundTripMs(): number | null {
    return this.#roundTripMs;
  }

  start(): void {
    this.stop();
    const now = this.#clock.monotonic();
    this.#checkedAt = now;
    this.#heardAt = now;
    this.#askedAt = null;
    this.#queued = false;
    this.#late = false;
    this.#lastAskAt = now - this.#timings.periodMs;
    this.#timer = this.#clock.every(this.#timings.checkMs, () => this.#check());
    this.#check();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Any message at all has come from the gateway. */
  heard(): void {
    this.#heardAt = this.#clock.monotonic();
  }

  /** The question has left for the socket. */
  sent(): void {
    this.#queued = false;
    this.#askedAt = this.#clock.monotonic();
  }

  /** The answer has come. */
  answered(): void {
    if (this.#askedAt === null) return;
    this.#roundTripMs = this.#clock.monotonic() - this.#askedAt;
    this.#askedAt = null;
    if (this.#late) {
      this.#late = false;
      this.#actions.onBack(this.#roundTripMs);
    }
  }

  #check(): void {
    const now = this.#clock.monotonic();
    const pause = now - this.#checkedAt;
    this.#checkedAt = now;
    if (pause > this.#timings.checkMs + this.#timings.lateMs / 2) {
      // The desk itself stood still (a sleeping laptop, a long pause): what waits in the socket was not read yet,
      // so the silence says nothing about the gateway.
      this.#heardAt += pause;
      if (this.#askedAt !== null) this.#askedAt += pause;
      return;
    }
    if (this.#askedAt === null) {
      if (!this.#queued && now - this.#lastAskAt >= this.#timings.periodMs) {
        this.#queued = true;
        this.#lastAskAt = now;
        this.#actions.ask();
      }
      return;
    }
    const age = now - this.#askedAt;
    const silence = Math.min(age, now - this.#heardAt);
    if (silence >= this.#timings.deadMs) {
      this.#dead(`The gateway has said nothing for ${seconds(silence)}.`);
    } else if (age >= this.#timings.stuckMs) {
      this.#dead(`The gateway has not answered for ${seconds(age)}, although it still sends data.`);
    } else if (age >= this.#timings.lateMs && !this.#late) {
      this.#late = true;
      this.#actions.onLate(age);
    }
  }

  #dead(reason: string): void {
    this.stop();
    this.#actions.onDead(reason);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
