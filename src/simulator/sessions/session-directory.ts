import { handEntered } from '../wire/order-messages.ts';
import type { ClientSession } from './client-session.ts';

/** Clients that may be connected at the same time. Source: IB, TWS API, Connection. */
export const maxClients = 32;

/** The clients that are connected. */
export class SessionDirectory {
  readonly #sessions = new Set<ClientSession>();
  readonly #byClientId = new Map<number, ClientSession>();

  get size(): number {
    return this.#sessions.size;
  }

  all(): ClientSession[] {
    return [...this.#sessions];
  }

  started(): ClientSession[] {
    return [...this.#byClientId.values()];
  }

  byClientId(clientId: number): ClientSession | undefined {
    return this.#byClientId.get(clientId);
  }

  /** Who hears of a client's orders: that client, and of orders entered by hand client 0 if it wishes. */
  hearerOf(clientId: number): ClientSession | undefined {
    if (clientId !== handEntered) return this.#byClientId.get(clientId);
    const zero = this.#byClientId.get(0);
    return zero?.manualOrders === 'hear' ? zero : undefined;
  }

  add(session: ClientSession): void {
    this.#sessions.add(session);
  }

  /** False when another session has the client id. */
  claim(session: ClientSession, clientId: number): boolean {
    if (this.#byClientId.has(clientId)) return false;
    session.clientId = clientId;
    this.#byClientId.set(clientId, session);
    return true;
  }

  remove(session: ClientSession): void {
    this.#sessions.delete(session);
    if (this.#byClientId.get(session.clientId) === session)
      this.#byClientId.delete(session.clientId);
  }

  flush(): void {
    for (const session of this.#sessions) if (!session.flush()) this.remove(session);
  }
}
