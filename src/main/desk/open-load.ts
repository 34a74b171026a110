import type { CommandInput, CommandOutput } from '#shared/contract/commands.ts';
import type { Caller, TopicFeed } from '#shared/contract/service.ts';
import type { TopicItem, TopicParams } from '#shared/contract/topics.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';

import type { LoadedDesk, LoadingCommand, LoadingTopic } from '../load/desk-target.ts';
import { loadLimits } from '../load/wide-limits.ts';
import { environmentOf } from './desk-environment.ts';
import { LoadBoard } from './load-board.ts';
import type { OpenDesk } from './open-desk.ts';
import type { StartDeskOptions } from './start-desk.ts';

/** What a load run does to the desk itself is on record as the lab's, at a window of its own. */
const lab: Caller = {
  person: { personId: 'load-lab', name: 'Load lab', roles: ['operator'] },
  windowId: 'load-lab',
};

/** Opens the load lab at a desk that is open. */
export function openLoad(
  options: StartDeskOptions & { folder: string; gatewayKind: GatewayKind },
  { desk, busyWith }: { desk: OpenDesk; busyWith: () => string | null },
): LoadBoard {
  const { ports, version, commit = null, scratchDesk, gatewayKind, folder, log } = options;
  const load = new LoadBoard({
    version,
    commit,
    folder,
    record: () => desk.load,
    take: (facts, caller) => desk.record(facts, () => {}, caller),
    desk: loadedDesk(desk),
    environment: () => environmentOf(desk, gatewayKind),
    scratchDesk:
      scratchDesk === undefined
        ? null
        : (seed) => scratchDesk({ ...unhindered, seed }, loadLimits(desk.limits)),
    busyWith,
    ports,
    log,
  });
  load.takeUp();
  return load;
}

/** So that a run measures the desk: no pace on either end, no latency of the exchange, cash that does not run out. */
export const unhindered = { unpaced: true, latencyMs: 0, startingCash: 100_000_000 } as const;

function loadedDesk({ commands, topics }: OpenDesk): LoadedDesk {
  return {
    call: <C extends LoadingCommand>(
      command: C,
      input: CommandInput<C>,
    ): Promise<CommandOutput<C>> => commands[command](input, lab),
    feed: <T extends LoadingTopic>(topic: T, params: TopicParams<T>): TopicFeed<TopicItem<T>> =>
      topics[topic](params),
    market: null,
    gateway: null,
  };
}
