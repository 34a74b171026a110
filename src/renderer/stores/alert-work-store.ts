import { create } from 'zustand';

import type { Alert } from '#shared/domain/alert.ts';

import { problemOf, type Problem } from '../problem.ts';
import { announce } from '../ui/announcer-store.ts';
import { openOfRule } from './alert-queue.ts';
import { call } from './connection-store.ts';
import { alerts } from './desk-topics.ts';

/** As many as one command takes. */
const acknowledgedAtOnce = 1000;

/** What a person has half done about an alert. */
interface AlertWork {
  note: string;
  /** Whether the desk has yet to answer. */
  sending: boolean;
  /** Why the last try came to nothing; null before one. */
  problem: Problem | null;
}

const untouched: AlertWork = { note: '', sending: false, problem: null };

/** By alert, so that a note half written is still there for whoever looked at another alert meanwhile. */
export const useAlertWorks = create<{ works: ReadonlyMap<string, AlertWork> }>(() => ({
  works: new Map(),
}));

export function workOn(alertId: string): AlertWork {
  return useAlertWorks.getState().works.get(alertId) ?? untouched;
}

/** What is half done about an alert; nothing where it is untouched. */
export function useAlertWork(alertId: string): AlertWork {
  return useAlertWorks(({ works }) => works.get(alertId) ?? untouched);
}

function change(alertId: string, part: Partial<AlertWork>): void {
  useAlertWorks.setState(({ works }) => ({
    works: new Map(works).set(alertId, { ...untouched, ...works.get(alertId), ...part }),
  }));
}

export function writeNote(alertId: string, note: string): void {
  change(alertId, { note });
}

/** Forgets everything half done: whoever has the window next finds none of it. */
export function dropAlertWork(): void {
  useAlertWorks.setState({ works: new Map() });
}

/** Whether an alert lacks the note that acknowledging needs. Where it does, that is said beside it. */
export function lacksNote(alertId: string): boolean {
  if (workOn(alertId).note.trim() !== '') return false;
  change(alertId, {
    problem: {
      message: 'Acknowledging needs a note.',
      advice: 'Write what you saw and what you do about it, then acknowledge.',
    },
  });
  return true;
}

/** Sends the note of an alert; what came of it is kept beside that alert, whichever is on the screen by then. */
async function send(
  alertId: string,
  ask: (note: string) => Promise<Problem | null>,
): Promise<void> {
  const { note, sending } = workOn(alertId);
  if (sending) return;
  change(alertId, { sending: true });
  let after: Partial<AlertWork>;
  try {
    const problem = await ask(note.trim());
    after = problem === null ? untouched : { problem };
  } catch (error) {
    after = { problem: problemOf(error) };
  }
  // Where it was dropped meanwhile, another person has the window.
  if (useAlertWorks.getState().works.has(alertId)) change(alertId, { ...after, sending: false });
}

/** Acknowledges an alert or resolves it, with its note. */
export function answerAlert(
  command: 'alert.acknowledge' | 'alert.resolve',
  { alertId, title }: Alert,
): Promise<void> {
  return send(alertId, async (note) => {
    await call(command, { alertId, note });
    announce(
      `${title} ${command === 'alert.acknowledge' ? 'acknowledged' : 'resolved'}.`,
      'polite',
    );
    return null;
  });
}

/** Acknowledges every open alert of the same rule, with the note of this one. */
export function acknowledgeAlike(alert: Alert): Promise<void> {
  return send(alert.alertId, async (note) => {
    const alike = openOfRule(alerts.store.getState().rows.values(), alert);
    const alertIds = alike.map(({ alertId }) => alertId).slice(0, acknowledgedAtOnce);
    const { acknowledged, refused } = await call('alert.acknowledge-many', { alertIds, note });
    announce(`${acknowledged.length} alerts acknowledged.`, 'polite');
    const [first] = refused;
    if (first === undefined) return null;
    return {
      message: `${acknowledged.length} of ${alertIds.length} acknowledged. ${first.message}`,
      advice: '',
    };
  });
}
