import type { Writable } from 'node:stream';

import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';
import type { SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import { gatewayChanges, gatewayLine, type GatewayReading } from './gateway-line.ts';
import { say } from './output.ts';

const lookEveryMs = 1000;
const eraseLine = '\r\u001B[K';

/** A stream that may be a person's terminal. */
type Screen = Writable & { isTTY?: boolean; columns?: number };

export interface WatchedGateway {
  now(): EpochMs;
  control: { status(): SimulatorStatus };
}

/** Shows how a gateway is: one line that stays up to date on a terminal, and a line for each change elsewhere. */
export class GatewayWatch {
  readonly #screen: Screen;
  readonly #clock: Clock;
  readonly #gateway: WatchedGateway;
  readonly #timer: Timer;
  #before: GatewayReading | null = null;
  #line = '';

  constructor(screen: Screen, clock: Clock, gateway: WatchedGateway) {
    this.#screen = screen;
    this.#clock = clock;
    this.#gateway = gateway;
    this.#timer = clock.every(lookEveryMs, () => this.#look());
    this.#look();
  }

  /** Says a sentence, above the line on a terminal. */
  say(sentence: string): void {
    if (this.#screen.isTTY !== true) {
      say(this.#screen, sentence);
      return;
    }
    say(this.#screen, `${eraseLine}${sentence}`);
    this.#screen.write(this.#line);
  }

  stop(): void {
    this.#timer.cancel();
    if (this.#screen.isTTY === true) this.#screen.write(eraseLine);
  }

  #look(): void {
    const now = {
      at: this.#clock.now(),
      gatewayTime: this.#gateway.now(),
      status: this.#gateway.control.status(),
    };
    for (const sentence of gatewayChanges(now.status, this.#before?.status ?? null)) {
      this.say(sentence);
    }
    if (this.#screen.isTTY === true) {
      // A line that wraps could not be erased.
      this.#line = gatewayLine(now, this.#before).slice(0, (this.#screen.columns ?? 80) - 1);
      this.#screen.write(`${eraseLine}${this.#line}`);
    }
    this.#before = now;
  }
}
