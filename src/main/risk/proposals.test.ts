import { describe, expect, it } from 'vitest';

import shipped from '#resources/limits/default.json' with { type: 'json' };
import type { ContractErrorCode } from '#shared/contract/error.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';
import { limitsSchema, type Limits } from '#shared/domain/limits.ts';
import type { Person, Role } from '#shared/domain/people.ts';
import type { TradingStateCause } from '#shared/domain/trading-state.ts';

import {
  applyToProposals,
  decideApprove,
  decideProposeLimits,
  decideProposeRearm,
  decideRefused,
  decideReject,
  decideWithdraw,
  noProposals,
  proposalNow,
  type InForce,
  type Proposals,
} from './proposals.ts';
import { applyToTradingStates, initialTradingStates } from './trading-states.ts';
import { ContractError } from '#shared/contract/error.ts';

const first: Limits = limitsSchema.parse(shipped);
const wider: Limits = { ...first, openOrders: { ...first.openOrders, value: 250 } };
const reason = 'The election is over.';

function person(personId: string, ...roles: Role[]): Person {
  return { personId, name: personId, roles };
}
const rosa = person('rosa', 'risk-officer');
const ben = person('ben', 'risk-officer');
const oscar = person('oscar', 'operator');

/** What proposals know of a desk. */
class Desk {
  proposals: Proposals = noProposals;
  limits: Limits = first;
  time = Date.parse('2026-11-23T14:30:00.000Z');
  #states = initialTradingStates;
  #seq = 0;

