import { describe, expect, it } from 'vitest';

import { parseFact } from './fact-parsing.ts';

const stored = { seq: 7, at: '2026-11-23T14:30:00.000Z', by: 'rosa', window: null, hash: '' };

describe('a fact of an earlier Deskcheck', () => {
  it('that says nothing of what set a trading state is read as a person having set it', () => {
    const body = JSON.stringify({ instrumentId: null, state: 'HALTED', reason: 'Lunch.' });
    expect(parseFact({ ...stored, kind: 'trading-state.changed', body }).body).toEqual({
      instrumentId: null,
      state: 'HALTED',
      reason: 'Lunch.',
      cause: 'person',
    });
  });
});
