import type { CommandName, CommandInput, CommandOutput } from '#shared/contract/commands.ts';
import type { TopicFeed } from '#shared/contract/service.ts';
import type { TopicItem, TopicName, TopicParams } from '#shared/contract/topics.ts';

import type {
  CheckWorld,
  DeskReached,
  Hand,
  Installation,
} from '../../src/main/readiness/check-world.ts';

/** Something broken that makes exactly one check fail. */
export interface PlantedDefect {
  checkId: string;
  /** What is broken, as `docs/readiness-checks.md` says it. */
  broken: string;
  /**
   * What else of its phase fails with it, each with why: where one thing is looked at by two, no defect of it makes only
   * one fail. What needs a check is not named here: it is skipped.
   */
  also?: Readonly<Record<string, string>>;
  plant: (world: CheckWorld) => CheckWorld;
  /** Found in what the check then says. */
  says: RegExp;
}

/** How a desk lies: what it shows and answers is changed on the way out. */
export interface Lies {
  topics?: { [T in TopicName]?: (items: readonly TopicItem<T>[]) => readonly TopicItem<T>[] };
  answers?: { [C in CommandName]?: (answer: CommandOutput<C>) => CommandOutput<C> };
  /** What becomes of a command before it reaches the desk; it throws where it does not. */
  asked?: { [C in CommandName]?: (input: CommandInput<C>) => CommandInput<C> };
  desk?: Partial<DeskReached>;
}

/** A desk that shows and answers something else than it is. */
export function lyingDesk<D extends DeskReached>(desk: D, told: Lies): D {
  return {
    ...desk,
    call: async <C extends CommandName>(
      command: C,
      input: CommandInput<C>,
      hand?: Hand,
    ): Promise<CommandOutput<C>> => {
      const asked: ((given: CommandInput<C>) => CommandInput<C>) | undefined =
        told.asked?.[command];
      const answer = await desk.call(command, asked === undefined ? input : asked(input), hand);
      const lie: ((given: CommandOutput<C>) => CommandOutput<C>) | undefined =
        told.answers?.[command];
      return lie === undefined ? answer : lie(answer);
    },
    feed: <T extends TopicName>(topic: T, params: TopicParams<T>): TopicFeed<TopicItem<T>> => {
      const feed = desk.feed(topic, params);
      const lie: ((items: readonly TopicItem<T>[]) => readonly TopicItem<T>[]) | undefined =
        told.topics?.[topic];
      if (lie === undefined) return feed;
      return {
        snapshot: () => lie(feed.snapshot()),
        subscribe: (onItem, onRemoved) =>
          feed.subscribe((item) => {
            for (const each of lie([item])) onItem(each);
          }, onRemoved),
      };
    },
    ...told.desk,
  };
}

/** The certified desk lies. */
export function lies(given: Lies): (world: CheckWorld) => CheckWorld {
  return (world) => ({ ...world, desk: lyingDesk(world.desk, given) });
}

/** Every desk that a check makes for itself lies. */
export function scratchLies(given: Lies): (world: CheckWorld) => CheckWorld {
  return (world) => ({
    ...world,
    scratchDesk: async (options) => lyingDesk(await world.scratchDesk(options), given),
  });
}

/** What is installed is something else. */
export function installs(
  change: (installation: Installation) => Partial<Installation>,
): (world: CheckWorld) => CheckWorld {
  return (world) => ({
    ...world,
    installation: { ...world.installation, ...change(world.installation) },
  });
}
