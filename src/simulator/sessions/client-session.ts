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

/** A client that leaves this much unread is dropped. */
const maxBacklogBytes = 64 * 1024 * 1024;

export type SessionPhase = 'version' | 'start' | 'started' | 'ended';

/** One client: its connection, what was agreed with it, and what waits to be written. */
export class ClientSession {
  readonly connection: Connection;
  phase: SessionPhase = 'version';
  serverVersion = 0;
  clientId = -1;
  /** Monotonic times of its latest messages, for the rate limit. */
  readonly recentMessages: number[] = [];
  readonly historyPacing = new HistoryPacing();
  readonly #batch = new FrameBatch();
  #silent = false;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  get isSilent(): boolean {
    return this.#silent;
  }

  /** Queues a message; it leaves with the next flush. */
  send(message: string): void {
    if (this.phase !== 'ended') this.#batch.add(message);
  }

  sendError(id: number, refusal: Refusal): void {
    this.send(errorMessage(id, refusal));
  }

  /** Writes what is queued; false when the client has left too much unread and was dropped. */
  flush(): boolean {
    if (this.#batch.isEmpty || this.#silent || this.phase === 'ended') return true;
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
    this.connection.pauseReading(silent);
    if (!silent) this.flush();
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
