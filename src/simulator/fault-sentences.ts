import type {
  MessageGroup,
  SimulatorFault,
  SimulatorFaultKind,
} from '#shared/domain/simulator-fault.ts';

export type FaultOf<Kind extends SimulatorFaultKind> = Extract<SimulatorFault, { kind: Kind }>;

interface Sentences<Fault> {
  begin(fault: Fault): string;
  /** Missing for what is over the moment it has happened. */
  end?(fault: Fault): string;
}

/** A span of time as a person says it: `30 s`, `250 ms`, `2 min`. */
export function spanText(ms: number): string {
  if (ms < 1000 || ms % 1000 !== 0) return `${ms} ms`;
  return ms < 60_000 || ms % 60_000 !== 0 ? `${ms / 1000} s` : `${ms / 60_000} min`;
}

function clientText(clientId: number | null): string {
  return clientId === null ? 'every client' : `client ${clientId}`;
}

const groupNouns = {
  all: '',
  orders: ' about orders',
  executions: ' about executions',
  quotes: ' with quotes',
  account: ' about the account',
} as const satisfies Record<MessageGroup, string>;

function messagesText({ messages }: { messages: MessageGroup }): string {
  return `messages${groupNouns[messages]}`;
}

function nextMessages({ messages, count }: { messages: MessageGroup; count: number }): string {
  return `${count === 1 ? 'The next message' : `Each of the next ${count} messages`}${groupNouns[messages]}`;
}

function countText(count: number, one: string): string {
  return count === 1 ? `The next ${one}` : `Each of the next ${count} ${one}s`;
}

function signed(value: number, unit: string): string {
  return `${value > 0 ? '+' : ''}${value}${unit}`;
}

const farmNames = {
  'market-data': 'market data farm',
  history: 'history farm',
  definitions: 'definitions farm',
} as const;

/** What is said of a fault as it begins and as it ends. */
const sentences: { [Kind in SimulatorFaultKind]: Sentences<FaultOf<Kind>> } = {
  drop: {
    begin: ({ clientId }) => `The connection of ${clientText(clientId)} was broken.`,
  },
  'refuse-connections': {
    begin: ({ forMs }) => `New connections are refused for ${spanText(forMs)}.`,
    end: () => 'New connections are accepted again.',
  },
  silence: {
    begin: ({ forMs }) => `Nothing is read and nothing is written for ${spanText(forMs)}.`,
    end: () => 'The silence is over.',
  },
  'half-open': {
    begin: ({ clientId, forMs }) =>
      `What is said to ${clientText(clientId)} goes nowhere for ${spanText(forMs)}.`,
    end: ({ clientId }) => `The half-open connection of ${clientText(clientId)} has broken.`,
  },
  'connectivity-lost': {
    begin: ({ dataLost, forMs }) =>
      `Connectivity was lost (1100); it comes back ${dataLost ? 'without its data (1101)' : 'with its data (1102)'} after ${spanText(forMs)}.`,
    end: ({ dataLost }) => `Connectivity came back (${dataLost ? 1101 : 1102}).`,
  },
  'port-reset': {
    begin: ({ port }) => `The port changes to ${port === 0 ? 'any free one' : port} (1300).`,
  },
  notice: { begin: ({ code }) => `Notice ${code} was sent.` },
  'farm-down': {
    begin: ({ farm, forMs }) => `The ${farmNames[farm]} is down for ${spanText(forMs)}.`,
    end: ({ farm, deadAfter }) =>
      `The ${farmNames[farm]} is up again${deadAfter ? ', and left the quote lines dead' : ''}.`,
  },
  'dead-feed': {
    begin: () => 'The quote lines there are have fallen silent for good.',
  },
  delay: {
    begin: (fault) =>
      `For ${spanText(fault.forMs)} ${messagesText(fault)} come ${spanText(fault.delayMs)} late.`,
    end: (fault) => `Again ${messagesText(fault)} come on time.`,
  },
  duplicate: {
    begin: (fault) => `${nextMessages(fault)} comes twice.`,
    end: (fault) => `No more ${messagesText(fault)} come twice.`,
  },
  reorder: {
    begin: (fault) => `${nextMessages(fault)} swaps places with the one after it.`,
    end: (fault) => `Again ${messagesText(fault)} come in their order.`,
  },
  'lose-acknowledgement': {
    begin: ({ count }) => `${countText(count, 'order')} works without being acknowledged.`,
    end: () => 'Orders are acknowledged again.',
  },
  'swallow-order': {
    begin: ({ count }) => `${countText(count, 'order')} vanishes.`,
    end: () => 'Orders arrive again.',
  },
  'reject-order': {
    begin: ({ code, count }) => `${countText(count, 'order')} is refused with error ${code}.`,
    end: () => 'Orders are accepted again.',
  },
  'late-fill': {
    begin: ({ count }) => `${countText(count, 'fill')} is told after its status.`,
    end: () => 'Fills are told with their status again.',
  },
  'pause-fills': {
    begin: ({ forMs }) => `Nothing trades for ${spanText(forMs)}.`,
    end: () => 'Orders trade again.',
  },
  bust: { begin: () => 'The latest execution was taken back.' },
  correct: {
    begin: ({ percent }) => `The latest execution was corrected by ${signed(percent, ' %')}.`,
  },
  'malformed-frame': {
    begin: ({ shape, clientId }) =>
      `A broken frame (${shape}) was sent to ${clientText(clientId)}.`,
  },
  'slow-reader': {
    begin: ({ bytesPerSecond, forMs }) =>
      `Clients are read at ${bytesPerSecond} bytes a second for ${spanText(forMs)}.`,
    end: () => 'Clients are read at full speed again.',
  },
  'clock-jump': {
    begin: ({ seconds }) => `The gateway's clock jumped by ${signed(seconds, ' s')}.`,
  },
  'price-shock': {
    begin: ({ symbol, percent }) => `The price of ${symbol} moved by ${signed(percent, ' %')}.`,
  },
  halt: {
    begin: ({ symbol, forMs }) => `Trading in ${symbol} is halted for ${spanText(forMs)}.`,
    end: ({ symbol }) => `Trading in ${symbol} goes on.`,
  },
  'competing-session': {
    begin: ({ forMs }) => `Another session has the market data (10197) for ${spanText(forMs)}.`,
    end: () => 'The other session has given the market data back.',
  },
  'tick-burst': {
    begin: ({ symbol, count }) => `${count} ticks of ${symbol} were sent at once.`,
  },
  restart: {
    begin: ({ forMs }) => `The gateway restarts; it is back after ${spanText(forMs)}.`,
    end: () => 'The gateway is back after its restart.',
  },
  'read-only': {
    begin: ({ forMs }) => `Orders are refused as read-only (321) for ${spanText(forMs)}.`,
    end: () => 'Orders are no longer refused as read-only.',
  },
};

function sentencesOf(kind: SimulatorFaultKind): Sentences<SimulatorFault> {
  return sentences[kind];
}

export function beginSentence(fault: SimulatorFault): string {
  return sentencesOf(fault.kind).begin(fault);
}

/** Null for a fault that was over as it began. */
export function endSentence(fault: SimulatorFault): string | null {
  return sentencesOf(fault.kind).end?.(fault) ?? null;
}
