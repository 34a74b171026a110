import { beforeEach, expect, it } from 'vitest';

import { ContractError } from '#shared/contract/error.ts';
import { alertExample } from '#shared/domain/alert.fixture.ts';

import {
  acknowledgeAlike,
  answerAlert,
  dropAlertWork,
  lacksNote,
  useAlertWorks,
  workOn,
  writeNote,
} from './alert-work-store.ts';
import { adoptDesk } from './connection-store.ts';
import { deskDouble, type DeskDouble } from './desk-double.fixture.ts';
import { alerts } from './desk-topics.ts';

const refusal = (message: string) =>
  new ContractError({ code: 'not-allowed', message, advice: '' });

const one = alertExample('one');
const other = alertExample('other');

let desk: DeskDouble;
beforeEach(() => {
  dropAlertWork();
  desk = deskDouble();
  adoptDesk(desk);
  alerts.store.setState({
    loaded: true,
    rows: new Map([one, other].map((each) => [each.alertId, each])),
  });
});

it('a note half written about one alert is there after another was looked at', () => {
  writeNote('one', 'I look it up.');
  writeNote('other', 'Known.');
  expect(workOn('one').note).toBe('I look it up.');
});

it('says beside the alert that the note is missing, and blanks are none', () => {
  writeNote('one', '  ');
  expect(lacksNote('one')).toBe(true);
  expect(workOn('one').problem?.message).toBe('Acknowledging needs a note.');
  writeNote('one', 'Seen.');
  expect(lacksNote('one')).toBe(false);
});

it('what was sent is half done no more', async () => {
  desk.answer['alert.resolve'] = () => Promise.resolve({});
  writeNote('one', ' Over. ');
  await answerAlert('alert.resolve', one);
  expect(desk.asked).toEqual([
    { command: 'alert.resolve', input: { alertId: 'one', note: 'Over.' } },
  ]);
  expect(workOn('one')).toEqual({ note: '', sending: false, problem: null });
});

it('a refusal stands beside the alert it is about, with the note as it was, whichever alert is looked at', async () => {
  const refused = Promise.withResolvers<Record<string, never>>();
  desk.answer['alert.acknowledge'] = () => refused.promise;
  writeNote('one', 'Seen.');
  const sent = answerAlert('alert.acknowledge', one);
  writeNote('other', 'Another matter.');
  refused.reject(refusal('It is an order of yours.'));
  await sent;
  expect(workOn('one')).toMatchObject({
    note: 'Seen.',
    sending: false,
    problem: { message: 'It is an order of yours.' },
  });
  expect(workOn('other')).toMatchObject({ note: 'Another matter.', problem: null });
});

it('sends nothing twice while the desk has not answered', async () => {
  const answered = Promise.withResolvers<Record<string, never>>();
  desk.answer['alert.acknowledge'] = () => answered.promise;
  writeNote('one', 'Seen.');
  const sent = answerAlert('alert.acknowledge', one);
  await answerAlert('alert.resolve', one);
  answered.resolve({});
  await sent;
  expect(desk.asked.map(({ command }) => command)).toEqual(['alert.acknowledge']);
});

it('acknowledges what is alike with one note, and says how many were refused', async () => {
  desk.answer['alert.acknowledge-many'] = () =>
    Promise.resolve({
      acknowledged: ['one'],
      refused: [{ alertId: 'other', message: 'It is an order of yours.' }],
    });
  writeNote('one', 'A known feed.');
  await acknowledgeAlike(one);
  expect(desk.asked).toEqual([
    {
      command: 'alert.acknowledge-many',
      input: { alertIds: ['one', 'other'], note: 'A known feed.' },
    },
  ]);
  expect(workOn('one')).toMatchObject({
    note: 'A known feed.',
    problem: { message: '1 of 2 acknowledged. It is an order of yours.' },
  });
});

it('an answer that comes when another person has the window leaves them nothing', async () => {
  const refused = Promise.withResolvers<Record<string, never>>();
  desk.answer['alert.resolve'] = () => refused.promise;
  writeNote('one', 'Over.');
  const sent = answerAlert('alert.resolve', one);
  dropAlertWork();
  refused.reject(refusal('It is not over.'));
  await sent;
  expect(useAlertWorks.getState().works.size).toBe(0);
});
