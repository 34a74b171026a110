import { ContractError } from '#shared/contract/error.ts';
import type { Caller, CommandHandlers, DeskTopics } from '#shared/contract/service.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { Configuration } from '#shared/domain/readiness.ts';

import type { Journal } from '../journal/journal.ts';
import { CredentialsFile } from '../people/credentials-file.ts';
import type { Check } from '../readiness/check.ts';
import { attachmentsFolder, EvidenceFolders } from '../readiness/evidence-folder.ts';
import { everyCheck } from '../readiness/every-check.ts';
import { runbookOf } from '../readiness/runbook.ts';
import { requireScenario } from '../load/scenarios.ts';
import { loadLimits } from '../load/wide-limits.ts';
import {
  CertificationBoard,
  type CertificationCommand,
  type CertificationTopic,
  type Proven,
} from './certification-board.ts';
import { configurationOf } from './certified-configuration.ts';
import { environmentOf } from './desk-environment.ts';
import type { DeskMeter } from './desk-meter.ts';
import { createFeed } from './feed.ts';
import type { LoadBoard } from './load-board.ts';
import { metricsText } from './metrics.ts';
import type { OpenDesk } from './open-desk.ts';
import { unhindered } from './open-load.ts';
import { reachedDesk } from './reached-desk.ts';
import { ReadinessBoard, type ReadinessCommand, type ReadinessTopic } from './readiness-board.ts';
import { readinessResources } from './readiness-resources.ts';
import { reportCommands } from './report-board.ts';
import type { SimulatorBoard, SimulatorControl } from './simulator-board.ts';
import type { StartDeskOptions } from './start-desk.ts';
import { processOfNow } from './this-machine.ts';
import { trialReport } from './trial-report.ts';

/** Readiness and certification at an open desk. */
export interface OpenReadiness {
  commands: Pick<
    CommandHandlers,
    ReadinessCommand | CertificationCommand | 'report.build' | 'runbook.read'
  >;
  topics: Pick<DeskTopics, ReadinessTopic | CertificationTopic>;
  /** What goes on, as the one thing that may at a time; null while nothing does. */
  readonly busyWith: string | null;
  /** Resolves when nothing runs any more. */
  close(): Promise<void>;
}

/** Opens readiness at a desk that is open: what the checks reach of it, of its journal and of the machine. */
export function openReadiness(
  options: StartDeskOptions & { folder: string; gatewayKind: GatewayKind },
  {
    desk,
    meter,
    board,
    journal,
    control,
    load,
  }: {
    desk: OpenDesk;
    meter: DeskMeter;
    board: SimulatorBoard;
    journal: Journal;
    control: SimulatorControl | null;
    load: LoadBoard;
  },
): OpenReadiness {
  const { ports, version, commit = null, checks = everyCheck, scratchDesk } = options;
  const { gatewayKind, folder, log, buildReport } = options;
  const configuration = (): Configuration =>
    configurationOf({ version, commit, limits: desk.limits });
  const resources = readinessResources(options.appRoot);
  const folders = new EvidenceFolders(folder);
  const attachmentProblems = (): string[] =>
    [...desk.certification.ticks.values()].flatMap(({ attachment }) =>
      attachment === null ? [] : (folders.problemOf(attachmentsFolder, attachment) ?? []),
    );
  const readiness: ReadinessBoard = new ReadinessBoard({
    checks,
    gatewayKind,
    folders,
    record: () => desk.readiness,
    certification: () => desk.certification,
    take: (facts, caller) => desk.record(facts, () => {}, caller),
    desk: reachedDesk({
      service: () => ({
        commands: { ...desk.commands, ...board.commands, ...refusedToChecks },
        topics: {
          ...desk.topics,
          ...readiness.topics,
          ...load.topics,
          ...certification.topics,
          simulator: () => board.feed,
          session: () => createFeed(() => []),
        },
      }),
      facts: (fromSeq) => journal.facts(fromSeq),
      head: () => journal.head(),
      control,
      metrics: () => metricsText(meter.figures(), processFigures(options)),
    }),
    installation: {
      get configuration() {
        return configuration();
      },
      people: () => desk.people(),
      withPassphrase: () =>
        gatewayKind === 'simulated' ? null : withPassphrase(desk, new CredentialsFile(folder)),
      checks,
      requirements: resources.requirements,
      runbook: () => resources.runbook(),
      attachmentProblems,
      machine: () => desk.gauges().machine,
      process: processOfNow,
      verifyJournal: () => journal.verify(),
      backUp: async () => (await journal.backup()).head,
      storeSettings: () => journal.settings(),
    },
    environment: () => environmentOf(desk, gatewayKind),
    scratchDesk: scratchDesk === undefined ? null : (scratch) => scratchDesk(scratch, desk.limits),
    trialReport: (attemptId) => trialReport(folder, attemptId, buildReport, ports.clock),
    load: (signal) => ({
      scenario: requireScenario,
      unhindered: { ...unhindered, limits: loadLimits(desk.limits) },
      run: (scenario, on) => load.runForCheck(scenario, on, signal),
    }),
    busyWith: () => load.busyWith,
    ports,
    log,
  });
  const certification = new CertificationBoard(
    {
      checklist: resources.checklist,
      requirements: resources.requirements,
      proven: {
        ...provenBy(readiness, checks, () => desk.readiness.size),
        attachmentProblems,
      },
      folders,
      record: () => desk.certification,
      proposals: () => desk.proposals,
      take: (facts, caller) => desk.record(facts, () => {}, caller),
      configuration,
      head: () => journal.head(),
      ports,
    },
    () => readiness.publishAll(),
  );
  desk.onFacts((facts) => {
    readiness.heard(facts);
    certification.heard(facts);
  });
  readiness.takeUp();
  return {
    commands: {
      ...readiness.commands,
      ...certification.commands,
      ...reportCommands(
        buildReport === undefined ? null : (attemptId) => buildReport(folder, attemptId),
      ),
      'runbook.read': async ({ rule }) => ({ parts: runbookOf(resources.runbook(), rule) }),
    },
    topics: { ...readiness.topics, ...certification.topics },
    get busyWith() {
      return readiness.busyWith;
    },
    async close() {
      certification.close();
      await readiness.close();
    },
  };
}

