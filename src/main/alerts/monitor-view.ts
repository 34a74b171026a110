import type { InstrumentExposure } from '#shared/domain/control.ts';
import type { LinkState } from '#shared/domain/gateway.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import type { Limits } from '#shared/domain/limits.ts';
import type { Order } from '#shared/domain/order.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

/** An instrument the desk watches, holds or has orders in. */
export interface WatchedMarket {
  readonly instrumentId: InstrumentId;
  readonly displaySymbol: string;
  readonly exposure: InstrumentExposure;
  /** The tightest that hold in it, each in the unit of the limits file. */
  readonly limits: Readonly<Record<'positionLimit' | 'concentration' | 'maxQuoteAge', number>>;
  /** What is held, worth in the base currency, never negative; null while it cannot be valued. */
  readonly heldValue: number | null;
  /** Milliseconds since the last quote; null before the first. */
  readonly quoteAgeMs: number | null;
  /** Milliseconds since quotes were asked for, by which a first one can be overdue. */
  readonly askedForMs: number;
  /** The broker's sentence why there are none; null while they flow or are awaited. */
  readonly quoteProblem: string | null;
  /** False while its market is closed and silence is no fault. */
  readonly marketOpen: boolean;
}

/** A sector or an asset class in which the desk holds something or has orders. */
export interface WatchedGroup {
  readonly kind: 'sector' | 'asset-class';
  /** The sector as the broker calls it, or the asset class as IB writes it. */
  readonly name: string;
  /** With every working order filled on the side that is worse, base currency, as the controls count; never negative. */
  readonly gross: number;
  readonly net: number;
  /** The tightest that hold in it, each in the unit of the limits file. */
  readonly limits: Readonly<Record<'gross' | 'net' | 'concentration', number>>;
}

/** A position that a kill switch with flattening has not closed yet. */
export interface FlatteningPosition {
  readonly instrumentId: InstrumentId;
  readonly displaySymbol: string;
  /** When the kill switch was engaged. */
  readonly engagedAt: EpochMs;
  /** The order that closes it, at the broker; null while it waits to be sent. */
  readonly orderRef: string | null;
  /** What it waits for, in a sentence; null where nobody knows. */
  readonly why: string | null;
}

/** What the machine and the desk's own process say of themselves; null where it is not known. */
export interface MachineView {
  /** How late the process was for its turn within the last second. */
  readonly eventLoopDelayMs: number | null;
  /** The longest that a fact has waited for the disk since the last look. */
  readonly journalLagMs: number | null;
  /** Room on the disk of the data folder. */
  readonly freeDiskBytes: number | null;
  /** Since the last good backup; before the first one since the desk was opened. */
  readonly backupAgeMs: number | null;
}

/**
 * All that the monitors look at, handed in by the desk. A monitor reads only what it needs, so what is costly to
 * gather can be a getter.
 */
export interface MonitorView {
  readonly now: EpochMs;
  /** By the clock that nobody sets, milliseconds: for how long something holds is measured by it. */
  readonly monotonic: number;
  readonly linkState: LinkState;
  readonly linkReason: string;
  /** When the link left `ready`; null while it is ready. */
  readonly linkNotReadySince: EpochMs | null;
  /** Milliseconds of the last heartbeat's round trip; null before the first. */
  readonly roundTripMs: number | null;
  /** Whether the gateway refuses orders because Read-Only API is set there. */
  readonly readOnlyApi: boolean;
  readonly openOrders: readonly Order[];
  readonly markets: readonly WatchedMarket[];
  /** None while something that is held or working cannot be valued. */
  readonly groups: readonly WatchedGroup[];
  readonly flattening: readonly FlatteningPosition[];
  readonly breaks: readonly Break[];
  /** Of the latest reconciliations in a row, those at which the broker did not answer everything. */
  readonly incompleteReconciliations: number;
  /** Realised and unrealised since the day's start in the base currency; null while a mark is missing. */
  readonly dayPnl: number | null;
  /** Since when it is null; null while it is known. */
  readonly dayPnlUnknownSince: EpochMs | null;
  /** Below the day's peak and that of all days, base currency, never negative; null while unknown. */
  readonly dayDrawdown: number | null;
  readonly allTimeDrawdown: number | null;
  /** Of all positions, with every working order filled at worst, base currency; null while one cannot be valued. */
  readonly grossExposure: number | null;
  readonly netExposure: number | null;
  readonly netLiquidation: number | null;
  readonly baseCurrency: string;
  readonly limits: Limits;
  /** New orders, modifies and cancels of the last second. */
  readonly messagesInSecond: number;
  /** When the latest orders were denied, oldest first. */
  readonly recentDenials: readonly EpochMs[];
  /** When the latest orders were rejected by the broker, oldest first. */
  readonly recentRejections: readonly EpochMs[];
  /** Gateway's clock less the desk's, milliseconds; null where unknown, or where the market's time is not the wall's. */
  readonly clockSkewMs: number | null;
  readonly machine: MachineView;
}