  get inForce(): InForce {
    return { limits: this.limits, tradingStates: this.#states, now: this.time };
  }

  take(facts: readonly NewFact[]): void {
    for (const each of facts) {
      this.#seq += 1;
      const fact: Fact = { ...each, seq: this.#seq, at: '2026-11-23T14:30:00.000Z' };
      this.proposals = applyToProposals(this.proposals, fact, this.inForce);
      this.#states = applyToTradingStates(this.#states, fact);
      if (fact.kind === 'limits.changed') this.limits = limitsSchema.parse(fact.body.limits);
    }
  }

  halt(cause: TradingStateCause): void {
    const body = { instrumentId: null, state: 'HALTED', reason: 'Halted.', cause } as const;
    this.take([{ kind: 'trading-state.changed', by: 'desk', body }]);
  }

  proposeLimits(limits: Limits, by = rosa, baseVersion = this.limits.version): string {
    const proposalId = `p-${this.proposals.size + 1}`;
    const asked = { baseVersion, limits, reason };
    this.take(decideProposeLimits(this.proposals, this.limits, asked, by.personId, proposalId));
    return proposalId;
  }

  proposeRearm(state: 'ACTIVE' | 'REDUCING' = 'ACTIVE', by = rosa): string {
    const proposalId = `p-${this.proposals.size + 1}`;
    const asked = { instrumentId: null, state, reason };
    const { proposals } = this;
    this.take(decideProposeRearm(proposals, this.#states, asked, by.personId, proposalId));
    return proposalId;
  }

  approve(proposalId: string, by: Person, note = 'Looked at.'): void {
    const decision = { proposalId, reason: note };
    this.take(decideApprove(this.proposals, this.inForce, decision, by));
  }

  get state(): string {
    return this.#states.desk.state;
  }

  now(proposalId: string) {
    const held = this.proposals.get(proposalId);
    return held === undefined ? null : proposalNow(held, this.inForce);
  }
}

const refused = (code: ContractErrorCode): unknown => expect.objectContaining({ code });

describe('a proposal of limits', () => {
  it('says every place at which they differ, and is in force once another has approved', () => {
    const desk = new Desk();
    const proposalId = desk.proposeLimits(wider);
    expect(desk.now(proposalId)).toMatchObject({
      state: 'pending',
      madeBy: 'rosa',
      change: {
        differences: [
          { path: ['openOrders', 'value'], before: first.openOrders.value, after: 250 },
        ],
      },
    });
    expect(desk.limits).toBe(first);
    desk.approve(proposalId, ben);
    expect(desk.limits).toEqual({ ...wider, version: first.version + 1 });
    expect(desk.now(proposalId)).toMatchObject({ state: 'approved', decidedBy: 'ben' });
  });

  it('of an operator is approved by a risk officer', () => {
    const desk = new Desk();
    desk.approve(desk.proposeLimits(wider, oscar), ben);
    expect(desk.limits.openOrders.value).toBe(250);
  });

  it('is approved by nobody who made it, nor by who has not the right, and stays as it was', () => {
    const desk = new Desk();
    const proposalId = desk.proposeLimits(wider);
    for (const who of [rosa, oscar, person('eve')]) {
      expect(() => desk.approve(proposalId, who)).toThrow(refused('not-allowed'));
    }
    const decision = { proposalId, reason };
    expect(() => decideReject(desk.proposals, decision, rosa)).toThrow(refused('not-allowed'));
    expect(desk.limits).toBe(first);
    expect(desk.now(proposalId)?.state).toBe('pending');
  });

  it('made from a version that is in force no longer says so, and is approved by nobody', () => {
    const desk = new Desk();
    const left = desk.proposeLimits(wider);
    const right = desk.proposeLimits({ ...first, openOrders: { ...first.openOrders, value: 5 } });
    expect(desk.now(right)?.outdated).toBeNull();
    desk.approve(left, ben);
    expect(desk.now(right)?.outdated).toContain(`version ${first.version + 1} is in force`);
    expect(() => desk.approve(right, ben)).toThrow(refused('conflict'));
    expect(desk.limits.openOrders.value).toBe(250);
    desk.take(decideReject(desk.proposals, { proposalId: right, reason }, ben));
    expect(desk.now(right)).toMatchObject({ state: 'rejected', decisionReason: reason });
  });

  it.each<[string, Limits, number, ContractErrorCode]>([
    ['are the same', first, first.version, 'bad-input'],
    ['are from another version', wider, first.version + 1, 'conflict'],
    [
      'are in a unit that nobody compares in',
      { ...wider, openOrders: { ...wider.openOrders, unit: 'lots' } },
      first.version,
      'bad-input',
    ],
  ])('is not taken where they %s', (_what, limits, baseVersion, code) => {
    expect(() => new Desk().proposeLimits(limits, rosa, baseVersion)).toThrow(refused(code));
  });

  it('is not taken when twenty wait', () => {
    const desk = new Desk();
    for (let count = 0; count < 20; count += 1) desk.proposeLimits(wider);
    expect(() => desk.proposeLimits(wider)).toThrow(refused('conflict'));
  });
});

describe('a proposal to trade again', () => {
  it.each<TradingStateCause>(['kill', 'loss'])('after a %s takes two people', (cause) => {
    const desk = new Desk();
    desk.halt(cause);
    const proposalId = desk.proposeRearm();
    expect(() => desk.approve(proposalId, rosa)).toThrow(refused('not-allowed'));
    expect(() => desk.approve(proposalId, oscar)).toThrow(refused('not-allowed'));
    expect(desk.state).toBe('HALTED');
    desk.approve(proposalId, ben);
    expect(desk.state).toBe('ACTIVE');
  });

  it('that leads to REDUCING leaves it to two people to go on to ACTIVE', () => {
    const desk = new Desk();
    desk.halt('kill');
    desk.approve(desk.proposeRearm('REDUCING'), ben);
    expect(desk.state).toBe('REDUCING');
    desk.approve(desk.proposeRearm('ACTIVE'), ben);
    expect(desk.state).toBe('ACTIVE');
  });

  it('made before another kill is outdated by it', () => {
    const desk = new Desk();
    desk.halt('kill');
    const proposalId = desk.proposeRearm();
    desk.halt('kill');
    expect(desk.now(proposalId)?.outdated).toContain('set again');
    expect(() => desk.approve(proposalId, ben)).toThrow(refused('conflict'));
    expect(desk.state).toBe('HALTED');
  });

  it('is not taken where one person is enough, where it loosens nothing, and not twice', () => {
    const desk = new Desk();
    expect(() => desk.proposeRearm()).toThrow(refused('conflict'));
    desk.halt('monitor');
    expect(() => desk.proposeRearm()).toThrow(refused('conflict'));
    desk.halt('loss');
    desk.proposeRearm();
    expect(() => desk.proposeRearm()).toThrow(refused('conflict'));
    desk.proposeRearm('REDUCING');
  });
});

describe('every proposal', () => {
  it('needs a reason to be made, approved, rejected and withdrawn', () => {
    const desk = new Desk();
    const proposalId = desk.proposeLimits(wider);
    const blank = { proposalId, reason: '  ' };
    const asked = { baseVersion: first.version, limits: wider, reason: ' ' };
    const { proposals, inForce } = desk;
    for (const decide of [
      () => decideProposeLimits(proposals, first, asked, 'rosa', 'p-9'),
      () => decideApprove(proposals, inForce, blank, ben),
      () => decideReject(proposals, blank, ben),
      () => decideWithdraw(proposals, blank, 'rosa'),
    ]) {
      expect(decide).toThrow(refused('bad-input'));
    }
  });

  it('is withdrawn by who made it alone, and decided once', () => {
    const desk = new Desk();
    const proposalId = desk.proposeLimits(wider);
    const decision = { proposalId, reason };
    expect(() => decideWithdraw(desk.proposals, decision, 'ben')).toThrow(refused('not-allowed'));
    desk.take(decideWithdraw(desk.proposals, decision, 'rosa'));
    expect(() => desk.approve(proposalId, ben)).toThrow(refused('conflict'));
    expect(() => desk.approve('p-none', ben)).toThrow(refused('not-found'));
  });

  it('has on record who was refused to decide it, once for each of them', () => {
    const desk = new Desk();
    const decision = { proposalId: desk.proposeLimits(wider), reason };
    const attempt = (by: Person): NewFact[] => {
      try {
        return decideApprove(desk.proposals, desk.inForce, decision, by);
      } catch (error) {
        if (!(error instanceof ContractError)) throw error;
        return decideRefused(desk.proposals, decision, 'approve', error, by.personId);
      }
    };
    desk.take(attempt(rosa));
    expect(attempt(rosa)).toEqual([]);
    expect(attempt(oscar)).toMatchObject([{ kind: 'proposal.refused', by: 'oscar' }]);
  });

  it('that is decided is let go of after fifty others', () => {
    const desk = new Desk();
    for (let count = 0; count < 60; count += 1) {
      const proposalId = `old-${count}`;
      const asked = { baseVersion: first.version, limits: wider, reason };
      desk.take(decideProposeLimits(desk.proposals, first, asked, 'rosa', proposalId));
      desk.take(decideWithdraw(desk.proposals, { proposalId, reason }, 'rosa'));
    }
    expect([...desk.proposals.keys()]).toHaveLength(50);
    expect(desk.proposals.has('old-59')).toBe(true);
  });
});
