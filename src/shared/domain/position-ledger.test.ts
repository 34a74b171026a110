import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Execution } from './execution.ts';
import { adoptedPosition } from './position.ts';
import {
  addCommission,
  addFill,
  adoptPosition,
  correctFill,
  nameLedger,
  openLedger,
  removeCommission,
  type LedgerInstrument,
  type PositionLedger,
} from './position-ledger.ts';

const aapl: LedgerInstrument = {
  instrumentId: 265598,
  displaySymbol: 'AAPL',
  currency: 'USD',
  multiplier: 1,
};

function execution(execId: string, signed: number, price: number, commission = 0): Execution {
  return {
    execId,
    orderRef: 'ref',
    permId: 1,
    accountId: 'DU9000001',
    instrumentId: aapl.instrumentId,
    displaySymbol: 'AAPL',
    side: signed > 0 ? 'BUY' : 'SELL',
    quantity: Math.abs(signed),
    price,
    executedAt: '2026-04-13T16:46:00.000Z',
    commissionMicros: commission === 0 ? null : commission,
    commissionCurrency: commission === 0 ? null : 'USD',
    brokerRealizedPnlMicros: null,
  };
}

function ledgerOf(...fills: readonly Execution[]): PositionLedger {
  const ledger = openLedger(aapl.instrumentId);
  nameLedger(ledger, aapl);
  for (const fill of fills) addFill(ledger, fill);
  return ledger;
}

describe('a ledger', () => {
  it('knows the quantity before the instrument, and the worth after', () => {
    const ledger = openLedger(aapl.instrumentId);
    addFill(ledger, execution('a', 10, 100, 500));
    expect(ledger).toMatchObject({ quantity: 10, position: null });
    nameLedger(ledger, { ...aapl, multiplier: 5 });
    expect(ledger.position).toMatchObject({ costBasisMicros: 5000e6, commissionsMicros: 500 });
  });

  it('puts a correction where the corrected fill stood', () => {
    const wrong = execution('a.01', 10, 100);
    const ledger = ledgerOf(wrong, execution('b.01', -5, 120));
    expect(ledger.position?.realizedPnlMicros).toBe(100e6);
    correctFill(ledger, wrong, execution('a.02', 10, 110));
    expect(ledger.position).toMatchObject({ realizedPnlMicros: 50e6, costBasisMicros: 550e6 });
  });

  it('takes the fills before an adoption as inside it, and their corrections as differences', () => {
    const wrong = execution('a.01', 10, 100);
    const ledger = ledgerOf(wrong);
    const { instrumentId, displaySymbol, currency, multiplier } = aapl;
    const base = { accountId: 'DU9000001', instrumentId, displaySymbol, currency, multiplier };
    adoptPosition(ledger, adoptedPosition(base, 50, 90));
    expect(ledger.position).toMatchObject({ quantity: 50, costBasisMicros: 4500e6 });
    const better = execution('a.02', 7, 100);
    correctFill(ledger, wrong, better);
    expect(ledger.quantity).toBe(47);
    correctFill(ledger, better, execution('a.03', 8, 100));
    expect(ledger.quantity).toBe(48);
  });

  it('keeps commissions in another currency out of the position', () => {
    const ledger = ledgerOf(execution('a', 10, 100, 500));
    addCommission(ledger, 'EUR', 300);
    expect(ledger.position?.commissionsMicros).toBe(500);
    expect(ledger.commissions.get('EUR')).toBe(300);
    removeCommission(ledger, 'USD', 500);
    expect(ledger.position?.commissionsMicros).toBe(0);
  });

  it('worked out fill by fill is worked out from nothing, whatever was corrected', () => {
    const signed = fc.integer({ min: -50, max: 50 }).filter((quantity) => quantity !== 0);
    const price = fc.integer({ min: 90, max: 110 });
    const fill = fc.record({ quantity: signed, price, corrected: fc.option(signed) });
    fc.assert(
      fc.property(fc.array(fill, { maxLength: 20 }), (fills) => {
        const ledger = ledgerOf();
        fills.forEach((each, index) =>
          addFill(ledger, execution(`${index}.01`, each.quantity, each.price, 7)),
        );
        fills.forEach((each, index) => {
          if (each.corrected === null) return;
          const wrong = execution(`${index}.01`, each.quantity, each.price, 7);
          correctFill(ledger, wrong, execution(`${index}.02`, each.corrected, each.price, 7));
        });
        const fresh = ledgerOf(
          ...fills.map((each, index) =>
            execution(`${index}`, each.corrected ?? each.quantity, each.price, 7),
          ),
        );
        expect(ledger.position).toEqual(fresh.position);
        expect(ledger.quantity).toBe(fresh.quantity);
      }),
    );
  });
});
