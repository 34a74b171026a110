import type { z } from 'zod';

import { can, isHeldBack, nobody, unprovenWords, type Capability } from '#shared/domain/people.ts';
import type { Clock, IdSource } from '#shared/domain/ports.ts';

import type { CommandName, CommandOutput } from './commands.ts';
import { declaredCommands, declaredTopics, isCommandName, isTopicName } from './declared.ts';
import { ContractError, type ContractErrorBody } from './error.ts';
import { clientFrameSchema, type ClientFrame, type ServerFrame } from './frames.ts';
import type { Caller, DeskService, WindowCaller } from './service.ts';
import { FrameTooLarge } from './text-wire.ts';
import { sendTopic, type TopicSender } from './topic-sender.ts';
import type { TopicName } from './topics.ts';
import type { Wire } from './wire.ts';

/** Commands of one window that may be under way at once. */
export const maxOpenCalls = 256;
/** Stopping is never refused for being busy: the kill switch has its own room above the limit. */
const callsKeptForKill = 16;
const askedByScreens: ReadonlySet<Capability | null> = new Set([
  'desk.view',
  'order.preview',
  null,
]);

/** Topics one window may have open at once. */
export const maxOpenTopics = 64;

/** A defect of the desk that a caller ran into. Only `id` was told to the caller. */
export interface ServeFault {
  id: string;
  /** The command or topic. */
  where: string;
  error: unknown;
}

interface OpenTopic {
  topic: TopicName;
  sender: TopicSender;
}

export interface ServeOptions {
  clock: Clock;
  ids: IdSource;
  /** Hears of every defect, for the log. */
  onFault(fault: ServeFault): void;
  /** Hears why a wire was closed: the other end did not keep to the contract. */
  onProtocolError?(reason: string): void;
}

/**
 * Lets one window use the desk over one wire: commands are validated, checked for capability and answered, topics
 * are sent as `topic-sender.ts` says. What the person at the window may do is looked up at every call, and a topic
 * ends as soon as they may not see it any more. A frame that is not of the contract closes the wire. When the wire
 * closes, every topic ends; commands under way run on, because what they do (an order, a cancel) must not stop half-way.
 */
