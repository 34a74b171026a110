import { OrderStatus, OrderType, SecType } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';

import {
  parseBrokerOrder,
  parseBrokerStatus,
  parseOrderStatus,
  parseSide,
  parseWhatIf,
} from './parse-order.ts';

const unset = Number.MAX_VALUE;
const contract = { conId: 1, symbol: 'SPY', secType: SecType.STK, currency: 'USD' };

describe('orders as the broker describes them', () => {
  it.each([
    [OrderType.MKT, null, null],
    [OrderType.LMT, 10, null],
    [OrderType.STP, null, 9],
    [OrderType.STP_LMT, 10, 9],
    [OrderType.TRAIL, 10, 9],
  ])('%s carries the prices its type uses', (orderType, limitPrice, stopPrice) => {
    const order = { orderType, lmtPrice: 10, auxPrice: 9 };
    expect(parseBrokerOrder(contract, order, { status: OrderStatus.Submitted })).toMatchObject({
      limitPrice,
      stopPrice,
    });
  });

  it('makes unset figures null and absent ids 0', () => {
    const order = { orderType: OrderType.LMT, lmtPrice: unset, auxPrice: unset, orderRef: '' };
    expect(parseBrokerOrder(contract, order, { status: OrderStatus.Submitted })).toMatchObject({
      limitPrice: null,
      stopPrice: null,
      orderRef: null,
      orderId: 0,
      permId: 0,
      clientId: 0,
      filledQuantity: null,
      reason: null,
    });
  });

  it('takes the filled quantity of a completed order, which comes with quantity 0, for its quantity', () => {
    const order = { orderType: OrderType.MKT, totalQuantity: 0, filledQuantity: 10 };
    const state = { status: OrderStatus.Filled, completedStatus: 'Filled Size: 10' };
    expect(parseBrokerOrder(contract, order, state)).toMatchObject({
      quantity: 10,
      filledQuantity: 10,
      brokerStatus: 'Filled',
      reason: 'Filled Size: 10',
    });
  });

  it('takes a status it does not know for working', () => {
    expect(parseBrokerStatus('Cancelled')).toBe('Cancelled');
    expect(parseBrokerStatus('SomethingNew')).toBe('Submitted');
  });

  it('reads both ways of naming a side', () => {
    expect(['BUY', 'BOT', 'SELL', 'SLD', 'SSHORT'].map(parseSide)).toEqual([
      'BUY',
      'BUY',
      'SELL',
      'SELL',
      'SELL',
    ]);
  });

  it('gives an average price only where something was filled', () => {
    expect(parseOrderStatus(1, 'Submitted', 0, 10, 0, 5, 7, '')).toMatchObject({
      averageFillPrice: null,
      whyHeld: null,
    });
    expect(parseOrderStatus(1, 'Submitted', 4, 6, 10.5, 5, 7, 'locate')).toMatchObject({
      filledQuantity: 4,
      remainingQuantity: 6,
      averageFillPrice: 10.5,
      whyHeld: 'locate',
    });
  });

  it('reads a preview, and says null where the broker said nothing', () => {
    expect(
      parseWhatIf({
        status: OrderStatus.PreSubmitted,
        initMarginAfter: 1000,
        initMarginChange: 500,
        maintMarginAfter: unset,
        maxCommission: 1.5,
        commission: unset,
        commissionCurrency: 'USD',
        warningText: '',
      }),
    ).toEqual({
      initialMarginAfter: 1000,
      initialMarginChange: 500,
      maintenanceMarginAfter: null,
      equityWithLoanAfter: null,
      commission: 1.5,
      commissionCurrency: 'USD',
      warning: null,
    });
  });
});
