import { describe, expect, it } from 'vitest';

import { wireOrderOf } from '../../../test/support/link-under-test.ts';
import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import { orderSideSchema, orderTypeSchema, timeInForceSchema } from '#shared/domain/order.ts';

import { wireContract, wireOrder, wirePreview, wireQuery } from './order-wire.ts';

describe('an order on its way to the wire', () => {
  it('carries everything that decides what it does', () => {
    expect(
      wireOrder(
        wireOrderOf({
          side: 'SELL',
          orderType: 'STP LMT',
          quantity: 7,
          limitPrice: 249.5,
          stopPrice: 250,
          timeInForce: 'GTC',
          outsideRth: true,
        }),
      ),
    ).toEqual({
      action: 'SELL',
      totalQuantity: 7,
      orderType: 'STP LMT',
      lmtPrice: 249.5,
      auxPrice: 250,
      tif: 'GTC',
      account: 'DU1000001',
      orderRef: wireOrderOf().orderRef,
      outsideRth: true,
      transmit: true,
      whatIf: false,
    });
  });

  it('leaves out the prices it has not', () => {
    const sent = wireOrder(wireOrderOf({ orderType: 'MKT', limitPrice: null }));
    expect(sent).not.toHaveProperty('lmtPrice');
    expect(sent).not.toHaveProperty('auxPrice');
    expect(sent.outsideRth).toBe(false);
  });

  it.each(orderSideSchema.options)('says %s as it is', (side) => {
    expect(wireOrder(wireOrderOf({ side })).action).toBe(side);
  });

  it.each(orderTypeSchema.options)('says %s as it is', (orderType) => {
    expect(wireOrder(wireOrderOf({ orderType })).orderType).toBe(orderType);
  });

  it.each(timeInForceSchema.options)('says %s as it is', (timeInForce) => {
    expect(wireOrder(wireOrderOf({ timeInForce })).tif).toBe(timeInForce);
  });

  it('is a preview by its mark alone', () => {
    const order = wireOrderOf();
    expect(wirePreview(order)).toEqual({ ...wireOrder(order), whatIf: true });
  });
});

describe('a contract on its way to the wire', () => {
  it('is named by its id, and says where it trades', () => {
    expect(wireContract(spyInstrument)).toEqual({
      conId: 756733,
      symbol: 'SPY',
      secType: 'STK',
      exchange: 'SMART',
      currency: 'USD',
    });
  });

  it('that is looked up is described by what is known of it, and nothing else', () => {
    expect(wireQuery({})).toEqual({});
    expect(
      wireQuery({
        symbol: 'SPY',
        secType: 'OPT',
        exchange: 'SMART',
        currency: 'USD',
        tradingClass: 'SPY',
        expiry: '20200320',
        strike: 250,
        right: 'P',
      }),
    ).toEqual({
      symbol: 'SPY',
      secType: 'OPT',
      exchange: 'SMART',
      currency: 'USD',
      tradingClass: 'SPY',
      lastTradeDateOrContractMonth: '20200320',
      strike: 250,
      right: 'P',
    });
    expect(wireQuery({ instrumentId: 5, localSymbol: 'MESM0' })).toEqual({
      conId: 5,
      localSymbol: 'MESM0',
    });
  });
});
