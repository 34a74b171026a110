import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts';
import type { ContractError } from '#shared/contract/error.ts';
import type { TopicItem, TopicName, TopicParams } from '#shared/contract/topics.ts';

/** What a screen does with a topic it listens to. */
export interface TopicReader<Item> {
  /** Replaces everything held so far; comes first, and again after every reconnect. */
  onSnapshot(items: readonly Item[]): void;
  /** Adds or replaces items; `removed` holds keys. */
  onItems(items: readonly Item[], removed: readonly (string | number)[]): void;
}

export interface ConnectionState {
  phase: 'connecting' | 'open' | 'lost';
  /** Why it is so, in one plain sentence. */
  reason: string;
  /** Set when the desk refused this window: it does not try again by itself. */
  refused?: true;
}

/** The desk as the renderer sees it. Commands reject with a `ContractError`. */
export interface DeskConnection {
  call<C extends CommandName>(command: C, input: CommandInput<C>): Promise<CommandOutput<C>>;
  /** Returns how to stop. Listening goes on by itself after a reconnect. */
  listen<T extends TopicName>(
    topic: T,
    params: TopicParams<T>,
    reader: TopicReader<TopicItem<T>>,
  ): () => void;
  state(): ConnectionState;
  onState(listener: (state: ConnectionState) => void): () => void;
  /** Tells of topics the desk refused or gave up: what is shown of them is old from then on. */
  onTopicFailed(listener: (topic: TopicName, error: ContractError) => void): () => void;
  /** Asks anew for every topic that the desk refused this window: somebody may see them now. */
  listenAgain(): void;
  /** Opens another window on the same desk. */
  openWindow(): Promise<void>;
}
