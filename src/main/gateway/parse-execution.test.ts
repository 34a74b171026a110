import { SecType } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';

import { parseCommission, parseExecution } from './parse-execution.ts';

const contract = { conId: 756733, symbol: 'SPY', secType: SecType.STK };
const details = {
  execId: '0000e0d5.69e02bfb.01.01',
  orderId: 5,
  clientId: 7,
  permId: 99,
  orderRef: '01J',
  acctNumber: 'DU1000001',
  side: 'BOT',
  shares: 10,
  price: 250.25,
  time: '20260413 15:27:04 US/Eastern',
};

describe('fills', () => {
  it('come in the desk’s words', () => {
    expect(parseExecution(contract, details, null, 0)).toEqual({
      timeIsKnown: true,
      execution: {
        execId: '0000e0d5.69e02bfb.01.01',
        orderId: 5,
        clientId: 7,
        permId: 99,
        orderRef: '01J',
        accountId: 'DU1000001',
        instrumentId: 756733,
        displaySymbol: 'SPY',
        side: 'BUY',
        quantity: 10,
        price: 250.25,
        executedAt: '2026-04-13T19:27:04.000Z',
      },
    });
  });

  it('are kept even when their time cannot be read', () => {
    const parsed = parseExecution(contract, { ...details, time: 'soon' }, null, 1_000);
    expect(parsed?.timeIsKnown).toBe(false);
    expect(parsed?.execution.executedAt).toBe('1970-01-01T00:00:01.000Z');
  });

  it.each([{ execId: '' }, { shares: -1 }, { price: Number.MAX_VALUE }])('need %o', (wrong) => {
    expect(parseExecution(contract, { ...details, ...wrong }, null, 0)).toBeNull();
  });

  it('have commissions in whole micro-units, and a realised P&L only when closing', () => {
    expect(
      parseCommission({ execId: 'a.1', commission: 1.005, currency: 'USD', realizedPNL: -12.34 }),
    ).toEqual({
      execId: 'a.1',
      commissionMicros: 1_005_000,
      currency: 'USD',
      realizedPnlMicros: -12_340_000,
    });
    expect(parseCommission({ execId: 'a.1', commission: 1, currency: 'USD' })).toMatchObject({
      realizedPnlMicros: null,
    });
    expect(parseCommission({ execId: 'a.1', commission: Number.MAX_VALUE })).toBeNull();
  });
});
