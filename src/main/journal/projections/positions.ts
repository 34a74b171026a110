import type { Instrument } from '#shared/domain/instrument.ts';
import { addMicros } from '#shared/domain/money.ts';
import { signedQuantity, type OrderSide } from '#shared/domain/order.ts';
import { applyFill, positionSchema, type Position } from '#shared/domain/position.ts';

import { recordWriter, selectList } from './columns.ts';
import type { Projection } from './projection.ts';

interface Fill {
  side: OrderSide;
  quantity: number;
  price: number;
  commissionMicros: number | null;
}

interface FillRow extends Fill {
  accountId: string;
  instrumentId: number;
  correctedBy: string | null;
  seq: number;
  positionSeq: number;
}

type Terms = Pick<Instrument, 'displaySymbol' | 'currency' | 'multiplier'>;

const fillColumns = selectList(['side', 'quantity', 'price', 'commissionMicros']);
const rowColumns = selectList([
  'side',
  'quantity',
  'price',
  'commissionMicros',
  'accountId',
  'instrumentId',
  'correctedBy',
  'seq',
  'positionSeq',
]);
const positionColumns = selectList(positionSchema.keyof().options);

function withFill(position: Position, fill: Fill): Position {
  const filled = applyFill(position, signedQuantity(fill.side, fill.quantity), fill.price);
  return {
    ...filled,
    commissionsMicros: addMicros(filled.commissionsMicros, fill.commissionMicros ?? 0),
  };
}

/**
 * What is held, per account and instrument: the last adopted position and every fill after it that no correction
 * replaced, in the order in which they came. Fills of an instrument whose terms are not known yet wait for them.
 */
export const positions: Projection<'positions'> = {
  table: 'positions',
  key: ['account_id', 'instrument_id'],
  open(database) {
    const put = recordWriter<Position>(database, 'positions', positionSchema.keyof().options);
    const positionOf = database.prepare<[string, number], Position>(
      `SELECT ${positionColumns} FROM positions WHERE account_id = ? AND instrument_id = ?`,
    );
    const adoptedOf = database.prepare<[string, number], Position & { seq: number }>(
      `SELECT ${positionColumns}, seq FROM adopted_positions
       WHERE account_id = ? AND instrument_id = ?`,
    );
    const termsOf = database.prepare<[number], Terms>(
      `SELECT ${selectList(['displaySymbol', 'currency', 'multiplier'])}
       FROM instruments WHERE instrument_id = ?`,
    );
    const executionOf = database.prepare<[string], FillRow>(
      `SELECT ${rowColumns} FROM executions WHERE exec_id = ?`,
    );
    const fillsAfter = database.prepare<[string, number, number], Fill>(
      `SELECT ${fillColumns} FROM executions
       WHERE account_id = ? AND instrument_id = ? AND position_seq > ? AND corrected_by IS NULL
       ORDER BY position_seq`,
    );
    const accountsWithFills = database
      .prepare<[number], string>(
        'SELECT DISTINCT account_id FROM executions WHERE instrument_id = ?',
      )
      .pluck();

    const flat = (accountId: string, instrumentId: number): Position | null => {
      const terms = positionOf.get(accountId, instrumentId) ?? termsOf.get(instrumentId);
      if (terms === undefined) return null;
      return {
        accountId,
        instrumentId,
        displaySymbol: terms.displaySymbol,
        currency: terms.currency,
        multiplier: terms.multiplier,
        quantity: 0,
        costBasisMicros: 0,
        realizedPnlMicros: 0,
        commissionsMicros: 0,
      };
    };

    const recompute = (accountId: string, instrumentId: number): void => {
      const adopted = adoptedOf.get(accountId, instrumentId);
      let position = adopted ?? flat(accountId, instrumentId);
      if (position === null) return;
      for (const fill of fillsAfter.all(accountId, instrumentId, adopted?.seq ?? 0)) {
        position = withFill(position, fill);
      }
      put(position);
    };

    const takeExecution = (execId: string, factSeq: number): void => {
      const row = executionOf.get(execId);
      // A repeated report changed nothing.
      if (row === undefined || row.seq !== factSeq) return;
      if (row.positionSeq !== factSeq) return recompute(row.accountId, row.instrumentId);
      const held =
        positionOf.get(row.accountId, row.instrumentId) ?? flat(row.accountId, row.instrumentId);
      if (held !== null) put(withFill(held, row));
    };

    const takeCommission = (execId: string, commissionMicros: number): void => {
      const row = executionOf.get(execId);
      if (row === undefined || row.correctedBy !== null) return;
      const held = positionOf.get(row.accountId, row.instrumentId);
      const adopted = adoptedOf.get(row.accountId, row.instrumentId);
      if (held === undefined || row.positionSeq <= (adopted?.seq ?? 0)) return;
      const more = addMicros(commissionMicros, -(row.commissionMicros ?? 0));
      put({ ...held, commissionsMicros: addMicros(held.commissionsMicros, more) });
    };

    return {
      'execution.received': (fact) => takeExecution(fact.body.execution.execId, fact.seq),
      'commission.received': (fact) => takeCommission(fact.body.execId, fact.body.commissionMicros),
      'position.adopted': (fact) => put(fact.body.position),
      'instrument.resolved': (fact) => {
        const { instrumentId } = fact.body.instrument;
        for (const accountId of accountsWithFills.all(instrumentId)) {
          if (positionOf.get(accountId, instrumentId) === undefined) {
            recompute(accountId, instrumentId);
          }
        }
      },
    };
  },
};
