import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { factKinds, type Fact, type NewFact } from '#shared/domain/fact.ts';
import {
  addCommission,
  addFill,
  adoptPosition,
  correctFill,
  nameLedger,
  openLedger,
  removeCommission,
} from '#shared/domain/position-ledger.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Position } from '#shared/domain/position.ts';

import { VirtualClock } from '../../../../test/support/virtual-clock.ts';
import {
  accountId,
  exampleAlert,
  exampleExecution,
  exampleInstrument,
  exampleOrder,
  exampleVerdicts,
  numbered,
  oneOfEach,
} from '../facts.fixture.ts';
import { emptyFolder, listeningLog } from '../folder.fixture.ts';
import { openJournal } from '../journal.ts';
import { migrate } from '../schema.ts';
import { compareTable } from '../table-comparison.ts';
import { verifyDataFolder } from '../verification.ts';
import { everyProjection, openProjections, tablesOfFact } from './every-projection.ts';

function derivedFrom(facts: readonly Fact[]): Database.Database {
  const database = new Database(':memory:');
  migrate(database, 0, () => {});
  const apply = openProjections(database);
  for (const fact of facts) apply(fact);
  return database;
}

function rowsOf(newFacts: readonly NewFact[], sql: string): unknown[] {
  const database = derivedFrom(numbered(newFacts));
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

const by = 'desk';
const orderRef = exampleOrder().orderRef;

describe('which fact changes which table', () => {
  it.each(factKinds)('%s changes the tables it names and no other', (kind) => {
    const facts = numbered(oneOfEach());
    const before = new Database(':memory:');
    const after = new Database(':memory:');
    for (const database of [before, after]) migrate(database, 0, () => {});
    const applyBefore = openProjections(before);
    const applyAfter = openProjections(after);
    const changed = new Set<string>();
    for (const fact of facts) {
      applyAfter(fact);
      if (fact.kind === kind) {
        for (const projection of everyProjection) {
          if (compareTable(projection, before, after) !== null) changed.add(projection.table);
        }
      }
      applyBefore(fact);
    }
    for (const table of changed) expect(tablesOfFact[kind]).toContain(table);
    expect(changed.size > 0).toBe(tablesOfFact[kind].length > 0);
  });
});

describe('orders', () => {
  const intended: NewFact = {
    kind: 'order.intended',
    by: 'ana',
    body: { order: exampleOrder(), verdicts: exampleVerdicts(), limitsVersion: 1 },
  };
  const working: NewFact = {
    kind: 'order.changed',
    by,
    body: { order: exampleOrder({ status: 'WORKING', permId: 7 }), cause: 'open-order' },
  };
  const change = { quantity: 400, limitPrice: null, stopPrice: null };

  it.each<[string, NewFact[], object]>([
    ['an intent', [intended], { status: 'SENDING', perm_id: null, outside_rth: 0 }],
    ['the last word on it', [intended, working], { status: 'WORKING', perm_id: 7 }],
    [
      'a cancel on its way',
      [intended, working, { kind: 'order.cancel-intended', by, body: { orderRef } }],
      { status: 'CANCELLING', updated_at: '2020-03-09T13:30:00.003Z' },
    ],
    [
      'a modify on its way',
      [
        intended,
        working,
        {
          kind: 'order.modify-intended',
          by,
          body: { orderRef, change, verdicts: [], limitsVersion: 1 },
        },
      ],
      { status: 'WORKING', quantity: 500, pending_change: JSON.stringify(change) },
    ],
    [
      'nothing of a modify that was denied',
      [
        intended,
        working,
        {
          kind: 'order.modify-denied',
          by,
          body: { orderRef, change, verdicts: [], limitsVersion: 1 },
        },
      ],
      { status: 'WORKING', pending_change: null },
    ],
    [
      'a denial',
      [
        {
          kind: 'order.denied',
          by,
          body: { order: exampleOrder({ status: 'DENIED' }), verdicts: [], limitsVersion: 1 },
        },
      ],
      { status: 'DENIED' },
    ],
  ])('show %s', (_name, facts, row) => {
    expect(rowsOf(facts, 'SELECT * FROM orders')).toMatchObject([row]);
  });
});

describe('decisions', () => {
  it('are kept of placing and modifying, allowed or not', () => {
    expect(rowsOf(oneOfEach(), 'SELECT order_ref, decides, allowed FROM decisions')).toEqual([
      { order_ref: orderRef, decides: 'place', allowed: 1 },
      { order_ref: '01E30YK3Q80000000000000002', decides: 'place', allowed: 0 },
      { order_ref: orderRef, decides: 'modify', allowed: 0 },
      { order_ref: orderRef, decides: 'modify', allowed: 1 },
    ]);
  });
});

describe('executions', () => {
  const received = (change: Partial<Execution>, corrects: string | null = null): NewFact => ({
    kind: 'execution.received',
    by,
    body: { execution: exampleExecution(change), corrects },
  });
  const commission = (execId: string, micros: number): NewFact => ({
    kind: 'commission.received',
    by,
    body: { execId, commissionMicros: micros, currency: 'USD', brokerRealizedPnlMicros: 5 },
  });
  const columns = 'SELECT exec_id, commission_micros, replaces, corrected_by FROM executions';

  it('get their commission when it comes, the last one where it comes twice', () => {
    expect(
      rowsOf([received({ execId: 'a.01' }), commission('a.01', 1), commission('a.01', 2)], columns),
    ).toEqual([{ exec_id: 'a.01', commission_micros: 2, replaces: null, corrected_by: null }]);
  });

  it('know what corrects them, also a correction of a correction that names the first', () => {
    const facts = [
      received({ execId: 'a.01' }),
      received({ execId: 'a.02' }, 'a.01'),
      received({ execId: 'a.03' }, 'a.01'),
    ];
    expect(rowsOf(facts, columns)).toMatchObject([
      { exec_id: 'a.01', replaces: null, corrected_by: 'a.02' },
      { exec_id: 'a.02', replaces: 'a.01', corrected_by: 'a.03' },
      { exec_id: 'a.03', replaces: 'a.02', corrected_by: null },
    ]);
  });

  it('count once, however often they are reported', () => {
    const facts: NewFact[] = [
      { kind: 'instrument.resolved', by, body: { instrument: exampleInstrument() } },
      received({ execId: 'a.01', quantity: 10 }),
      received({ execId: 'a.01', quantity: 10 }),
    ];
    expect(rowsOf(facts, 'SELECT quantity FROM positions')).toEqual([{ quantity: 10 }]);
  });
});

describe('alerts, watchlist, trading states and single values', () => {
  it('show how an alert stands', () => {
    const change = (alert: object, kind: 'raised' | 'acknowledged'): NewFact => ({
      kind: 'alert.changed',
      by,
      body: { alert: exampleAlert(alert), change: kind },
    });
    const facts = [
      change({}, 'raised'),
      change({ state: 'acknowledged', count: 3 }, 'acknowledged'),
    ];
    expect(rowsOf(facts, 'SELECT state, count, condition_cleared FROM alerts')).toEqual([
      { state: 'acknowledged', count: 3, condition_cleared: 0 },
    ]);
  });

  it('hold what is watched, in the order in which it was added', () => {
    const added = (instrumentId: number): NewFact => ({
      kind: 'watchlist.added',
      by,
      body: { instrumentId },
    });
    const facts: NewFact[] = [
      added(9),
      added(3),
      added(9),
      added(5),
      { kind: 'watchlist.removed', by, body: { instrumentId: 3 } },
    ];
    expect(rowsOf(facts, 'SELECT * FROM watchlist ORDER BY seq')).toEqual([
      { instrument_id: 9, seq: 1 },
      { instrument_id: 5, seq: 4 },
    ]);
  });

  it('keep the trading state of the desk apart from those of instruments', () => {
    const asked = 'SELECT instrument_id, state, cause, "by" FROM trading_states';
    expect(rowsOf(oneOfEach(), asked)).toEqual([
      { instrument_id: 0, state: 'HALTED', cause: 'kill', by: 'ana' },
      { instrument_id: 756_733, state: 'REDUCING', cause: 'person', by: 'rosa' },
    ]);
  });

  it('remember what the desk last said of itself', () => {
    const rows = rowsOf(oneOfEach(), 'SELECT key, value FROM meta');
    expect(rows).toContainEqual({ key: 'account-id', value: accountId });
    expect(rows).toContainEqual({ key: 'gateway-kind', value: 'simulated' });
    expect(rows).toContainEqual({ key: 'exchange-date', value: '2020-03-09' });
  });
});

const instruments = [
  exampleInstrument(),
  exampleInstrument({
    instrumentId: 362_687_422,
    displaySymbol: 'MESM0',
    secType: 'FUT',
    multiplier: 5,
  }),
];

/** What the broker may say of a desk's fills, in any order. */
const word = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      say: fc.constant('named' as const),
      which: fc.nat(1),
      multiplier: fc.constantFrom(1, 5),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      say: fc.constant('fill' as const),
      which: fc.nat(1),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      quantity: fc.integer({ min: 1, max: 1000 }).map((n) => n / 10),
      cents: fc.integer({ min: 1, max: 60_000 }),
      commission: fc.option(fc.integer({ min: -500_000, max: 5_000_000 })),
      currency: fc.constantFrom('USD', 'EUR'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      say: fc.constant('correction' as const),
      which: fc.nat(),
      quantity: fc.integer({ min: 1, max: 1000 }),
      cents: fc.integer({ min: 1, max: 60_000 }),
      commission: fc.option(fc.integer({ min: 0, max: 5_000_000 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      say: fc.constant('commission' as const),
      which: fc.nat(),
      micros: fc.integer({ min: -500_000, max: 5_000_000 }),
      currency: fc.constantFrom('USD', 'EUR'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      say: fc.constant('adopted' as const),
      which: fc.nat(1),
      quantity: fc.integer({ min: -500, max: 500 }),
      cost: fc.integer({ min: 1, max: 60_000 }),
    }),
  },
);
type Word = typeof word extends fc.Arbitrary<infer Value> ? Value : never;

/** The facts that words become, and beside them the ledgers that the desk keeps in memory of the same facts. */
function hearAll(words: readonly Word[]): {
  facts: Fact[];
  positions: Map<number, Position | null>;
} {
  const ledgers = new Map(
    instruments.map(({ instrumentId }) => [instrumentId, openLedger(instrumentId)]),
  );
  const ledgerOf = (instrumentId: number) => ledgers.get(instrumentId) ?? openLedger(instrumentId);
  const current: Execution[] = [];
  const newFacts: NewFact[] = [];
  words.forEach((said, index) => {
    const instrument = instruments[said.which % 2] ?? exampleInstrument();
    const { instrumentId, displaySymbol } = instrument;
    const place = said.which % Math.max(1, current.length);
    const known = current[place];
    switch (said.say) {
      case 'named': {
        const named = { ...instrument, multiplier: said.multiplier };
        nameLedger(ledgerOf(instrumentId), named);
        newFacts.push({ kind: 'instrument.resolved', by, body: { instrument: named } });
        return;
      }
      case 'fill': {
        const execution = exampleExecution({
          execId: `${index}.01`,
          instrumentId,
          displaySymbol,
          side: said.side,
          quantity: said.quantity,
          price: said.cents / 100,
          commissionMicros: said.commission,
          commissionCurrency: said.commission === null ? null : said.currency,
        });
        addFill(ledgerOf(instrumentId), execution);
        current.push(execution);
        newFacts.push({ kind: 'execution.received', by, body: { execution, corrects: null } });
        return;
      }
      case 'correction': {
        if (known === undefined) return;
        const execution = {
          ...known,
          execId: `${known.execId}+`,
          quantity: said.quantity,
          price: said.cents / 100,
          commissionMicros: said.commission,
          commissionCurrency: said.commission === null ? null : 'USD',
        };
        correctFill(ledgerOf(known.instrumentId), known, execution);
        current[place] = execution;
        newFacts.push({
          kind: 'execution.received',
          by,
          body: { execution, corrects: known.execId },
        });
        return;
      }
      case 'commission': {
        if (known === undefined) return;
        const ledger = ledgerOf(known.instrumentId);
        removeCommission(ledger, known.commissionCurrency, known.commissionMicros);
        addCommission(ledger, said.currency, said.micros);
        current[place] = {
          ...known,
          commissionMicros: said.micros,
          commissionCurrency: said.currency,
        };
        newFacts.push({
          kind: 'commission.received',
          by,
          body: {
            execId: known.execId,
            commissionMicros: said.micros,
            currency: said.currency,
            brokerRealizedPnlMicros: null,
          },
        });
        return;
      }
      case 'adopted': {
        const position: Position = {
          accountId,
          instrumentId,
          displaySymbol,
          currency: instrument.currency,
          multiplier: instrument.multiplier,
          quantity: said.quantity,
          costBasisMicros: said.quantity * said.cost * 10_000,
          realizedPnlMicros: 0,
          commissionsMicros: 0,
        };
        adoptPosition(ledgerOf(instrumentId), position);
        newFacts.push({ kind: 'position.adopted', by, body: { position, reason: 'Asked for.' } });
      }
    }
  });
  const positions = new Map([...ledgers].map(([id, ledger]) => [id, ledger.position]));
  return { facts: numbered(newFacts), positions };
}

describe('positions', () => {
  it("are what the desk's own ledger says, whatever the broker says in whatever order", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const { facts, positions } = hearAll(words);
        const database = derivedFrom(facts);
        for (const [instrumentId, position] of positions) {
          const row = database
            .prepare(
              `SELECT account_id AS accountId, instrument_id AS instrumentId,
                      display_symbol AS displaySymbol, currency, multiplier, quantity,
                      cost_basis_micros AS costBasisMicros,
                      realized_pnl_micros AS realizedPnlMicros,
                      commissions_micros AS commissionsMicros
               FROM positions WHERE instrument_id = ?`,
            )
            .get(instrumentId);
          expect(row ?? null).toEqual(position);
        }
        database.close();
      }),
      { numRuns: 300 },
    );
  });
});

describe('every derived table', () => {
  it('is the same however the facts were grouped when they were recorded', () => {
    const clock = new VirtualClock();
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 30 }),
        fc.integer({ min: 1, max: 12 }),
        (words, size) => {
          const facts = [
            ...numbered(oneOfEach()),
            ...numbered(
              hearAll(words).facts.map(({ seq: _seq, at: _at, ...newFact }) => newFact),
              oneOfEach().length + 1,
            ),
          ];
          const dataDir = emptyFolder();
          const journal = openJournal({ dataDir, clock, log: listeningLog() });
          let recorded = 0;
          while (recorded < facts.length) {
            journal.append(facts.slice(recorded, recorded + size));
            recorded += size;
          }
          journal.close();
          expect(verifyDataFolder(dataDir)).toEqual({
            ok: true,
            facts: facts.length,
            difference: null,
          });
        },
      ),
      { numRuns: 25 },
    );
  });
});
