import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts';
import type { ContractError } from '#shared/contract/error.ts';
import type { TopicItem, TopicName } from '#shared/contract/topics.ts';

import type { ConnectionState, DeskConnection, TopicReader } from '../desk-connection.ts';

type Answers = {
  [C in CommandName]?: (input: CommandInput<C>) => Promise<CommandOutput<C>>;
};

/** A desk a test answers for: what is not answered fails. */
export interface DeskDouble extends DeskConnection {
  asked: { command: CommandName; input: unknown }[];
  answer: Answers;
  tell<T extends TopicName>(topic: T, items: TopicItem<T>[]): void;
  become(state: ConnectionState): void;
  failTopic(topic: TopicName, error: ContractError): void;
}

export function deskDouble(): DeskDouble {
  let state: ConnectionState = { phase: 'open', reason: 'Connected.' };
  const stateListeners = new Set<(state: ConnectionState) => void>();
  const failureListeners = new Set<Parameters<DeskConnection['onTopicFailed']>[0]>();
  const readers: { [T in TopicName]?: TopicReader<TopicItem<T>> } = {};
  const double: DeskDouble = {
    asked: [],
    answer: {},
    call(command, input) {
      double.asked.push({ command, input });
      const answer = double.answer[command];
      if (answer === undefined) return Promise.reject(new Error(`${command} was not expected.`));
      return answer(input);
    },
    listen(topic, _params, reader) {
      Object.assign(readers, { [topic]: reader });
      return () => undefined;
    },
    tell(topic, items) {
      readers[topic]?.onItems(items, []);
    },
    state: () => state,
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    onTopicFailed(listener) {
      failureListeners.add(listener);
      return () => failureListeners.delete(listener);
    },
    listenAgain: () => undefined,
    openWindow: () => Promise.resolve(),
    failTopic(topic, error) {
      for (const listener of failureListeners) listener(topic, error);
    },
    become(next) {
      state = next;
      for (const listener of stateListeners) listener(next);
    },
  };
  return double;
}
