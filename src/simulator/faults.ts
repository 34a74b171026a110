import type { Refusal } from './exchange/refusals.ts';

/** What goes wrong next. Each is used up once; nothing here happens unless someone asked for it. */
export class Faults {
  #swallowOrders = 0;
  #loseAcknowledgements = 0;
  #lateFills = 0;
  readonly #rejections: Refusal[] = [];
  refusesConnections = false;
  silent = false;

  swallowOrders(count: number): void {
    this.#swallowOrders += count;
  }

  /** Whether the order that has just come is to vanish. */
  takeSwallow(): boolean {
    if (this.#swallowOrders === 0) return false;
    this.#swallowOrders -= 1;
    return true;
  }

  loseAcknowledgements(count: number): void {
    this.#loseAcknowledgements += count;
  }

  /** Whether the acknowledgement of the order that has just come is to be lost. */
  takeLostAcknowledgement(): boolean {
    if (this.#loseAcknowledgements === 0) return false;
    this.#loseAcknowledgements -= 1;
    return true;
  }

  delayFills(count: number): void {
    this.#lateFills += count;
  }

  /** Whether the fill that has just happened is to be reported after its status. */
  takeLateFill(): boolean {
    if (this.#lateFills === 0) return false;
    this.#lateFills -= 1;
    return true;
  }

  rejectOrder(refusal: Refusal): void {
    this.#rejections.push(refusal);
  }

  takeRejection(): Refusal | undefined {
    return this.#rejections.shift();
  }
}
