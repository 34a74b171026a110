import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Limits } from '#shared/domain/limits.ts';

import { callerOf, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start()).ready();
});
afterEach(() => trial.end());

const operator = callerOf('olga', 'operator');
const officer = callerOf('rosa', 'risk-officer');
const second = callerOf('ben', 'risk-officer');

async function limits(): Promise<Limits> {
  return (await desk.commands['limits.read']({}, desk.caller)).limits;
}

async function proposeOrderQuantity(value: number, caller = officer): Promise<string> {
  const current = await limits();
  const { proposalId } = await desk.commands['limits.propose'](
    {
      baseVersion: current.version,
      limits: { ...current, maxOrderQuantity: { ...current.maxOrderQuantity, value } },
      reason: 'Smaller orders before the election.',
    },
    caller,
  );
  return proposalId;
}

const approve = (proposalId: string, caller = second): Promise<unknown> =>
  desk.commands['proposal.approve']({ proposalId, reason: 'Looked at.' }, caller);

const proposal = (proposalId: string) =>
  desk.topics
    .proposals({})
    .snapshot()
    .find((each) => each.proposalId === proposalId);

describe('limits', () => {
  test('are what a second person approved, from the next order on, and after a restart', async () => {
    const { version } = await limits();
    const proposalId = await proposeOrderQuantity(5, operator);
    expect((await desk.place(desk.resting())).allowed).toBe(true);
    await approve(proposalId);
    expect(desk.status().limitsVersion).toBe(version + 1);
    const { allowed, verdicts } = await desk.place(desk.resting());
    expect(allowed).toBe(false);
    expect(verdicts).toContainEqual(
      expect.objectContaining({ controlId: 'max-order-quantity', outcome: 'deny', limit: 5 }),
    );

    // The data folder's file says what it said: it is not asked any more.
    await desk.desk.close('Restart.');
    desk = await (await trial.start()).ready();
    expect(await limits()).toMatchObject({ version: version + 1, maxOrderQuantity: { value: 5 } });
    expect(desk.status().unusedLimitsFile).toContain('limits.json is not in use');
    expect(proposal(proposalId)).toMatchObject({ state: 'approved', decidedBy: 'ben' });
    expect(await desk.commands['journal.verify']({}, desk.caller)).toMatchObject({ ok: true });
  });

  test('have their history on record: who, why, and what became of what', async () => {
    const before = await limits();
    await approve(await proposeOrderQuantity(5));
    const { versions, more } = await desk.commands['limits.history'](
      { beforeSeq: null },
      desk.caller,
    );
    expect(more).toBe(false);
    expect(versions).toMatchObject([
      {
        version: before.version + 1,
        by: 'ben',
        proposedBy: 'rosa',
        reason: 'Smaller orders before the election.',
        differences: [
          {
            path: ['maxOrderQuantity', 'value'],
            before: before.maxOrderQuantity.value,
            after: 5,
            effect: 'tighter',
          },
        ],
      },
      { version: before.version, by: 'desk', proposedBy: null, differences: null },
    ]);
  });

  test('are not changed by who proposed them; that they tried is on record', async () => {
    const { version } = await limits();
    const proposalId = await proposeOrderQuantity(5);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(approve(proposalId, officer)).rejects.toMatchObject({ code: 'not-allowed' });
    }
    expect((await limits()).version).toBe(version);
    expect(await desk.facts('proposal.refused')).toEqual([
      expect.objectContaining({ proposalId, attempted: 'approve' }),
    ]);
    expect(await desk.facts('limits.changed')).toHaveLength(1);
  });

  test('proposed twice from one version are approved once', async () => {
    const [left, right] = [await proposeOrderQuantity(5), await proposeOrderQuantity(50)];
    await approve(left);
    await expect(approve(right)).rejects.toMatchObject({ code: 'conflict' });
    expect((await limits()).maxOrderQuantity.value).toBe(5);
    expect(proposal(right)?.outdated).toContain('is in force');
  });
});

describe('a desk that was killed', () => {
  test('trades again when two people say so, also when they say it after a restart', async () => {
    await desk.kill();
    await expect(desk.setState('ACTIVE')).rejects.toMatchObject({ code: 'conflict' });
    const { proposalId } = await desk.commands['rearm.propose'](
      { instrumentId: null, state: 'ACTIVE', reason: 'Positions agree.' },
      officer,
    );
    await desk.desk.close('Restart.');
    desk = await (await trial.start()).ready();
    expect(desk.status()).toMatchObject({
      tradingState: 'HALTED',
      tradingStateOrigin: { cause: 'kill' },
    });
    await expect(approve(proposalId, officer)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(desk.status().tradingState).toBe('HALTED');
    await approve(proposalId);
    expect(desk.status()).toMatchObject({
      tradingState: 'ACTIVE',
      tradingStateOrigin: { by: 'ben', cause: 'person' },
    });
    await desk.working();
  });
});
