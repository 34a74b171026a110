import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { FaultBoard } from './fault-board.ts';
import type { ConnectionEvents } from './gateway-server.ts';
import { ClientSession, type Connection } from './sessions/client-session.ts';
import { IncomingBytes } from './sessions/incoming-bytes.ts';
import { maxClients, type SessionDirectory } from './sessions/session-directory.ts';
import type { SessionProtocol } from './requests/session-protocol.ts';
import { OutgoingTraffic } from './traffic/outgoing-traffic.ts';
import { FrameReader, ProtocolError } from './wire/frames.ts';

/** A client that has not said its version by then is sent away. */
const handshakeMs = 10_000;

export interface ConnectionSettings {
  directory: SessionDirectory;
  protocol: SessionProtocol;
  board: FaultBoard;
  clock: Clock;
  notice: (sentence: string) => void;
  /** Does something and then writes what clients are to hear of it. */
  run: (work: () => void) => void;
  /** A client has gone. */
  onGone: (session: ClientSession) => void;
}

export interface ConnectionTraffic {
  /** Bytes of all clients so far. */
  received: number;
  sent: number;
  /** Bytes that clients have not taken yet. */
  unread: number;
}

/** The way to and from one client. */
interface Line {
  incoming: IncomingBytes;
  outgoing: OutgoingTraffic;
  deadline: Timer;
}

/** Takes clients in, and carries what they and the gateway say, as well as the active faults let it. */
export class Connections {
  readonly #settings: ConnectionSettings;
  readonly #lines = new Map<ClientSession, Line>();
  #received = 0;
  #sent = 0;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  /** Null sends the connection away. */
  accept(connection: Connection): ConnectionEvents | null {
    const { board, clock, directory, run } = this.#settings;
    if (board.has('refuse-connections', 'restart') || directory.size >= maxClients) return null;
    const session = new ClientSession(this.#counting(connection));
    const reader = new FrameReader();
    const line = {
      incoming: new IncomingBytes(session, clock, (bytes) =>
        run(() => this.#receive(session, reader, bytes)),
      ),
      outgoing: new OutgoingTraffic(board, clock, run),
      deadline: clock.after(handshakeMs, () => {
        if (session.phase !== 'started' && !session.isSilent) session.drop();
      }),
    };
    directory.add(session);
    this.#lines.set(session, line);
    this.#settle(session, line);
    return {
      data: (bytes) => {
        this.#received += bytes.length;
        line.incoming.push(bytes);
      },
      closed: () => {
        session.phase = 'ended';
        this.#forget(session);
      },
    };
  }

  traffic(): ConnectionTraffic {
    const unread = this.#settings.directory
      .all()
      .reduce((sum, { connection }) => sum + connection.backlog(), 0);
    return { received: this.#received, sent: this.#sent, unread };
  }

  /** One client that has started, or with null everyone who is connected. */
  of(clientId: number | null): ClientSession[] {
    return this.#settings.directory
      .all()
      .filter((session) => clientId === null || session.clientId === clientId);
  }

  /** Breaks a connection without a word. */
  drop(session: ClientSession): void {
    session.drop();
    this.#forget(session);
  }

  /** Says what is queued, then ends a connection. */
  end(session: ClientSession): void {
    session.end();
    this.#forget(session);
  }

  /** Lets the faults that have begun or ended take hold of every client. */
  settle(): void {
    for (const [session, line] of this.#lines) this.#settle(session, line);
  }

  close(): void {
    for (const { incoming, outgoing, deadline } of this.#lines.values()) {
      incoming.close();
      outgoing.close();
      deadline.cancel();
    }
  }

  #counting(connection: Connection): Connection {
    return {
      write: (bytes) => {
        this.#sent += bytes.length;
        connection.write(bytes);
      },
      end: () => connection.end(),
      destroy: () => connection.destroy(),
      pauseReading: (paused) => connection.pauseReading(paused),
      backlog: () => connection.backlog(),
    };
  }

  #settle(session: ClientSession, { incoming, outgoing }: Line): void {
    const { board } = this.#settings;
    const isSilent = board.has('silence');
    if (session.isSilent !== isSilent) session.silence(isSilent);
    const rates = board.of('slow-reader').map(({ bytesPerSecond }) => bytesPerSecond);
    incoming.throttle(rates.length === 0 ? null : Math.min(...rates));
    const isShaped = board.has('delay', 'duplicate', 'reorder') || outgoing.isHolding;
    session.interceptor = isShaped ? outgoing.intercept : null;
  }

  #receive(session: ClientSession, reader: FrameReader, bytes: Buffer): void {
    const { protocol, notice } = this.#settings;
    try {
      for (const frame of reader.push(bytes)) protocol.receive(session, frame);
    } catch (error) {
      session.drop();
      const what = error instanceof Error ? error.message : String(error);
      notice(
        error instanceof ProtocolError
          ? `A client was sent away. ${what}`
          : `A client was sent away because of a defect of the simulated gateway: ${what}`,
      );
    }
    if (session.phase === 'ended') this.#forget(session);
  }

  #forget(session: ClientSession): void {
    const line = this.#lines.get(session);
    line?.incoming.close();
    line?.outgoing.close();
    line?.deadline.cancel();
    this.#lines.delete(session);
    this.#settings.directory.remove(session);
    this.#settings.onGone(session);
  }
}
