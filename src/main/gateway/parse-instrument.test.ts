import { OptionType, SecType, type Contract, type ContractDetails } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';

import {
  displaySymbol,
  marketRuleOf,
  parseInstrument,
  parsePositionInstrument,
} from './parse-instrument.ts';

function details(contract: Contract, given: Partial<ContractDetails> = {}): ContractDetails {
  return { contract: { conId: 1, ...contract }, minTick: 0.01, ...given };
}

describe('instruments', () => {
  it.each([
    [{ symbol: 'SPY', secType: SecType.STK, localSymbol: 'SPY' }, 'SPY'],
    [{ symbol: 'EUR', secType: SecType.CASH, currency: 'USD', localSymbol: 'EUR.USD' }, 'EUR.USD'],
    [{ symbol: 'EUR', secType: SecType.CASH, currency: 'USD' }, 'EUR.USD'],
    [{ symbol: 'MES', secType: SecType.FUT, localSymbol: 'MESM0' }, 'MESM0'],
    [{ symbol: 'SPX', secType: SecType.IND, localSymbol: 'SPX' }, 'SPX'],
  ])('%o is shown as %s', (contract, shown) => {
    expect(displaySymbol(contract)).toBe(shown);
  });

  it('have a multiplier and sizes of 1 where the wire says nothing', () => {
    expect(
      parseInstrument(details({ symbol: 'SPY', secType: SecType.STK, multiplier: 0 })),
    ).toMatchObject({
      multiplier: 1,
      sizeIncrement: 1,
      minSize: 1,
      expiry: null,
    });
  });

  it.each([
    ['Technology', 'Technology'],
    [' Financial ', 'Financial'],
    ['', null],
    [undefined, null],
  ])('of the industry %o are of the sector %o', (industry, sector) => {
    const apple = { symbol: 'AAPL', secType: SecType.STK };
    const given = industry === undefined ? {} : { industry };
    expect(parseInstrument(details(apple, given))).toMatchObject({ sector });
  });

  it('have an expiry where they expire', () => {
    const future = {
      symbol: 'MES',
      secType: SecType.FUT,
      lastTradeDateOrContractMonth: '20200619',
    };
    expect(parseInstrument(details({ ...future, multiplier: 5 }))).toMatchObject({
      expiry: '20200619',
      multiplier: 5,
    });
  });

  it('have a strike and a right where they are options, and nowhere else', () => {
    const option = {
      symbol: 'SPY',
      secType: SecType.OPT,
      localSymbol: 'SPY   200320C00250000',
      lastTradeDateOrContractMonth: '20200320',
      multiplier: 100,
      strike: 250,
      right: OptionType.Call,
    };
    expect(parseInstrument(details(option))).toMatchObject({
      secType: 'OPT',
      displaySymbol: 'SPY   200320C00250000',
      expiry: '20200320',
      multiplier: 100,
      strike: 250,
      right: 'C',
    });
    expect(parseInstrument(details({ ...option, secType: SecType.FUT }))).toMatchObject({
      strike: null,
      right: null,
    });
  });

  it.each([
    ['SMART,ARCA', '26,32', 'ARCA', 32],
    ['SMART,ARCA', '26,32', 'SMART', 26],
    ['SMART,ARCA', '26,32', 'CBOE', 26],
    ['', '', 'SMART', null],
    ['SMART', '0', 'SMART', null],
    [undefined, undefined, 'SMART', null],
  ])(
    'exchanges %s with rules %s: %s prices by rule %s',
    (validExchanges, marketRuleIds, exchange, rule) => {
      const given = {
        ...(validExchanges === undefined ? {} : { validExchanges }),
        ...(marketRuleIds === undefined ? {} : { marketRuleIds }),
      };
      expect(marketRuleOf(details({ exchange }, given))).toBe(rule);
    },
  );

  it.each([
    details({ symbol: 'X', secType: SecType.BOND }),
    details({ symbol: 'X', secType: SecType.STK }, { minTick: 0 }),
    details({ symbol: 'X', secType: SecType.STK, conId: 0 }),
  ])('are none where the desk cannot trade them', (unfit) => {
    expect(parseInstrument(unfit)).toBeNull();
  });

  it('are never lost as positions, whatever their type', () => {
    expect(
      parsePositionInstrument({ conId: 5, symbol: 'ES', secType: SecType.FOP, multiplier: 50 }),
    ).toMatchObject({
      instrumentId: 5,
      secType: 'OPT',
      multiplier: 50,
    });
    expect(parsePositionInstrument({ conId: 6, symbol: 'X', secType: SecType.BOND })).toMatchObject(
      {
        secType: 'STK',
        multiplier: 1,
      },
    );
  });
});
