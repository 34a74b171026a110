import { describe, expect, it } from 'vitest';

import { simulatorFaultSchema, type SimulatorFaultKind } from '#shared/domain/simulator-fault.ts';

import { faultCatalogue, faultGroups, faultKinds, faultsOf } from './fault-catalogue.ts';
import { faultFigures, readFault, usualDraft } from './fault-draft.ts';

describe('the catalogue', () => {
  const declared = simulatorFaultSchema.options.map(({ shape }) => shape.kind.value);

  it('lists every fault the gateway has, each in one group', () => {
    expect(faultKinds.toSorted()).toEqual(declared.toSorted());
    expect(faultGroups.flatMap(([group]) => faultsOf(group))).toEqual(faultKinds);
  });

  it.each(simulatorFaultSchema.options.map(({ shape }) => shape))(
    'asks for every parameter of $kind.value',
    (shape) => {
      const { kind, ...parameters } = shape;
      expect(Object.keys(faultCatalogue[kind.value].fields).toSorted()).toEqual(
        Object.keys(parameters).toSorted(),
      );
    },
  );

  it('calls no two faults the same', () => {
    const titles = faultKinds.map((kind) => faultCatalogue[kind].title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it.each(faultKinds)('offers every value %s may have', (kind) => {
    for (const field of Object.values(faultCatalogue[kind].fields)) {
      if (field.input !== 'choice') continue;
      for (const [choice] of field.choices) {
        const name = Object.entries(faultCatalogue[kind].fields).find(([, f]) => f === field)?.[0];
        expect(readFault(kind, { ...usualDraft(kind), [name ?? '']: choice }).problems).toBeNull();
      }
    }
  });
});

describe('the form of a fault', () => {
  it.each(faultKinds)('is ready to start %s as it first appears', (kind) => {
    expect(readFault(kind, usualDraft(kind)).fault).toEqual(simulatorFaultSchema.parse({ kind }));
  });

  it.each<[SimulatorFaultKind, Record<string, string>, unknown]>([
    ['silence', { forMs: '2.5' }, { kind: 'silence', forMs: 2_500 }],
    ['drop', { clientId: '11' }, { kind: 'drop', clientId: 11 }],
    ['halt', { symbol: ' aapl ', forMs: '1' }, { kind: 'halt', symbol: 'AAPL', forMs: 1_000 }],
    [
      'connectivity-lost',
      { dataLost: 'yes', forMs: '3' },
      { kind: 'connectivity-lost', dataLost: true, forMs: 3_000 },
    ],
    [
      'price-shock',
      { percent: '−12.5', symbol: 'SPY' },
      { kind: 'price-shock', percent: -12.5, symbol: 'SPY' },
    ],
    [
      'farm-down',
      { deadAfter: 'yes', farm: 'history' },
      { kind: 'farm-down', farm: 'history', deadAfter: true, forMs: 10_000 },
    ],
  ])('%s with %j', (kind, change, fault) => {
    expect(readFault(kind, { ...usualDraft(kind), ...change }).fault).toEqual(fault);
  });

  it.each<[SimulatorFaultKind, string, string, string]>([
    ['silence', 'forMs', '', 'Lasts: enter a number.'],
    ['silence', 'forMs', 'long', 'Lasts is not a number. Write it like 2.5.'],
    ['silence', 'forMs', '0', 'Lasts: at least 0.001 s.'],
    ['silence', 'forMs', '4000', 'Lasts: at most 3\u202f600 s.'],
    ['swallow-order', 'count', '0', 'How many orders: at least 1.'],
    ['swallow-order', 'count', '1.5', 'How many orders is a whole number.'],
    ['price-shock', 'percent', '-95', 'Jumps by: at least \u221290 %.'],
    ['halt', 'symbol', ' ', 'Enter the symbol of an instrument, for example SPY.'],
    ['port-reset', 'port', '70000', 'New port: at most 65\u202f535.'],
    ['notice', 'message', 'x'.repeat(401), 'Text: at most 400 characters.'],
  ])('%s with %s "%s" says what is wrong', (kind, field, text, sentence) => {
    const { problems } = readFault(kind, { ...usualDraft(kind), [field]: text });
    expect(problems).toEqual({ [field]: sentence });
  });
});

it.each<[SimulatorFaultKind, Record<string, unknown>, string]>([
  ['halt', { symbol: 'SPY' }, 'SPY'],
  ['silence', {}, ''],
  ['drop', {}, 'every client'],
  ['drop', { clientId: 4 }, 'client 4'],
  ['connectivity-lost', { dataLost: true }, '1101, data lost'],
  ['delay', { messages: 'orders', delayMs: 1_500 }, 'orders, 1\u202f500 ms'],
  ['swallow-order', {}, '1 order'],
  ['reject-order', { count: 3, message: 'No.' }, 'code 201, 3 orders, No.'],
  ['farm-down', { deadAfter: true }, 'market data, quotes stay dead after it is back'],
])('%s with %j is shown as "%s"', (kind, given, text) => {
  expect(faultFigures(simulatorFaultSchema.parse({ kind, ...given }))).toBe(text);
});
