import type { Instrument } from '#shared/domain/instrument.ts';
import { signedQuantity, type OrderSide } from '#shared/domain/order.ts';
import { applyFill, positionSchema, type Position } from '#shared/domain/position.ts';

import { recordWriter, selectList } from './columns.ts';
import type { Projection } from './projection.ts';

interface Fill {
  side: OrderSide;
  quantity: number;
  price: number;
}

interface FillRow extends Fill {
  /** The fill that is taken out again first: it is inside the adopted position. */
  outSide: OrderSide | null;
  outQuantity: number | null;
  outPrice: number | null;
}

interface NewFill extends Fill {
  accountId: string;
  instrumentId: number;
  replaces: string | null;
  seq: number;
}

type Terms = Pick<Instrument, 'displaySymbol' | 'currency' | 'multiplier'>;

const positionFields = positionSchema.keyof().options;
const positionColumns = selectList(positionFields);
const termColumns = selectList(['displaySymbol', 'currency', 'multiplier']);

function withFill(position: Position, { side, quantity, price }: Fill): Position {
  return applyFill(position, signedQuantity(side, quantity), price);
}

function withoutFill(position: Position, { outSide, outQuantity, outPrice }: FillRow): Position {
  if (outSide === null || outQuantity === null || outPrice === null) return position;
  return applyFill(position, -signedQuantity(outSide, outQuantity), outPrice);
}

/**
 * What is held, per account and instrument: the last adopted position and every fill after it that no correction
 * replaced, in the order in which they came. Fills of an instrument whose terms are not known yet wait for them.
 * The rules are those of `#shared/domain/position-ledger.ts`, kept in tables instead of memory.
 */
export const positions: Projection<'positions'> = {
  table: 'positions',
  key: ['account_id', 'instrument_id'],
  open(database) {
    const putRow = recordWriter<Position>(database, 'positions', positionFields);
    const positionOf = database.prepare<[string, number], Position>(
      `SELECT ${positionColumns} FROM positions WHERE account_id = ? AND instrument_id = ?`,
    );
    const adoptedOf = database.prepare<[string, number], Position & { seq: number }>(
      `SELECT ${positionColumns}, seq FROM adopted_positions
       WHERE account_id = ? AND instrument_id = ?`,
    );
    const termsOf = database.prepare<[number], Terms>(
      `SELECT ${termColumns} FROM instruments WHERE instrument_id = ?`,
    );
    const commissionsOf = database
      .prepare<[string, number, string], number>(
        `SELECT commissions_micros FROM position_commissions
         WHERE account_id = ? AND instrument_id = ? AND currency = ?`,
      )
      .pluck();
    const executionOf = database.prepare<[string], NewFill>(
      `SELECT ${selectList(['accountId', 'instrumentId', 'side', 'quantity', 'price', 'replaces', 'seq'])}
       FROM executions WHERE exec_id = ?`,
    );
    const fillsAfter = database.prepare<[string, number, number], FillRow>(
      `SELECT fill.side, fill.quantity, fill.price,
              out.side AS outSide, out.quantity AS outQuantity, out.price AS outPrice
       FROM executions AS fill LEFT JOIN executions AS out ON out.exec_id = fill.takes_out
       WHERE fill.account_id = ? AND fill.instrument_id = ? AND fill.position_seq > ?
         AND fill.corrected_by IS NULL
       ORDER BY fill.position_seq`,
    );
    const accountsOf = database
      .prepare<[number, number], string>(
        `SELECT account_id FROM executions WHERE instrument_id = ?
         UNION SELECT account_id FROM adopted_positions WHERE instrument_id = ?`,
      )
      .pluck();

    const setFilled = database.prepare<[number, number, number, string, number]>(
      `UPDATE positions SET quantity = ?, cost_basis_micros = ?, realized_pnl_micros = ?
       WHERE account_id = ? AND instrument_id = ?`,
    );
    const sumCommissions = database.prepare<[string, number]>(
      `UPDATE positions SET commissions_micros = coalesce(
         (SELECT sums.commissions_micros FROM position_commissions AS sums
          WHERE sums.account_id = positions.account_id
            AND sums.instrument_id = positions.instrument_id
            AND sums.currency = positions.currency), 0)
       WHERE account_id = ? AND instrument_id = ?`,
    );
    const ownerOf = database.prepare<[string], Pick<Position, 'accountId' | 'instrumentId'>>(
      `SELECT account_id AS accountId, instrument_id AS instrumentId
       FROM executions WHERE exec_id = ?`,
    );

    const put = (position: Position): void => {
      const { accountId, instrumentId, currency } = position;
      const commissionsMicros = commissionsOf.get(accountId, instrumentId, currency) ?? 0;
      putRow({ ...position, commissionsMicros });
    };

    const fillIn = (position: Position): void => {
      const { accountId, instrumentId, quantity, costBasisMicros, realizedPnlMicros } = position;
      setFilled.run(quantity, costBasisMicros, realizedPnlMicros, accountId, instrumentId);
      sumCommissions.run(accountId, instrumentId);
    };

    const recompute = (accountId: string, instrumentId: number, terms: Terms): void => {
      const adopted = adoptedOf.get(accountId, instrumentId);
      let position: Position = {
        ...(adopted ?? flat),
        accountId,
        instrumentId,
        displaySymbol: terms.displaySymbol,
        currency: terms.currency,
        multiplier: terms.multiplier,
      };
      for (const fill of fillsAfter.all(accountId, instrumentId, adopted?.seq ?? 0)) {
        position = withFill(withoutFill(position, fill), fill);
      }
      put(position);
    };

    const takeExecution = (execId: string, factSeq: number): void => {
      const fill = executionOf.get(execId);
      // A repeated report changed nothing.
      if (fill === undefined || fill.seq !== factSeq) return;
      const { accountId, instrumentId } = fill;
      const held = positionOf.get(accountId, instrumentId);
      const terms = held ?? termsOf.get(instrumentId);
      if (terms === undefined) return;
      if (held === undefined || fill.replaces !== null) recompute(accountId, instrumentId, terms);
      else fillIn(withFill(held, fill));
    };

    return {
      'execution.received': (fact) => takeExecution(fact.body.execution.execId, fact.seq),
      'commission.received': (fact) => {
        const owner = ownerOf.get(fact.body.execId);
        if (owner !== undefined) sumCommissions.run(owner.accountId, owner.instrumentId);
      },
      'position.adopted': (fact) => put(fact.body.position),
      'instrument.resolved': (fact) => {
        const { instrument } = fact.body;
        const { instrumentId, displaySymbol, currency, multiplier } = instrument;
        for (const accountId of accountsOf.all(instrumentId, instrumentId)) {
          const held = positionOf.get(accountId, instrumentId);
          const isSame =
            held?.displaySymbol === displaySymbol &&
            held.currency === currency &&
            held.multiplier === multiplier;
          if (!isSame) recompute(accountId, instrumentId, instrument);
        }
      },
    };
  },
};

const flat = {
  quantity: 0,
  costBasisMicros: 0,
  realizedPnlMicros: 0,
  commissionsMicros: 0,
} as const;
