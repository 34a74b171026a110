import type { CommandName, CommandInput, CommandOutput } from '#shared/contract/commands.ts';
import type { Caller, CommandHandlers, TopicFeed, TopicSources } from '#shared/contract/service.ts';
import type { TopicItem, TopicName, TopicParams } from '#shared/contract/topics.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Role } from '#shared/domain/people.ts';
import { simulatorFaultSchema } from '#shared/domain/simulator-fault.ts';

import {
  checksTrader,
  type DeskReached,
  type GatewayTrouble,
  type Hand,
} from '../readiness/check-world.ts';
import type { SimulatorControl } from './simulator-board.ts';

/** What checks do is on record as theirs, at a window of their own. */
const hands: Readonly<Record<Hand, Caller>> = {
  trader: handOf(checksTrader, 'Readiness checks', ['operator']),
  'risk-officer': handOf('readiness-risk', 'Readiness checks, risk', ['risk-officer']),
  'second-risk-officer': handOf('readiness-second', 'Readiness checks, second', ['risk-officer']),
};

function handOf(personId: string, name: string, roles: Role[]): Caller {
  return { person: { personId, name, roles }, windowId: 'readiness' };
}

interface ReachableDesk {
  /** The desk of now: it may be another one after a restart. */
  service(): { commands: CommandHandlers; topics: TopicSources };
  facts(fromSeq: number): Iterable<Fact>;
  head(): { seq: number; hash: string };
  control: SimulatorControl | null;
  metrics(): string;
}

/** A desk as readiness checks reach it. */
export function reachedDesk(desk: ReachableDesk): DeskReached {
  return {
    call: <C extends CommandName>(
      command: C,
      input: CommandInput<C>,
      hand: Hand = 'trader',
    ): Promise<CommandOutput<C>> => desk.service().commands[command](input, hands[hand]),
    feed: <T extends TopicName>(topic: T, params: TopicParams<T>): TopicFeed<TopicItem<T>> =>
      desk.service().topics[topic](params, hands.trader),
    facts: (fromSeq) => desk.facts(fromSeq),
    head: () => desk.head(),
    gateway: desk.control === null ? null : troubleOf(desk.control),
    metrics: () => desk.metrics(),
  };
}

export function troubleOf(control: SimulatorControl): GatewayTrouble {
  return {
    inject: (fault) => control.inject(simulatorFaultSchema.parse(fault)),
    clear: (faultId) => control.clear(faultId),
    setSpeed: (speed) => control.setSpeed(speed),
    status: () => control.status(),
    books: () => control.books(),
  };
}
