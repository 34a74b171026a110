import { EventEmitter } from 'node:events';
import net from 'node:net';

import type { RandomSource } from '#shared/domain/ports.ts';

import type { Connection } from '../../src/simulator/sessions/client-session.ts';
import type { ConnectionEvents } from '../../src/simulator/gateway-server.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { Pipe } from './pipe.ts';

/** What hears of a connection's bytes, whole as they were written. */
export interface NetworkListener {
  onWrittenByDesk(bytes: Buffer): void;
  onWrittenByGateway(bytes: Buffer): void;
  onEvent(sentence: string): void;
}

export interface NetworkParts {
  clock: VirtualClock;
  random: RandomSource;
  accept(connection: Connection): ConnectionEvents | null;
  listener: NetworkListener;
}

/** How the bytes of both directions travel. */
export interface Weather {
  /** One way, milliseconds: the least and what may be added to it by lot. */
  latencyMs: readonly [least: number, more: number];
  /**
   * `whole` as written; `frames` one message at a time; `anywhere` in pieces that end in the middle of messages; `joined`
   * what waits already and what is written meanwhile arrive as one.
   */
  slicing: 'whole' | 'frames' | 'anywhere' | 'joined';
  /** Null is unlimited. */
  bytesPerSecond: number | null;
}

export const fairWeather: Weather = {
  latencyMs: [0.2, 0.6],
  slicing: 'whole',
  bytesPerSecond: null,
};

/** How long the gateway goes on believing in a client that has gone without a word. */
const keepaliveMs = 20_000;

/**
 * The wire between the desk and the simulated gateway, in memory and in virtual time. The client library opens its
 * connections with `net.connect`; while this network is installed it gets them here.
 */
export class MemoryNetwork {
  readonly #parts: NetworkParts;
  readonly #cables: Cable[] = [];
  weather: Weather = fairWeather;
  /** While down, nothing answers at the gateway's port. */
  isDown = false;

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  /** Takes the place of `net.connect` until the returned function is called. */
  install(): () => void {
    const original = net.connect;
    Reflect.set(net, 'connect', (_address: unknown, onConnect: () => void) =>
      this.#open(onConnect),
    );
    return () => {
      Reflect.set(net, 'connect', original);
    };
  }

