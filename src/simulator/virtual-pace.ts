import type { Clock } from '#shared/domain/ports.ts';

import type { GatewayTraffic } from './gateway-core.ts';
import type { SteppedClock } from './stepped-clock.ts';

/** How long a client has for its answer before time goes on; each answer gives it as long again. */
const answerMs = 1;
/** How often it is looked whether somebody has come, or has read. */
const lookMs = 5;
/** Work without a word to clients, before they are listened to again. */
const stretchMs = 5;

export interface VirtualPaceSettings {
  /** The gateway's. */
  clock: SteppedClock;
  machine: Clock;
  /** Calls once what has arrived meanwhile has been read. */
  afterReading: (task: () => void) => void;
  traffic: () => GatewayTraffic;
}

/**
 * Moves virtual time as fast as work is done. It stands still while nobody is connected who could be, while a client
 * has not taken what was sent, and, after something was sent, until clients have been quiet for a moment.
 */
export function startVirtualPace(settings: VirtualPaceSettings): { stop(): void } {
  const { clock, machine, afterReading, traffic } = settings;
  let isStopped = false;

  const turn = (): void => {
    if (isStopped) return;
    const { isWaitingForClients, unread, sent, received } = traffic();
    if (isWaitingForClients || unread > 0) {
      machine.after(lookMs, turn);
      return;
    }
    const until = machine.monotonic() + stretchMs;
    while (clock.step() && traffic().sent === sent && machine.monotonic() < until);
    if (traffic().sent === sent) afterReading(turn);
    else listen(received);
  };
  const listen = (heard: number): void => {
    machine.after(answerMs, () => {
      const { received } = traffic();
      if (received === heard) turn();
      else listen(received);
    });
  };

  machine.after(0, turn);
  return {
    stop() {
      isStopped = true;
    },
  };
}
