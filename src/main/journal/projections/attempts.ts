import type { Projection } from './projection.ts';

/** Every attempt to pass the readiness checks, and how it ended. */
export const attempts: Projection<'attempts'> = {
  table: 'attempts',
  key: ['attempt_id'],
  open(database) {
    const begin = database.prepare<[string, string, number, string, string, string]>(
      `INSERT OR REPLACE INTO attempts (attempt_id, phases, seed, begun_by, began_at, setting, state)
       VALUES (?, ?, ?, ?, ?, ?, 'running')`,
    );
    const change = database.prepare<[string, string | null, string]>(
      'UPDATE attempts SET state = ?, ended_at = ? WHERE attempt_id = ?',
    );
    return {
      'attempt.began': ({ body: { attempt } }) => {
        const { attemptId, phases, seed, by, beganAt, configuration, environment } = attempt;
        const setting = JSON.stringify({ configuration, environment });
        begin.run(attemptId, JSON.stringify(phases), seed, by, beganAt, setting);
      },
      'attempt.resumed': ({ body }) => change.run('running', null, body.attemptId),
      'attempt.ended': ({ at, body }) => change.run(body.state, at, body.attemptId),
    };
  },
};
