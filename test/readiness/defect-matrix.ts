import { parseArgs } from 'node:util';

import { phases, type Phase } from '#shared/domain/readiness.ts';

import { everyDefect } from './every-defect.ts';
import { phaseOf, phaseTrials, takesLong } from './phase-trials.ts';
import type { PlantedDefect } from './planted-defect.ts';
import { RealWorld } from './real-world.ts';
import { inexact, underDefect, type UnderDefect } from './under-defect.ts';

const usage =
  'node test/readiness/defect-matrix.ts [--phase N]… [--only CHECK]… [--quick]: plants each defect and goes through its whole phase.';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/**
 * Every planted defect with every check of its phase, in earnest: which fail, and whether they are the check that the defect
 * is for, what needs it, and what is declared to fail with it. Minutes for a phase; `npm test` tries only what is quick of it.
 * What came to something else is gone through once more, and both are told. Ends with 1 where it did so again.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      phase: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
    },
  });
  const chosen = phases
    .map(({ phase }) => phase)
    .filter((phase) => values.phase === undefined || values.phase.includes(String(phase)));
  const took = new Map<string, number[]>();
  let wrong = 0;
  let pairs = 0;
  for (const phase of chosen) {
    for (const seen of await goThroughPhase(phase, values.only, values.quick)) {
      pairs += seen.length;
      wrong += inexact(seen).length;
      for (const { checkId, durationMs } of seen) {
        took.set(checkId, [...(took.get(checkId) ?? []), durationMs]);
      }
    }
  }
  if (pairs === 0) throw new Error(`No defect is meant. Use: ${usage}`);
  for (const [checkId, each] of took) {
    const typical = each.toSorted((a, b) => a - b)[Math.floor(each.length / 2)] ?? 0;
    console.log(`${checkId}: ${seconds(typical)}`);
  }
  console.log(`${pairs} checks under a defect, ${wrong} came to something else than they must.`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

async function goThroughPhase(
  phase: Phase,
  only: readonly string[] | undefined,
  isQuick: boolean,
): Promise<UnderDefect[][]> {
  const defects = everyDefect.filter(
    ({ checkId }) => phaseOf(checkId) === phase && only?.includes(checkId) !== false,
  );
  const rows: UnderDefect[][] = [];
  for (let from = 0; from < defects.length; from += defectsPerDesk) {
    const some = defects.slice(from, from + defectsPerDesk);
    rows.push(...(await goThroughDefects(phase, some, isQuick)));
  }
  return rows;
}

/** A gateway answers sixty questions for history in ten minutes, and phase 2 asks ten at a time. Source: IB, pacing violations. */
const defectsPerDesk = 5;

async function goThroughDefects(
  phase: Phase,
  defects: readonly PlantedDefect[],
  isQuick: boolean,
): Promise<UnderDefect[][]> {
  const rows: UnderDefect[][] = [];
  const real = await RealWorld.open(phaseTrials[phase].first);
  try {
    for (const defect of defects) {
      const since = performance.now();
      const tryIt = (): Promise<UnderDefect[]> =>
        underDefect(real, defect, ({ checkId }) => !isQuick || !takesLong.has(checkId));
      let seen = await tryIt();
      for (const problem of inexact(seen)) console.log(`     ${problem}`);
      if (inexact(seen).length > 0) {
        console.log('     Once more, for a machine that was busy:');
        seen = await tryIt();
        for (const problem of inexact(seen)) console.log(`     ${problem}`);
      }
      const mark = inexact(seen).length === 0 ? '✓' : '✗';
      const took = seconds(performance.now() - since);
      console.log(
        `${mark}  ${phase}  ${defect.checkId}: ${defect.broken} (${seen.length} checks, ${took})`,
      );
      rows.push(seen);
    }
  } finally {
    await real.close();
  }
  return rows;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
