import { describe, expect, it } from 'vitest';

import { codeMeaning, leavesRequestStanding, orderErrorEffect, withAdvice } from './error-codes.ts';

const fresh = { acknowledged: false, changePending: false };
const working = { acknowledged: true, changePending: false };
const changing = { acknowledged: true, changePending: true };

describe('what a code means for the order it names', () => {
  it.each([
    // code, for an order not yet acknowledged, for one that works, for one whose change is under way
    [201, 'rejected', 'rejected', 'modify-refused'],
    [202, 'cancelled', 'cancelled', 'cancelled'],
    [321, 'rejected', 'modify-refused', 'modify-refused'],
    [110, 'rejected', 'modify-refused', 'modify-refused'],
    [105, 'modify-refused', 'modify-refused', 'modify-refused'],
    [104, 'modify-refused', 'modify-refused', 'modify-refused'],
    [103, 'rejected', 'modify-refused', 'modify-refused'],
    [200, 'rejected', 'modify-refused', 'modify-refused'],
    [109, 'rejected', 'modify-refused', 'modify-refused'],
    [383, 'rejected', 'modify-refused', 'modify-refused'],
    [10052, 'rejected', 'modify-refused', 'modify-refused'],
    [135, 'unknown-order', 'unknown-order', 'unknown-order'],
    [10147, 'unknown-order', 'unknown-order', 'unknown-order'],
    [10148, 'already-done', 'already-done', 'already-done'],
    [161, 'cancel-refused', 'cancel-refused', 'cancel-refused'],
    [136, 'cancel-refused', 'cancel-refused', 'cancel-refused'],
    [399, 'informational', 'informational', 'informational'],
    [404, 'informational', 'informational', 'informational'],
    [10349, 'informational', 'informational', 'informational'],
    [2109, 'informational', 'informational', 'informational'],
    [2161, 'informational', 'informational', 'informational'],
    // A code nobody has heard of must not end an order that may live.
    [31_337, 'informational', 'informational', 'informational'],
  ] as const)('%i', (code, forFresh, forWorking, forChanging) => {
    expect([
      orderErrorEffect(code, '', fresh),
      orderErrorEffect(code, '', working),
      orderErrorEffect(code, '', changing),
    ]).toEqual([forFresh, forWorking, forChanging]);
  });

  it.each([
    ['OrderId 5 that needs to be cancelled cannot be cancelled, state: Filled.', 'already-done'],
    ['OrderId 5 that needs to be cancelled cannot be cancelled, state: Cancelled.', 'already-done'],
    [
      'OrderId 5 that needs to be cancelled cannot be cancelled, state: PendingCancel.',
      'informational',
    ],
  ])('10148, "%s"', (message, effect) => {
    expect(orderErrorEffect(10148, message, working)).toBe(effect);
  });
});

describe('what a code means otherwise', () => {
  it.each([
    [1100, 'broker-lost'],
    [2110, 'broker-lost'],
    [1101, 'broker-back-data-lost'],
    [1102, 'broker-back'],
    [1300, 'port-reset'],
    [326, 'client-id-in-use'],
    [100, 'too-fast'],
    [201, null],
  ])('%i for the link: %s', (code, link) => {
    expect(codeMeaning(code).link).toBe(link);
  });

  it.each([
    [354, 'ask-delayed'],
    [10089, 'ask-delayed'],
    [10168, 'ask-delayed'],
    [10090, 'replace-by-delayed'],
    [10167, 'shown'],
    [10197, 'retry-later'],
    [101, 'no-line'],
    [200, 'refused'],
    [31_337, 'refused'],
  ])('%i for a quote: %s', (code, quote) => {
    expect(codeMeaning(code).quote).toBe(quote);
  });

  it.each([
    [2103, { data: 'market-data', isUp: false }],
    [2104, { data: 'market-data', isUp: true }],
    [2105, { data: 'history', isUp: false }],
    [2106, { data: 'history', isUp: true }],
    [2107, null],
    [2108, null],
    [2157, null],
    [2158, null],
  ])('%i for a data farm: %o', (code, farm) => {
    expect(codeMeaning(code).farm).toEqual(farm);
  });

  it.each([100, 101, 200, 321, 326, 354, 1100, 2110, 10089, 10090, 10167, 10168, 10197])(
    'says what to do about %i',
    (code) => {
      expect(codeMeaning(code).advice).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('lets a request go on after a warning, and after nothing else', () => {
    expect([2107, 2174, 10225].map(leavesRequestStanding)).toEqual([true, true, true]);
    expect([321, 200, 162, 31_337].map(leavesRequestStanding)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('adds what can be done to what was said', () => {
    expect(withAdvice(321, 'The API interface is currently in Read-Only mode.')).toMatch(
      /Read-Only mode\. .*clear "Read-Only API"/,
    );
    expect(withAdvice(10197, 'No market data during competing live session ')).toMatch(
      /live session\. Another session/,
    );
    expect(withAdvice(202, 'Order cancelled ')).toBe('Order cancelled');
  });
});
