import { describe, expect, it } from 'vitest';

import { LiveAccountError, OtherAccountError, UnknownAccountError } from './link-errors.ts';
import { OrderGate } from './order-gate.ts';

function gateOf(accountIds: string[], only: string | null = null): OrderGate {
  const gate = new OrderGate();
  gate.tradeOnly(only);
  gate.named(accountIds);
  return gate;
}

/** What the gate answers: the name of the error, or `passes`. */
function answer(ask: () => void): string {
  try {
    ask();
    return 'passes';
  } catch (error) {
    return error instanceof Error ? error.name : 'something else';
  }
}

const live = LiveAccountError.name;
const unknown = UnknownAccountError.name;
const other = OtherAccountError.name;

describe('whose orders may leave', () => {
  it.each([
    ['one paper account', ['DU1'], null, 'passes', 'passes'],
    ['a paper advisor and its paper accounts', ['DF1', 'DU1', 'DU2'], null, 'passes', 'passes'],
    ['one live account', ['U1'], null, live, live],
    ['a live account behind a paper one', ['DU1', 'U1'], null, live, live],
    ['a paper advisor with a live account', ['DF9', 'DU1', 'U7'], null, live, live],
    ['a live advisor', ['F1', 'DU1'], null, live, live],
    ['what only looks like paper', ['DU1', 'DUX'], null, live, live],
    ['no account at all', [], null, unknown, unknown],
    ['the account the desk trades', ['DU1', 'DU2'], 'DU1', 'passes', 'passes'],
    ['another account than the desk trades', ['DU1', 'DU2'], 'DU2', other, 'passes'],
    ['a login without the account the desk trades', ['DU1'], 'DU9', unknown, unknown],
    ['a live account although it is the one to trade', ['U1'], 'U1', live, live],
  ])('%s', (_what, accountIds, only, order, cancel) => {
    const gate = gateOf(accountIds, only);
    expect(answer(() => gate.requireOrder('The order', accountIds[0] ?? 'DU1'))).toBe(order);
    expect(answer(() => gate.requireCancel('The cancel'))).toBe(cancel);
  });

  it('stays closed once a live account was named, whatever is named later', () => {
    const gate = gateOf(['DU1']);
    gate.named(['DU1', 'U5']);
    gate.named(['DU1']);
    expect(() => gate.requireOrder('The order', 'DU1')).toThrow(/account U5 is a live account/);
    expect(() => gate.requireCancel('The cancel')).toThrow(LiveAccountError);
    gate.drop();
    gate.named(['DU1']);
    expect(answer(() => gate.requireOrder('The order', 'DU1'))).toBe('passes');
  });

  it.each([
    ['U77', live],
    ['F77', live],
    ['DU2', 'passes'],
    ['All', 'passes'],
    ['DF1A', 'passes'],
    ['', 'passes'],
  ])('a word about account "%s", which the list leaves out: %s', (accountId, verdict) => {
    const gate = gateOf(['DU1']);
    gate.heardOf(accountId);
    expect(answer(() => gate.requireOrder('The order', 'DU1'))).toBe(verdict);
  });

  it('lets a preview pass for any account it holds, live ones too', () => {
    const gate = gateOf(['U1'], 'DU1');
    expect(answer(() => gate.requireHeld('The preview', 'U1'))).toBe('passes');
    expect(answer(() => gate.requireHeld('The preview', 'U2'))).toBe(unknown);
  });

  it('keeps the account to trade over connections, and forgets the accounts with each', () => {
    const gate = gateOf(['DU1'], 'DU1');
    gate.drop();
    expect(gate.accountIds).toEqual([]);
    expect(answer(() => gate.requireCancel('The cancel'))).toBe(unknown);
    gate.named(['DU2']);
    expect(answer(() => gate.requireCancel('The cancel'))).toBe(unknown);
    gate.tradeOnly(null);
    expect(answer(() => gate.requireCancel('The cancel'))).toBe('passes');
  });
});
