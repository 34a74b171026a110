/** TWS answers a validation failure with 321 and names Read-Only API in the text alone. */
const validationFailed = 321;

export function isReadOnlyRefusal(code: number, message: string): boolean {
  return code === validationFailed && /read-?only/i.test(message);
}

/**
 * Whether Read-Only API is set at the gateway. There it refuses orders, cancels and previews, and also to list open
 * and completed orders, so that the round of questions on each connect finds out without an order. A person may clear
 * the setting while the link stands, so every refusal counts only until the same is answered again.
 */
export class ReadOnlyWatch {
  #listsRefused = false;
  #ordersRefused = false;

  get isSet(): boolean {
    return this.#listsRefused || this.#ordersRefused;
  }

  listRefused(): void {
    this.#listsRefused = true;
  }

  listAnswered(): void {
    this.#listsRefused = false;
  }

  orderRefused(): void {
    this.#ordersRefused = true;
  }

  /** The gateway has taken an order or a preview of this client up. */
  orderTaken(): void {
    this.#ordersRefused = false;
  }

  /** The connection is gone; the next one may lead to another gateway. */
  drop(): void {
    this.#listsRefused = false;
    this.#ordersRefused = false;
  }
}
