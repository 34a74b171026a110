import type { Refusal } from '../exchange/refusals.ts';

const windowMs = 600_000;
const mostInWindow = 60;

/** The error IB answers a request for history with that comes too soon. */
export const historyPacingRefusal: Refusal = {
  code: 162,
  message: 'Historical Market Data Service error message:Historical data request pacing violation',
};

/**
 * How often a client may ask for history: 60 times in any ten minutes, where a request for BID_ASK counts twice.
 * Source: IB, TWS API, Historical Data Limitations.
 */
export class HistoryPacing {
  readonly #recent: { at: number; weight: number }[] = [];

  /**
   * Whether a request may go ahead; one that may not does not count.
   *
   * @param nowMs monotonic milliseconds
   */
  allows(nowMs: number, whatToShow: string): boolean {
    while (this.#recent[0] !== undefined && this.#recent[0].at <= nowMs - windowMs) {
      this.#recent.shift();
    }
    const weight = whatToShow.trim().toUpperCase() === 'BID_ASK' ? 2 : 1;
    const used = this.#recent.reduce((sum, request) => sum + request.weight, 0);
    if (used + weight > mostInWindow) return false;
    this.#recent.push({ at: nowMs, weight });
    return true;
  }
}
