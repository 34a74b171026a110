import { EventName, type IBApi } from '@stoqey/ib';

import type { ListenerGuard } from './listener-guard.ts';
import { parseBar } from './parse-bar.ts';
import { parseDepthChange } from './parse-depth.ts';
import type { SessionHandlers } from './session-handlers.ts';

/** The library ends a list of bars with a bar of this time. */
const endOfBars = 'finished';

/**
 * Quotes, books and bars.
 *
 * @param zone of times that name none; null while the gateway has not said its own
 */
export function listenToMarket(
  api: IBApi,
  say: SessionHandlers,
  guard: ListenerGuard,
  zone: () => string | null,
): void {
  // These two come a hundred thousand times a second; a closure for each would be felt.
  api.on(EventName.tickPrice, (requestId, field, price) => {
    if (guard.isOver) return;
    try {
      say.onTickPrice(requestId, field, price);
    } catch (error) {
      guard.lost(error);
    }
  });
  api.on(EventName.tickSize, (requestId, field, size) => {
    if (guard.isOver || field === undefined) return;
    try {
      say.onTickSize(requestId, field, size);
    } catch (error) {
      guard.lost(error);
    }
  });
  api.on(EventName.tickGeneric, (requestId, field, value) =>
    guard.run(() => say.onTickGeneric(requestId, field, value)),
  );
  api.on(EventName.marketDataType, (requestId, type) =>
    guard.run(() => say.onMarketDataType(requestId, type)),
  );

  api.on(EventName.updateMktDepth, (requestId, position, operation, side, price, size) =>
    guard.run(() => {
      const change = parseDepthChange(position, operation, side, price, size, null);
      if (change !== null) say.onDepth(requestId, change);
    }),
  );
  api.on(EventName.updateMktDepthL2, (requestId, position, venue, operation, side, price, size) =>
    guard.run(() => {
      const change = parseDepthChange(position, operation, side, price, size, venue);
      if (change !== null) say.onDepth(requestId, change);
    }),
  );

  api.on(EventName.historicalData, (requestId, time, open, high, low, close, volume) =>
    guard.run(() => {
      if (time.startsWith(endOfBars)) say.onBarsEnd(requestId);
      else say.onBar(requestId, parseBar(time, open, high, low, close, volume, zone()));
    }),
  );
  api.on(EventName.historicalDataUpdate, (requestId, time, open, high, low, close, volume) =>
    guard.run(() => {
      const bar = parseBar(time, open, high, low, close, volume, zone());
      if (bar !== null) say.onBarUpdate(requestId, bar);
    }),
  );
}
