import { EventName, type IBApi } from '@stoqey/ib';

import type { ListenerGuard } from './listener-guard.ts';
import { parsePositionInstrument } from './parse-instrument.ts';
import { figureOrNull } from './parse-number.ts';
import type { SessionHandlers } from './session-handlers.ts';

/** Positions and the figures of the accounts. */
export function listenToAccount(api: IBApi, say: SessionHandlers, guard: ListenerGuard): void {
  api.on(EventName.position, (accountId, contract, quantity, averageCost) =>
    guard.run(() =>
      say.onPosition({
        accountId,
        instrument: parsePositionInstrument(contract),
        quantity: figureOrNull(quantity) ?? 0,
        averageCost: figureOrNull(averageCost) ?? 0,
      }),
    ),
  );
  api.on(EventName.positionEnd, () => guard.run(() => say.onPositionsEnd()));
  api.on(
    EventName.updatePortfolio,
    (contract, quantity, _price, _value, _cost, _unrealized, _realized, accountId) =>
      guard.run(() =>
        say.onPositionUpdate({
          accountId: accountId ?? '',
          instrumentId: parsePositionInstrument(contract).instrumentId,
          quantity: figureOrNull(quantity) ?? 0,
        }),
      ),
  );
  api.on(EventName.updateAccountValue, (tag, value, currency, accountId) =>
    guard.run(() => say.onAccountValue({ accountId, tag, value, currency })),
  );
  api.on(EventName.accountSummary, (requestId, accountId, tag, value, currency) =>
    guard.run(() => say.onAccountSummary(requestId, { accountId, tag, value, currency })),
  );
  api.on(EventName.accountSummaryEnd, (requestId) =>
    guard.run(() => say.onAccountSummaryEnd(requestId)),
  );

  api.on(EventName.accountUpdateMulti, (_requestId, accountId, _model, tag, value, currency) =>
    guard.run(() => say.onAccountValue({ accountId, tag, value, currency })),
  );
}
