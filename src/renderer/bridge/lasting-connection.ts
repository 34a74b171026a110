import { createDeskClient, type DeskClient } from '#shared/contract/client.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { TopicName } from '#shared/contract/topics.ts';

import type { ConnectionState, DeskConnection } from '../desk-connection.ts';
import { AdmissionRefused, type DeskTransport } from './desk-transport.ts';

/** Milliseconds before the first, second … further try; the last one repeats. */
const retryDelaysMs = [200, 500, 1000, 2000, 5000];

/** A topic that is listened to. `refused`: the desk does not show it to who is at this window. */
interface Listened {
  begin(client: DeskClient): () => void;
  stop: () => void;
  refused: boolean;
}

/** A connection that comes back by itself. */
export interface LastingConnection extends DeskConnection {
  /**
   * Tells of topics that the desk refused or gave up; what is shown of them is old from then on. Without a listener
   * the error is thrown where the page's own error handling sees it. Returns how to stop.
   */
  onTopicFailed(listener: (topic: TopicName, error: ContractError) => void): () => void;
}

/**
 * Keeps a connection over a transport. After a loss it connects again and opens every topic anew; the fresh snapshot
 * replaces what was held. Commands are never sent twice: what was under way fails as `disconnected`, and what is
 * asked for while there is no connection fails at once, so that no order leaves later than a person meant it to.
 */
export function keepConnected(
  transport: DeskTransport,
  after: (delayMs: number, task: () => void) => void,
): LastingConnection {
  let state: ConnectionState = { phase: 'connecting', reason: 'Connecting to the desk.' };
  const stateListeners = new Set<(state: ConnectionState) => void>();
  const failureListeners = new Set<(topic: TopicName, error: ContractError) => void>();
  const topics = new Set<Listened>();
  let client: DeskClient | null = null;
  let failures = 0;
  let attempt = 0;

  function become(next: ConnectionState): void {
    if (next.phase === state.phase && next.reason === state.reason) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  }

  function begin(topic: Listened, opened: DeskClient): void {
    topic.refused = false;
    topic.stop = topic.begin(opened);
  }

  function topicFailed(topic: TopicName, error: ContractError): void {
    // A lost connection is told by the state, and its topics come back with it.
    if (error.code === 'disconnected') return;
    for (const listener of failureListeners) listener(topic, error);
    if (failureListeners.size === 0) throw error;
  }

  function failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof AdmissionRefused) return become({ phase: 'lost', reason, refused: true });
    become({ phase: 'lost', reason: `${reason} Trying again.` });
    const delayMs = retryDelaysMs[Math.min(failures, retryDelaysMs.length - 1)] ?? 0;
    failures += 1;
    const failedAttempt = attempt;
    after(delayMs, () => {
      if (failedAttempt === attempt) void connect();
    });
  }

  async function connect(): Promise<void> {
    attempt += 1;
    const own = attempt;
    try {
      const wire = await transport.open();
      if (own !== attempt) return wire.close('A newer connection took its place.');
      const opened = createDeskClient(wire);
      client = opened;
      wire.onClose((reason) => {
        if (client !== opened) return;
        client = null;
        failed(new Error(reason));
      });
      if (client !== opened) return;
      // Whether it lasts shows only later; a desk that drops every connection must not be asked again at once.
      after(retryDelaysMs.at(-1) ?? 0, () => {
        if (client === opened) failures = 0;
      });
      for (const topic of topics) begin(topic, opened);
      become({ phase: 'open', reason: 'Connected to the desk.' });
    } catch (error) {
      if (own === attempt) failed(error);
    }
  }

  transport.onNewChance(() => {
    if (client === null) void connect();
  });
  void connect();

  return {
    call(command, input) {
      if (client !== null) return client.call(command, input);
      return Promise.reject(
        new ContractError({
          code: 'disconnected',
          message: `There is no connection to the desk, so nothing was sent. ${state.reason}`,
          advice: 'Wait until it is back, then do it again.',
        }),
      );
    },
    listen(topic, params, reader) {
      const entry = {
        begin: (opened: DeskClient) =>
          opened.listen(topic, params, {
            onSnapshot: (items) => reader.onSnapshot(items),
            onItems: (items, removed) => reader.onItems(items, removed),
            onFailed(error) {
              entry.refused = error.code === 'not-allowed';
              topicFailed(topic, error);
            },
          }),
        stop: (): void => undefined,
        refused: false,
      };
      topics.add(entry);
      if (client !== null) begin(entry, client);
      return () => {
        topics.delete(entry);
        entry.stop();
      };
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
    listenAgain() {
      if (client === null) return;
      for (const topic of topics) if (topic.refused) begin(topic, client);
    },
    openWindow: () => transport.openWindow(),
  };
}
