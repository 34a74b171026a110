import { EventName, type IBApi } from '@stoqey/ib';

import type { Clock } from '#shared/domain/ports.ts';

import type { ListenerGuard } from './listener-guard.ts';
import { parseCommission, parseExecution } from './parse-execution.ts';
import { parseBrokerOrder, parseOrderStatus, parseWhatIf } from './parse-order.ts';
import type { SessionHandlers } from './session-handlers.ts';

/**
 * Orders, their states and their fills.
 *
 * @param zone of times that name none; null while the gateway has not said its own
 */
export function listenToOrders(
  api: IBApi,
  say: SessionHandlers,
  guard: ListenerGuard,
  clock: Clock,
  zone: () => string | null,
): void {
  api.on(EventName.openOrder, (_orderId, contract, order, state) =>
    guard.run(() =>
      say.onOpenOrder(
        parseBrokerOrder(contract, order, state),
        order.whatIf === true ? parseWhatIf(state) : null,
      ),
    ),
  );
  api.on(EventName.openOrderEnd, () => guard.run(() => say.onOpenOrdersEnd()));
  api.on(
    EventName.orderStatus,
    (
      orderId,
      status,
      filled,
      remaining,
      averagePrice,
      permId,
      _parentId,
      _lastPrice,
      clientId,
      whyHeld,
    ) =>
      guard.run(() =>
        say.onOrderStatus(
          parseOrderStatus(
            orderId,
            status,
            filled,
            remaining,
            averagePrice,
            permId,
            clientId,
            whyHeld,
          ),
        ),
      ),
  );
  api.on(EventName.completedOrder, (contract, order, state) =>
    guard.run(() => say.onCompletedOrder(parseBrokerOrder(contract, order, state))),
  );
  api.on(EventName.completedOrdersEnd, () => guard.run(() => say.onCompletedOrdersEnd()));
  api.on(EventName.execDetails, (requestId, contract, details) =>
    guard.run(() => {
      const parsed = parseExecution(contract, details, zone(), clock.now());
      if (parsed === null) {
        say.onLog('warning', `An execution without id, price or size was passed over.`);
        return;
      }
      if (!parsed.timeIsKnown) {
        say.onLog(
          'warning',
          `The time "${details.time ?? ''}" of execution ${parsed.execution.execId} could not be read; the time it was received stands for it.`,
        );
      }
      say.onExecution(requestId, parsed.execution);
    }),
  );
  api.on(EventName.execDetailsEnd, (requestId) => guard.run(() => say.onExecutionsEnd(requestId)));
  api.on(EventName.commissionReport, (report) =>
    guard.run(() => {
      const commission = parseCommission(report);
      if (commission !== null) say.onCommission(commission);
    }),
  );
}
