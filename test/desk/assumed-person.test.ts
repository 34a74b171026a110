import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Caller } from '#shared/contract/service.ts';

import { callerOf, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start()).ready();
  // The operator may trade futures alone.
  const { limits } = await desk.commands['limits.read']({}, desk.caller);
  const permission = {
    personId: 'operator',
    instruments: null,
    assetClasses: ['FUT' as const],
    orderTypes: null,
    accounts: null,
    reason: 'A test.',
  };
  const { proposalId } = await desk.commands['limits.propose'](
    {
      baseVersion: limits.version,
      limits: { ...limits, permissions: [permission] },
      reason: 'A test.',
    },
    desk.caller,
  );
  const approval = { proposalId, reason: 'Read.' };
  await desk.commands['proposal.approve'](approval, await desk.as('risk-officer'));
});
afterEach(() => trial.end());

const deniedTo = async (caller: Caller, personId: string | null): Promise<string[]> => {
  const { verdicts } = await desk.commands['order.preview'](
    { ticket: desk.resting(), withWhatIf: false, personId },
    caller,
  );
  return verdicts.filter(({ outcome }) => outcome === 'deny').map(({ controlId }) => controlId);
};

test('who sets limits sees what the controls say to another person', async () => {
  const officer = await desk.as('risk-officer');
  expect(await deniedTo(officer, null)).toEqual([]);
  expect(await deniedTo(officer, 'operator')).toEqual(['person-permission']);
  expect(await deniedTo(desk.caller, 'risk-officer')).toEqual([]);
  expect(await deniedTo(desk.caller, 'operator')).toEqual(['person-permission']);
});

test('who does not is refused in a sentence, and asks as themselves alone', async () => {
  const tester = callerOf('somebody', 'tester');
  await expect(deniedTo(tester, 'operator')).rejects.toMatchObject({
    code: 'not-allowed',
    message:
      'Only those who propose or approve limits see what the controls say to another person.',
  });
  expect(await deniedTo(tester, 'somebody')).toEqual([]);
  expect(await deniedTo(tester, null)).toEqual([]);
});

test('nobody is assumed who is not with the desk', async () => {
  await expect(deniedTo(await desk.as('risk-officer'), 'eve')).rejects.toMatchObject({
    code: 'not-found',
    message: 'This desk has no person eve.',
  });
});