export function serveWire(
  wire: Wire,
  service: DeskService,
  caller: WindowCaller,
  options: ServeOptions,
): void {
  const openCalls = new Set<number>();
  const openTopics = new Map<number, OpenTopic>();
  let closed = false;

  const stopFollowing = caller.onChange(() => {
    for (const [id, { topic }] of openTopics) {
      if (!maySee(topic)) fail(id, topic, notAllowed(caller, topic));
    }
  });

  wire.onClose(() => {
    closed = true;
    stopFollowing();
    for (const { sender } of openTopics.values()) sender.stop();
    openTopics.clear();
  });
  wire.onMessage((message) => {
    if (closed) return;
    const frame = clientFrameSchema.safeParse(message);
    if (frame.success) receive(frame.data);
    else refuse('A frame was not one of the contract.');
  });

  function refuse(reason: string): void {
    options.onProtocolError?.(reason);
    service.refused(null, reason, present());
    wire.close(reason);
  }

  function send(frame: ServerFrame): void {
    if (!closed) wire.send(frame);
  }

  function receive(frame: ClientFrame): void {
    switch (frame.t) {
      case 'call':
        if (isOpen(frame.id)) return refuse('A request id was used twice.');
        void answer(frame.id, frame.command, frame.input);
        return;
      case 'listen':
        if (isOpen(frame.id)) return refuse('A request id was used twice.');
        return open(frame.id, frame.topic, frame.params);
      case 'unlisten':
        openTopics.get(frame.id)?.sender.stop();
        openTopics.delete(frame.id);
        return;
      case 'took': {
        // Taking from a topic that has just ended is a crossing of two frames, not a fault.
        if (openTopics.get(frame.id)?.sender.took() === false) {
          refuse('A batch was taken that was never sent.');
        }
      }
    }
  }

  /** Who is at the window now, for as long as one command takes: a person who comes meanwhile did not ask for it. */
  function present(): Caller {
    return { person: caller.person, windowId: caller.windowId };
  }

  function may(capability: Capability | null): boolean {
    return capability === null || can(caller.person, capability);
  }

  function maySee(topic: TopicName): boolean {
    const { capability = 'desk.view' } = declaredTopics[topic];
    return may(capability);
  }

  function isOpen(id: number): boolean {
    return openCalls.has(id) || openTopics.has(id);
  }

  async function answer(id: number, command: string, input: unknown): Promise<void> {
    openCalls.add(id);
    const asked = present();
    try {
      if (!isCommandName(command)) throw unknownCommand(command);
      const output = await run(command, input, asked);
      openCalls.delete(id);
      send({ t: 'done', id, output });
    } catch (error) {
      openCalls.delete(id);
      if (
        isCommandName(command) &&
        error instanceof ContractError &&
        error.code === 'not-allowed'
      ) {
        service.refused(command, error.message, asked);
      }
      send({ t: 'failed', id, error: refusal(command, error) });
    }
  }

  async function run<C extends CommandName>(
    command: C,
    input: unknown,
    asked: Caller,
  ): Promise<CommandOutput<C>> {
    const declared = declaredCommands[command];
    const room =
      declared.capability === 'kill.engage' ? maxOpenCalls + callsKeptForKill : maxOpenCalls;
    if (openCalls.size > room) throw tooMany(`${room} commands under way`);
    if (!may(declared.capability)) throw notAllowed(asked, command, declared.capability);
    // What a screen asks for by itself, to show or to preview, is no sign that somebody is there.
    if (!askedByScreens.has(declared.capability)) caller.used();
    const handler = service.commands[command];
    const output = await handler(parsed(declared.input, input), asked);
    // What does not match its schema is the desk's own mistake and must not reach a screen.
    return declared.output.parse(output);
  }

  function open(id: number, topic: string, params: unknown): void {
    try {
      if (!isTopicName(topic)) throw unknownTopic(topic);
      if (openTopics.size >= maxOpenTopics) throw tooMany(`${maxOpenTopics} open topics`);
      if (!maySee(topic)) throw notAllowed(caller, topic);
      listen(id, topic, params);
    } catch (error) {
      fail(id, topic, error);
    }
  }

  // The parameter keeps the topic's schema, key and feed of one kind inside.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  function listen<T extends TopicName>(id: number, topic: T, params: unknown): void {
    const declared = declaredTopics[topic];
    const source = service.topics[topic];
    const sender = sendTopic(source(parsed(declared.params, params), caller), {
      id,
      key: declared.key,
      delivery: declared.delivery,
      clock: options.clock,
      send,
      onFault: (error) => fail(id, topic, error),
    });
    openTopics.set(id, { topic, sender });
    sender.start();
  }

  function fail(id: number, topic: string, error: unknown): void {
    openTopics.get(id)?.sender.stop();
    openTopics.delete(id);
    send({ t: 'failed', id, error: refusal(topic, error) });
  }

  function refusal(where: string, error: unknown): ContractErrorBody {
    if (error instanceof ContractError) return error.toBody();
    if (error instanceof FrameTooLarge) {
      return {
        code: 'bad-input',
        message: 'The answer is too large to show at once.',
        advice: 'Ask for less, for example fewer rows.',
      };
    }
    const id = options.ids.next();
    options.onFault({ id, where, error });
    return {
      code: 'internal',
      message: `The desk met a fault of its own and could not finish this (reference ${id}).`,
      advice:
        'Look in the journal what was done before you try again, and send the log with the reference.',
    };
  }
}

function parsed<S>(schema: z.ZodType<S>, input: unknown): S {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new ContractError({
    code: 'bad-input',
    message: inputProblems(result.error),
    advice: 'Correct it and try again.',
  });
}

/** The schema's own sentences, each with the path of its field. */
function inputProblems(error: z.ZodError): string {
  const sentences = error.issues.slice(0, 5).map((issue) => {
    const sentence = /[.!?]$/.test(issue.message) ? issue.message : `${issue.message}.`;
    return issue.path.length === 0 ? sentence : `${issue.path.join('.')}: ${sentence}`;
  });
  return sentences.join(' ');
}

function unknownCommand(command: string): ContractError {
  return new ContractError({
    code: 'unknown-command',
    message: `The desk has no command "${shown(command)}".`,
    advice: 'Reload the page: it may be older than the desk.',
  });
}

function unknownTopic(topic: string): ContractError {
  return new ContractError({
    code: 'unknown-topic',
    message: `The desk has no topic "${shown(topic)}".`,
    advice: 'Reload the page: it may be older than the desk.',
  });
}

function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

function notAllowed(
  caller: Caller,
  what: string,
  capability: Capability | null = null,
): ContractError {
  const { personId, name, roles, unproven } = caller.person;
  if (unproven !== undefined && capability !== null && isHeldBack(caller.person, capability)) {
    return new ContractError({ code: 'not-allowed', ...unprovenWords[unproven] });
  }
  if (personId === nobody.personId) {
    return new ContractError({
      code: 'not-allowed',
      message: `Nobody is signed in at this window, so ${what} is refused.`,
      advice: 'Sign in first.',
    });
  }
  return new ContractError({
    code: 'not-allowed',
    message: `${name} (${roles.length === 0 ? 'no role' : roles.join(', ')}) is not allowed to use ${what}.`,
    advice: 'Ask a person whose role allows it.',
  });
}

function tooMany(what: string): ContractError {
  return new ContractError({
    code: 'conflict',
    message: `This window has ${what}, and more are not accepted.`,
    advice: 'Wait until some of them are done.',
  });
}
