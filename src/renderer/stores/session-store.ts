import { useMemo } from 'react';
import { notifications } from '@mantine/notifications';

import { bystanderAt, type Person } from '#shared/domain/people.ts';
import type { Session } from '#shared/domain/session.ts';

import { showProblem } from '../problem.ts';
import { call, listenAgain } from './connection-store.ts';
import { createTopicStore, useTopic } from './topic-store.ts';

/** Who is at this window. Listened to all the time, also while nobody is signed in. */
export const session = createTopicStore('session', {}, () => 'session');

/** Who is at this window as last heard; null before the first word. */
export function readSession(): Session | null {
  return session.store.getState().rows.get('session') ?? null;
}

/** What a person is called; who is with the desk no longer, and what is no person, goes by its id. */
export function personName(personId: string): string {
  return readSession()?.people.find((each) => each.personId === personId)?.name ?? personId;
}

/** A part of who is at this window; null before the first word. */
export function useSession<Part>(select: (session: Session) => Part): Part | null {
  return useTopic(session, ({ rows }) => {
    const known = rows.get('session');
    return known === undefined ? null : select(known);
  });
}

/** Who acts at this window: at a locked one anybody who stands there; null where nobody is signed in. */
export function actingPerson(known: Session | null): Person | null {
  if (known === null || known.person === null) return null;
  return known.state === 'locked' ? bystanderAt(known.person) : known.person;
}

/** Who acts at this window; null where nobody is signed in. */
export function usePerson(): Person | null {
  const known = useSession((each) => each);
  return useMemo(() => actingPerson(known), [known]);
}

/** Follows who is at this window: whoever comes sees the topics that were refused before. Returns how to stop. */
export function followSession(): () => void {
  return session.store.subscribe((now, before) => {
    const isActive = now.rows.get('session')?.state === 'active';
    if (isActive && before.rows.get('session')?.state !== 'active') listenAgain();
  });
}

/** Lets a person in, or unlocks their window. Rejects with what the desk says. */
export async function signIn(personId: string, passphrase: string): Promise<void> {
  await call('session.sign-in', { personId, passphrase });
}

/** Makes the first person of a desk. Rejects with what the desk says. */
export async function foundDesk(name: string, passphrase: string): Promise<void> {
  await call('people.found', { name, passphrase });
}

/** Locks this window. */
export async function lockWindow(): Promise<void> {
  try {
    await call('session.lock', {});
  } catch (error) {
    showProblem('The window was not locked', error);
  }
}

/** Signs out at this window. */
export async function signOut(): Promise<void> {
  try {
    await call('session.sign-out', {});
  } catch (error) {
    showProblem('Nobody was signed out', error);
  }
}

/** Gives this window of a practice desk to another of its people. */
export async function switchPerson(personId: string): Promise<void> {
  if (readSession()?.person?.personId === personId) return;
  try {
    await call('session.switch', { personId });
    const name = personName(personId);
    notifications.show({ message: `This window is ${name}'s now.`, autoClose: 4_000 });
  } catch (error) {
    showProblem('The window was not given to another person', error);
  }
}
