import type { LinkState } from '#shared/domain/gateway.ts';

/** The link is in a state in which this must not leave. Nothing was sent. */
export class LinkNotReadyError extends Error {
  override readonly name = 'LinkNotReadyError';
  readonly state: LinkState;

  constructor(what: string, state: LinkState, reason: string) {
    super(
      `${what} was not sent: the link to the gateway is ${state} (${reason}) Wait until it is ready, then try again.`,
    );
    this.state = state;
  }
}

/** The connection ended before the answer came, or before the request left. */
export class LinkDroppedError extends Error {
  override readonly name = 'LinkDroppedError';

  constructor(what: string) {
    super(
      `${what} got no answer: the connection to the gateway ended. Ask again when it is ready.`,
    );
  }
}

/** The gateway did not answer within the deadline. */
export class RequestTimeoutError extends Error {
  override readonly name = 'RequestTimeoutError';

  constructor(what: string, deadlineMs: number) {
    super(
      `${what} got no answer within ${deadlineMs / 1000} s. The gateway is there but silent on this; ask again.`,
    );
  }
}

/** The broker's limits on history leave no room in time. Nothing was sent. */
export class HistoryLimitError extends Error {
  override readonly name = 'HistoryLimitError';

  constructor(what: string) {
    super(
      `${what} was not asked for: the broker allows 60 such requests in ten minutes and the desk has used them up. Try again in a few minutes.`,
    );
  }
}

/** The gateway answered with an error. */
export class BrokerRefusedError extends Error {
  override readonly name = 'BrokerRefusedError';
  /** TWS API message code. */
  readonly code: number;

  /** @param sentence the broker's own, with what can be done behind it */
  constructor(what: string, code: number, sentence: string) {
    super(`${what} was refused by the broker (${code}): ${sentence}`);
    this.code = code;
  }
}

/** An order or a cancel for a gateway that holds a live account. Nothing was sent. */
export class LiveAccountError extends Error {
  override readonly name = 'LiveAccountError';

  constructor(what: string, accountId: string) {
    super(
      `${what} was not sent: account ${accountId} is a live account and this desk only reads it. Connect to a paper account.`,
    );
  }
}

/** An order or a cancel for an account that the gateway does not hold. Nothing was sent. */
export class UnknownAccountError extends Error {
  override readonly name = 'UnknownAccountError';

  /** @param accountId null where no account was named. */
  constructor(what: string, accountId: string | null, accountIds: readonly string[]) {
    const held =
      accountIds.length === 0
        ? 'it has named no account. Log in to the paper account and reconnect.'
        : `it holds ${accountIds.join(', ')}. Choose one of these, or log in to the other one.`;
    super(
      `${what} was not sent: the gateway does not hold ${accountId === null ? 'an account' : `account ${accountId}`}, ${held}`,
    );
  }
}

/** An order for an account that the gateway holds and the desk does not trade. Nothing was sent. */
export class OtherAccountError extends Error {
  override readonly name = 'OtherAccountError';

  constructor(what: string, accountId: string, tradedAccountId: string) {
    super(
      `${what} was not sent: it names account ${accountId}, and this desk trades ${tradedAccountId} alone. Send it for that account, or choose the other one in the settings.`,
    );
  }
}

/** The desk has changed its mind about an order that waited for its turn. Nothing was sent. */
export class HeldBackError extends Error {
  override readonly name = 'HeldBackError';
}

/** The link was made with settings it cannot work with. */
export class LinkOptionsError extends Error {
  override readonly name = 'LinkOptionsError';
}

/** What was thrown, as a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
