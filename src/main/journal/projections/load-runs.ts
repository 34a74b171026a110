import type { Projection } from './projection.ts';

/** Every load run, how it ended, and whether others are compared with it. */
export const loadRuns: Projection<'load_runs'> = {
  table: 'load_runs',
  key: ['run_id'],
  open(database) {
    const begin = database.prepare<[string, string, number, string, string, string]>(
      `INSERT OR REPLACE INTO load_runs
         (run_id, scenario_id, seed, begun_by, began_at, setting, state, reason, evidence, is_baseline)
       VALUES (?, ?, ?, ?, ?, ?, 'running', '', '[]', 0)`,
    );
    const end = database.prepare<[string, string, string, string | null, string, string]>(
      'UPDATE load_runs SET state = ?, reason = ?, ended_at = ?, summary = ?, evidence = ? WHERE run_id = ?',
    );
    const setBaseline = database.prepare<[string | null, string]>(
      'UPDATE load_runs SET is_baseline = (run_id IS ?) WHERE scenario_id = ?',
    );
    return {
      'load.began': ({ body: { run } }) => {
        const { runId, scenario, seed, by, beganAt, version, commit, environment } = run;
        const setting = JSON.stringify({ scenario, version, commit, environment });
        begin.run(runId, scenario.scenarioId, seed, by, beganAt, setting);
      },
      'load.ended': ({ at, body: { runId, state, reason, summary, evidence } }) => {
        const measured = summary === null ? null : JSON.stringify(summary);
        end.run(state, reason, at, measured, JSON.stringify(evidence), runId);
      },
      'load.baseline-set': ({ body }) => setBaseline.run(body.runId, body.scenarioId),
    };
  },
};
