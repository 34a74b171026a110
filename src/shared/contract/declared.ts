import type { z } from 'zod';

import type { Capability } from '#shared/domain/people.ts';

import { commands, type CommandInput, type CommandName, type CommandOutput } from './commands.ts';
import { topics, type TopicItem, type TopicName, type TopicParams } from './topics.ts';

interface DeclaredCommand<C extends CommandName> {
  readonly capability: Capability | null;
  readonly input: z.ZodType<CommandInput<C>>;
  readonly output: z.ZodType<CommandOutput<C>>;
}

interface DeclaredTopic<T extends TopicName> {
  readonly params: z.ZodType<TopicParams<T>>;
  readonly item: z.ZodType<TopicItem<T>>;
  readonly key: keyof TopicItem<T>;
  readonly delivery: 'latest' | 'every';
  readonly capability?: Capability | null;
}

/**
 * The declarations as both ends look them up by a name that is only known at run time: in this form the compiler
 * keeps a command's schemas and its handler together.
 */
export const declaredCommands: { readonly [C in CommandName]: DeclaredCommand<C> } = commands;
export const declaredTopics: { readonly [T in TopicName]: DeclaredTopic<T> } = topics;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

export function isTopicName(name: string): name is TopicName {
  return Object.hasOwn(topics, name);
}
