import type { DeskStatus } from '#shared/contract/topics.ts';
import type { LinkStatus } from '#shared/domain/gateway.ts';

import { lanes } from '../gateway/pacer.ts';
import type { HeldState, StateChange } from '../risk/trading-states.ts';
import { breaksNow } from './breaks-now.ts';
import { dayPnl } from './day-pnl.ts';
import type { DeskCore } from './desk-core.ts';

/** The desk at a glance: what the status bar shows. */
export function deskStatus(core: DeskCore): Omit<DeskStatus, 'gatewayKind'> {
  const { state } = core;
  const { desk, instruments } = state.tradingStates;
  return {
    version: core.version,
    accountId: state.accountId,
    baseCurrency: core.account.baseCurrency,
    link: linkNow(core),
    tradingState: desk.state,
    tradingStateReason: desk.set?.reason ?? null,
    tradingStateOrigin: desk.set === null ? null : originOf(desk.set, desk),
    instrumentStates: [...instruments].map(([instrumentId, held]) => ({
      instrumentId,
      state: held.state,
      reason: held.set.reason,
      origin: originOf(held.set, held),
    })),
    stoppedInstruments: stoppedInstruments(core),
    dayPnl: dayPnl(core),
    dailyLossLimit: core.limitsInForce.current.dailyLoss.value,
    limitsVersion: core.limitsInForce.current.version,
    unusedLimitsFile: core.unusedLimitsFile,
    gatewayTime: core.gatewayTime.time,
    fault: core.road.fault,
    reconciledAt: core.reconciledAt,
    breaks: [...breaksNow(core)],
    ordersNotListed: state.books.ordersForgotten,
    traffic: traffic(core),
    readOnlyApi: core.link.readOnlyApi(),
  };
}

function originOf(
  { by, cause, at }: StateChange,
  { latch }: HeldState,
): NonNullable<DeskStatus['tradingStateOrigin']> {
  return { by, cause, at, latch };
}

function stoppedInstruments(core: DeskCore): NonNullable<DeskStatus['stoppedInstruments']> {
  const { accountId, instruments, repeatedExecutions } = core.state;
  return [...repeatedExecutions.all()]
    .map(([instrumentId, executions]) => ({ instrumentId, executions }))
    .filter(({ instrumentId, executions }) => {
      const instrument = instruments.get(instrumentId) ?? null;
      const { repeatedExecutions: limit } = core.limitsInForce.applicableTo({
        accountId,
        instrument,
        personId: null,
      });
      return executions >= limit.value;
    });
}

function traffic({ link, messagesPerSecond }: DeskCore): DeskStatus['traffic'] {
  const { sentLastSecond, queued } = link.pacerStatus();
  return {
    sentLastSecond,
    limitPerSecond: messagesPerSecond,
    waiting: lanes.map((lane) => ({ lane, messages: queued[lane] })),
    quoteLines: link.quoteLines(),
  };
}

/** What the link cannot know of why it is as it is stands before its own reason. */
function linkNow({ linkStatus, accountProblem, gatewayGone }: DeskCore): LinkStatus {
  if (gatewayGone !== null) {
    return {
      ...linkStatus,
      reason: gatewayGone,
      advice: ['Close Deskcheck and start it again.'],
      nextAttemptAt: null,
    };
  }
  return accountProblem === null ? linkStatus : { ...linkStatus, reason: accountProblem };
}
