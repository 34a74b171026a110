import type { Clock, Timer } from '#shared/domain/ports.ts';
import type { MessageGroup } from '#shared/domain/simulator-fault.ts';

import type { FaultBoard } from '../fault-board.ts';
import type { OutgoingFrame, OutgoingInterceptor } from '../sessions/client-session.ts';
import { groupOf, isAbout } from './message-groups.ts';

/** A message that is to swap places with the next goes alone when none has come by then. */
const swapWithinMs = 1000;

type Deliver = (frame: OutgoingFrame) => void;

interface Waiting {
  /** What keeps its order with it: the messages of its group, or all of them. */
  lane: MessageGroup;
  /** Monotonic ms. */
  due: number;
  timer: Timer;
}

/** Holds, doubles and swaps what goes to one client, as the active faults say. */
export class OutgoingTraffic {
  readonly #board: FaultBoard;
  readonly #clock: Clock;
  readonly #run: (work: () => void) => void;
  readonly #delayed = new Set<Waiting>();
  #swapping: { release: () => void; timer: Timer } | null = null;

  /** @param run does something and then writes what is queued */
  constructor(board: FaultBoard, clock: Clock, run: (work: () => void) => void) {
    this.#board = board;
    this.#clock = clock;
    this.#run = run;
  }

  /** Whether it holds messages that have not gone out yet. */
  get isHolding(): boolean {
    return this.#delayed.size > 0 || this.#swapping !== null;
  }

  readonly intercept: OutgoingInterceptor = (frame, deliver) => {
    const before = this.#swapping;
    if (before !== null) {
      this.#swapping = null;
      before.timer.cancel();
      this.#emit(frame, deliver);
      before.release();
      return;
    }
    if (this.#board.take('reorder', this.#isMeant(frame)) === undefined) {
      this.#emit(frame, deliver);
      return;
    }
    const release = (): void => this.#emit(frame, deliver);
    const timer = this.#clock.after(swapWithinMs, () => {
      this.#swapping = null;
      this.#run(release);
    });
    this.#swapping = { release, timer };
  };

  /** The client has gone, and what was held for it is lost. */
  close(): void {
    for (const { timer } of this.#delayed) timer.cancel();
    this.#delayed.clear();
    this.#swapping?.timer.cancel();
    this.#swapping = null;
  }

  #isMeant({ messageId }: OutgoingFrame): (fault: { messages: MessageGroup }) => boolean {
    return ({ messages }) => isAbout(messageId, messages);
  }

  #emit(frame: OutgoingFrame, deliver: Deliver): void {
    const twice = this.#board.take('duplicate', this.#isMeant(frame)) !== undefined;
    this.#send(frame, deliver);
    if (twice) this.#send(frame, deliver);
  }

  /** Sends now or later; nothing overtakes a message of its group that is still waiting. */
  #send(frame: OutgoingFrame, deliver: Deliver): void {
    const faults = this.#board.of('delay').filter(this.#isMeant(frame));
    const own = groupOf(frame.messageId);
    const ahead = [...this.#delayed].filter(({ lane }) => lane === 'all' || lane === own);
    if (faults.length === 0 && ahead.length === 0) {
      deliver(frame);
      return;
    }
    const now = this.#clock.monotonic();
    const due = Math.max(
      now + Math.max(0, ...faults.map(({ delayMs }) => delayMs)),
      ...ahead.map((waiting) => waiting.due),
    );
    const lane = faults.some(({ messages }) => messages === 'all') ? 'all' : own;
    const waiting = {
      lane,
      due,
      timer: this.#clock.after(due - now, () => {
        this.#delayed.delete(waiting);
        this.#run(() => deliver(frame));
      }),
    };
    this.#delayed.add(waiting);
  }
}
