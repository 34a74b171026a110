/** The gateway's clock as heard, and how fast it runs against the machine's: 1 for a real one, 60 for 60×. */
export interface GatewayTime {
  /** Epoch ms by the gateway. */
  at: number;
  /** Epoch ms by this machine when it was heard. */
  heardAt: number;
  rate: number;
}

/**
 * Follows the gateway's clock, which is told in whole seconds: the rate is taken over at least five seconds, and
 * a jump (a simulated night, a clock that was set) starts the measuring anew.
 */
export class GatewayTimeFollower {
  #first: { at: number; heardAt: number } | null = null;
  #now: GatewayTime | null = null;

  get time(): GatewayTime | null {
    return this.#now;
  }

  hear(at: number, heardAt: number): GatewayTime {
    const first = this.#first;
    if (first === null) {
      this.#first = { at, heardAt };
      this.#now = { at, heardAt, rate: 1 };
      return this.#now;
    }
    const elapsed = heardAt - first.heardAt;
    let rate = this.#now?.rate ?? 1;
    const expected = first.at + elapsed * rate;
    if (elapsed >= 5000) rate = (at - first.at) / elapsed;
    if (
      at < first.at ||
      (elapsed >= 60_000 && Math.abs(at - expected) > 120_000 * Math.max(1, rate))
    ) {
      this.#first = { at, heardAt };
    }
    // Whole seconds over a short while make 0.98 or 1.03 of a clock that runs true.
    const rounded = Math.abs(rate - 1) < 0.25 ? 1 : Math.max(0, Math.round(rate));
    this.#now = { at, heardAt, rate: rounded };
    return this.#now;
  }
}
