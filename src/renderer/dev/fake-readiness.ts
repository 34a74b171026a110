import { ContractError } from '#shared/contract/error.ts';
import type { CommandInput, CommandOutput } from '#shared/contract/commands.ts';
import type {
  CertificateStatus,
  ChecklistItem,
  ChecklistRow,
  WaiverRow,
} from '#shared/domain/certification.ts';
import { phases } from '#shared/domain/readiness.ts';
import type { AttemptRow, CheckStatus, ReadinessStatus } from '#shared/domain/readiness-verdict.ts';

import { FakeTopic } from './fake-topic.ts';

type ReadinessCommand =
  | 'readiness.start'
  | 'readiness.stop'
  | 'readiness.resume'
  | 'readiness.read-attempt'
  | 'readiness.check-history'
  | 'readiness.compare'
  | 'report.build'
  | 'checklist.tick'
  | 'checklist.untick'
  | 'waiver.propose'
  | 'readiness.sign'
  | 'runbook.read';

const checklistItems: readonly ChecklistItem[] = [
  {
    itemId: 'kill-switch-known',
    area: 'Emergency',
    title: 'Everybody knows the kill switch and has the right to use it',
    how: 'Each person shows where it is and its shortcut.',
  },
  {
    itemId: 'runbook-read',
    area: 'Operation',
    title: 'Operator and risk officer have read the runbook',
    how: 'Name them in the note.',
  },
];

/** Readiness at the fake desk: a board on which nothing has run. */
export function fakeReadiness(): {
  topics: {
    readiness: FakeTopic<ReadinessStatus>;
    checks: FakeTopic<CheckStatus>;
    attempts: FakeTopic<AttemptRow>;
    checklist: FakeTopic<ChecklistRow>;
    waivers: FakeTopic<WaiverRow>;
    certificate: FakeTopic<CertificateStatus>;
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
  const checklist = new FakeTopic<ChecklistRow>(({ itemId }) => itemId);
  for (const item of checklistItems) {
    checklist.put({ ...item, checklistVersion: 1, tick: null, outdated: null });
  }
  const certificate = new FakeTopic<CertificateStatus>(({ key }) => key);
  certificate.put({
    key: 'certificate',
    state: 'none',
    certificate: null,
    issuedAt: null,
    endedBecause: null,
    signing: {
      attemptId: null,
      signatures: [],
      next: 'tester',
      obstacles: ['No attempt at all six phases is on record.'],
    },
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
      checklist,
      waivers: new FakeTopic<WaiverRow>(({ waiverId }) => waiverId),
      certificate,
    },
    commands: {
      'readiness.start': refuse,
      'readiness.stop': refuse,
      'readiness.resume': refuse,
      'readiness.read-attempt': refuse,
      'readiness.check-history': refuse,
      'readiness.compare': refuse,
      'report.build': refuse,
      'checklist.tick': refuse,
      'checklist.untick': refuse,
      'waiver.propose': refuse,
      'readiness.sign': refuse,
      'runbook.read': () => ({
        parts: [{ part: 'Do', text: 'What the runbook of the desk says.' }],
      }),
    },
  };
}
