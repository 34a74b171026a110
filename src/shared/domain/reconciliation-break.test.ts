import { describe, expect, it } from 'vitest';

import { factBodySchemas } from './fact.ts';

describe('a break in the journal', () => {
  const completed = (breaks: unknown[]) =>
    factBodySchemas['reconciliation.completed'].parse({
      openOrders: 0,
      executionsAdded: 0,
      unknownOrders: 0,
      breaks,
      complete: true,
    }).breaks;

  it('of an early journal is read with what it does not say left open', () => {
    expect(completed([{ subject: 'Position SPY', desk: '4', broker: '7' }])).toEqual([
      {
        breakId: 'Position SPY',
        kind: 'position',
        subject: 'Position SPY',
        desk: '4',
        broker: '7',
        instrumentId: null,
        orderRef: null,
        acceptable: false,
      },
    ]);
  });

  it('is read as it was written', () => {
    const found = {
      breakId: 'cash:DU1000001:USD',
      kind: 'cash',
      subject: 'Cash in USD',
      desk: '10.00 USD',
      broker: '11.00 USD',
      instrumentId: null,
      orderRef: null,
      acceptable: true,
    };
    expect(completed([found])).toEqual([found]);
  });
});
