import { describe, expect, it } from 'vitest';

import { everyFact, isFiltered, journalFilterSchema, pageRequest } from './journal-filter.ts';

describe('a question to the journal', () => {
  it('leaves out what is empty', () => {
    expect(pageRequest({ ...everyFact, text: '  ', by: ' ' }, null, 200)).toEqual({
      beforeSeq: null,
      limit: 200,
      kinds: [],
      by: null,
      window: null,
      orderRef: null,
      instrumentId: null,
      from: null,
      to: null,
      text: null,
    });
  });

  it('carries what narrows it, times by the machine’s clock as instants', () => {
    const filter = {
      ...everyFact,
      kinds: ['order.denied'],
      by: ' rosa ',
      instrumentId: 756733,
      from: '2026-01-05T10:00',
      text: ' SPY ',
    };
    expect(pageRequest(filter, 10, 50)).toMatchObject({
      beforeSeq: 10,
      kinds: ['order.denied'],
      by: 'rosa',
      instrumentId: 756733,
      from: new Date(2026, 0, 5, 10).toISOString(),
      to: null,
      text: 'SPY',
    });
  });

  it('does not take for a time what is none', () => {
    expect(pageRequest({ ...everyFact, to: 'yesterday' }, null, 1).to).toBeNull();
  });
});

it.each([
  [{}, false],
  [{ text: ' ' }, false],
  [{ text: 'SPY' }, true],
  [{ kinds: ['kill.engaged'] }, true],
  [{ by: 'rosa' }, true],
  [{ window: 'w-1' }, true],
  [{ orderRef: '01' }, true],
  [{ instrumentId: 1 }, true],
  [{ from: '2026-01-05T10:00' }, true],
  [{ to: '2026-01-05T10:00' }, true],
])('%j leaves something out: %s', (change, expected) => {
  expect(isFiltered({ ...everyFact, ...change })).toBe(expected);
});

it('is every fact where what was kept of it makes no sense', () => {
  expect(journalFilterSchema.parse({ kinds: 'all', instrumentId: 'SPY', text: 5 })).toEqual(
    everyFact,
  );
});
