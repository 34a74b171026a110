import type { Fact } from '#shared/domain/fact.ts';

import type { DeskReached } from '../../src/main/readiness/check-world.ts';
import { lies, scratchLies, type PlantedDefect } from './planted-defect.ts';

/** The journal of a desk says something else than happened. */
function tells(
  desk: Pick<DeskReached, 'facts'>,
  change: (fact: Fact) => readonly Fact[],
): Pick<DeskReached, 'facts'> {
  return { facts: (fromSeq) => [...desk.facts(fromSeq)].flatMap(change) };
}

/** The journal of the certified desk says something else than happened. */
function deskTells(change: (fact: Fact) => readonly Fact[]): PlantedDefect['plant'] {
  return (world) => ({ ...world, desk: { ...world.desk, ...tells(world.desk, change) } });
}

/** The journal of every desk that a check makes for itself says something else than happened. */
function scratchTells(change: (fact: Fact) => readonly Fact[]): PlantedDefect['plant'] {
  return (world) => ({
    ...world,
    scratchDesk: async (options) => {
      const desk = await world.scratchDesk(options);
      return { ...desk, ...tells(desk, change) };
    },
  });
}

/** Phase 3. */
export const executionDefects: readonly PlantedDefect[] = [
  {
    checkId: 'order-lives',
    broken: 'A cancel is sent and not on record.',
    plant: deskTells((fact) => (fact.kind === 'order.cancel-intended' ? [] : [fact])),
    says: /LMT DAY, far: It was not CANCELLING when it had to be/,
  },
  {
    checkId: 'order-modified',
    broken: 'The broker takes the new quantity and keeps the old price.',
    plant: (world) => {
      const firstPrices = new Map<string, number | null>();
      return deskTells((fact) => {
        if (fact.kind !== 'order.changed') return [fact];
        const { order } = fact.body;
        if (!firstPrices.has(order.orderRef)) firstPrices.set(order.orderRef, order.limitPrice);
        const limitPrice = firstPrices.get(order.orderRef) ?? null;
        return [{ ...fact, body: { ...fact.body, order: { ...order, limitPrice } } }];
      })(world);
    },
    says: /The broker never had it with/,
  },
  {
    checkId: 'stops-trigger',
    broken: 'Stops that buy trade before the market has reached them.',
    plant: (world) => {
      const stops = new Set<string>();
      return scratchTells((fact) => {
        if (fact.kind === 'order.changed' && fact.body.order.stopPrice !== null) {
          stops.add(fact.body.order.orderRef);
        }
        if (fact.kind !== 'execution.received') return [fact];
        const { execution } = fact.body;
        if (execution.side === 'SELL' || !stops.has(execution.orderRef)) return [fact];
        const price = execution.price * 0.9;
        return [{ ...fact, body: { ...fact.body, execution: { ...execution, price } } }];
      })(world);
    },
    says: /STP BUY: It filled at .* before its stop/,
  },
  {
    checkId: 'partial-fill',
    broken: 'What has filled of an order in F is not counted as held.',
    plant: scratchLies({
      topics: {
        positions: (rows) =>
          rows.map((row) => (row.displaySymbol === 'F' ? { ...row, quantity: 0 } : row)),
      },
    }),
    says: /filled, and 0 are held/,
  },
  {
    checkId: 'rejection-told',
    broken: 'The alert of a refusal is closed by itself.',
    plant: scratchLies({
      topics: { alerts: (alerts) => alerts.map((each) => ({ ...each, state: 'resolved' })) },
    }),
    says: /The alert is resolved and not open/,
  },
  {
    checkId: 'bracket-exits',
    broken: 'The broker leaves the other exit, and the desk has to cancel it.',
    plant: scratchTells((fact) => {
      if (fact.kind !== 'order.changed') return [fact];
      const { orderRef, status, entryRef } = fact.body.order;
      if (status !== 'CANCELLED' || entryRef == null) return [fact];
      return [{ ...fact, kind: 'order.cancel-intended', body: { orderRef } }, fact];
    }),
    says: /The desk had to cancel it, and not the broker/,
  },
  {
    checkId: 'bracket-called-off',
    broken: 'An exit does not hang on its entry.',
    plant: deskTells((fact) => {
      if (fact.kind !== 'order.changed') return [fact];
      const { order } = fact.body;
      return [{ ...fact, body: { ...fact.body, order: { ...order, entryRef: null } } }];
    }),
    says: /It does not hang on the entry/,
  },
  {
    checkId: 'valid-orders-pass',
    broken: 'The broker refuses every twentieth order.',
    plant: (world) => {
      // Other checks of the phase place fewer.
      let placed = 0;
      const call: DeskReached['call'] = async (command, input, hand) => {
        if (command === 'order.place') {
          placed += 1;
          if (placed % 20 === 0) await world.desk.gateway?.inject({ kind: 'reject-order' });
        }
        return world.desk.call(command, input, hand);
      };
      return { ...world, desk: { ...world.desk, call } };
    },
    says: /Of them failed is [\d.]+ %, and must be at most 2 %/,
  },
  {
    checkId: 'order-latency',
    broken: 'Every answer of the broker is on record six seconds late.',
    plant: deskTells((fact) => {
      if (fact.kind !== 'order.changed') return [fact];
      return [{ ...fact, at: new Date(Date.parse(fact.at) + 6_000).toISOString() }];
    }),
    says: /Acknowledged, p50 is 6,0/,
  },
  {
    checkId: 'campaign-reconciled',
    broken: 'The broker takes a cent more for every fill than it reports.',
    plant: scratchTells((fact) => {
      if (fact.kind !== 'commission.received') return [fact];
      const commissionMicros = fact.body.commissionMicros - 10_000;
      return [{ ...fact, body: { ...fact.body, commissionMicros } }];
    }),
    says: /SPY, commissions by the desk’s books is said to be 4, and the fills add up to 3.96/,
  },
  {
    checkId: 'go-live-blockers',
    broken: 'The desk is REDUCING.',
    plant: lies({
      topics: { status: (items) => items.map((each) => ({ ...each, tradingState: 'REDUCING' })) },
    }),
    says: /Against it: the desk is REDUCING/,
  },
  {
    checkId: 'transition-to-shadow',
    broken: 'At a live account no control asks of what kind the account is.',
    plant: scratchLies({
      answers: {
        'order.place': ({ verdicts, ...answer }) => ({
          ...answer,
          verdicts: verdicts.filter(({ controlId }) => controlId !== 'account-kind'),
        }),
      },
    }),
    says: /MKT is not denied by account-kind/,
  },
  {
    checkId: 'execution-notices',
    broken: 'Every execution comes with a commission already: that one is missing cannot be told.',
    plant: deskTells((fact) => {
      if (fact.kind !== 'execution.received') return [fact];
      const execution = { ...fact.body.execution, commissionMicros: 1_000_000 };
      return [{ ...fact, body: { ...fact.body, execution } }];
    }),
    says: /Not noticed: a fill is on record without its commission/,
  },
];
