import type { z } from 'zod';

import type { CommandInput, CommandName, CommandOutput } from './commands.ts';
import { declaredCommands, declaredTopics } from './declared.ts';
import { ContractError } from './error.ts';
import { serverFrameSchema, type ClientFrame, type ServerFrame } from './frames.ts';
import { FrameTooLarge } from './text-wire.ts';
import type { TopicItem, TopicName, TopicParams } from './topics.ts';
import type { Wire } from './wire.ts';

export interface TopicReader<Item> {
  /** Replaces everything held of this topic. A long snapshot goes on in `onItems`. */
  onSnapshot(items: readonly Item[]): void;
  /** Changes: first put `items`, then drop the keys in `removed`. */
  onItems(items: readonly Item[], removed: readonly (string | number)[]): void;
  /** The desk refused or ended this topic; nothing more will come. Without it, `onUnheard` is told. */
  onFailed?(error: ContractError): void;
}

/** The desk as a screen sees it. */
export interface DeskClient {
  /** Rejects with a `ContractError`; with code `disconnected` the command may or may not have been carried out. */
  call<C extends CommandName>(command: C, input: CommandInput<C>): Promise<CommandOutput<C>>;
  /** Returns how to stop. */
  listen<T extends TopicName>(
    topic: T,
    params: TopicParams<T>,
    reader: TopicReader<TopicItem<T>>,
  ): () => void;
}

export interface DeskClientOptions {
  /** Hears the failure of a topic whose reader has no `onFailed`. */
  onUnheard?(error: ContractError): void;
}

interface OpenRequest {
  onFrame(frame: ServerFrame): void;
  /** The wire has closed. */
  onLost(error: ContractError): void;
}

/** The renderer's end of a wire. What does not match the contract closes the wire. */
export function createDeskClient(wire: Wire, options: DeskClientOptions = {}): DeskClient {
  const open = new Map<number, OpenRequest>();
  let lastId = 0;
  let lost: ContractError | null = null;

  wire.onClose((reason) => {
    lost = disconnected(reason);
    const requests = [...open.values()];
    open.clear();
    for (const request of requests) request.onLost(lost);
  });
  wire.onMessage((message) => {
    const frame = serverFrameSchema.safeParse(message);
    if (!frame.success) return wire.close('The desk sent a frame that is not of the contract.');
    // A frame for a topic that was just stopped is a crossing of two frames.
    open.get(frame.data.id)?.onFrame(frame.data);
  });

  function send(frame: ClientFrame): void {
    wire.send(frame);
  }

  function accepted<S>(schema: z.ZodType<S>, value: unknown): S | undefined {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    wire.close('The desk sent something that is not of the contract.');
    return undefined;
  }

  return {
    call(command, input) {
      if (lost !== null) return Promise.reject(lost);
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        open.set(id, {
          onFrame(frame) {
            if (frame.t === 'done') {
              const output = accepted(declaredCommands[command].output, frame.output);
              if (output === undefined) return;
              open.delete(id);
              resolve(output);
            } else if (frame.t === 'failed') {
              open.delete(id);
              reject(new ContractError(frame.error));
            } else {
              wire.close('The desk answered a command with a topic.');
            }
          },
          onLost: reject,
        });
        try {
          send({ t: 'call', id, command, input });
        } catch (error) {
          open.delete(id);
          reject(error instanceof FrameTooLarge ? tooLarge() : disconnected(String(error)));
        }
      });
    },

    listen(topic, params, reader) {
      lastId += 1;
      const id = lastId;
      const failed = (error: ContractError): void =>
        reader.onFailed === undefined ? options.onUnheard?.(error) : reader.onFailed(error);
      if (lost !== null) {
        failed(lost);
        return () => undefined;
      }
      const itemsSchema = declaredTopics[topic].item.array();
      open.set(id, {
        onFrame(frame) {
          if (frame.t === 'failed') {
            open.delete(id);
            return failed(new ContractError(frame.error));
          }
          if (frame.t === 'done') return wire.close('The desk answered a topic with a command.');
          const items = accepted(itemsSchema, frame.items);
          if (items === undefined) return;
          try {
            if (frame.t === 'snapshot') reader.onSnapshot(items);
            else reader.onItems(items, frame.removed);
          } finally {
            // The credit for the next batch is given after the screen has done its work with this one.
            if (open.has(id)) send({ t: 'took', id });
          }
        },
        onLost: failed,
      });
      send({ t: 'listen', id, topic, params });
      return () => {
        if (open.delete(id)) send({ t: 'unlisten', id });
      };
    },
  };
}

function disconnected(reason: string): ContractError {
  return new ContractError({
    code: 'disconnected',
    message: `The connection to the desk is gone: ${reason}`,
    advice: 'Wait until it is back, then look at the orders before you send anything again.',
  });
}

function tooLarge(): ContractError {
  return new ContractError({
    code: 'bad-input',
    message: 'What was entered is too large to send.',
    advice: 'Shorten it and try again.',
  });
}
