import { beforeEach, describe, expect, it } from 'vitest';

import type { Caller } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { can, capabilitySchema, type Person } from '#shared/domain/people.ts';
import { practicePeople } from '#shared/domain/practice-people.ts';
import type { Session } from '#shared/domain/session.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { lockAfterMs, WindowSessions } from './window-sessions.ts';

let recorded: { fact: NewFact; window: string }[];
let acts: (() => void)[];
let people: readonly Person[];
let practice: boolean;
let sessions: WindowSessions;
let clock: VirtualClock;
const right = 'the right one';
beforeEach(() => {
  recorded = [];
  acts = [];
  people = practicePeople;
  practice = true;
  clock = new VirtualClock();
  sessions = new WindowSessions({
    clock,
    prove: (personId, passphrase) =>
      Promise.resolve(
        personId === 'tester' ? 'no-credential' : passphrase === right ? 'right' : 'wrong',
      ),
    people: () => people,
    isPractice: () => practice,
    record(facts, act, caller: Caller) {
      recorded.push(...facts.map((fact) => ({ fact, window: caller.windowId })));
      return new Promise((resolve) => {
        acts.push(() => {
          act();
          resolve();
        });
      });
    },
    onUnrecorded(error) {
      throw error;
    },
  });
});

function onDisk(): void {
  for (const act of acts.splice(0)) act();
}

const kinds = (): string[] =>
  recorded.map(({ fact, window }) => `${window}: ${fact.kind} by ${fact.by}`);

