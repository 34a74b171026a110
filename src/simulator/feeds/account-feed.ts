import type { Account, Marks } from '../accounts/account.ts';
import { accountLines, portfolioOf, summaryLines } from '../accounts/account-report.ts';
import { averageCost, unrealizedMicros, valueMicros } from '../accounts/holding.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import {
  accountSummary,
  accountUpdateMulti,
  accountUpdateTime,
  accountValue,
  pnl,
  pnlSingle,
  portfolioValue,
  position,
  positionMulti,
  type PositionFacts,
} from '../wire/account-messages.ts';

/** Something that may send again when accounts have changed; it remembers what the client has. */
type Update = () => void;

/** A client's subscriptions to its accounts. Each sends what has changed since it last did. */
export class AccountFeed {
  readonly #marks: Marks;
  readonly #clockText: () => string;
  /** Refreshed after a fill and every few seconds. */
  readonly #accountViews = new Map<ClientSession, Map<string, Update>>();
  /** Refreshed every second. */
  readonly #pnlViews = new Map<ClientSession, Map<string, Update>>();

  /** @param clockText the market's hours and minutes */
  constructor(marks: Marks, clockText: () => string) {
    this.#marks = marks;
    this.#clockText = clockText;
  }

  subscribeSummary(
    session: ClientSession,
    requestId: number,
    accounts: readonly Account[],
    tags: readonly string[],
  ): void {
    const sent = new Map<string, string>();
    this.#add(this.#accountViews, session, `summary:${requestId}`, () => {
      for (const account of accounts) {
        for (const { key, value, currency } of summaryLines(account, tags, this.#marks)) {
          if (!changed(sent, `${account.id}:${key}`, value)) continue;
          session.send(accountSummary(requestId, account.id, key, value, currency));
        }
      }
    });
  }

  subscribeUpdates(session: ClientSession, account: Account): void {
    const sent = new Map<string, string>();
    this.#add(this.#accountViews, session, 'updates', () => {
      for (const { key, value, currency } of accountLines(account, this.#marks)) {
        if (!changed(sent, `${key}:${currency}`, value)) continue;
        session.send(accountValue(account.id, key, value, currency));
      }
      for (const facts of portfolioOf(account, this.#marks)) {
        const text = portfolioValue(facts);
        if (changed(sent, `portfolio:${facts.instrument.conId}`, text)) session.send(text);
      }
      const time = this.#clockText();
      if (changed(sent, 'time', time)) session.send(accountUpdateTime(time));
    });
  }

  subscribeUpdatesMulti(
    session: ClientSession,
    requestId: number,
    account: Account,
    modelCode: string,
  ): void {
    const sent = new Map<string, string>();
    this.#add(this.#accountViews, session, `multi:${requestId}`, () => {
      for (const { key, value, currency } of accountLines(account, this.#marks)) {
        if (!changed(sent, `${key}:${currency}`, value)) continue;
        session.send(accountUpdateMulti(requestId, account.id, modelCode, key, value, currency));
      }
    });
  }

  subscribePositions(session: ClientSession, accounts: readonly Account[]): void {
    this.#addPositions(session, 'positions', accounts, position);
  }

  subscribePositionsMulti(
    session: ClientSession,
    requestId: number,
    accounts: readonly Account[],
    modelCode: string,
  ): void {
    this.#addPositions(session, `positions:${requestId}`, accounts, (facts) =>
      positionMulti(requestId, facts, modelCode),
    );
  }

  subscribePnl(session: ClientSession, requestId: number, account: Account): void {
    const sent = new Map<string, string>();
    this.#add(this.#pnlViews, session, `pnl:${requestId}`, () => {
      const figures = account.figures(this.#marks);
      const text = pnl(requestId, {
        daily: cents(figures.dailyPnl),
        unrealized: cents(figures.unrealized),
        realized: cents(figures.realizedToday),
      });
      if (changed(sent, 'pnl', text)) session.send(text);
    });
  }

  subscribePnlSingle(
    session: ClientSession,
    requestId: number,
    account: Account,
    conId: number,
  ): void {
    const sent = new Map<string, string>();
    this.#add(this.#pnlViews, session, `pnlSingle:${requestId}`, () => {
      const holding = account.holdings.get(conId);
      if (holding === undefined) {
        const flat = { daily: 0, unrealized: 0, realized: 0 };
        const text = pnlSingle(requestId, 0, flat, 0);
        if (changed(sent, 'pnl', text)) session.send(text);
        return;
      }
      const mark = this.#marks.markOf(holding.instrument);
      const rate = this.#marks.dollarsPer(holding.instrument.currency);
      const text = pnlSingle(
        requestId,
        holding.quantity,
        {
          daily: cents(account.dailyPnlOf(holding, mark) * rate),
          unrealized: cents((unrealizedMicros(holding, mark) / 1e6) * rate),
          realized: cents((holding.realizedTodayMicros / 1e6) * rate),
        },
        cents((valueMicros(holding, mark) / 1e6) * rate),
      );
      if (changed(sent, 'pnl', text)) session.send(text);
    });
  }

  /** False when the client has no such subscription. */
  cancel(session: ClientSession, name: string): boolean {
    const inAccounts = this.#accountViews.get(session)?.delete(name) ?? false;
    const inPnl = this.#pnlViews.get(session)?.delete(name) ?? false;
    return inAccounts || inPnl;
  }

  forget(session: ClientSession): void {
    this.#accountViews.delete(session);
    this.#pnlViews.delete(session);
  }

  refreshAccounts(): void {
    refresh(this.#accountViews);
  }

  refreshPnl(): void {
    refresh(this.#pnlViews);
  }

  #addPositions(
    session: ClientSession,
    name: string,
    accounts: readonly Account[],
    encode: (facts: PositionFacts) => string,
  ): void {
    const sent = new Map<string, string>();
    this.#add(this.#accountViews, session, name, () => {
      for (const account of accounts) {
        for (const holding of account.holdings.values()) {
          const key = `${account.id}:${holding.instrument.conId}`;
          const { instrument, quantity } = holding;
          // A position is first told when there is one; afterwards its end is told too.
          if (quantity === 0 && !sent.has(key)) continue;
          const text = encode({
            accountId: account.id,
            instrument,
            quantity,
            averageCost: averageCost(holding),
          });
          if (changed(sent, key, text)) session.send(text);
        }
      }
    });
  }

  #add(
    views: Map<ClientSession, Map<string, Update>>,
    session: ClientSession,
    name: string,
    update: Update,
  ): void {
    let ofSession = views.get(session);
    if (ofSession === undefined) views.set(session, (ofSession = new Map<string, Update>()));
    ofSession.set(name, update);
    update();
  }
}

function refresh(views: ReadonlyMap<ClientSession, ReadonlyMap<string, Update>>): void {
  for (const [session, updates] of views) {
    if (!session.isSilent) for (const update of updates.values()) update();
  }
}

function changed(sent: Map<string, string>, key: string, value: string): boolean {
  if (sent.get(key) === value) return false;
  sent.set(key, value);
  return true;
}

function cents(value: number): number {
  return Math.round(value * 100) / 100 || 0;
}
