import type { Person } from '#shared/domain/people.ts';

import type { CommandInput, CommandName, CommandOutput } from './commands.ts';
import type { TopicItem, TopicName, TopicParams } from './topics.ts';

/** Who is calling, from which window. Made by the shell, never by the renderer. */
export interface Caller {
  person: Person;
  /** Names the window or browser session in the journal. */
  windowId: string;
}

/** A command's work, given input that is already parsed and a caller that already has the capability. */
export type CommandHandler<C extends CommandName> = (
  input: CommandInput<C>,
  caller: Caller,
) => Promise<CommandOutput<C>>;

export type CommandHandlers = { [C in CommandName]: CommandHandler<C> };

/** One opened topic: what it holds now, and what changes after. */
export interface TopicFeed<Item> {
  snapshot(): readonly Item[];
  /** Calls back for each changed item at once; conflation is the reader's affair. Returns how to stop. */
  subscribe(onItem: (item: Item) => void, onRemoved: (key: string | number) => void): () => void;
}

export type TopicSources = {
  [T in TopicName]: (params: TopicParams<T>) => TopicFeed<TopicItem<T>>;
};

/** The desk as a shell sees it. */
export interface DeskService {
  commands: CommandHandlers;
  topics: TopicSources;
}
