import { refusals, type Refusal } from '../exchange/refusals.ts';
import { FrameBatch } from '../wire/frames.ts';
import { errorMessage } from '../wire/session-messages.ts';
import { HistoryPacing } from './history-pacing.ts';

/** The socket as a session sees it. */
export interface Connection {
  write(bytes: Buffer): void;
  /** Ends the connection after what was written has gone out. */
  end(): void;
  /** Breaks the connection at once. */
  destroy(): void;
  /** Stops and starts reading what the client sends. */
  pauseReading(paused: boolean): void;
  /** Bytes written that the client has not taken yet. */
  backlog(): number;
}

/** One message on its way to a client. */
export interface OutgoingFrame {
  /** Its id in the protocol; 5 is openOrder. */
  messageId: number;
  /** All of its fields, the id first, each ended by a NUL. */
  text: string;
}

/**
 * Stands between the gateway and a client. What it gives to `deliver` goes out with the next flush, be that now,
 * later, twice or never, changed or not.
 */
export type OutgoingInterceptor = (
  frame: OutgoingFrame,
  deliver: (frame: OutgoingFrame) => void,
) => void;

/** Why nothing is read from a client for the moment. */
type ReadingHold = 'silence' | 'throttle';

/** A client that leaves this much unread is dropped. */
const maxBacklogBytes = 64 * 1024 * 1024;

/** What a client wants of the market: 1 live, 2 frozen, 3 delayed, 4 delayed and frozen. */
export type MarketDataType = 1 | 2 | 3 | 4;

/** What client 0 wants of orders entered by hand: nothing, to hear of them, or to have them as its own. */
export type ManualOrderInterest = 'none' | 'hear' | 'bind';

export type SessionPhase = 'version' | 'start' | 'started' | 'ended';

/** One client: its connection, what was agreed with it, and what waits to be written. */
export class ClientSession {
  readonly connection: Connection;
  phase: SessionPhase = 'version';
  serverVersion = 0;
  clientId = -1;
  /** Frames received since it connected, the handshake's among them. */
  messagesIn = 0;
  /** Messages the gateway had for it since it connected, whatever became of them on the way. */
  messagesOut = 0;
  /** Sees every message after the handshake before it is queued; null, the usual case, costs nothing. */
  interceptor: OutgoingInterceptor | null = null;
  /** For the market data it asks for from now on. */
  marketDataType: MarketDataType = 1;
  manualOrders: ManualOrderInterest = 'none';
  /** Monotonic times of its latest messages, for the rate limit. */
  readonly recentMessages: number[] = [];
  readonly historyPacing = new HistoryPacing();
  readonly #batch = new FrameBatch();
  readonly #readingHolds = new Set<ReadingHold>();
  #silent = false;
  #halfOpen = false;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  get isSilent(): boolean {
    return this.#silent;
  }

  /** Queues a message; it leaves with the next flush. */
  send(message: string): void {
    if (this.phase === 'ended') return;
    this.messagesOut += 1;
    if (this.interceptor === null) this.#batch.add(message);
    else this.#intercept(this.interceptor, message);
  }

  sendError(id: number, refusal: Refusal): void {
    this.send(errorMessage(id, refusal));
  }

  /** Queues the answer to the client's version: the one message without an id. Nothing intercepts it. */
  sendHandshake(message: string): void {
    if (this.phase === 'ended') return;
    this.messagesOut += 1;
    this.#batch.add(message);
  }

  /** Queues bytes as they are, without a frame around them: for what is broken on purpose. */
  sendBytes(bytes: Buffer): void {
    if (this.phase !== 'ended') this.#batch.addBytes(bytes);
  }

  /** Writes what is queued; false when the client has left too much unread and was dropped. */
  flush(): boolean {
    if (this.#batch.isEmpty || this.#silent || this.phase === 'ended') return true;
    if (this.#halfOpen) {
      this.#batch.clear();
      return true;
    }
    if (this.connection.backlog() > maxBacklogBytes) {
      this.drop();
      return false;
    }
    this.connection.write(this.#batch.take());
    return true;
  }

  /** While silent nothing is read from the client and nothing reaches it; its connection stays open. */
  silence(silent: boolean): void {
    this.#silent = silent;
    this.holdReading('silence', silent);
    if (!silent) this.flush();
  }

  /** While half open what the client sends is read and answered, and nothing reaches it: what is said is lost. */
  halfOpen(halfOpen: boolean): void {
    this.flush();
    this.#halfOpen = halfOpen;
  }

  /** The connection is read again when nothing holds it any more. */
  holdReading(hold: ReadingHold, held: boolean): void {
    if (held) this.#readingHolds.add(hold);
    else this.#readingHolds.delete(hold);
    this.connection.pauseReading(this.#readingHolds.size > 0);
  }

  /** Says goodbye: what is queued goes out, then the connection ends. */
  end(): void {
    this.flush();
    this.phase = 'ended';
    this.connection.end();
  }

  /** Breaks the connection without a word. */
  drop(): void {
    this.phase = 'ended';
    this.connection.destroy();
  }

  #intercept(interceptor: OutgoingInterceptor, text: string): void {
    const messageId = Number(text.slice(0, text.indexOf('\0')));
    interceptor({ messageId, text }, (frame) => {
      if (this.phase !== 'ended') this.#batch.add(frame.text);
    });
  }
}

export const sessionRefusals = {
  clientIdInUse: {
    code: 326,
    message: 'Unable to connect as the client id is already in use. Retry with a unique client id.',
  },
  tooManyMessages: (limit: number, received: number): Refusal => ({
    code: 100,
    message: `Max rate of messages per second has been exceeded:max=${limit} rec=${received} (1)`,
  }),
  malformed: refusals.malformed,
} as const;
