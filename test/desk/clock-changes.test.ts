import { performance } from 'node:perf_hooks';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { acknowledgeWithinMs } from '#shared/domain/alert.ts';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

const hour = 3_600_000;

let trial: Trial;
let desk: DeskUnderTest;
/** How far the machine's clock is set ahead, and what passes for people besides the time of the test. */
let wallMs: number;
let passedMs: number;
beforeEach(async () => {
  wallMs = 0;
  passedMs = 0;
  trial = await Trial.begin();
  desk = await (
    await trial.start({
      wallAheadMs: () => wallMs,
      elapsed: () => performance.now() + passedMs,
    })
  ).ready();
});
afterEach(() => trial.end());

const looks = (): number =>
  desk.topics
    .monitoring({})
    .snapshot()
    .reduce((sum, group) => sum + group.looks.length, 0);

/** Lets every monitor, and what escalates after them, look twice. */
async function looked(): Promise<void> {
  const groups = desk.topics.monitoring({}).snapshot().length;
  const before = looks();
  await desk.until('the monitors have looked twice', () => looks() >= before + 2 * groups);
}

const escalations = (): number | undefined => desk.alert('kill-engaged')?.escalations;

test('setting the clock forward escalates nothing, and setting it back delays nothing', async () => {
  await desk.kill('A drill.');
  expect(desk.alert('kill-engaged')).toMatchObject({ severity: 'critical', state: 'open' });
  wallMs = 10 * hour;
  await looked();
  expect(escalations()).toBe(0);
  wallMs = -hour;
  await looked();
  expect(escalations()).toBe(0);
  passedMs = acknowledgeWithinMs.critical ?? 0;
  await desk.until('it is escalated', () => escalations() === 1);
  await looked();
  expect(escalations()).toBe(1);
});
