import type { EpochMs } from '#shared/domain/ports.ts';

import type { Account } from '../accounts/account.ts';
import type { Marks } from '../market/marks.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { IdSequences } from '../exchange/id-sequences.ts';
import type { Faults } from '../faults.ts';
import type { AccountFeed } from '../feeds/account-feed.ts';
import type { BulletinFeed } from '../feeds/bulletin-feed.ts';
import type { BarFeed } from '../feeds/bar-feed.ts';
import type { QuoteFeed } from '../feeds/quote-feed.ts';
import type { StreamFeed } from '../feeds/stream-feed.ts';
import type { Market } from '../market/market.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import type { HistoryAsk } from '../sessions/history-pacing.ts';
import type { FieldReader } from '../wire/fields.ts';

/** What the accounts pay for: every instrument live, every one delayed, or no market data at all. */
export type DataSubscriptions = 'all' | 'delayed' | 'none';

/** What a request may use to answer. */
export interface GatewayRooms {
  market: Market;
  exchange: Exchange;
  accounts: ReadonlyMap<string, Account>;
  marks: Marks;
  ids: IdSequences;
  faults: Faults;
  quotes: QuoteFeed;
  bulletins: BulletinFeed;
  subscriptions: DataSubscriptions;
  bars: BarFeed;
  streams: StreamFeed;
  accountFeed: AccountFeed;
  /** Whether the session may ask for history now. */
  allowsHistory: (session: ClientSession, asked: HistoryAsk) => boolean;
  /** The latest tick: what clients have been shown. */
  tick: () => { moment: MarketMoment; step: number };
  /** Simulated time. */
  now: () => EpochMs;
}

/** Answers one request; the message id has been read, the other fields have not. */
export type RequestHandler = (
  session: ClientSession,
  fields: FieldReader,
  rooms: GatewayRooms,
) => void;

export interface RequestEntry {
  /** IB's name of the request. */
  name: string;
  /** Where in the message the id stands that errors refer to; null when it has none. */
  idField: ((serverVersion: number) => number) | number | null;
  handle: RequestHandler;
}

export type RequestTable = ReadonlyMap<number, RequestEntry>;
