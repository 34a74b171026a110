import type { BrokerWord } from '#shared/domain/broker-word.ts';
import type { Clock, RandomSource } from '#shared/domain/ports.ts';
import type { Quote } from '#shared/domain/quote.ts';

import { LinkOptionsError } from './link-errors.ts';
import type { LinkTimings } from './link-timings.ts';

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

export interface LinkHandlers {
  /** Every word in the order the gateway spoke it. Must not throw. */
  onWord(word: BrokerWord): void;
  /** The instrument's one quote object, changed in place by the next tick: copy what is to be kept. */
  onQuote(quote: Quote): void;
  log(level: LogLevel, sentence: string): void;
}

export interface LinkOptions {
  host: string;
  port: number;
  clientId: number;
  clock: Clock;
  random: RandomSource;
  /** 40 unless given; null lifts the pacing, for measuring against the simulated gateway. */
  messagesPerSecond?: number | null;
  /** Market-data lines of the account; 100 unless given. */
  lineLimit?: number;
  timings?: Partial<LinkTimings>;
  handlers: LinkHandlers;
}

export const defaultMessagesPerSecond = 40;
export const defaultLineLimit = 100;
/** Above this, what a network bunches together could pass the gateway's limit of 50. */
const mostMessagesPerSecond = 45;

/** Throws {@link LinkOptionsError} for settings the link cannot work with. */
export function checkOptions(options: LinkOptions): void {
  if (options.host.trim() === '') {
    throw new LinkOptionsError('The gateway has no host. Enter one, for example 127.0.0.1.');
  }
  if (!Number.isInteger(options.port) || options.port < 1 || options.port > 65_535) {
    throw new LinkOptionsError(`${options.port} is no port. Enter a number from 1 to 65535.`);
  }
  if (!Number.isInteger(options.clientId) || options.clientId < 0) {
    throw new LinkOptionsError(
      `${options.clientId} is no client id. Enter 0 or a whole number above it.`,
    );
  }
  const rate = options.messagesPerSecond ?? defaultMessagesPerSecond;
  if (!Number.isInteger(rate) || rate < 1 || rate > mostMessagesPerSecond) {
    throw new LinkOptionsError(
      `${rate} messages per second cannot be kept. Enter a whole number from 1 to ${mostMessagesPerSecond}; the gateway disconnects above 50.`,
    );
  }
}
