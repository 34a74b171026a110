/** The ids the gateway gives out. They go on where they were when the gateway is restored. */
export class IdSequences {
  #lastPermId: number;
  readonly #run: string;
  readonly #nextOrderIds = new Map<number, number>();

  /**
   * @param startSeconds seconds since 1970 at the gateway's start: a later start gives higher ids, so that a fresh
   * gateway does not hand out a permId or an execId that a desk has already seen
   */
  constructor(startSeconds: number) {
    // IB's permIds are below 2^31: a thousand for every second, over three weeks, then from the beginning.
    this.#lastPermId = (Math.floor(startSeconds) % 2_000_000) * 1000 + 1000;
    this.#run = (Math.floor(startSeconds / 65_536) % 65_536).toString(16).padStart(8, '0');
  }

  get lastPermId(): number {
    return this.#lastPermId;
  }

  nextPermId(): number {
    this.#lastPermId += 1;
    return this.#lastPermId;
  }

  /** `0000e0d5.69dd7411.01.01`; a correction differs in the digits after the last dot. */
  execIdFor(permId: number, fillNumber: number): string {
    const order = permId.toString(16).padStart(8, '0');
    return `${this.#run}.${order}.${String(fillNumber).padStart(2, '0')}.01`;
  }

  /** The lowest order id a client may use next. */
  nextOrderId(clientId: number): number {
    return this.#nextOrderIds.get(clientId) ?? 1;
  }

  /** An order id of a client has been used. */
  noteOrderId(clientId: number, orderId: number): void {
    this.#nextOrderIds.set(clientId, Math.max(this.nextOrderId(clientId), orderId + 1));
  }

  nextOrderIds(): [clientId: number, orderId: number][] {
    return [...this.#nextOrderIds];
  }

  restore(lastPermId: number, nextOrderIds: readonly (readonly [number, number])[]): void {
    this.#lastPermId = Math.max(this.#lastPermId, lastPermId);
    for (const [clientId, orderId] of nextOrderIds) this.noteOrderId(clientId, orderId - 1);
  }
}

/** The id of an execution that replaces another: `….01.01` becomes `….01.02`. */
export function nextRevision(execId: string): string {
  const digits = execId.slice(execId.lastIndexOf('.') + 1);
  const next = String(Number(digits) + 1).padStart(digits.length, '0');
  return `${execId.slice(0, -digits.length)}${next}`;
}
