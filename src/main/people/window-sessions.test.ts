import { beforeEach, describe, expect, it } from 'vitest';

import type { Caller } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { Person } from '#shared/domain/people.ts';
import { practicePeople } from '#shared/domain/practice-people.ts';
import type { Session } from '#shared/domain/session.ts';

import { WindowSessions } from './window-sessions.ts';

let recorded: { fact: NewFact; window: string }[];
let acts: (() => void)[];
let people: readonly Person[];
let practice: boolean;
let sessions: WindowSessions;
beforeEach(() => {
  recorded = [];
  acts = [];
  people = practicePeople;
  practice = true;
  sessions = new WindowSessions({
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
});
