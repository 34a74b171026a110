import { create } from 'zustand';

import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { TopicItem, TopicName, TopicParams } from '#shared/contract/topics.ts';

import type { ConnectionState, DeskConnection, TopicReader } from '../desk-connection.ts';
import { problemOf, showProblem, type Problem } from '../problem.ts';

interface ConnectionStore extends Omit<ConnectionState, 'refused'> {
  /** The desk refused this window; it does not try again by itself. */
  refused: boolean;
  /** When the console lost the desk, epoch ms; null while it has it. */
  lostAt: number | null;
  /** Topics the desk refused or gave up on this connection, with what it said. */
  failedTopics: ReadonlyMap<TopicName, Problem>;
}

/** Whether the console has the desk, and why not. */
export const useConnection = create<ConnectionStore>(() => ({
  phase: 'connecting',
  reason: 'The console is connecting to the desk.',
  refused: false,
  lostAt: null,
  failedTopics: new Map(),
}));

let connection: DeskConnection | null = null;

/** Makes a connection the one every screen uses. Called once, at start. */
export function adoptDesk(made: DeskConnection): void {
  connection = made;
  const follow = (state: ConnectionState): void => {
    useConnection.setState((before) => ({
      phase: state.phase,
      reason: state.reason,
      refused: state.refused === true,
      lostAt: state.phase === 'lost' ? (before.lostAt ?? Date.now()) : null,
      // Every topic is asked for anew on a new connection.
      failedTopics: state.phase === 'open' ? new Map() : before.failedTopics,
    }));
  };
  follow(made.state());
  made.onState(follow);
  made.onTopicFailed((topic, error) => {
    useConnection.setState(({ failedTopics }) => ({
      failedTopics: new Map(failedTopics).set(topic, problemOf(error)),
    }));
  });
}

function connected(): DeskConnection {
  if (connection === null || useConnection.getState().phase !== 'open') {
    throw new ContractError({
      code: 'disconnected',
      message: 'The console has lost the desk, so nothing was sent.',
      advice: 'Wait until the console has reconnected, then look at the orders before you act.',
    });
  }
  return connection;
}

/** Asks the desk. Refused at once while the console has lost it: nothing waits to be sent later. */
export async function call<C extends CommandName>(
  command: C,
  input: CommandInput<C>,
): Promise<CommandOutput<C>> {
  return connected().call(command, input);
}

/** Asks anew for every topic that the desk refused this window. */
export function listenAgain(): void {
  useConnection.setState({ failedTopics: new Map() });
  connection?.listenAgain();
}

/** Opens another window on the same desk. */
export async function openAnotherWindow(): Promise<void> {
  try {
    await connected().openWindow();
  } catch (error) {
    showProblem('No other window was opened', error);
  }
}

/** Forgets that a topic failed, before it is asked for again. */
export function forgetTopicFailure(topic: TopicName): void {
  useConnection.setState(({ failedTopics }) => {
    if (!failedTopics.has(topic)) return {};
    const rest = new Map(failedTopics);
    rest.delete(topic);
    return { failedTopics: rest };
  });
}

/** Listens to a topic for as long as the returned function is not called. */
export function listen<T extends TopicName>(
  topic: T,
  params: TopicParams<T>,
  reader: TopicReader<TopicItem<T>>,
): () => void {
  if (connection === null) throw new Error('The console listens before it has a desk.');
  return connection.listen(topic, params, reader);
}
