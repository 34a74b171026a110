import type { SimulatorFaultKind } from '#shared/domain/simulator-fault.ts';

import { refusals, type Refusal } from './exchange/refusals.ts';
import type { FaultBoard } from './fault-board.ts';

/** What goes wrong with the request that has just come. Nothing does unless someone asked for it. */
export class Faults {
  readonly #board: FaultBoard;
  readonly #readOnly: boolean;

  /** @param readOnly whether orders are refused always, as with Read-Only API ticked in TWS */
  constructor(board: FaultBoard, readOnly: boolean) {
    this.#board = board;
    this.#readOnly = readOnly;
  }

  /** Why no order is taken at all; null when orders are. */
  readOnlyRefusal(): Refusal | null {
    if (!this.#readOnly && !this.#board.has('read-only')) return null;
    return refusals.invalid('The API interface is currently in Read-Only mode.');
  }

  /** Whether the order that has just come is to vanish. */
  takeSwallow(): boolean {
    return this.#takes('swallow-order');
  }

  /** Whether the acknowledgement of the order that has just come is to be lost. */
  takeLostAcknowledgement(): boolean {
    return this.#takes('lose-acknowledgement');
  }

  /** Whether the fill that has just happened is to be reported after its status. */
  takeLateFill(): boolean {
    return this.#takes('late-fill');
  }

  takeRejection(): Refusal | undefined {
    const fault = this.#board.take('reject-order');
    return fault === undefined ? undefined : { code: fault.code, message: fault.message };
  }

  /** Whether the farm that has the history of prices is down. */
  get isHistoryDown(): boolean {
    return this.#board.of('farm-down').some(({ farm }) => farm === 'history');
  }

  #takes(kind: SimulatorFaultKind): boolean {
    return this.#board.take(kind) !== undefined;
  }
}
