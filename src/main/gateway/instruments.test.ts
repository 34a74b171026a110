import { afterEach, describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  wireOrderOf,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import {
  startScratchGateway,
  type ReceivedMessage,
  type ScratchGateway,
} from '../../../test/support/scratch-gateway.ts';
import {
  contractDetails,
  marketRule,
  optionParameters,
  optionParametersEnd,
  type ScratchContract,
} from '../../../test/support/scratch-messages.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { tickAt } from '#shared/domain/price-increment.ts';

import { LinkDroppedError, RequestTimeoutError } from './link-errors.ts';

const order = 3;
const details = 9;
const chain = 78;
const rule = 91;

const option: ScratchContract = {
  conId: 401,
  symbol: 'SPY',
  secType: 'OPT',
  multiplier: '100',
  localSymbol: 'SPY   200320C00250000',
  expiry: '20200320',
  strike: 250,
  right: 'C',
};
const future: ScratchContract = {
  conId: 402,
  symbol: 'MES',
  secType: 'FUT',
  multiplier: '5',
  localSymbol: 'MESM0',
  exchange: 'CME',
  expiry: '20200619',
};
const pair: ScratchContract = {
  conId: 12087792,
  symbol: 'EUR',
  secType: 'CASH',
  multiplier: '',
  localSymbol: 'EUR.USD',
  exchange: 'IDEALPRO',
};
const index: ScratchContract = {
  conId: 416904,
  symbol: 'SPX',
  secType: 'IND',
  multiplier: '',
  localSymbol: 'SPX',
  exchange: 'CBOE',
};
const yenStock: ScratchContract = {
  conId: 403,
  symbol: '7203',
  secType: 'STK',
  multiplier: '',
  localSymbol: '7203',
  exchange: 'TSEJ',
  currency: 'JPY',
};

let gateway: ScratchGateway;
let link: LinkUnderTest;

afterEach(async () => {
  await link.stop();
  await gateway.close();
});

async function readyLink(): Promise<void> {
  gateway = await startScratchGateway();
  link = linkUnderTest(gateway.port);
  await link.ready();
}

function answerDetails(...contracts: ScratchContract[]): void {
  gateway.answer(details, ({ fields, peer }) => {
    const id = Number(fields[2]);
    peer.send(...contracts.map((contract) => contractDetails(id, contract)), [52, 1, id]);
  });
}

async function instrumentOf(contract: ScratchContract): Promise<Instrument> {
  answerDetails(contract);
  const [found] = await link.link.instrumentDetails({ instrumentId: contract.conId });
  if (found === undefined) throw new Error(`${contract.symbol} is not understood.`);
  return found;
}

describe('contracts of every kind the desk trades', () => {
  it.each([
    [option, { secType: 'OPT', multiplier: 100, expiry: '20200320', strike: 250, right: 'C' }],
    [future, { secType: 'FUT', multiplier: 5, expiry: '20200619', strike: null, right: null }],
    [pair, { secType: 'CASH', multiplier: 1, displaySymbol: 'EUR.USD', expiry: null }],
    [index, { secType: 'IND', multiplier: 1, displaySymbol: 'SPX' }],
    [yenStock, { secType: 'STK', currency: 'JPY' }],
  ])('are understood: $symbol $secType', async (contract, expected) => {
    await readyLink();
    await expect(instrumentOf(contract)).resolves.toMatchObject({
      ...expected,
      instrumentId: contract.conId,
      timeZoneId: 'US/Eastern',
      tradingHours: '20200309:0400-20200309:2000',
      liquidHours: '20200309:0930-20200309:1600',
    });
  });

  it.each([
    [option, 'SMART', 'USD'],
    [future, 'CME', 'USD'],
    [pair, 'IDEALPRO', 'USD'],
    [yenStock, 'TSEJ', 'JPY'],
  ])(
    'are ordered by their contract id, on their exchange: $symbol $secType',
    async (contract, exchange, currency) => {
      await readyLink();
      const instrument = await instrumentOf(contract);
      link.link.placeOrder(wireOrderOf({ instrument, quantity: 2 }));
      await link.until('it arrives', () => gateway.ofKind(order).length === 1);
      const { fields } = gateway.ofKind(order)[0] ?? { fields: [] };
      // conId, symbol, secType, expiry, strike, right, multiplier, exchange, primary exchange, currency
      expect([fields[2], fields[3], fields[4], fields[9], fields[11]]).toEqual([
        String(contract.conId),
        contract.symbol,
        contract.secType,
        exchange,
        currency,
      ]);
    },
  );

  it('are looked up by what names an option or a future', async () => {
    await readyLink();
    answerDetails(option);
    await expect(link.link.searchInstruments('spy 20200320 250 c')).resolves.toMatchObject([
      { instrumentId: 401 },
    ]);
    await link.link.searchInstruments('MES 202006');
    const asked = gateway.ofKind(details).map(({ fields }) => fields.slice(3, 11));
    expect(asked).toEqual([
      ['', 'SPY', 'OPT', '20200320', '250', 'C', '', 'SMART'],
      ['', 'MES', 'FUT', '202006', '', '', '', ''],
    ]);
    expect(gateway.ofKind(81)).toEqual([]);
  });
});

describe('the steps of a price', () => {
  const steps: [number, number][] = [
    [0, 0.01],
    [3, 0.05],
  ];
  const answerRule = ({ fields, peer }: ReceivedMessage): void =>
    peer.send(marketRule(Number(fields[1]), steps));

  it('are those of the market rule of its exchange, asked for once', async () => {
    await readyLink();
    const instrument = await instrumentOf(option);
    gateway.answer(rule, answerRule);
    const [first, second] = await Promise.all([
      link.link.priceIncrements(instrument),
      link.link.priceIncrements(instrument),
    ]);
    expect(first).toEqual([
      { lowEdge: 0, increment: 0.01 },
      { lowEdge: 3, increment: 0.05 },
    ]);
    expect(second).toEqual(first);
    expect(tickAt(first, 4)).toBe(0.05);
    expect(gateway.ofKind(rule).map(({ fields }) => fields[1])).toEqual(['26']);
  });

  it('of an instrument that an earlier run of the desk looked up need its details first', async () => {
    await readyLink();
    answerDetails({ ...option, conId: spyInstrument.instrumentId, secType: 'STK' });
    gateway.answer(rule, answerRule);
    await expect(link.link.priceIncrements(spyInstrument)).resolves.toHaveLength(2);
    expect(gateway.ofKind(details)).toHaveLength(1);
    await link.link.priceIncrements(spyInstrument);
    expect(gateway.ofKind(details)).toHaveLength(1);
  });

  it('are one where the gateway knows no rule', async () => {
    await readyLink();
    answerDetails();
    await expect(link.link.priceIncrements(spyInstrument)).resolves.toEqual([
      { lowEdge: 0, increment: 0.01 },
    ]);
  });

  it('that never come are a failure, and asked for again the next time', async () => {
    await readyLink();
    const instrument = await instrumentOf(option);
    await expect(link.link.priceIncrements(instrument)).rejects.toThrow(RequestTimeoutError);
    gateway.answer(rule, answerRule);
    await expect(link.link.priceIncrements(instrument)).resolves.toHaveLength(2);
  });
});

describe('option chains', () => {
  it('come exchange by exchange, in order', async () => {
    await readyLink();
    gateway.answer(chain, ({ fields, peer }) => {
      const id = Number(fields[1]);
      peer.send(
        optionParameters(id, 'SMART', 756733, ['20200417', '20200320'], [255, 250]),
        optionParameters(id, 'CBOE', 756733, ['20200320'], [250]),
        optionParametersEnd(id),
      );
    });
    await expect(link.link.optionChain(spyInstrument)).resolves.toEqual([
      {
        exchange: 'SMART',
        underlyingId: 756733,
        tradingClass: 'SPY',
        multiplier: 100,
        expiries: ['20200320', '20200417'],
        strikes: [250, 255],
      },
      {
        exchange: 'CBOE',
        underlyingId: 756733,
        tradingClass: 'SPY',
        multiplier: 100,
        expiries: ['20200320'],
        strikes: [250],
      },
    ]);
    expect(gateway.ofKind(chain)[0]?.fields.slice(2)).toEqual(['SPY', '', 'STK', '756733']);
  });

  it('are asked of a future’s own exchange', async () => {
    await readyLink();
    const instrument = await instrumentOf(future);
    gateway.answer(chain, ({ fields, peer }) => peer.send(optionParametersEnd(Number(fields[1]))));
    await expect(link.link.optionChain(instrument)).resolves.toEqual([]);
    expect(gateway.ofKind(chain)[0]?.fields.slice(2)).toEqual(['MES', 'CME', 'FUT', '402']);
  });

  it('end with the connection', async () => {
    await readyLink();
    const chains = link.link.optionChain(spyInstrument);
    gateway.peer().hangUp();
    await expect(chains).rejects.toThrow(LinkDroppedError);
  });
});
