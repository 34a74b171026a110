import {
  simulatorFaultSchema,
  type SimulatorFault,
  type SimulatorFaultKind,
} from '#shared/domain/simulator-fault.ts';

export type FaultGroup = 'connection' | 'network' | 'orders' | 'market' | 'wire';

/** The groups in the order the panel lists them. */
export const faultGroups: readonly (readonly [FaultGroup, string])[] = [
  ['connection', 'Connection'],
  ['network', "Broker's network"],
  ['orders', 'Orders and fills'],
  ['market', 'Market'],
  ['wire', 'Wire'],
];

/** How a person gives one parameter of a fault. Figures, ranges and usual values are the schema's. */
export type FaultField =
  /** Written in seconds, kept in milliseconds. */
  | { input: 'seconds'; label: string }
  | { input: 'number'; label: string; unit: string; noun?: string }
  | { input: 'text'; label: string; placeholder: string }
  | { input: 'flag'; label: string }
  /** A choice between `yes` and `no` stands for a flag. */
  | { input: 'choice'; label: string; choices: readonly (readonly [value: string, word: string])[] }
  | { input: 'client'; label: string }
  | { input: 'symbol'; label: string };

interface FaultWords<Parameter extends string> {
  group: FaultGroup;
  /** What the person does: the words of its button and of the command palette. */
  title: string;
  /** What happens at the gateway, in one line. */
  explanation: string;
  /** What a sound desk does about it. */
  expected: string;
  fields: Readonly<Record<Parameter, FaultField>>;
}

/** A fault as the screens read it, whatever its kind. */
export type FaultEntry = FaultWords<string>;

type ParameterOf<Kind extends SimulatorFaultKind> = Exclude<
  keyof Extract<SimulatorFault, { kind: Kind }> & string,
  'kind'
>;

const client: FaultField = { input: 'client', label: 'Client' };
const lasting: FaultField = { input: 'seconds', label: 'Lasts' };
const symbol: FaultField = { input: 'symbol', label: 'Instrument' };
const messages: FaultField = {
  input: 'choice',
  label: 'Messages about',
  choices: [
    ['all', 'everything'],
    ['orders', 'orders'],
    ['executions', 'executions'],
    ['quotes', 'quotes'],
    ['account', 'the account'],
  ],
};
const times = (noun: string): FaultField => ({
  input: 'number',
  label: `How many ${noun}s`,
  unit: '',
  noun,
});

