import { accountKind } from '#shared/domain/gateway.ts';

import { LiveAccountError, OtherAccountError, UnknownAccountError } from './link-errors.ts';

/** How account ids look; names of groups of accounts (`All`, `DF1234567A`) do not. */
const looksLikeAccount = /^[A-Z]{1,2}\d+$/;

/**
 * Whose orders may leave. The gateway's own list of accounts decides, never its port, and one live account among them
 * closes the gate for the rest of the connection, whatever the list says later.
 */
export class OrderGate {
  #accountIds: readonly string[] = [];
  #liveAccountId: string | null = null;
  #onlyAccountId: string | null = null;

  /** The accounts the gateway holds; empty until it has named them. */
  get accountIds(): readonly string[] {
    return this.#accountIds;
  }

  /** The live account that has been seen on this connection; null while there is none. */
  get liveAccountId(): string | null {
    return this.#liveAccountId;
  }

  /** Orders for this account alone, and cancels only where the gateway holds it; null for any paper account. */
  tradeOnly(accountId: string | null): void {
    this.#onlyAccountId = accountId;
  }

  /** The gateway has named its accounts, for the first time or anew. */
  named(accountIds: readonly string[]): void {
    this.#accountIds = [...accountIds];
    this.#liveAccountId ??=
      accountIds.find((accountId) => accountKind(accountId) === 'live') ?? null;
  }

  /** A word about an account: one the list leaves out is held all the same. */
  heardOf(accountId: string): void {
    if (this.#liveAccountId !== null || this.#accountIds.includes(accountId)) return;
    if (looksLikeAccount.test(accountId) && accountKind(accountId) === 'live') {
      this.#liveAccountId = accountId;
    }
  }

  /** The connection is gone; the next one may lead to another login. */
  drop(): void {
    this.#accountIds = [];
    this.#liveAccountId = null;
  }

  /**
   * Throws {@link LiveAccountError}, {@link UnknownAccountError} for an account the gateway does not hold, or
   * {@link OtherAccountError} for one the desk was told not to trade.
   */
  requireOrder(what: string, accountId: string): void {
    this.requireCancel(what);
    this.requireHeld(what, accountId);
    if (this.#onlyAccountId !== null && accountId !== this.#onlyAccountId) {
      throw new OtherAccountError(what, accountId, this.#onlyAccountId);
    }
  }

  /**
   * A cancel names no account: it may leave where the gateway holds no live account and, once the desk has an account
   * of its own, holds that one. Throws {@link LiveAccountError} or {@link UnknownAccountError}.
   */
  requireCancel(what: string): void {
    if (this.#liveAccountId !== null) throw new LiveAccountError(what, this.#liveAccountId);
    if (this.#onlyAccountId !== null) this.requireHeld(what, this.#onlyAccountId);
    else if (this.#accountIds.length === 0) throw new UnknownAccountError(what, null, []);
  }

  /** What a preview needs: it reaches no market, so a live account will do. Throws {@link UnknownAccountError}. */
  requireHeld(what: string, accountId: string): void {
    if (!this.#accountIds.includes(accountId)) {
      throw new UnknownAccountError(what, accountId, this.#accountIds);
    }
  }
}
