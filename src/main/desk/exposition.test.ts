import { expect, test } from 'vitest';

import { expositionText } from './exposition.ts';

test('a family is its help, its type and a line for each sample', () => {
  const text = expositionText([
    {
      name: 'desk_orders_total',
      type: 'counter',
      help: 'Orders sent.',
      samples: [
        { labels: { side: 'BUY', lane: 'order' }, value: 3 },
        { labels: { side: 'SELL', lane: 'order' }, value: 0 },
      ],
    },
    { name: 'desk_pnl', type: 'gauge', help: 'P&L.', samples: [{ value: -12.5 }] },
  ]);
  expect(text).toBe(
    [
      '# HELP desk_orders_total Orders sent.',
      '# TYPE desk_orders_total counter',
      'desk_orders_total{side="BUY",lane="order"} 3',
      'desk_orders_total{side="SELL",lane="order"} 0',
      '# HELP desk_pnl P&L.',
      '# TYPE desk_pnl gauge',
      'desk_pnl -12.5',
      '',
    ].join('\n'),
  );
});

test('what is not known has no sample, and says that it exists', () => {
  expect(expositionText([{ name: 'a', type: 'gauge', help: 'A.', samples: [] }])).toBe(
    '# HELP a A.\n# TYPE a gauge\n',
  );
});

test.each([
  ['a quote', 'say "x"', String.raw`say \"x\"`],
  ['a backslash', String.raw`C:\desk`, String.raw`C:\\desk`],
  ['a line feed', 'one\ntwo', String.raw`one\ntwo`],
  ['a backslash before an n', String.raw`one\ntwo`, String.raw`one\\ntwo`],
  ['a label that would end its line', '"} 1\nfake 1', String.raw`\"} 1\nfake 1`],
  ['letters of other languages', 'Börse', 'Börse'],
])('a label with %s keeps its line whole', (_, value, escaped) => {
  const samples = [{ labels: { name: value }, value: 1 }];
  const text = expositionText([{ name: 'a', type: 'gauge', help: 'A.', samples }]);
  expect(text.split('\n')).toEqual(['# HELP a A.', '# TYPE a gauge', `a{name="${escaped}"} 1`, '']);
});

test('help is escaped but for its quotes', () => {
  const help = 'A "b"\nc\\d';
  const text = expositionText([{ name: 'a', type: 'gauge', help, samples: [] }]);
  expect(text.split('\n')[0]).toBe(String.raw`# HELP a A "b"\nc\\d`);
});

test.each([
  [0, '0'],
  [-0.25, '-0.25'],
  [1_790_000_000.123, '1790000000.123'],
  [1e21, '1e+21'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
])('%d is written %s', (value, written) => {
  const text = expositionText([{ name: 'a', type: 'gauge', help: 'A.', samples: [{ value }] }]);
  expect(text.split('\n')[2]).toBe(`a ${written}`);
});
