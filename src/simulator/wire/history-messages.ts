import type { MarketBar } from '../market/instrument-market.ts';
import { message } from './fields.ts';

export interface BarLine extends Omit<MarketBar, 'start'> {
  /** In the notation the client asked for. */
  time: string;
}

/** Volume-weighted price and number of trades are not simulated in detail: the middle, and one trade per lot. */
function averagePrice(bar: BarLine): string {
  return ((bar.high + bar.low + bar.close) / 3).toFixed(6);
}

function tradeCount(bar: BarLine): number {
  return bar.volume < 0 ? -1 : Math.ceil(bar.volume / 100);
}

/**
 * 17, without a version since server version 124: request, start, end, number of bars; then of each bar time, open,
 * high, low, close, volume, average price, trades. The end of the data is the end of the message (until 195).
 */
export function historicalData(
  requestId: number,
  start: string,
  end: string,
  bars: readonly BarLine[],
): string {
  return message(
    17,
    requestId,
    start,
    end,
    bars.length,
    ...bars.flatMap((bar) => [
      bar.time,
      bar.open,
      bar.high,
      bar.low,
      bar.close,
      bar.volume,
      averagePrice(bar),
      tradeCount(bar),
    ]),
  );
}

/** 90, without a version: request, trades, time, open, close, high, low, average price, volume. */
export function historicalDataUpdate(requestId: number, bar: BarLine): string {
  return message(
    90,
    requestId,
    tradeCount(bar),
    bar.time,
    bar.open,
    bar.close,
    bar.high,
    bar.low,
    averagePrice(bar),
    bar.volume,
  );
}

/** One session: when it begins and ends in the zone of the schedule, and the day it counts for. */
export interface ScheduledSession {
  start: string;
  end: string;
  date: string;
}

/** 106, without a version: request, start, end, zone, number of sessions; then of each start, end and day. */
export function historicalSchedule(
  requestId: number,
  timeZoneId: string,
  sessions: readonly ScheduledSession[],
): string {
  return message(
    106,
    requestId,
    sessions[0]?.start ?? '',
    sessions.at(-1)?.end ?? '',
    timeZoneId,
    sessions.length,
    ...sessions.flatMap(({ start, end, date }) => [start, end, date]),
  );
}

export interface PastTrade {
  epochSeconds: number;
  price: number;
  size: number;
}

export interface PastBidAsk {
  epochSeconds: number;
  bid: number;
  ask: number;
  bidSize: number;
  askSize: number;
}

/** All ticks come in one message, so it is always the last. */
const done = true;
/** Bits such as pastLimit; the simulated market sets none. */
const noAttributes = 0;

/** 96, without a version: request, count; then of each tick time, nothing, price, size; then whether it is the last. */
export function historicalTicks(requestId: number, ticks: readonly PastTrade[]): string {
  const rows = ticks.flatMap(({ epochSeconds, price, size }) => [epochSeconds, 0, price, size]);
  return message(96, requestId, ticks.length, ...rows, done);
}

/**
 * 97, without a version: request, count; then of each tick time, attributes, bid, ask and their sizes; then whether
 * it is the last.
 */
export function historicalTicksBidAsk(requestId: number, ticks: readonly PastBidAsk[]): string {
  const rows = ticks.flatMap(({ epochSeconds, bid, ask, bidSize, askSize }) => [
    epochSeconds,
    noAttributes,
    bid,
    ask,
    bidSize,
    askSize,
  ]);
  return message(97, requestId, ticks.length, ...rows, done);
}

/**
 * 98, without a version: request, count; then of each tick time, attributes, price, size, exchange, special
 * conditions; then whether it is the last.
 */
export function historicalTicksLast(
  requestId: number,
  ticks: readonly PastTrade[],
  venue: string,
): string {
  const rows = ticks.flatMap(({ epochSeconds, price, size }) => [
    epochSeconds,
    noAttributes,
    price,
    size,
    venue,
    '',
  ]);
  return message(98, requestId, ticks.length, ...rows, done);
}
