import type { LinkState, LinkStatus } from '#shared/domain/gateway.ts';
import type { Clock, EpochMs, RandomSource, Timer } from '#shared/domain/ports.ts';

import { backoffDelayMs } from './backoff.ts';
import {
  brokerLostAdvice,
  cannotConnectAdvice,
  clientIdAdvice,
  clientIdDriftAdvice,
  handshakeAdvice,
  lateAdvice,
  readOnlyAdvice,
} from './link-advice.ts';
import { LinkNotReadyError } from './link-errors.ts';
import { linkPermissions, nextLinkState, type LinkEvent } from './link-state.ts';
import type { LinkTimings } from './link-timings.ts';
import type { Session } from './session.ts';

/** What the life of the link needs of a session. */
export type LivingSession = Pick<Session, 'connect' | 'close'>;

export interface LinkLifeSurroundings {
  clock: Clock;
  random: RandomSource;
  host: string;
  port: number;
  clientId: number;
  timings: Pick<
    LinkTimings,
    'tcpConnectMs' | 'handshakeMs' | 'identifyMs' | 'stableMs' | 'backoff'
  >;
  /** Makes the session of a new connection; {@link LinkLife} connects and closes it. */
  openSession(port: number, clientId: number): LivingSession;
  /** Whether the gateway has named accounts on this connection. */
  hasAccounts(): boolean;
  isReadOnlyApi(): boolean;
  /** The gateway hears requests from now on. */
  onIdentified(): void;
  /** The link has stopped being ready: nothing that opens risk may leave any more. */
  onNotReady(reason: string): void;
  /** The connection is over; whatever belonged to it must be forgotten. */
  onEnded(reason: string): void;
  onState(status: LinkStatus): void;
  roundTripMs(): number | null;
  log(level: 'info' | 'warning', sentence: string): void;
}

/** How many client ids are tried, one up from the other, when one is in use. */
const clientIdTries = 5;

/** Why the link is not ready although the socket stands. */
type Impairment = 'broker' | 'late';

/** The life of the link: connecting, what state it is in and why, dropping, connecting again. */
export class LinkLife {
  readonly #around: LinkLifeSurroundings;

  #state: LinkState = 'down';
  #reason = 'The link has not been started.';
  #advice: readonly string[] = [];
  #running = false;
  /** Attempts since the link was last ready; shown. */
  #attempt = 0;
  /** Attempts since the last connection that held; sets how long to wait. */
  #failures = 0;
  #nextAttemptAt: EpochMs | null = null;
  #readyAt: number | null = null;
  #clientId: number;
  #clientIdShift = 0;
  #port: number;
  /** The port a 1300 named; null where none did. */
  #namedPort: number | null = null;
  #stepTimer: Timer | null = null;
  #retryTimer: Timer | null = null;

  #session: LivingSession | null = null;
  #serverVersion: number | null = null;
  #socketError: string | null = null;
  #nextIdSeen = false;
  #identified = false;
  /** The desk has accepted a snapshot that nothing has overtaken. */
  #reconciled = false;
  readonly #impairments = new Set<Impairment>();