describe('a window of a practice desk', () => {
  it('begins as the operator’s, on record once', () => {
    expect(sessions.caller('w-1').person).toMatchObject({ personId: 'operator' });
    expect(sessions.caller('w-1')).toBe(sessions.caller('w-1'));
    expect(kinds()).toEqual(['w-1: session.opened by operator']);
  });

  it('goes to another person once that is on disk, and no other window does', async () => {
    const caller = sessions.caller('w-1');
    const other = sessions.caller('w-2');
    const heard: Session[] = [];
    const leave = sessions.feed('w-1').subscribe(
      (session) => heard.push(session),
      () => undefined,
    );
    const switched = sessions.switchTo('w-1', 'risk-officer');
    expect(caller.person.personId).toBe('operator');
    onDisk();
    await switched;
    expect(caller.person).toMatchObject({ personId: 'risk-officer', roles: ['risk-officer'] });
    expect(other.person.personId).toBe('operator');
    expect(heard.map(({ person }) => person?.personId)).toEqual(['risk-officer']);
    expect(kinds().slice(2)).toEqual([
      'w-1: session.closed by operator',
      'w-1: session.opened by risk-officer',
    ]);
    leave();
  });

  it('stays as it is where nobody new comes', async () => {
    sessions.caller('w-1');
    await sessions.switchTo('w-1', 'operator');
    expect(kinds()).toHaveLength(1);
    await expect(sessions.switchTo('w-1', 'mallory')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('knows of a person what the list of people says now', () => {
    const caller = sessions.caller('w-1');
    people = practicePeople.map((person) => ({ ...person, roles: [] }));
    expect(caller.person.roles).toEqual([]);
    people = [];
    expect(caller.person.personId).toBe('nobody');
  });
});

describe('a window of any other desk', () => {
  beforeEach(() => {
    practice = false;
  });

  it('is nobody’s, and is not switched to anybody', async () => {
    expect(sessions.caller('w-1').person).toMatchObject({ personId: 'nobody', roles: [] });
    expect(sessions.feed('w-1').snapshot()).toMatchObject([{ state: 'signed-out', person: null }]);
    await expect(sessions.switchTo('w-1', 'operator')).rejects.toMatchObject({ code: 'conflict' });
    expect(recorded).toEqual([]);
  });

  /** Signs in, with the record's disk as fast as it is asked. */
  async function signIn(windowId: string, personId: string, passphrase: string): Promise<void> {
    const signing = sessions.signIn(windowId, personId, passphrase);
    signing.catch(() => undefined);
    for (let turn = 0; turn < 10; turn += 1) {
      await Promise.resolve();
      onDisk();
    }
    await signing;
  }

  it('is opened by the passphrase, at that window alone, on record', async () => {
    await signIn('w-1', 'operator', right);
    expect(sessions.caller('w-1').person.personId).toBe('operator');
    expect(sessions.caller('w-2').person.personId).toBe('nobody');
    expect(kinds()).toEqual(['w-1: session.opened by operator']);
  });

  it('accepts nothing for a while after five wrong ones, whatever the wall clock says, and records each once', async () => {
    for (let guess = 1; guess < 5; guess += 1) {
      await expect(signIn('w-1', 'operator', 'wrong')).rejects.toThrow('The passphrase is wrong.');
    }
    await expect(signIn('w-1', 'operator', 'wrong')).rejects.toThrow('none is accepted for 30 s');
    clock.jumpTo(clock.now() + 86_400_000);
    for (let more = 0; more < 50; more += 1) {
      await expect(signIn('w-2', 'operator', right)).rejects.toThrow('too many wrong passphrases');
    }
    clock.jumpTo(0);
    await expect(signIn('w-1', 'risk-officer', right)).rejects.toThrow('too many');
    expect(recorded.map(({ fact }) => fact.kind)).toEqual(Array(5).fill('session.refused'));
    expect(recorded.at(-1)?.fact.body).toMatchObject({ cause: 'too-many-guesses', restMs: 30_000 });
    clock.advance(30_001);
    await signIn('w-1', 'operator', right);
    expect(sessions.caller('w-1').person.personId).toBe('operator');
  });

  it('does not let many guesses in at once', async () => {
    const guesses = Array.from({ length: 100 }, () => sessions.signIn('w-1', 'operator', 'wrong'));
    const all = Promise.allSettled(guesses);
    for (let turn = 0; turn < 10; turn += 1) {
      await Promise.resolve();
      onDisk();
    }
    await all;
    expect(recorded).toHaveLength(5);
  });

  it('stays shut where the credential is not the one of the journal, and says what to do', async () => {
    await expect(signIn('w-1', 'tester', right)).rejects.toMatchObject({
      code: 'not-allowed',
      advice: expect.stringContaining('Restore credentials.json') as unknown,
    });
    expect(recorded[0]?.fact.body).toMatchObject({ cause: 'no-credential' });
  });

  it('locked, lets anybody stop the desk, and only its person in', async () => {
    await signIn('w-1', 'operator', right);
    const locking = sessions.lock('w-1', 'key');
    const at = sessions.caller('w-1').person;
    expect(capabilitySchema.options.filter((each) => can(at, each))).toEqual(['kill.engage']);
    expect(at.personId).toBe('locked-window');
    onDisk();
    await locking;
    await expect(signIn('w-1', 'risk-officer', right)).rejects.toThrow('locked by another person');
    await expect(signIn('w-1', 'operator', 'wrong')).rejects.toThrow('wrong');
    expect(sessions.caller('w-1').person.personId).toBe('locked-window');
    await signIn('w-1', 'operator', right);
    expect(sessions.caller('w-1').person.personId).toBe('operator');
    expect(kinds().at(-1)).toBe('w-1: session.opened by operator');
  });

  it('locks itself when nobody has done anything, on the monotonic clock', async () => {
    await signIn('w-1', 'operator', right);
    clock.advance(lockAfterMs - 1);
    clock.jumpTo(0);
    sessions.lockIdle();
    expect(sessions.caller('w-1').person.personId).toBe('operator');
    sessions.caller('w-1').used();
    clock.advance(lockAfterMs - 1);
    sessions.lockIdle();
    expect(sessions.caller('w-1').person.personId).toBe('operator');
    clock.advance(1);
    sessions.lockIdle();
    expect(sessions.caller('w-1').person.personId).toBe('locked-window');
    expect(recorded.at(-1)?.fact).toMatchObject({
      kind: 'session.locked',
      by: 'desk',
      body: { cause: 'inactivity' },
    });
  });

  it('signs out whoever is removed, at once and everywhere', async () => {
    await signIn('w-1', 'operator', right);
    people = people.filter(({ personId }) => personId !== 'operator');
    sessions.peopleChanged();
    expect(sessions.caller('w-1').person.personId).toBe('nobody');
    expect(recorded.at(-1)?.fact.body).toMatchObject({ cause: 'removed' });
  });
});
