import { ContractError } from '#shared/contract/error.ts';
import type { Caller, CommandHandlers } from '#shared/contract/service.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';

import type { Journal } from '../journal/journal.ts';
import { everyCheck } from '../readiness/every-check.ts';
import { configurationOf } from './certified-configuration.ts';
import { environmentOf } from './desk-environment.ts';
import type { DeskMeter } from './desk-meter.ts';
import { createFeed } from './feed.ts';
import type { LoadBoard } from './load-board.ts';
import { metricsText } from './metrics.ts';
import type { OpenDesk } from './open-desk.ts';
import { reachedDesk } from './reached-desk.ts';
import { ReadinessBoard } from './readiness-board.ts';
import type { SimulatorBoard, SimulatorControl } from './simulator-board.ts';
import type { StartDeskOptions } from './start-desk.ts';
import { processOfNow } from './this-machine.ts';

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
): ReadinessBoard {
  const { ports, version, commit = null, checks = everyCheck, scratchDesk } = options;
  const { gatewayKind, folder, log } = options;
  const readiness: ReadinessBoard = new ReadinessBoard({
    checks,
    gatewayKind,
    folder,
    record: () => desk.readiness,
    take: (facts, caller) => desk.record(facts, () => {}, caller),
    desk: reachedDesk({
      service: () => ({
        commands: { ...desk.commands, ...board.commands, ...refusedToChecks },
        topics: {
          ...desk.topics,
          ...readiness.topics,
          ...load.topics,
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
        return configurationOf({ version, commit, limits: desk.limits });
      },
      people: () => desk.people(),
      machine: () => desk.gauges().machine,
      process: processOfNow,
      verifyJournal: () => journal.verify(),
      backUp: async () => (await journal.backup()).head,
      storeSettings: () => journal.settings(),
    },
    environment: () => environmentOf(desk, gatewayKind),
    scratchDesk: scratchDesk === undefined ? null : (scratch) => scratchDesk(scratch, desk.limits),
    busyWith: () => load.busyWith,
    ports,
    log,
  });
  readiness.takeUp();
  return readiness;
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
  'load.read-scenarios': refuse,
  'load.start': refuse,
  'load.stop': refuse,
  'load.set-baseline': refuse,
  'load.read-run': refuse,
  'load.note-frames': refuse,
};
