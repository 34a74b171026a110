import { afterEach, beforeEach, expect, test } from 'vitest';

import type { WindowCaller } from '#shared/contract/service.ts';

import { passphrase, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

/** A desk that is not for practice, whose administrator would like to be two people. */

/** Each passphrase takes a third of a second of a quiet machine, and many times that of a busy one. */
const passphrasesTakeMs = 120_000;

let trial: Trial;
let desk: DeskUnderTest;
let administrator: WindowCaller;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await start();
});
afterEach(() => trial.end());

async function start(): Promise<DeskUnderTest> {
  const started = await trial.start({
    gateway: { kind: 'paper', host: '127.0.0.1', port: trial.gateway.port, clientId: 11 },
  });
  await started.untilLink('ready');
  administrator = started.desk.caller('window of the administrator');
  return started;
}

const given = 'words that the setter knows';
const signsIn = (personId: string, words: string, window: WindowCaller): Promise<unknown> =>
  desk.commands['session.sign-in']({ personId, passphrase: words }, window);
const alertOf = (rule: string, personId: string) =>
  desk.alerts().find(({ fingerprint }) => fingerprint === `${rule}:${personId}`);
const acknowledges = (rule: string, personId: string, window: WindowCaller): Promise<unknown> =>
  desk.commands['alert.acknowledge'](
    { alertId: alertOf(rule, personId)?.alertId ?? '', note: 'It was they.' },
    window,
  );

/** The administrator proposes limits, as a maker. */
async function proposed(): Promise<string> {
  const { limits } = await desk.commands['limits.read']({}, administrator);
  const { proposalId } = await desk.commands['limits.propose'](
    {
      baseVersion: limits.version,
      limits: { ...limits, openOrders: { ...limits.openOrders, value: 199 } },
      reason: 'For the test.',
    },
    administrator,
  );
  return proposalId;
}
const approves = (proposalId: string, window: WindowCaller): Promise<unknown> =>
  desk.commands['proposal.approve']({ proposalId, reason: 'Looked at.' }, window);

test(
  'an administrator who sets the risk officer’s passphrase approves nothing as them, and everybody is told; the risk officer does once they changed it and another has seen that',
  async () => {
    await desk.staff();
    const proposalId = await proposed();
    const mallory = desk.desk.caller('another window of the administrator');
    await desk.commands['person.set-passphrase'](
      { personId: 'risk-officer', passphrase: given, present: null },
      administrator,
    );
    expect(alertOf('passphrase-given', 'risk-officer')).toMatchObject({
      severity: 'critical',
      state: 'open',
      detail: expect.stringContaining(
        'administrator set the passphrase of Risk officer',
      ) as unknown,
    });
    await expect(
      signsIn('risk-officer', passphrase, desk.desk.caller('home')),
    ).rejects.toMatchObject({ code: 'not-allowed' });
    await signsIn('risk-officer', given, mallory);
    expect(mallory.person.unproven).toBe('given');
    await expect(approves(proposalId, mallory)).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('Another person has set your passphrase') as unknown,
    });

    const change = (words: string): Promise<unknown> =>
      desk.commands['person.set-passphrase'](
        { personId: 'risk-officer', passphrase: words, present: given },
        mallory,
      );
    await expect(change(given)).rejects.toMatchObject({
      message: 'That is the passphrase you have.',
    });
    await change('nobody else knows these words');
    expect(mallory.person.unproven).toBe('unwitnessed');
    await expect(approves(proposalId, mallory)).rejects.toMatchObject({ code: 'not-allowed' });
    await desk.commands['person.change-roles'](
      { personId: 'administrator', roles: ['administrator', 'operator'] },
      administrator,
    );
    for (const window of [mallory, administrator]) {
      await expect(
        acknowledges('passphrase-unwitnessed', 'risk-officer', window),
      ).rejects.toMatchObject({ code: 'conflict' });
    }

    await acknowledges('passphrase-unwitnessed', 'risk-officer', desk.caller);
    expect(await desk.facts('person.witnessed')).toEqual([{ personId: 'risk-officer' }]);
    expect(mallory.person.unproven).toBeUndefined();
    await approves(proposalId, mallory);
    for (const rule of ['passphrase-given', 'passphrase-unwitnessed']) {
      expect(alertOf(rule, 'risk-officer')).toMatchObject({ conditionCleared: true });
    }
    await desk.desk.close('Restart.');
    desk = await start();
    expect(
      desk.topics
        .session({})
        .snapshot()[0]
        ?.people.map(({ personId, unproven }) => [personId, unproven]),
    ).toEqual([
      ['administrator', undefined],
      ['operator', 'given'],
      ['risk-officer', undefined],
    ]);
  },
  passphrasesTakeMs,
);
