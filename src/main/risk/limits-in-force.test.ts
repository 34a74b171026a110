import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  limitNames,
  limitScopeKindSchema,
  type Limits,
  type LimitScope,
} from '#shared/domain/limits.ts';

import { evaluateChain } from './chain.ts';
import { context, instrument, limits } from './context.fixture.ts';
import { applicableLimits, LimitsInForce, type LimitSubject } from './limits-in-force.ts';

const subject: LimitSubject = {
  accountId: 'DU1000001',
  instrument: instrument(),
  personId: 'ada',
};

/** The order value allowed, 100 000 for the desk, and less or more for a scope. */
const capped = (kind: LimitScope['kind'], id: string, value: number): Limits['scopes'][number] => ({
  scope: { kind, id },
  limits: { maxOrderValue: { value, reason: 'For the test.' } },
});
const withScopes = (...scopes: Limits['scopes']): Limits => ({ ...limits(), scopes });

describe('the limits that hold for an order', () => {
  it.each([
    ['account', 'DU1000001'],
    ['asset-class', 'STK'],
    ['sector', 'Funds'],
    ['instrument', '756733'],
    ['person', 'ada'],
  ] as const)('are tighter for its %s', (kind, id) => {
    const applicable = applicableLimits(withScopes(capped(kind, id, 500)), subject);
    expect(applicable.maxOrderValue).toEqual({ value: 500, scope: { kind, id } });
    expect(applicable.maxOrderQuantity.value).toBe(1000);
    expect(applicable.maxOrderQuantity.scope).toBeUndefined();
  });

  it.each([
    ['account', 'DU1000002'],
    ['asset-class', 'FUT'],
    ['sector', 'Energy'],
    ['instrument', '265598'],
    ['person', 'grace'],
  ] as const)('are not those of another %s', (kind, id) => {
    const applicable = applicableLimits(withScopes(capped(kind, id, 500)), subject);
    expect(applicable.maxOrderValue.value).toBe(100_000);
  });

  it('are never looser than the desk\u2019s', () => {
    const loose = withScopes(capped('person', 'ada', 900_000));
    expect(applicableLimits(loose, subject).maxOrderValue.value).toBe(100_000);
  });

  it('are the tightest of several', () => {
    const several = withScopes(
      capped('person', 'ada', 300),
      capped('instrument', '756733', 200),
      capped('account', 'DU1000001', 400),
    );
    expect(applicableLimits(several, subject).maxOrderValue).toEqual({
      value: 200,
      scope: { kind: 'instrument', id: '756733' },
    });
  });

  it('of an order without instrument, account and person are the desk\u2019s', () => {
    const nobody = { accountId: null, instrument: null, personId: null };
    const all = withScopes(
      capped('asset-class', 'STK', 1),
      capped('instrument', '756733', 1),
      capped('account', 'DU1000001', 1),
      capped('person', 'ada', 1),
    );
    expect(applicableLimits(all, nobody).maxOrderValue.value).toBe(100_000);
  });

  it('allow no order with more scopes that they would deny with fewer', () => {
    const scopes = fc.array(
      fc
        .record({
          kind: fc.constantFrom(...limitScopeKindSchema.options),
          id: fc.constantFrom('DU1000001', 'STK', '756733', 'ada', 'another'),
          name: fc.constantFrom(...limitNames),
          value: fc.double({ min: 0.01, max: 500_000, noNaN: true }),
        })
        .map(({ kind, id, name, value }) => ({
          scope: { kind, id },
          limits: { [name]: { value, reason: 'For the test.' } },
        })),
    );
    fc.assert(
      fc.property(scopes, scopes, (some, more) => {
        const judge = (...held: Limits['scopes']) =>
          evaluateChain(context({ limits: applicableLimits(withScopes(...held), subject) }));
        const lost = judge(...some, ...more).allowed && !judge(...some).allowed;
        expect(lost).toBe(false);
      }),
    );
  });
});

describe('the limits in force', () => {
  it('are worked out once for the same account, instrument and person', () => {
    const inForce = new LimitsInForce(withScopes(capped('person', 'ada', 500)));
    const first = inForce.applicableTo(subject);
    expect(inForce.applicableTo({ ...subject })).toBe(first);
    expect(inForce.applicableTo({ ...subject, personId: 'grace' }).maxOrderValue.value).toBe(
      100_000,
    );
    expect(first.maxOrderValue.value).toBe(500);
  });

  it('are the new ones from the moment they are replaced', () => {
    const inForce = new LimitsInForce(limits());
    expect(inForce.applicableTo(subject).maxOrderValue.value).toBe(100_000);
    const next = { ...limits({ maxOrderValue: 5 }), version: 2 };
    inForce.replace(next);
    expect(inForce.current).toBe(next);
    expect(inForce.applicableTo(subject)).toMatchObject({
      version: 2,
      maxOrderValue: { value: 5 },
    });
    const unknown = { ...subject, instrument: null };
    expect(inForce.applicableTo(unknown).maxOrderValue.value).toBe(5);
  });

  it('are those of what the broker calls the instrument now', () => {
    const inForce = new LimitsInForce(withScopes(capped('asset-class', 'FUT', 500)));
    expect(inForce.applicableTo(subject).maxOrderValue.value).toBe(100_000);
    const described = { ...subject, instrument: instrument({ secType: 'FUT' }) };
    expect(inForce.applicableTo(described).maxOrderValue.value).toBe(500);
  });
});
