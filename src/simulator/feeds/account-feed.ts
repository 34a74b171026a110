import type { Account } from '../accounts/account.ts';
import type { Marks } from '../market/marks.ts';
import {
  accountLines,
  portfolioOf,
  summaryLines,
  type PositionFacts,
} from '../accounts/account-report.ts';
import {
  combinedStatement,
  statementOf,
  type AccountStatement,
} from '../accounts/account-statement.ts';
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
} from '../wire/account-messages.ts';

/**
 * How often P&L is told where it has changed. IB, TWS API, Profit And Loss: about once a second.
 */
export const pnlPeriodMs = 1000;

/**
 * How often account values and the portfolio are told where they have changed, apart from fills, which are told at once.
 * TWS tells them every three minutes (IB, TWS API, Account Updates); a practice that is over in minutes would hardly see
 * them move, so this gateway is faster. What is told, and that it is told only where it has changed, is the same.
 */
export const accountPeriodMs = 3000;

/** An account, or several that are told of as one. */
export interface AccountView {
  id: string;
  accounts: readonly Account[];
}

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

  /** How many account summaries a client is subscribed to. */
  summaries(session: ClientSession): number {
    const names = [...(this.#accountViews.get(session)?.keys() ?? [])];
    return names.filter((name) => name.startsWith('summary:')).length;
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
        const statement = statementOf(account, this.#marks);
        for (const { key, value, currency } of summaryLines(account.id, tags, statement)) {
          if (!changed(sent, `${account.id}:${key}:${currency}`, value)) continue;
          session.send(accountSummary(requestId, account.id, key, value, currency));
        }
      }
    });
  }

  subscribeUpdates(session: ClientSession, view: AccountView): void {
    const sent = new Map<string, string>();
    const open = new Map<string, PositionFacts>();
    this.#add(this.#accountViews, session, 'updates', () => {
      for (const { key, value, currency } of accountLines(view.id, this.#statement(view))) {
        if (!changed(sent, `${key}:${currency}`, value)) continue;
        session.send(accountValue(view.id, key, value, currency));
      }
      for (const facts of forgotten(open, view.accounts)) {
        const nothing = { marketPrice: 0, marketValue: 0, unrealizedPnl: 0, realizedPnl: 0 };
        session.send(portfolioValue({ ...facts, ...nothing }));
      }
      for (const account of view.accounts) {
        for (const facts of portfolioOf(account, this.#marks)) {
          remember(open, facts);
          const text = portfolioValue(facts);
          const key = `portfolio:${account.id}:${facts.instrument.conId}`;
          if (changed(sent, key, text)) session.send(text);
        }
      }
      const time = this.#clockText();
      if (changed(sent, 'time', time)) session.send(accountUpdateTime(time));
    });
  }

  subscribeUpdatesMulti(
    session: ClientSession,
    requestId: number,
    view: AccountView,
    modelCode: string,
  ): void {
    const sent = new Map<string, string>();
    this.#add(this.#accountViews, session, `multi:${requestId}`, () => {
      for (const { key, value, currency } of accountLines(view.id, this.#statement(view))) {
        if (!changed(sent, `${key}:${currency}`, value)) continue;
        session.send(accountUpdateMulti(requestId, view.id, modelCode, key, value, currency));
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

  subscribePnl(session: ClientSession, requestId: number, view: AccountView): void {
    const sent = new Map<string, string>();
    this.#add(this.#pnlViews, session, `pnl:${requestId}`, () => {
      const { figures } = this.#statement(view);
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

  #statement({ accounts }: AccountView): AccountStatement {
    return combinedStatement(accounts.map((account) => statementOf(account, this.#marks)));
  }

  #addPositions(
    session: ClientSession,
    name: string,
    accounts: readonly Account[],
    encode: (facts: PositionFacts) => string,
  ): void {
    const sent = new Map<string, string>();
    const open = new Map<string, PositionFacts>();
    this.#add(this.#accountViews, session, name, () => {
      for (const facts of forgotten(open, accounts)) session.send(encode(facts));
      for (const account of accounts) {
        for (const holding of account.holdings.values()) {
          const key = `${account.id}:${holding.instrument.conId}`;
          const { instrument, quantity } = holding;
          // A position is first told when there is one; afterwards its end is told too.
          if (quantity === 0 && !sent.has(key)) continue;
          const facts = {
            accountId: account.id,
            instrument,
            quantity,
            averageCost: averageCost(holding),
          };
          remember(open, facts);
          const text = encode(facts);
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

/** Notes what a client has been told of a position, as long as it is one. */
function remember(open: Map<string, PositionFacts>, facts: PositionFacts): void {
  const key = `${facts.accountId}:${facts.instrument.conId}`;
  if (facts.quantity === 0) open.delete(key);
  else open.set(key, facts);
}

/**
 * Positions that a client knows and the account has forgotten, now flat: the day changed before the client was told, as
 * when a future is settled at its end.
 */
function forgotten(
  open: Map<string, PositionFacts>,
  accounts: readonly Account[],
): PositionFacts[] {
  const gone = [...open].filter(
    ([, { accountId, instrument }]) =>
      accounts.find(({ id }) => id === accountId)?.holdings.has(instrument.conId) !== true,
  );
  for (const [key] of gone) open.delete(key);
  return gone.map(([, facts]) => ({ ...facts, quantity: 0, averageCost: 0 }));
}

function changed(sent: Map<string, string>, key: string, value: string): boolean {
  if (sent.get(key) === value) return false;
  sent.set(key, value);
  return true;
}

function cents(value: number): number {
  return Math.round(value * 100) / 100 || 0;
}
