import type { FlattenRow, KillStatus } from '#shared/domain/kill.ts';

import { closingSide, waitsForMarket } from '../risk/flatten.ts';
import { mayCancel } from './cancelling.ts';
import { displaySymbolOf, instrumentValueInBase } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';
import { flattenStepOf, heldInstruments, heldPosition } from './flattening.ts';
import { ownOpenOrders } from './killing.ts';

/** What the kill switch would do now, and how far one that is engaged has come. */
export function killStatus(core: DeskCore): KillStatus {
  const { kill } = core.state;
  const own = ownOpenOrders(core);
  const positions = heldInstruments(core).map((instrumentId) => rowOf(core, instrumentId));
  const values = positions.map(({ value }) => value);
  return {
    key: 'kill',
    openOrders: own.length,
    positions,
    grossValue: values.reduce<number | null>(
      (sum, value) => (sum === null || value === null ? null : sum + value),
      0,
    ),
    baseCurrency: core.account.baseCurrency,
    lastDrill: core.state.lastKillDrill,
    engaged:
      kill === null
        ? null
        : {
            by: kill.by,
            at: kill.at,
            reason: kill.reason,
            flatten: kill.flatten,
            waitingForLink: !mayCancel(core),
            ordersLeft: own.filter(({ role }) => role !== 'flatten').length,
          },
  };
}

function rowOf(core: DeskCore, instrumentId: number): FlattenRow {
  const { kill, books } = core.state;
  const position = books.exposures.get(instrumentId)?.position ?? 0;
  const quantity = Math.abs(position);
  const unitValue = instrumentValueInBase(core, instrumentId);
  const row = {
    instrumentId,
    displaySymbol: displaySymbolOf(core, instrumentId),
    side: closingSide(position),
    quantity,
    value: unitValue === null ? null : quantity * unitValue,
  };
  if (kill === null || !kill.flatten) {
    const why = waitsForMarket(heldPosition(core, new Map(), instrumentId));
    return { ...row, stage: 'held', why };
  }
  const step = flattenStepOf(core, kill, instrumentId);
  // What is due leaves with the next turn.
  if (step.stage === 'due') return { ...row, stage: 'waiting', why: null };
  return { ...row, stage: step.stage, why: step.why };
}