  constructor(surroundings: LinkLifeSurroundings) {
    this.#around = surroundings;
    this.#clientId = surroundings.clientId;
    this.#port = surroundings.port;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** The client id of the connection. */
  get clientId(): number {
    return this.#clientId;
  }

  get isIdentified(): boolean {
    return this.#identified;
  }

  get isReconciled(): boolean {
    return this.#reconciled;
  }

  get isImpaired(): boolean {
    return this.#impairments.size > 0;
  }

  status(): LinkStatus {
    return {
      state: this.#state,
      reason: this.#reason,
      advice: [...this.#advice],
      host: this.#around.host,
      port: this.#port,
      clientId: this.#clientId,
      serverVersion: this.#serverVersion,
      roundTripMs: this.#around.roundTripMs(),
      nextAttemptAt:
        this.#nextAttemptAt === null ? null : new Date(this.#nextAttemptAt).toISOString(),
      attempt: this.#attempt,
    };
  }

  may(permission: keyof (typeof linkPermissions)[LinkState]): boolean {
    return linkPermissions[this.#state][permission];
  }

  /** Throws {@link LinkNotReadyError}. */
  require(permission: keyof (typeof linkPermissions)[LinkState], what: string): void {
    if (!this.may(permission)) throw new LinkNotReadyError(what, this.#state, this.#reason);
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#attempt = 0;
    this.#failures = 0;
    this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#retryTimer?.cancel();
    this.#nextAttemptAt = null;
    const reason = 'The link was stopped.';
    this.#endConnection(reason);
    this.#become('drop', reason, []);
  }

  // What the connection tells

  onTcpOpen(): void {
    const where = this.#where();
    this.#become('tcp-open', `${where} is open; waiting for its version and order ids.`, []);
    this.#step(this.#around.timings.handshakeMs, () =>
      this.drop(`${where} is open but did not answer the handshake.`, handshakeAdvice),
    );
  }

  onServer(serverVersion: number): void {
    this.#serverVersion = serverVersion;
    this.#step(this.#around.timings.identifyMs, () =>
      this.drop(
        'The gateway answered the handshake but named no order ids or accounts.',
        handshakeAdvice,
      ),
    );
  }

  onNextValidId(): void {
    this.#nextIdSeen = true;
    this.identifyWhenKnown();
  }

  /** Order ids and accounts come in any order; both are needed. */
  identifyWhenKnown(): void {
    const session = this.#session;
    if (session === null || this.#identified) return;
    if (!this.#nextIdSeen || !this.#around.hasAccounts()) return;
    this.#identified = true;
    this.#stepTimer?.cancel();
    // The library opens its own gate only after its listeners have run; what is asked now would wait in its queue.
    queueMicrotask(() => {
      if (session !== this.#session) return;
      this.#become('identified', 'Asking the broker for orders, fills and positions.', [
        ...this.#driftAdvice(),
      ]);
      this.#around.onIdentified();
      this.settle();
    });
  }

  /** Why the socket failed; the close that follows ends the connection. */
  onSocketError(message: string): void {
    this.#socketError = message === '' ? 'no connection' : message;
  }

  onClosed(): void {
    const where = this.#where();
    const detail = this.#socketError === null ? '' : ` (${this.#socketError})`;
    if (this.#state === 'connecting') {
      this.drop(`Cannot connect to ${where}${detail}.`, cannotConnectAdvice);
    } else if (this.#state === 'handshaking') {
      this.drop(`${where} closed the connection during the handshake${detail}.`, handshakeAdvice);
    } else {
      this.drop(`The gateway closed the connection${detail}.`, []);
    }
  }

  /** 1300: the gateway goes on at the port it names. */
  onPortReset(message: string): void {
    const port = Number(/(\d{2,5})\D*$/.exec(message)?.[1]);
    if (Number.isInteger(port) && port > 0 && port < 65_536) this.#namedPort = port;
    this.#attempt = 0;
    const where = this.#namedPort === null ? 'another port' : `port ${this.#namedPort}`;
    this.drop(`The gateway moves to ${where}.`, []);
  }

  /** 326: the next client id is tried, and after the last of them the first again, much later. */
  onClientIdInUse(): void {
    const taken = this.#clientId;
    const { random, clientId, timings } = this.#around;
    const { firstMs, longestMs } = timings.backoff;
    if (this.#clientIdShift + 1 < clientIdTries) {
      this.#clientIdShift += 1;
      this.drop(
        `Client id ${taken} is in use; trying ${taken + 1}.`,
        clientIdAdvice,
        backoffDelayMs(1, { firstMs, longestMs: firstMs }, random),
      );
      return;
    }
    this.#clientIdShift = 0;
    this.drop(
      `Client ids ${clientId} to ${taken} are all in use.`,
      clientIdAdvice,
      backoffDelayMs(1, { firstMs: longestMs, longestMs }, random),
    );
  }

  // What changes the state of a standing connection

  impaired(by: Impairment): void {
    this.#impairments.add(by);
    if (by === 'broker') this.#reconciled = false;
    this.settle();
  }

  /** {@link settle} follows, once what was missed is being asked for. */
  recoveredFrom(impairment: Impairment): void {
    this.#impairments.delete(impairment);
  }

  /** The desk has accepted a snapshot of this connection. */
  reconciled(): void {
    if (!this.#identified || this.#impairments.has('broker')) return;
    this.#reconciled = true;
    this.settle();
  }

  /** What the desk knows may be out of date: a new snapshot must be accepted before the link is ready again. */
  mustReconcile(): void {
    this.#reconciled = false;
  }

  /** Takes the state to where impairments and the snapshot put it. */
  settle(): void {
    if (!this.#identified) return;
    if (this.#impairments.has('broker')) {
      this.#become('impaired', 'The gateway has lost the broker.', brokerLostAdvice);
    } else if (this.#impairments.has('late')) {
      this.#become('impaired', 'The gateway is late with its answers.', lateAdvice);
    } else if (this.#reconciled) {
      this.#becomeReady();
    } else if (this.#state !== 'reconciling') {
      this.#become('resync', 'Asking the broker for what may have been missed.', []);
    }
  }

  /**
   * Throws the session away and connects again after a while.
   *
   * @param delayMs until the next attempt; by the number of failures where it is not given
   */
  drop(reason: string, advice: readonly string[], delayMs?: number): void {
    const { clock, random, timings } = this.#around;
    const heldMs = this.#readyAt === null ? 0 : clock.monotonic() - this.#readyAt;
    this.#failures = heldMs >= timings.stableMs ? 1 : this.#failures + 1;
    // Its own client id is the one under which the desk's orders can be changed: try it first again.
    if (this.#identified) this.#clientIdShift = 0;
    this.#endConnection(reason);
    if (!this.#running) return;
    const waitMs = delayMs ?? backoffDelayMs(this.#failures, timings.backoff, random);
    this.#nextAttemptAt = clock.now() + waitMs;
    this.#retryTimer?.cancel();
    this.#retryTimer = clock.after(waitMs, () => this.#connect());
    this.#become('drop', reason, advice);
  }

  #connect(): void {
    const { clientId, port } = this.#around;
    this.#nextAttemptAt = null;
    this.#attempt += 1;
    this.#clientId = clientId + this.#clientIdShift;
    // The port a 1300 named may not be open yet, or not any more: the two take turns.
    this.#port = this.#namedPort !== null && this.#attempt % 2 === 1 ? this.#namedPort : port;
    this.#socketError = null;
    this.#become('attempt', `Connecting to ${this.#where()} as client ${this.#clientId}.`, []);
    const session = this.#around.openSession(this.#port, this.#clientId);
    this.#session = session;
    this.#step(this.#around.timings.tcpConnectMs, () =>
      this.drop(`Nothing answered at ${this.#where()} in time.`, cannotConnectAdvice),
    );
    session.connect();
  }

  /** One deadline at a time: that of the step the connection is in. */
  #step(deadlineMs: number, onMissed: () => void): void {
    this.#stepTimer?.cancel();
    this.#stepTimer = this.#around.clock.after(deadlineMs, onMissed);
  }

  #endConnection(reason: string): void {
    // Down before a word is said: whoever hears that an order did not leave must not be let in with the next one.
    this.#state = nextLinkState(this.#state, 'drop');
    this.#session?.close();
    this.#session = null;
    this.#stepTimer?.cancel();
    this.#around.onEnded(reason);
    this.#serverVersion = null;
    this.#nextIdSeen = false;
    this.#identified = false;
    this.#reconciled = false;
    this.#readyAt = null;
    this.#impairments.clear();
  }

  #becomeReady(): void {
    this.#attempt = 0;
    this.#readyAt ??= this.#around.clock.monotonic();
    const event: LinkEvent = this.#state === 'reconciling' ? 'snapshot-accepted' : 'recovered';
    if (this.#around.isReadOnlyApi()) {
      this.#become(
        event,
        'Connected and reconciled, but the gateway refuses orders: Read-Only API is set there.',
        [...readOnlyAdvice, ...this.#driftAdvice()],
      );
    } else {
      this.#become(event, 'Connected and reconciled.', this.#driftAdvice());
    }
  }

  #become(event: LinkEvent, reason: string, advice: readonly string[]): void {
    const before = this.#state;
    const state = nextLinkState(before, event);
    if (state === before && reason === this.#reason && event !== 'drop') return;
    this.#state = state;
    this.#reason = reason;
    this.#advice = advice;
    if (before === 'ready' && state !== 'ready') this.#around.onNotReady(reason);
    this.#around.log(
      state === 'down' || state === 'impaired' ? 'warning' : 'info',
      `${state}: ${reason}`,
    );
    this.#around.onState(this.status());
  }

  #driftAdvice(): readonly string[] {
    return this.#clientIdShift === 0 ? [] : clientIdDriftAdvice;
  }

  #where(): string {
    return `${this.#around.host}:${this.#port}`;
  }
}