  /** Breaks every connection at once; what was on its way is lost. */
  cut(): void {
    for (const cable of this.#open_()) cable.cut('ECONNRESET');
  }

  /** The peer of each end is gone and nobody is told: what either end writes goes nowhere, for ever. */
  abandon(): void {
    for (const cable of this.#open_()) cable.abandon();
  }

  /** Bytes towards the desk, the gateway or both wait for `forMs`, and then all of them arrive. */
  stall(direction: 'to-desk' | 'to-gateway' | 'both', forMs: number): void {
    for (const cable of this.#open_()) cable.stall(direction, forMs);
  }

  /** The process at the desk's end has died: what it wrote still arrives, then the connection ends. */
  deskDied(): void {
    for (const cable of this.#open_()) cable.deskDied();
  }

  /** Puts bytes into the stream towards the desk, behind what was written already. */
  insert(bytes: Buffer): void {
    for (const cable of this.#open_()) cable.insert(bytes);
  }

  get connections(): number {
    return this.#open_().length;
  }

  #open_(): Cable[] {
    return this.#cables.filter((cable) => !cable.isOver);
  }

  #open(onConnect: () => void): MemorySocket {
    const { clock } = this.#parts;
    const socket = new MemorySocket();
    if (this.isDown) {
      clock.after(0.2, () => {
        socket.emit('error', new Error('connect ECONNREFUSED 127.0.0.1'));
        socket.emit('close');
      });
      return socket;
    }
    const cable = new Cable(this.#parts, socket, () => this.weather);
    this.#cables.push(cable);
    clock.after(this.weather.latencyMs[0], () => cable.establish(onConnect));
    return socket;
  }
}

/** The desk's end, as much of a socket as the client library uses. */
class MemorySocket extends EventEmitter {
  cable: Cable | null = null;

  write(bytes: Buffer): boolean {
    this.cable?.writtenByDesk(bytes);
    return true;
  }

  end(): void {
    this.cable?.endedByDesk();
  }

  destroy(): void {
    this.cable?.endedByDesk();
  }

  setNoDelay(): void {
    // Nothing is held back here.
  }
}

/** One connection: two pipes, and how it ends. */
class Cable {
  readonly #parts: NetworkParts;
  readonly #socket: MemorySocket;
  readonly #toDesk: Pipe;
  readonly #toGateway: Pipe;
  #events: ConnectionEvents | null = null;
  #deskOpen = true;
  #gatewayOpen = false;

  constructor(parts: NetworkParts, socket: MemorySocket, weather: () => Weather) {
    this.#parts = parts;
    this.#socket = socket;
    socket.cable = this;
    const { clock, random } = parts;
    this.#toDesk = new Pipe(clock, random, weather, (bytes) => {
      if (this.#deskOpen) socket.emit('data', bytes);
    });
    this.#toGateway = new Pipe(clock, random, weather, (bytes) => {
      if (this.#gatewayOpen) this.#events?.data(bytes);
    });
  }

  get isOver(): boolean {
    return !this.#deskOpen && !this.#gatewayOpen;
  }

  establish(onConnect: () => void): void {
    if (!this.#deskOpen) return;
    this.#gatewayOpen = true;
    this.#events = this.#parts.accept({
      write: (bytes) => {
        if (!this.#gatewayOpen) return;
        this.#parts.listener.onWrittenByGateway(bytes);
        this.#toDesk.push(bytes);
      },
      end: () => this.#endedByGateway(),
      destroy: () => this.#endedByGateway(),
      pauseReading: (paused) => this.#toGateway.hold(paused),
      backlog: () => this.#toDesk.waitingBytes,
    });
    onConnect();
    // A server that sends a client away has accepted the connection first.
    if (this.#events === null) this.#endedByGateway();
  }

  writtenByDesk(bytes: Buffer): void {
    if (!this.#deskOpen) return;
    this.#parts.listener.onWrittenByDesk(bytes);
    this.#toGateway.push(bytes);
  }

  insert(bytes: Buffer): void {
    this.#toDesk.push(bytes);
  }

  stall(direction: 'to-desk' | 'to-gateway' | 'both', forMs: number): void {
    if (direction !== 'to-gateway') this.#toDesk.stall(forMs);
    if (direction !== 'to-desk') this.#toGateway.stall(forMs);
  }

  cut(reason: string): void {
    this.#parts.listener.onEvent(`connection cut (${reason})`);
    this.#toDesk.lose();
    this.#toGateway.lose();
    this.#closeGatewayEnd();
    this.#closeDeskEnd(reason);
  }

  abandon(): void {
    this.#parts.listener.onEvent('connection abandoned without a word');
    this.#toDesk.lose();
    this.#toGateway.lose();
    this.#parts.clock.after(keepaliveMs, () => this.#closeGatewayEnd());
  }

  deskDied(): void {
    this.#deskOpen = false;
    this.#toDesk.lose();
    this.#toGateway.end(() => this.#closeGatewayEnd());
  }

  endedByDesk(): void {
    if (!this.#deskOpen) return;
    this.#parts.listener.onEvent('the desk closed its connection');
    this.#deskOpen = false;
    this.#toDesk.lose();
    this.#toGateway.end(() => this.#closeGatewayEnd());
    this.#parts.clock.after(0, () => this.#socket.emit('close'));
  }

  #endedByGateway(): void {
    if (!this.#gatewayOpen) return;
    this.#parts.listener.onEvent('the gateway closed a connection');
    this.#toGateway.lose();
    this.#toDesk.end(() => this.#closeDeskEnd(null));
    this.#closeGatewayEnd();
  }

  #closeGatewayEnd(): void {
    if (!this.#gatewayOpen) return;
    this.#gatewayOpen = false;
    this.#events?.closed();
  }

  #closeDeskEnd(error: string | null): void {
    if (!this.#deskOpen) return;
    this.#deskOpen = false;
    if (error !== null) this.#socket.emit('error', new Error(`read ${error}`));
    else this.#socket.emit('end');
    this.#socket.emit('close');
  }
}
