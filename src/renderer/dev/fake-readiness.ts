import { ContractError } from '#shared/contract/error.ts';
import type { CommandInput, CommandOutput } from '#shared/contract/commands.ts';
import { phases } from '#shared/domain/readiness.ts';
import type { AttemptRow, CheckStatus, ReadinessStatus } from '#shared/domain/readiness-verdict.ts';

import { FakeTopic } from './fake-topic.ts';

type ReadinessCommand =
  | 'readiness.start'
  | 'readiness.stop'
  | 'readiness.resume'
  | 'readiness.read-attempt';

/** Readiness at the fake desk: a board on which nothing has run. */
export function fakeReadiness(): {
  topics: {
    readiness: FakeTopic<ReadinessStatus>;
    checks: FakeTopic<CheckStatus>;
    attempts: FakeTopic<AttemptRow>;
  };
  commands: { [C in ReadinessCommand]: (input: CommandInput<C>) => CommandOutput<C> };
} {
  const status = new FakeTopic<ReadinessStatus>(({ key }) => key);
  status.put({
    key: 'readiness',
    verdict: 'not-ready',
    score: {
      share: 0,
      blockers: [],
      phases: phases.map(({ phase }) => ({
        phase,
        share: 0,
        checks: 0,
        passed: 0,
        failed: 0,
        skipped: 0,
        waived: 0,
        durationMs: 0,
        lastRunAt: null,
        state: 'not-run',
      })),
    },
    attempt: null,
    doing: null,
  });
  const refuse = (): never => {
    throw new ContractError({
      code: 'not-ready',
      message: 'The fake desk has no checks.',
      advice: 'Start a desk on the simulated gateway.',
    });
  };
  return {
    topics: {
      readiness: status,
      checks: new FakeTopic<CheckStatus>(({ checkId }) => checkId),
      attempts: new FakeTopic<AttemptRow>(({ attemptId }) => attemptId),
    },
    commands: {
      'readiness.start': refuse,
      'readiness.stop': refuse,
      'readiness.resume': refuse,
      'readiness.read-attempt': refuse,
    },
  };
}
