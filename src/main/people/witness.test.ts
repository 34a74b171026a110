import { describe, expect, it } from 'vitest';

import type { Fact, NewFact } from '#shared/domain/fact.ts';
import { can, type Person, type Role } from '#shared/domain/people.ts';
import { secondPersonRefusal } from '#shared/domain/two-people.ts';

import { applyToPeople, presentPeople, type PeopleRecord } from './people-record.ts';
import { decideWitness, witnessRefusal } from './witness.ts';

/** A desk that Ana founded, told by what its people did. */
class Desk {
  record: PeopleRecord = new Map();
  #seq = 0;

  constructor() {
    this.adds('ana', 'ana', 'administrator');
  }

  adds(by: string, personId: string, ...roles: Role[]): void {
    this.#take({ kind: 'person.added', by, body: { personId, name: personId, roles } });
    this.sets(by, personId);
  }

  /** One sets the passphrase of another, or whoever has it now their own. */
  sets(by: string, personId: string): void {
    const fingerprint = String(this.#seq).padStart(64, '0');
    this.#take({ kind: 'person.passphrase-set', by, body: { personId, fingerprint } });
  }

  removes(by: string, personId: string): void {
    this.#take({ kind: 'person.removed', by, body: { personId, reason: 'Left.' } });
  }

  /** Whether one may say that the passphrase of another is theirs; says it where they may. */
  witnesses(by: string, personId: string): boolean {
    if (witnessRefusal(this.record, personId, this.person(by)) !== null) return false;
    for (const fact of decideWitness(this.record, personId, by)) this.#take(fact);
    return true;
  }

  /** One who joined and is beyond doubt. */
  joins(personId: string, witness: string, ...roles: Role[]): void {
    this.adds('ana', personId, ...roles);
    this.sets(personId, personId);
    this.witnesses(witness, personId);
  }

  person(personId: string): Person {
    const found = presentPeople(this.record).find((each) => each.personId === personId);
    if (found === undefined) throw new Error(`${personId} is not there.`);
    return found;
  }

  unproven(personId: string): Person['unproven'] {
    return this.person(personId).unproven;
  }

  #take(fact: NewFact): void {
    this.#seq += 1;
    const recorded: Fact = { ...fact, seq: this.#seq, at: '2026-01-05T10:00:00.000Z' };
    this.record = applyToPeople(this.record, recorded);
  }
}

/** Otto trades, Rosa is the risk officer, and both are beyond doubt. */
function founded(): Desk {
  const desk = new Desk();
  desk.adds('ana', 'otto', 'operator');
  desk.joins('rosa', 'otto', 'risk-officer');
  desk.sets('otto', 'otto');
  desk.witnesses('rosa', 'otto');
  return desk;
}

describe('a passphrase', () => {
  it('that whoever opened the desk first chose is their own', () => {
    expect(new Desk().unproven('ana')).toBeUndefined();
  });

  it('that another set gives no right to approve, to sign or to be a second person', () => {
    const desk = founded();
    expect(can(desk.person('rosa'), 'limits.approve')).toBe(true);
    desk.sets('ana', 'rosa');
    const rosa = desk.person('rosa');
    expect(rosa.unproven).toBe('given');
    for (const right of ['limits.approve', 'readiness.approve', 'readiness.sign'] as const) {
      expect(can(rosa, right)).toBe(false);
    }
    expect(can(rosa, 'kill.engage')).toBe(true);
    expect(secondPersonRefusal('otto', rosa, 'this proposal')).not.toBeNull();
  });

  it('that its owner changed is their own once a third person has seen it, and not before', () => {
    const desk = founded();
    desk.sets('ana', 'rosa');
    // Seen before it was changed it is no word on who will change it.
    expect(desk.witnesses('otto', 'rosa')).toBe(true);
    expect(desk.unproven('rosa')).toBe('given');
    desk.sets('rosa', 'rosa');
    expect(desk.unproven('rosa')).toBe('unwitnessed');
    expect(desk.witnesses('otto', 'rosa')).toBe(true);
    expect(desk.unproven('rosa')).toBeUndefined();
  });

  it('changed again and again stays in doubt, and one that was never given stays beyond it', () => {
    const desk = founded();
    desk.sets('ana', 'rosa');
    for (let times = 0; times < 3; times += 1) desk.sets('rosa', 'rosa');
    expect(desk.unproven('rosa')).toBe('unwitnessed');
    desk.sets('otto', 'otto');
    expect(desk.unproven('otto')).toBeUndefined();
  });

  it('set from the command line is in doubt as well', () => {
    const desk = founded();
    desk.sets('command-line', 'ana');
    expect(desk.unproven('ana')).toBe('given');
    desk.sets('ana', 'ana');
    expect(desk.witnesses('otto', 'ana')).toBe(true);
    expect(desk.unproven('ana')).toBeUndefined();
  });
});

describe('an administrator who would be two people', () => {
  it('is no witness of a passphrase that they set, nor is whose it is', () => {
    const desk = founded();
    desk.sets('ana', 'rosa');
    desk.sets('rosa', 'rosa');
    expect(desk.witnesses('ana', 'rosa')).toBe(false);
    expect(desk.witnesses('rosa', 'rosa')).toBe(false);
    expect(desk.unproven('rosa')).toBe('unwitnessed');
  });

  it('gets nowhere by setting two passphrases, or all there are', () => {
    const desk = founded();
    for (const personId of ['rosa', 'otto']) {
      desk.sets('ana', personId);
      desk.sets(personId, personId);
    }
    expect(desk.witnesses('otto', 'rosa')).toBe(false);
    expect(desk.witnesses('rosa', 'otto')).toBe(false);
  });

  it('gets nowhere by adding people, with the others there or locked out or removed', () => {
    for (const before of ['there', 'locked out', 'removed'] as const) {
      const desk = founded();
      for (const personId of ['rosa', 'otto']) {
        if (before === 'locked out') desk.sets('ana', personId);
        if (before === 'removed') desk.removes('ana', personId);
      }
      for (const personId of ['eve', 'mallory']) {
        desk.adds('ana', personId, 'risk-officer');
        desk.sets(personId, personId);
      }
      expect(desk.witnesses('eve', 'mallory')).toBe(false);
      expect(desk.witnesses('mallory', 'eve')).toBe(false);
      expect(can(desk.person('eve'), 'limits.approve')).toBe(false);
    }
  });

  it('who set it a second time is no witness of it either, and needs another once more', () => {
    const desk = founded();
    desk.sets('ana', 'rosa');
    desk.sets('rosa', 'rosa');
    desk.witnesses('otto', 'rosa');
    desk.sets('ana', 'rosa');
    expect(desk.unproven('rosa')).toBe('given');
    desk.sets('rosa', 'rosa');
    expect(desk.witnesses('ana', 'rosa')).toBe(false);
  });
});

it('at a desk that is being founded the first one is seen to by another who was added', () => {
  const desk = new Desk();
  for (const personId of ['otto', 'rosa']) {
    desk.adds('ana', personId, 'operator');
    desk.sets(personId, personId);
  }
  expect(desk.witnesses('ana', 'rosa')).toBe(false);
  expect(desk.witnesses('otto', 'rosa')).toBe(true);
  expect(desk.witnesses('rosa', 'otto')).toBe(true);
  expect([desk.unproven('otto'), desk.unproven('rosa')]).toEqual([undefined, undefined]);
});
