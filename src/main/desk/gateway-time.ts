/** The gateway's clock as heard, and how fast it runs against the machine's: 1 for a real one, 60 for 60×. */
export interface GatewayTime {
  /** Epoch ms by the gateway. */
  at: number;
  /** Epoch ms by this machine when it was heard. */
  heardAt: number;
  rate: number;
}

interface Step {
  gatewayMs: number;
  machineMs: number;
}

/** How many readings, a second apart, the rate is taken over. */
const stepsKept = 20;
/** The time is told in whole seconds: over less than this a rate says nothing. */
const shortestMs = 5000;
/** A heartbeat comes each second. */
const usualStepMs = 1000;
/** A step this much longer or shorter than its fellows is a jump and no speed, of whichever of the two clocks. */
const jumpMs = 5000;

/**
 * Follows the gateway's clock, which is told in whole seconds. The rate is that of the last readings; a jump (a
 * simulated night, a clock that was set) moves the time and not the rate.
 */
export class GatewayTimeFollower {
  #steps: Step[] = [];
  #now: GatewayTime | null = null;

  get time(): GatewayTime | null {
    return this.#now;
  }

  hear(at: number, heardAt: number): GatewayTime {
    const before = this.#now;
    if (before !== null) {
      const step = { gatewayMs: at - before.at, machineMs: heardAt - before.heardAt };
      // A machine's clock that was set back tells nothing of how long it took.
      if (step.machineMs > 0) this.#steps = [...this.#steps, step].slice(-stepsKept);
    }
    this.#now = { at, heardAt, rate: rateOf(this.#steps) ?? before?.rate ?? 1 };
    return this.#now;
  }
}

/** Null while too little has been heard. */
function rateOf(steps: readonly Step[]): number | null {
  const rates = steps.map(speedOf).toSorted((a, b) => a - b);
  const median = rates[Math.floor(rates.length / 2)] ?? 1;
  const steady = steps.filter(
    ({ gatewayMs, machineMs }) =>
      Math.abs(gatewayMs - median * machineMs) <= jumpMs + median * usualStepMs,
  );
  const machineMs = steady.reduce((sum, step) => sum + step.machineMs, 0);
  if (machineMs < shortestMs) return null;
  const rate = steady.reduce((sum, step) => sum + step.gatewayMs, 0) / machineMs;
  // Whole seconds over a short while make 0.98 or 1.03 of a clock that runs true.
  return Math.abs(rate - 1) < 0.25 ? 1 : Math.max(0, Math.round(rate));
}

function speedOf({ gatewayMs, machineMs }: Step): number {
  return gatewayMs / machineMs;
}
