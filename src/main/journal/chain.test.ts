import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { chainDifference, chainHash, emptyHead, type StoredFact } from './chain.ts';

function link(before: { hash: string }, fact: Omit<StoredFact, 'hash'>): StoredFact {
  return { ...fact, hash: chainHash(before.hash, fact) };
}

const at = '2020-03-09T13:30:00.000Z';
const first = link(emptyHead, {
  seq: 1,
  at,
  kind: 'desk.stopped',
  by: 'desk',
  window: null,
  body: '{"a":1}',
});

describe('the hash of a fact', () => {
  it('is SHA-256 over the previous hash and the fact as JSON text, as anyone can recompute', () => {
    const text = `${'0'.repeat(64)}\n${JSON.stringify({ seq: 1, at, kind: 'desk.stopped', by: 'desk', body: { a: 1 } })}`;
    expect(first.hash).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
  });

  it('covers the window it came from, where there is one', () => {
    const done = { seq: 1, at, kind: 'desk.stopped', by: 'ana', window: 'w-1', body: '{}' };
    const text = `${'0'.repeat(64)}\n${JSON.stringify({ seq: 1, at, kind: 'desk.stopped', by: 'ana', window: 'w-1', body: {} })}`;
    const hash = createHash('sha256').update(text, 'utf8').digest('hex');
    expect(chainHash(emptyHead.hash, done)).toBe(hash);
    expect(chainHash(emptyHead.hash, { ...done, window: null })).not.toBe(hash);
  });

  it('cannot be kept by moving text from one field to the next', () => {
    const moved = {
      seq: 1,
      at,
      kind: 'desk.stopped","by":"desk',
      by: '',
      window: null,
      body: '{"a":1}',
    };
    expect(chainHash(emptyHead.hash, moved)).not.toBe(first.hash);
  });
});

describe('a chain', () => {
  const second = link(first, {
    seq: 2,
    at,
    kind: 'desk.stopped',
    by: 'desk',
    window: 'w-1',
    body: '{}',
  });

  it('goes on where seq and hash follow', () => {
    expect(chainDifference(emptyHead, first)).toBeNull();
    expect(chainDifference(first, second)).toBeNull();
  });

  it.each([
    ['a missing fact', emptyHead, second, 'Fact 1 is missing: the next one is 2.'],
    ['a fact twice', second, second, 'Fact 2 stands where fact 3 belongs.'],
    ['a changed body', first, { ...second, body: '{ }' }, /^Fact 2 .* does not match its hash/],
    ['a changed author', first, { ...second, by: 'ana' }, /^Fact 2 .* does not match its hash/],
    ['a changed window', first, { ...second, window: 'w-2' }, /^Fact 2 .* does not match its hash/],
    ['a window taken away', first, { ...second, window: null }, /^Fact 2 .* does not match/],
    ['a changed time', first, { ...second, at: '2020' }, /^Fact 2 .* does not match its hash/],
    ['another past', { ...first, hash: 'f'.repeat(64) }, second, /^Fact 2 .* does not match/],
  ])('breaks at %s', (_name, before, fact, difference) => {
    expect(chainDifference(before, fact)).toMatch(difference);
  });
});
