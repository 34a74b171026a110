import type { Person } from '#shared/domain/people.ts';

import type { CommandInput, CommandName, CommandOutput } from './commands.ts';
import type { TopicItem, TopicName, TopicParams } from './topics.ts';

/** Who is calling, from which window. Made by the desk for a window of the shell, never by the renderer. */
export interface Caller {
  /** Who is signed in at the window now: looked up at each use, `nobody` where nobody is. */
  readonly person: Person;
  /** Names the window in the journal. */
  readonly windowId: string;
}

/** The caller behind a window, for as long as the window lives; people come and go there. */
export interface WindowCaller extends Caller {
  /** Calls back after the person at the window, or what they may do, has changed. Returns how to stop. */
  onChange(listener: () => void): () => void;
  /** A person did something at the window: it does not lock for a while. */
  used(): void;
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

/** Topics that are the same for everybody who may see them. */
export type DeskTopics = {
  [T in TopicName]: (params: TopicParams<T>) => TopicFeed<TopicItem<T>>;
};

/** Topics as a window opens them. */
export type TopicSources = {
  [T in TopicName]: (params: TopicParams<T>, caller: Caller) => TopicFeed<TopicItem<T>>;
};

/** The desk as a shell sees it. */
export interface DeskService {
  commands: CommandHandlers;
  topics: TopicSources;
  /**
   * Hears of everything that was refused because who asked may not, for the record.
   * @param command null for a frame that was not of the contract.
   */
  refused(command: CommandName | null, message: string, caller: Caller): void;
}
