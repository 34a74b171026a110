import type { BrokerSnapshot, BrokerWord } from '#shared/domain/broker-word.ts';
import type { LinkState, LinkStatus } from '#shared/domain/gateway.ts';
import type { Quote } from '#shared/domain/quote.ts';

import { createLink, type GatewayLink } from '../../src/main/gateway/link.ts';
import type { LinkOptions } from '../../src/main/gateway/link-options.ts';
import { defaultTimings, type LinkTimings } from '../../src/main/gateway/link-timings.ts';
import type { WireOrder } from '../../src/main/gateway/order-wire.ts';
import { eventually, realClock } from './real-clock.ts';
import { spyInstrument } from './spy-instrument.ts';

export const quickTimings: LinkTimings = {
  ...defaultTimings,
  snapshotMs: 400,
  executionsMs: 60,
  askMs: 300,
  barsMs: 1500,
  whatIfMs: 200,
  recoverMs: 200,
  backoff: { firstMs: 10, longestMs: 60 },
  heartbeat: { periodMs: 1_000, lateMs: 2_000, deadMs: 5_000, stuckMs: 20_000, checkMs: 250 },
};

export interface LinkTestOptions {
  clientId?: number;
  host?: string;
  /** Accepts every snapshot by itself, as a desk without anything to compare would. */
  accepts?: boolean;
  timings?: Partial<LinkTimings>;
  messagesPerSecond?: number | null;
  lineLimit?: number;
}

/** A link on a real socket, with everything it has said. */
export interface LinkUnderTest {
  readonly link: GatewayLink;
  readonly words: BrokerWord[];
  readonly snapshots: BrokerSnapshot[];
  /** Copies, in the order they came. */
  readonly quotes: Quote[];
  readonly log: string[];
  start(): void;
  stop(): Promise<void>;
  status(): LinkStatus;
  states(): LinkState[];
  reasons(): string[];
  /** Accepts the latest snapshot. */
  accept(): void;
  until(what: string, holds: () => boolean, deadlineMs?: number): Promise<void>;
  /** Starts and waits until ready. */
  ready(): Promise<void>;
  /** Called with every order error, as it is said. */
  onOrderError(listener: () => void): void;
  ofKind<K extends BrokerWord['kind']>(kind: K): Extract<BrokerWord, { kind: K }>[];
}

export function linkUnderTest(port: number, given: LinkTestOptions = {}): LinkUnderTest {
  const words: BrokerWord[] = [];
  const snapshots: BrokerSnapshot[] = [];
  const quotes: Quote[] = [];
  const log: string[] = [];
  const accepts = given.accepts ?? true;
  let orderErrorListener = (): void => {};
  const options: LinkOptions = {
    host: given.host ?? '127.0.0.1',
    port,
    clientId: given.clientId ?? 7,
    clock: realClock,
    random: { next: () => 0.5 },
    timings: { ...quickTimings, ...given.timings },
    ...(given.messagesPerSecond === undefined
      ? {}
      : { messagesPerSecond: given.messagesPerSecond }),
    ...(given.lineLimit === undefined ? {} : { lineLimit: given.lineLimit }),
    handlers: {
      onWord(word) {
        words.push(word);
        if (word.kind === 'order-error') orderErrorListener();
        if (word.kind !== 'snapshot') return;
        snapshots.push(word.snapshot);
        if (accepts) link.acceptSnapshot(word.snapshot);
      },
      onQuote: (quote) => quotes.push({ ...quote }),
      log: (level, sentence) => log.push(`${level} ${sentence}`),
    },
  };
  const link = createLink(options);
  const ofKind = <K extends BrokerWord['kind']>(kind: K): Extract<BrokerWord, { kind: K }>[] =>
    words.filter((word): word is Extract<BrokerWord, { kind: K }> => word.kind === kind);
  const until = (what: string, holds: () => boolean, deadlineMs?: number): Promise<void> =>
    eventually(`${what}; last words of the log: ${log.slice(-4).join(' | ')}`, holds, deadlineMs);
  return {
    link,
    words,
    snapshots,
    quotes,
    log,
    start: () => link.start(),
    stop: () => link.stop(),
    status: () => link.status(),
    states: () =>
      ofKind('link')
        .map((word) => word.status.state)
        .filter((state, index, all) => state !== all[index - 1]),
    reasons: () => ofKind('link').map((word) => word.status.reason),
    accept() {
      const latest = snapshots.at(-1);
      if (latest !== undefined) link.acceptSnapshot(latest);
    },
    until,
    async ready() {
      link.start();
      await until('the link is ready', () => link.status().state === 'ready');
    },
    onOrderError(listener) {
      orderErrorListener = listener;
    },
    ofKind,
  };
}

export function wireOrderOf(given: Partial<WireOrder> = {}): WireOrder {
  return {
    orderId: 1,
    orderRef: '01JAAAAAAAAAAAAAAAAAAAAAAA',
    accountId: 'DU1000001',
    instrument: spyInstrument,
    side: 'BUY',
    orderType: 'LMT',
    quantity: 100,
    limitPrice: 250.5,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    ...given,
  };
}