/** Every fault of the simulated gateway, with what a person needs to start it. */
export const faultCatalogue: {
  readonly [Kind in SimulatorFaultKind]: FaultWords<ParameterOf<Kind>>;
} = {
  drop: {
    group: 'connection',
    title: 'Drop the connection',
    explanation: 'The gateway closes the socket at once, in the middle of whatever it was saying.',
    expected: 'The link goes down and connects again; orders in flight are unknown until then.',
    fields: { clientId: client },
  },
  'refuse-connections': {
    group: 'connection',
    title: 'Refuse connections',
    explanation: 'Nobody is let in. Clients that are connected stay.',
    expected: 'A desk that is dropped now waits longer with each attempt and says when it tries.',
    fields: { forMs: lasting },
  },
  silence: {
    group: 'connection',
    title: 'Fall silent',
    explanation: 'Nothing is read and nothing is written; the sockets stay open.',
    expected: 'The heartbeat goes unanswered: the link is impaired and no new risk is accepted.',
    fields: { forMs: lasting },
  },
  'half-open': {
    group: 'connection',
    title: 'Leave the socket half open',
    explanation: 'What the desk sends is read; what the gateway answers goes nowhere.',
    expected: 'The heartbeat goes unanswered; orders sent meanwhile count as in doubt.',
    fields: { clientId: client, forMs: lasting },
  },
  'slow-reader': {
    group: 'connection',
    title: 'Read slowly',
    explanation: 'The gateway reads what its clients send only so fast.',
    expected: 'Acknowledgements come late; an order without one in time raises an alert.',
    fields: {
      bytesPerSecond: { input: 'number', label: 'Speed', unit: 'bytes/s' },
      forMs: lasting,
    },
  },
  restart: {
    group: 'connection',
    title: 'Restart the gateway',
    explanation: 'As every night: everything closes, and opens again after the time given.',
    expected: 'The desk connects by itself, reconciles, and takes its orders up again.',
    fields: { forMs: { input: 'seconds', label: 'Away for' } },
  },
  'port-reset': {
    group: 'connection',
    title: 'Change the port (1300)',
    explanation: 'The gateway tells its clients another port and closes the old one.',
    expected: 'The desk follows to the new port, or says what it was told.',
    fields: { port: { input: 'number', label: 'New port', unit: '0 = any free' } },
  },

  'connectivity-lost': {
    group: 'network',
    title: 'Lose the broker (1100)',
    explanation: '1100 now, and 1101 or 1102 when it is back. Orders live on at the broker.',
    expected: 'The link is impaired; when it is back the desk reconciles before new risk.',
    fields: {
      dataLost: {
        input: 'choice',
        label: 'Comes back with',
        choices: [
          ['no', '1102, data kept'],
          ['yes', '1101, data lost'],
        ],
      },
      forMs: lasting,
    },
  },
  'farm-down': {
    group: 'network',
    title: 'Lose a data farm',
    explanation: '2103, 2105 or 2157 now, and up again after the time given.',
    expected: 'Quotes grow stale and are shown so; orders that need them are denied.',
    fields: {
      farm: {
        input: 'choice',
        label: 'Farm',
        choices: [
          ['market-data', 'market data'],
          ['history', 'history'],
          ['definitions', 'definitions'],
        ],
      },
      deadAfter: { input: 'flag', label: 'Quotes stay dead after it is back' },
      forMs: lasting,
    },
  },
  'dead-feed': {
    group: 'network',
    title: 'Let the quotes die silently',
    explanation: 'No quote comes any more and nothing is said about it.',
    expected: 'Quotes grow stale and are shown so; orders that need them are denied.',
    fields: {},
  },
  'competing-session': {
    group: 'network',
    title: 'Take the quotes (10197)',
    explanation: 'Another session of the same user takes the quotes.',
    expected: 'Each instrument says why it has no quotes and what to do.',
    fields: { forMs: lasting },
  },
  'read-only': {
    group: 'network',
    title: 'Set Read-Only API',
    explanation: 'Every order is refused with 321, as with Read-Only API ticked in TWS.',
    expected: 'A band says that no order passes and where the setting is.',
    fields: { forMs: lasting },
  },
  notice: {
    group: 'network',
    title: 'Send a notice',
    explanation: 'A system message alone, such as 2107 or 2110.',
    expected:
      'The notice is on record. After 1100 or 2110 the link is impaired until 1101 or 1102 is sent.',
    fields: {
      code: { input: 'number', label: 'Code', unit: '' },
      message: { input: 'text', label: 'Text', placeholder: "the code's own words" },
    },
  },

  'lose-acknowledgement': {
    group: 'orders',
    title: 'Lose acknowledgements',
    explanation: 'The next orders are accepted and work, but the desk is not told.',
    expected: 'An alert in time, new risk in the instrument denied; the order is never sent again.',
    fields: { count: times('order') },
  },
  'swallow-order': {
    group: 'orders',
    title: 'Swallow orders',
    explanation: 'The next orders vanish at the gateway: nobody has them, nothing is said.',
    expected: 'An alert in time; the order is in doubt until the broker has said it has none.',
    fields: { count: times('order') },
  },
  'reject-order': {
    group: 'orders',
    title: 'Reject orders',
    explanation: 'The next orders are refused with the code and text given.',
    expected: 'The order is rejected with those words; nothing stays open.',
    fields: {
      code: { input: 'number', label: 'Code', unit: '' },
      count: times('order'),
      message: { input: 'text', label: 'Text', placeholder: 'what the broker says' },
    },
  },
  'late-fill': {
    group: 'orders',
    title: 'Tell fills late',
    explanation: "A fill's status comes first, its execution and commission later.",
    expected: 'The position counts the fill once, whichever comes first.',
    fields: { count: times('fill') },
  },
  'pause-fills': {
    group: 'orders',
    title: 'Pause fills',
    explanation: 'The exchange takes orders and cancels, but matches nothing.',
    expected: 'Orders work without filling; nothing else changes.',
    fields: { forMs: lasting },
  },
  bust: {
    group: 'orders',
    title: 'Bust the last fill',
    explanation: 'The latest execution is taken back, as after a clearly erroneous trade.',
    expected: 'The fill counts nothing any more; position and P&L follow.',
    fields: {},
  },
  correct: {
    group: 'orders',
    title: 'Correct the last fill',
    explanation: 'The latest execution comes again at another price, under the next number.',
    expected: 'The correction replaces the fill; it is never counted twice.',
    fields: { percent: { input: 'number', label: 'Price changes by', unit: '%' } },
  },

  halt: {
    group: 'market',
    title: 'Halt an instrument',
    explanation: 'The exchange halts trading in it.',
    expected: 'The quote is marked halted; its orders rest.',
    fields: { symbol, forMs: lasting },
  },
  'price-shock': {
    group: 'market',
    title: 'Shock the price',
    explanation: 'The price jumps at once and the market goes on from there.',
    expected: 'The day is revalued; orders priced from before meet the collar and the loss line.',
    fields: { symbol, percent: { input: 'number', label: 'Jumps by', unit: '%' } },
  },
  'tick-burst': {
    group: 'market',
    title: 'Burst of ticks',
    explanation: 'Very many ticks of one instrument as fast as the wire takes them.',
    expected: 'The screens keep up and show the newest; nothing else is late.',
    fields: { symbol, count: times('tick') },
  },
  'clock-jump': {
    group: 'market',
    title: 'Jump the clock',
    explanation: "The gateway's clock jumps; the market stays where it was.",
    expected: 'The desk sees that the clocks differ and says so.',
    fields: { seconds: { input: 'number', label: 'By', unit: 's' } },
  },

  delay: {
    group: 'wire',
    title: 'Delay messages',
    explanation: 'Each message of the group leaves so much later.',
    expected: 'Nothing is lost; what comes too late raises its alert.',
    fields: {
      messages,
      delayMs: { input: 'number', label: 'Delay', unit: 'ms' },
      forMs: lasting,
    },
  },
  duplicate: {
    group: 'wire',
    title: 'Send messages twice',
    explanation: 'The next messages of the group are sent twice.',
    expected: 'Everything is counted once.',
    fields: { messages, count: times('message') },
  },
  reorder: {
    group: 'wire',
    title: 'Swap messages',
    explanation: 'The next messages of the group change places with the ones after them.',
    expected: 'The end is the same as in the right order.',
    fields: { messages, count: times('message') },
  },
  'malformed-frame': {
    group: 'wire',
    title: 'Send a malformed frame',
    explanation: 'A message that breaks the protocol.',
    expected: 'Nothing is guessed: what cannot be read is left out or the link goes, and is told.',
    fields: {
      shape: {
        input: 'choice',
        label: 'What is wrong',
        choices: [
          ['bad-length', 'its length'],
          ['bad-count', 'its number of fields'],
          ['cut-off', 'it is cut off'],
          ['bad-reject-text', 'the text of a reject'],
        ],
      },
      clientId: client,
    },
  },
};

/** The faults of one group, in the order of the catalogue. */
export function faultsOf(group: FaultGroup): readonly SimulatorFaultKind[] {
  return faultKinds.filter((kind) => faultCatalogue[kind].group === group);
}

const listed: readonly string[] = Object.keys(faultCatalogue);

/** Every kind, in the order the panel lists them. */
export const faultKinds: readonly SimulatorFaultKind[] = listed.flatMap((kind) => {
  const parsed = simulatorFaultSchema.safeParse({ kind });
  return parsed.success ? [parsed.data.kind] : [];
});

/** What a fault is called on the screen. */
export function faultTitle(kind: SimulatorFaultKind): string {
  return faultCatalogue[kind].title;
}
