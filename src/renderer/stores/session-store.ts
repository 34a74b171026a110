import { notifications } from '@mantine/notifications';

import type { Person } from '#shared/domain/people.ts';
import type { Session } from '#shared/domain/session.ts';

import { showProblem } from '../problem.ts';
import { call } from './connection-store.ts';
import { createTopicStore, useTopic } from './topic-store.ts';

/** Who is at this window. Listened to all the time, also while nobody is signed in. */
export const session = createTopicStore('session', {}, () => 'session');

/** Who is at this window as last heard; null before the first word. */
export function readSession(): Session | null {
  return session.store.getState().rows.get('session') ?? null;
}

/** A part of who is at this window; null before the first word. */
export function useSession<Part>(select: (session: Session) => Part): Part | null {
  return useTopic(session, ({ rows }) => {
    const known = rows.get('session');
    return known === undefined ? null : select(known);
  });
}

/** Who is signed in at this window; null where nobody is. */
export function usePerson(): Person | null {
  return useSession(({ person }) => person);
}

/** Gives this window of a practice desk to another of its people. */
export async function switchPerson(personId: string): Promise<void> {
  if (readSession()?.person?.personId === personId) return;
  try {
    await call('session.switch', { personId });
    const name = readSession()?.people.find((each) => each.personId === personId)?.name ?? personId;
    notifications.show({ message: `This window is ${name}'s now.`, autoClose: 4_000 });
  } catch (error) {
    showProblem('The window was not given to another person', error);
  }
}
