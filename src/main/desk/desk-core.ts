import type { BrokerHoldings } from '#shared/domain/broker-word.ts';
import type { Person } from '#shared/domain/people.ts';
import type { GatewayKind, LinkStatus } from '#shared/domain/gateway.ts';
import type { Instrument, InstrumentId } from '#shared/domain/instrument.ts';
import type { PriceIncrement } from '#shared/domain/price-increment.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import type { AlertTimes } from '../alerts/alert-times.ts';
import type { HoldTimes } from '../alerts/hold-times.ts';
import type { LooksOnRecord } from '../alerts/monitor-looks.ts';
import type { GatewayLink } from '../gateway/link.ts';
import type { Journal } from '../journal/journal.ts';
import type { LimitsInForce } from '../risk/limits-in-force.ts';
import type { LossFigures, PnlPeaks } from '../risk/loss-figures.ts';
import type { MarketSessions } from '../risk/market-sessions.ts';
import type { PositionDoubts } from '../trading/position-doubts.ts';
import type { AccountBoard } from './account-board.ts';
import type { DeskState } from './desk-state.ts';
import type { GatewayTimeFollower } from './gateway-time.ts';
import type { JournalLag } from './journal-lag.ts';
import type { Log } from './log.ts';
import type { MachineFigures } from './machine-figures.ts';
import type { Ports } from './ports.ts';
import type { Publisher } from './publisher.ts';
import type { QuoteBoard } from './quote-board.ts';
import type { Road } from './road.ts';

/** What the parts of a running desk share. Built once by `open-desk.ts`; the state changes only on the road. */
export interface DeskCore {
  readonly version: string;
  /** The commit the program was built from; null where that is not known. */
  readonly commit: string | null;
  readonly ports: Ports;
  readonly log: Log;
  readonly limitsInForce: LimitsInForce;
  /** Why the data folder's file of limits is not in use; null where there is none or it says the same. */
  readonly unusedLimitsFile: string | null;
  /** Everybody who may sign in at this desk. */
  readonly people: () => readonly Person[];
  readonly state: DeskState;
  readonly road: Road;
  readonly journal: Journal;
  readonly link: GatewayLink;
  /** The most that the link sends in a second; null where pacing is lifted. */
  readonly messagesPerSecond: number | null;
  readonly quotes: QuoteBoard;
  readonly account: AccountBoard;
  readonly gatewayTime: GatewayTimeFollower;
  readonly marketSessions: MarketSessions;
  readonly publisher: Publisher;
  readonly pnlPeaks: PnlPeaks;
  /** What the desk has lost as of the last fill, and at most a second old. */
  readonly lossFigures: LossFigures;
  /** What this desk is connected to: as chosen, until the account says that it is live. */
  gatewayKind: GatewayKind;
  linkStatus: LinkStatus;
  /** Epoch ms since which new risk is refused because of the link; null while it is ready. */
  linkNotReadySince: number | null;
  /** When the books were last compared with the broker's, ISO-8601; null before the first time. */
  reconciledAt: string | null;
  /** The broker's sentence why an instrument has no quotes. */
  readonly quoteProblems: Map<number, string>;
  /** The steps of an instrument's price by the broker's rule, once it has been asked. */
  readonly priceIncrements: Map<InstrumentId, readonly PriceIncrement[]>;
  /** The date at its exchange on which the broker was last asked for an instrument's hours, `YYYYMMDD`. */
  readonly hoursAskedOn: Map<InstrumentId, string>;
  /** What the broker is being asked of an instrument. */
  readonly instrumentsAsked: Map<InstrumentId, Promise<Instrument[]>>;
  /** Of those that are being asked. */
  readonly priceIncrementsAsked: Map<InstrumentId, Promise<readonly PriceIncrement[]>>;
  /** Set once the desk is being stopped: what the closing link says is recorded, and alerts nobody. */
  closing: boolean;
  /** For how long the thresholds of monitors have been crossed. */
  readonly holds: HoldTimes;
  /** Milliseconds that have passed for people, since some fixed moment: the monotonic clock's. */
  readonly elapsed: () => number;
  /** How much of their time alerts and silences still have. */
  readonly alertTimes: AlertTimes;
  /** When the monitors have looked. */
  readonly looks: LooksOnRecord;
  readonly machine: () => MachineFigures;
  readonly journalLag: JournalLag;
  /** When the last good backup was made, monotonic ms; before the first one when the desk was opened. */
  backedUpAt: number;
  /** Epoch ms since which the day's P&L is not known; null while it is. */
  dayPnlUnknownSince: number | null;
  /** Why the connected account cannot be traded here; null when it can. */
  accountProblem: string | null;
  /** What happened to the gateway, where it has ended for good; null while there is one. */
  gatewayGone: string | null;
  /** The same as a break: the desk's account and those of the gateway. */
  accountBreak: Break | null;
  /** Where the broker's word on what is held and the books differ between two comparisons. */
  readonly positionDoubts: PositionDoubts;
  /** What the broker held when the books were last compared on this connection; null before that. */
  lastHoldings: BrokerHoldings | null;
}
