import type { Refusal } from '../exchange/refusals.ts';

/** The limits on requests for history. Source: IB, TWS API, Historical Data Limitations. */
const limits = {
  /** Requests in the window; a request for BID_ASK counts twice. */
  inWindow: 60,
  windowMs: 600_000,
  /** The same request again within this time is one too many. */
  identicalMs: 15_000,
  /** For one contract, exchange and tick type within `contractMs`. */
  ofContract: 6,
  contractMs: 2000,
  inFlight: 50,
  /** IB takes about this long for an answer. Answers here are made at once, and count as under way for as long. */
  answerMs: 1000,
} as const;

/** The error IB answers a request for history with that comes too soon. */
export const historyPacingRefusal: Refusal = {
  code: 162,
  message: 'Historical Market Data Service error message:Historical data request pacing violation',
};

/** What the limits look at in a request for history. */
export interface HistoryAsk {
  conId: number;
  whatToShow: string;
  /** Everything that makes the request what it is, its id aside. */
  fingerprint: string;
}

interface Recent extends HistoryAsk {
  at: number;
  weight: number;
}

/** How often a client may ask for history. */
export class HistoryPacing {
  readonly #recent: Recent[] = [];

  /**
   * Whether a request may go ahead; one that may not does not count.
   *
   * @param nowMs monotonic milliseconds
   */
  allows(nowMs: number, asked: HistoryAsk): boolean {
    while (this.#recent[0] !== undefined && this.#recent[0].at <= nowMs - limits.windowMs) {
      this.#recent.shift();
    }
    const whatToShow = asked.whatToShow.trim().toUpperCase();
    const request = { ...asked, whatToShow, at: nowMs, weight: whatToShow === 'BID_ASK' ? 2 : 1 };
    const within = (ms: number): Recent[] => this.#recent.filter(({ at }) => at > nowMs - ms);
    const used = this.#recent.reduce((sum, { weight }) => sum + weight, 0);
    const repeated = within(limits.identicalMs).some((recent) => isSame(recent, request));
    const ofContract = within(limits.contractMs).filter(
      (recent) => recent.conId === request.conId && recent.whatToShow === whatToShow,
    );
    if (
      used + request.weight > limits.inWindow ||
      repeated ||
      ofContract.length >= limits.ofContract - 1 ||
      within(limits.answerMs).length >= limits.inFlight
    ) {
      return false;
    }
    this.#recent.push(request);
    return true;
  }
}

function isSame(a: Recent, b: Recent): boolean {
  return a.conId === b.conId && a.whatToShow === b.whatToShow && a.fingerprint === b.fingerprint;
}
