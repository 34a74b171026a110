import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { LoadRow } from '#shared/domain/load.ts';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await Trial.begin();
});
afterEach(() => trial.end());

const gentle = { scenarioId: 'desk-gentle', seed: 1 };

function rowOf(desk: DeskUnderTest, runId: string): LoadRow | undefined {
  return desk.topics
    .loadRuns({})
    .snapshot()
    .find((each) => each.runId === runId);
}

async function untilSampled(desk: DeskUnderTest): Promise<void> {
  await desk.until(
    'something is measured',
    () => desk.topics.loadSamples({}).snapshot().length > 1,
    20_000,
  );
}

test('a run that is stopped keeps what it measured, leaves no order behind and can be the baseline', async () => {
  const desk = await (await trial.start()).ready();
  const tester = await desk.as('tester');
  const { runId } = await desk.commands['load.start'](gentle, tester);
  await expect(desk.commands['load.start'](gentle, tester)).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(
    desk.commands['readiness.start']({ phases: [1], seed: 7 }, tester),
  ).rejects.toMatchObject({ message: 'A load run goes on.' });
  await untilSampled(desk);
  expect(desk.topics.load({}).snapshot()[0]).toMatchObject({
    phase: 'measuring',
    run: { runId },
    stage: '3 orders/s',
  });
  await desk.commands['load.stop']({ reason: 'Seen enough.' }, tester);

  const row = rowOf(desk, runId);
  expect(row).toMatchObject({
    state: 'stopped',
    reason: 'Seen enough.',
    by: 'tester',
    summary: { leftOpen: 0, kinds: [{ kind: 'order' }] },
  });
  expect(row?.summary?.achieved).toBeGreaterThan(0);
  const orders = desk.topics.orders({}).snapshot();
  expect(orders.length).toBe(row?.summary?.offered);
  expect(orders.filter(({ status }) => status !== 'CANCELLED')).toEqual([]);

  const { series } = await desk.commands['load.read-run']({ runId }, tester);
  expect(series.samples).toEqual(desk.topics.loadSamples({}).snapshot());
  const counted = series.histograms['order.latency'] ?? [];
  expect(counted.reduce((sum, [, count]) => sum + count, 0)).toBe(row?.summary?.achieved);

  await desk.commands['load.set-baseline']({ runId, isBaseline: true }, tester);
  await desk.desk.close('Restart.');
  const after = await (await trial.start()).ready();
  expect(rowOf(after, runId)).toEqual({ ...row, isBaseline: true });
  expect(await after.commands['journal.verify']({}, await after.as('tester'))).toMatchObject({
    ok: true,
  });

  const [file] = row?.evidence ?? [];
  appendFileSync(join(trial.dataDir, 'simulated', 'load', runId, file?.file ?? ''), ' ');
  await expect(after.commands['load.read-run']({ runId }, tester)).rejects.toMatchObject({
    message: `${file?.file} is not what was recorded.`,
  });
});

test('a run that the end of the desk interrupts is on record as that, and nothing is left at the broker', async () => {
  const desk = await (await trial.start()).ready();
  const tester = await desk.as('tester');
  const { runId } = await desk.commands['load.start'](gentle, tester);
  await untilSampled(desk);
  await desk.desk.close('In the middle.');

  const after = await (await trial.start()).ready();
  expect(rowOf(after, runId)).toMatchObject({
    state: 'interrupted',
    reason: 'The desk was stopped.',
  });
  expect(rowOf(after, runId)?.summary?.offered).toBeGreaterThan(0);
  expect(
    after.topics
      .orders({})
      .snapshot()
      .filter(({ status }) => status !== 'CANCELLED'),
  ).toEqual([]);
});

test('a desk that cannot start another one says so, and what there is not is not found', async () => {
  const desk = await (await trial.start()).ready();
  const tester = await desk.as('tester');
  await expect(
    desk.commands['load.start']({ scenarioId: 'mixed-light', seed: 1 }, tester),
  ).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    desk.commands['load.start']({ scenarioId: 'none', seed: 1 }, tester),
  ).rejects.toMatchObject({ code: 'not-found' });
  await expect(desk.commands['load.stop']({ reason: 'No.' }, tester)).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(desk.topics.loadRuns({}).snapshot()).toEqual([]);
});
