import type { Caller, CommandHandler } from '#shared/contract/service.ts';
import type { DrillPosition, KillDrill } from '#shared/domain/kill.ts';

import type { CancelRoadTimes } from '../gateway/cancel-probe.ts';
import { closingSide, flattenStep } from '../risk/flatten.ts';
import { decideKill } from '../risk/kill.ts';
import { mayCancel } from './cancelling.ts';
import { displaySymbolOf, instrumentValueInBase } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';
import { heldInstruments, heldPosition } from './flattening.ts';
import { ownOpenOrders } from './killing.ts';
import { isLinkRefusal } from './link-refusals.ts';
import { recorded } from './record.ts';

/**
 * The kill switch gone through without touching an order: decided on the orders of now, recorded and synced like the real
 * one ahead of everything that waits, and a question that changes nothing sent by the road of its cancels. What it would
 * have done and how long each step took is recorded and given.
 */
export async function drill(
  core: DeskCore,
  caller: Caller,
): ReturnType<CommandHandler<'kill.drill'>> {
  const { clock } = core.ports;
  const by = caller.person.personId;
  const begunAt = clock.monotonic();
  const { cancels } = decideKill(ownOpenOrders(core), { reason: 'A drill.', flatten: true }, by);
  const positions = heldInstruments(core).map((instrumentId) => positionOf(core, instrumentId));
  const reachable = mayCancel(core);
  const decidedAt = clock.monotonic();

  let recordedAt = decidedAt;
  const asked: Promise<CancelRoadTimes | string>[] = [];
  const began = recorded(
    core,
    [{ kind: 'kill.drill-began', by, body: { openOrders: cancels.length } }],
    () => {
      recordedAt = clock.monotonic();
      if (reachable) asked.push(askRoad(core));
    },
    caller,
  );
  core.road.flush();
  await began;
  const [times = null] = await Promise.all(asked);

  const result: KillDrill = {
    openOrders: cancels.length,
    positions,
    decideMs: decidedAt - begunAt,
    recordMs: recordedAt - decidedAt,
    leftMs: times === null || typeof times === 'string' ? null : times.leftMs,
    answeredMs: times === null || typeof times === 'string' ? null : times.answeredMs,
    failure: failureOf(reachable, times),
  };
  await recorded(core, [{ kind: 'kill.drilled', by, body: result }], undefined, caller);
  return result;
}

async function askRoad(core: DeskCore): Promise<CancelRoadTimes | string> {
  try {
    return await core.link.probeCancelRoad();
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    return error.message;
  }
}

function failureOf(reachable: boolean, times: CancelRoadTimes | string | null): string | null {
  if (!reachable || times === null) {
    return 'The link is down: the kill switch would halt the desk now and cancel when the link is back.';
  }
  if (typeof times === 'string') return `A cancel would not have left: ${times}`;
  if (times.leftMs === null) return 'The question did not leave the desk; a cancel would not have.';
  if (times.answeredMs === null) return 'It left, and the gateway did not answer in time.';
  return null;
}

/** What would be closed, and what would keep it from being closed once its orders have ended. */
function positionOf(core: DeskCore, instrumentId: number): DrillPosition {
  const held = heldPosition(core, new Map(), instrumentId);
  // The real one waits for the orders, and asks the broker anew where what it last said is too old.
  const step = flattenStep(
    {
      ...held,
      openOrders: 0,
      brokerIsFresh: true,
      brokerQuantity: held.brokerIsFresh ? held.brokerQuantity : held.quantity,
    },
    true,
  );
  const quantity = Math.abs(held.quantity);
  const unitValue = instrumentValueInBase(core, instrumentId);
  return {
    instrumentId,
    displaySymbol: displaySymbolOf(core, instrumentId),
    side: closingSide(held.quantity),
    quantity,
    value: unitValue === null ? null : quantity * unitValue,
    why: step.stage === 'waiting' ? step.why : null,
  };
}
