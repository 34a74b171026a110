import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { Outbox } from './outbox.ts';

/** How fast the road of an emergency cancel is, in milliseconds from when it was asked for. */
export interface CancelRoadTimes {
  /** Until the message was with the socket; null where it never left. */
  readonly leftMs: number | null;
  /** Until the gateway's next answer; null where none came in time. */
  readonly answeredMs: number | null;
}

interface Waiting {
  readonly askedAt: number;
  leftMs: number | null;
  readonly deadline: Timer;
  readonly resolve: (times: CancelRoadTimes) => void;
}

/**
 * Sends a question that changes nothing (the time) by the road of an emergency cancel, ahead of everything that waits.
 * The gateway's answers carry no name, so the first one after the question counts: one that the heartbeat asked for at
 * the same moment may be it.
 */
export class CancelProbe {
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #answerWithinMs: number;
  readonly #waiting = new Set<Waiting>();

  constructor(clock: Clock, outbox: Outbox, answerWithinMs: number) {
    this.#clock = clock;
    this.#outbox = outbox;
    this.#answerWithinMs = answerWithinMs;
  }

  /** @param requireCancel asked once more when the question really leaves; throws where a cancel must not */
  ask(requireCancel: () => void): Promise<CancelRoadTimes> {
    return new Promise((resolve) => {
      const askedAt = this.#clock.monotonic();
      const waiting: Waiting = {
        askedAt,
        leftMs: null,
        resolve,
        deadline: this.#clock.after(this.#answerWithinMs, () => this.#end(waiting, null)),
      };
      this.#waiting.add(waiting);
      this.#outbox.send(
        'kill',
        (session) => {
          requireCancel();
          session.requestCurrentTime();
          waiting.leftMs = this.#clock.monotonic() - askedAt;
        },
        () => this.#end(waiting, null),
      );
    });
  }

  /** The gateway has told the time. */
  answered(): void {
    for (const waiting of this.#waiting) {
      if (waiting.leftMs === null) continue;
      this.#end(waiting, this.#clock.monotonic() - waiting.askedAt);
    }
  }

  /** The connection is gone, and the answers with it. */
  drop(): void {
    for (const waiting of this.#waiting) this.#end(waiting, null);
  }

  #end(waiting: Waiting, answeredMs: number | null): void {
    if (!this.#waiting.delete(waiting)) return;
    waiting.deadline.cancel();
    waiting.resolve({ leftMs: waiting.leftMs, answeredMs });
  }
}