/** Who could prove who they are: the record names a credential, and the file has it. */
function withPassphrase(desk: OpenDesk, credentials: CredentialsFile): ReadonlySet<string> {
  return new Set(
    [...desk.peopleOnRecord()]
      .filter(([, { removed }]) => !removed)
      .filter(([, { fingerprint }]) => fingerprint !== null && credentials.find(fingerprint))
      .map(([personId]) => personId),
  );
}

/** What has been proven, as the board of readiness has it. */
function provenBy(
  readiness: ReadinessBoard,
  checks: readonly Check[],
  attempts: () => number,
): Omit<Proven, 'attachmentProblems'> {
  return {
    checks,
    attempt: (attemptId) => readiness.attempt(attemptId),
    latestWhole: () => readiness.latestWhole(),
    latestRun: (checkId) => readiness.latestRun(checkId),
    scoreOf: (attempt) => readiness.scoreOf(attempt),
    scoreNow: () => readiness.scoreNow(),
    evidenceProblems: (attempt) => readiness.evidenceProblems(attempt),
    attempts,
  };
}

function processFigures({ machine }: StartDeskOptions) {
  const { residentBytes, heapBytes } = processOfNow();
  return {
    residentMemoryBytes: residentBytes,
    heapBytes,
    eventLoopDelayMs: machine?.().eventLoopDelayMs ?? 0,
  };
}

/** Who sits at a window, which gateway it is and what readiness does are not a check's affair. */
const refuse = (_input: unknown, _caller: Caller): Promise<never> =>
  Promise.reject(
    new ContractError({
      code: 'not-allowed',
      message: 'A readiness check may not do this.',
      advice: '',
    }),
  );
const refusedToChecks: Omit<
  CommandHandlers,
  keyof OpenDesk['commands'] | 'simulator.inject' | 'simulator.clear' | 'simulator.set-speed'
> = {
  'gateway.choose': refuse,
  'session.switch': refuse,
  'session.sign-in': refuse,
  'session.lock': refuse,
  'session.sign-out': refuse,
  'people.found': refuse,
  'person.add': refuse,
  'person.change-roles': refuse,
  'person.set-passphrase': refuse,
  'person.remove': refuse,
  'readiness.start': refuse,
  'readiness.stop': refuse,
  'readiness.resume': refuse,
  'readiness.read-attempt': refuse,
  'readiness.check-history': refuse,
  'readiness.compare': refuse,
  'report.build': refuse,
  'load.read-scenarios': refuse,
  'load.start': refuse,
  'load.stop': refuse,
  'load.set-baseline': refuse,
  'load.read-run': refuse,
  'load.note-frames': refuse,
  'checklist.tick': refuse,
  'checklist.untick': refuse,
  'waiver.propose': refuse,
  'readiness.sign': refuse,
  'runbook.read': refuse,
};
