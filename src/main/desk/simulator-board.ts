import { ContractError } from '#shared/contract/error.ts';
import type { CommandHandlers } from '#shared/contract/service.ts';
import type { GatewayBooks } from '#shared/domain/gateway-books.ts';
import type { Clock, Timer } from '#shared/domain/ports.ts';
import type { SimulatorFault, SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import { createFeed } from './feed.ts';
import type { Log } from './log.ts';

/** What can be asked of the simulated gateway that came with this desk. Each rejects with a sentence. */
export interface SimulatorControl {
  inject(fault: SimulatorFault): Promise<void>;
  /** Ends one lasting fault, or with null all of them. */
  clear(faultId: number | null): Promise<void>;
  setSpeed(speed: number): Promise<void>;
  /** Sends whoever watches the instruments these sizes of a last trade, now and in this order. */
  sendTicks(ticks: readonly { instrumentId: number; lastSize: number }[]): Promise<void>;
  status(): Promise<SimulatorStatus>;
  books(): Promise<GatewayBooks>;
}

type SimulatorCommand = 'simulator.inject' | 'simulator.clear' | 'simulator.set-speed';

const statusEveryMs = 1000;

/** The simulated gateway as screens see it: its state while somebody looks, and what a person does to it. */
export class SimulatorBoard {
  readonly #control: SimulatorControl | null;
  readonly #log: Log;
  readonly #timer: Timer | null;
  #latest: SimulatorStatus | null = null;
  /** What was last said of why it gives no status, so that a log says it once. */
  #trouble: string | null = null;
  #closed = false;
  readonly feed = createFeed<SimulatorStatus>(() => (this.#latest === null ? [] : [this.#latest]));
  readonly commands: Pick<CommandHandlers, SimulatorCommand> = {
    'simulator.inject': ({ fault }) => this.#ask((control) => control.inject(fault)),
    'simulator.clear': ({ faultId }) => this.#ask((control) => control.clear(faultId)),
    'simulator.set-speed': ({ speed }) => this.#ask((control) => control.setSpeed(speed)),
  };

  /** @param control null where the desk is on any other gateway. */
  constructor(control: SimulatorControl | null, clock: Clock, log: Log) {
    this.#control = control;
    this.#log = log;
    if (control === null) {
      this.#timer = null;
      return;
    }
    this.#timer = clock.every(statusEveryMs, () => {
      if (this.feed.readers > 0 || this.#latest === null) void this.#refresh(control);
    });
    void this.#refresh(control);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  async #ask(what: (control: SimulatorControl) => Promise<void>): Promise<Record<string, never>> {
    const control = this.#control;
    if (control === null) {
      throw new ContractError({
        code: 'conflict',
        message: 'This desk does not run a simulated gateway, so no fault can be started at it.',
        advice:
          'Start Deskcheck with another data folder (--data) on the simulated gateway to practise.',
      });
    }
    try {
      await what(control);
    } catch (error) {
      throw new ContractError({
        code: 'conflict',
        message: `The simulated gateway did not do it: ${sentenceOf(error)}`,
        advice: '',
      });
    }
    await this.#refresh(control);
    return {};
  }

  async #refresh(control: SimulatorControl): Promise<void> {
    let status: SimulatorStatus;
    try {
      status = await control.status();
    } catch (error) {
      const trouble = sentenceOf(error);
      if (this.#closed || trouble === this.#trouble) return;
      this.#trouble = trouble;
      this.#log.warn({}, `The simulated gateway does not say how it is: ${trouble}`);
      this.#forget();
      return;
    }
    this.#trouble = null;
    if (this.#closed) return;
    if (this.#latest !== null && this.#latest.port !== status.port) this.#forget();
    this.#latest = status;
    this.feed.publish(status);
  }

  #forget(): void {
    const before = this.#latest;
    this.#latest = null;
    if (before !== null) this.feed.remove(before.port);
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
