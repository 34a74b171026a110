import type { Projection } from './projection.ts';

/** Every run of every readiness check: what was measured, and what it left. */
export const checkRuns: Projection<'check_runs'> = {
  table: 'check_runs',
  key: ['seq'],
  open(database) {
    const insert = database.prepare<
      [number, string, string, number, string, string, string, number, string]
    >(
      `INSERT OR REPLACE INTO check_runs
         (seq, attempt_id, check_id, phase, result, sentence, began_at, duration_ms, run)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    return {
      'check.ran': ({ seq, body: { attemptId, run } }) => {
        const { checkId, phase, result, sentence, beganAt, durationMs } = run;
        insert.run(
          seq,
          attemptId,
          checkId,
          phase,
          result,
          sentence,
          beganAt,
          durationMs,
          JSON.stringify(run),
        );
      },
    };
  },
};
