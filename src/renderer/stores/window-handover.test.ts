import { notifications, notificationsStore } from '@mantine/notifications';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Session } from '#shared/domain/session.ts';
import type { Person } from '#shared/domain/people.ts';

import { announce, useAnnouncement } from '../ui/announcer-store.ts';
import { useAlertQueue } from './alert-queue-store.ts';
import { useAlertWorks, writeNote } from './alert-work-store.ts';
import { orders } from './desk-topics.ts';
import { modifyOrder, proposeLimits, silenceAlert, useNavigation } from './navigation-store.ts';
import { session } from './session-store.ts';
import { useTicket } from './ticket-store.ts';
import { followHandover } from './window-handover.ts';

const ana: Person = { personId: 'ana', name: 'Ana', roles: ['operator'] };
const rosa: Person = { personId: 'rosa', name: 'Rosa', roles: ['operator'] };

function become(state: Session['state'], person: Person | null): void {
  const item: Session = {
    windowId: 'one',
    state,
    person,
    practice: false,
    people: [ana, rosa],
    missingRoles: [],
    lockAfterMs: 600_000,
  };
  session.store.setState({ loaded: true, rows: new Map([['session', item]]) });
}

/** What somebody at work has left on the screen and half done. */
function workOn(): void {
  orders.store.setState({ loaded: true });
  notifications.show({ message: 'The daily loss is reached.' });
  announce('Critical alert: the daily loss is reached.', 'assertive');
  useTicket.setState({ reason: 'A hedge follows.' });
  proposeLimits(true);
  modifyOrder('an-order');
  useAlertQueue.setState({ marked: new Set(['one']) });
  writeNote('one', 'I look it up.');
  silenceAlert('one');
}

const shown = () => ({
  orders: orders.store.getState().loaded,
  toasts: notificationsStore.getState().notifications.length,
  said: useAnnouncement.getState().assertive.text,
});
const halfDone = () => ({
  reason: useTicket.getState().reason,
  proposing: useNavigation.getState().proposingLimits,
  modifying: useNavigation.getState().modifyingOrderRef,
  marked: useAlertQueue.getState().marked.size,
  notes: useAlertWorks.getState().works.size,
  silencing: useNavigation.getState().silencingAlertId,
});
const nothingShown = { orders: false, toasts: 0, said: '' };
const nothingHalfDone = {
  reason: '',
  proposing: false,
  modifying: null,
  marked: 0,
  notes: 0,
  silencing: null,
};

let stop: () => void;
beforeEach(() => {
  session.store.setState({ loaded: false, rows: new Map() });
  stop = followHandover();
  become('active', ana);
  workOn();
});
afterEach(() => {
  stop();
  notifications.clean();
});

it('a locked window shows nothing of the desk, and its person finds what they had half done', () => {
  const before = halfDone();
  become('locked', ana);
  expect(shown()).toEqual(nothingShown);
  become('active', ana);
  expect(halfDone()).toEqual(before);
});

it('who comes after another has neither what they saw nor what they had half done', () => {
  become('signed-out', null);
  expect(shown()).toEqual(nothingShown);
  become('active', rosa);
  expect(halfDone()).toEqual(nothingHalfDone);
});

it('who is given the window of another at once has nothing that is half done either', () => {
  become('active', rosa);
  expect(halfDone()).toEqual(nothingHalfDone);
  expect(shown().orders).toBe(true);
});

it('nothing goes while the same person works on', () => {
  const before = { ...shown(), ...halfDone() };
  become('active', { ...ana, roles: ['operator', 'tester'] });
  expect({ ...shown(), ...halfDone() }).toEqual(before);
});
