import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { simulatorFaultSchema, type SimulatorFault } from '#shared/domain/simulator-fault.ts';

import { FaultScriptError, type FaultScript, type ScriptTime } from './fault-script.ts';
import { formatFaultScript, parseFaultScript } from './parse-script.ts';

function read(text: string): FaultScript {
  return parseFaultScript(text, 'test.faults');
}

function mistakeIn(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof FaultScriptError) return error.message;
    throw error;
  }
  throw new Error(`${text} was understood.`);
}

describe('a fault script', () => {
  it('is read line by line', () => {
    const script = read(`
      # A morning.
      at 09:45:00 halt SPY for 30s
      after 20s drop client 3        # only that one
      at 2020-03-12 13:00 notice 2107 "All # quiet"
      at open+10m price-shock "SPY" -7.5%
      at close-5m reorder executions 2 times
      every 5m reject-order 3 times
      repeat 2 times`);
    expect(script.rounds).toBe(2);
    expect(script.lines).toEqual([
      {
        line: 3,
        when: { kind: 'at', date: null, time: '09:45:00' },
        fault: { kind: 'halt', symbol: 'SPY', forMs: 30_000 },
      },
      {
        line: 4,
        when: { kind: 'after', delayMs: 20_000 },
        fault: { kind: 'drop', clientId: 3 },
      },
      {
        line: 5,
        when: { kind: 'at', date: '2020-03-12', time: '13:00:00' },
        fault: { kind: 'notice', code: 2107, message: 'All # quiet' },
      },
      {
        line: 6,
        when: { kind: 'at-session', edge: 'open', offsetMs: 600_000 },
        fault: { kind: 'price-shock', symbol: 'SPY', percent: -7.5 },
      },
      {
        line: 7,
        when: { kind: 'at-session', edge: 'close', offsetMs: -300_000 },
        fault: { kind: 'reorder', messages: 'executions', count: 2 },
      },
      {
        line: 8,
        when: { kind: 'every', periodMs: 300_000 },
        fault: simulatorFaultSchema.parse({ kind: 'reject-order', count: 3 }),
      },
    ]);
  });

  it('takes what is said of a fault in any order', () => {
    const [said] = read('at open delay for 5s by 200ms quotes').lines;
    expect(said?.fault).toEqual({ kind: 'delay', messages: 'quotes', delayMs: 200, forMs: 5000 });
  });

  it('may be empty', () => expect(read('\n# Nothing.\n')).toEqual({ lines: [], rounds: 1 }));

  it.each<[string, string]>([
    ['at 09:45 hlat SPY', 'Line 1: "hlat" is no fault. Write one of drop, refuse-connections,'],
    ['\n\nat 25:00 drop', 'Line 3: "at 25:00" is no time. Begin with when: "at 09:45"'],
    ['at noon drop', '"at noon" is no time.'],
    ['at 2020-02-30 10:00 drop', '"at 2020-02-30" is no time.'],
    ['at 2020-02-28 drop', '"at 2020-02-28 drop" is no time.'],
    ['at open+soon drop', '"at open+soon" is no time. Write "at open", "at open+10m"'],
    ['drop', '"drop" does not say when. Begin with when:'],
    ['after drop', '"after drop" is no span of time. Write 250ms, 20s, 5m or 1h.'],
    ['every 0s drop', '"every 0s" is no span of time.'],
    ['after 5s', 'A fault is missing. Write one of drop,'],
    [
      'after 5s halt SPY during 30s',
      '"during" says nothing of halt here. Write halt [SPY] [for 30s]',
    ],
    ['after 5s drop for 3s', '"for" says nothing of drop here. Write drop [client 11].'],
    ['after 5s halt SPY for 2h', '"for 30s" cannot be so: Too big'],
    ['after 5s price-shock SPY -95%', '"-7%" cannot be so: Too small'],
    ['after 5s notice 2107 "open', 'A text has no end. Close it with a quotation mark.'],
    ['after 5s drop drop', '"drop" says nothing of drop here.'],
    ['after 5s drop\nrepeat often', 'Line 2: "repeat often" is not understood. Write "repeat"'],
    ['every 5s drop\nrepeat', 'Line 2: There is nothing to repeat.'],
  ])('with %j is refused: %s', (text, sentence) => {
    expect(mistakeIn(text)).toContain(sentence);
  });

  it('does not name the mistakes of a whole book', () => {
    expect(mistakeIn('Once upon a time\n'.repeat(20))).toMatch(/Line 8: [^0-9]*.* And 12 more\.$/);
  });

  it('names every mistake at once', () => {
    const sentence = mistakeIn('at 99:00 drop\nat open drop\nnow drop');
    expect(sentence).toMatch(
      /^The fault script test\.faults cannot be played\. Line 1: .* Line 3: .*/,
    );
  });
});

const span = fc.integer({ min: 1, max: 3_600_000 });
const fields: Record<string, fc.Arbitrary<unknown>> = {
  clientId: fc.option(fc.nat()),
  forMs: span,
  delayMs: fc.integer({ min: 1, max: 600_000 }),
  dataLost: fc.boolean(),
  deadAfter: fc.boolean(),
  port: fc.integer({ min: 0, max: 65_535 }),
  code: fc.integer({ min: 100, max: 20_000 }),
  message: fc.string({ unit: 'binary', maxLength: 200 }),
  farm: fc.constantFrom('market-data', 'history', 'definitions'),
  messages: fc.constantFrom('all', 'orders', 'executions', 'quotes', 'account'),
  count: fc.integer({ min: 1, max: 1000 }),
  percent: fc.double({ min: -50, max: 50, noNaN: true }).map((value) => value + 0),
  shape: fc.constantFrom('bad-length', 'bad-count', 'cut-off', 'bad-reject-text'),
  bytesPerSecond: fc.integer({ min: 1, max: 10_000_000 }),
  seconds: fc.integer({ min: -86_400, max: 86_400 }),
  symbol: fc.oneof(
    fc.constantFrom('SPY', 'EUR.USD', 'for', 'ticks', 'SPY   200320C00250000', '5', 'a b'),
    fc.string({ minLength: 1, maxLength: 40 }),
  ),
};

const fault: fc.Arbitrary<SimulatorFault> = fc
  .constantFrom(...simulatorFaultSchema.options)
  .chain(({ shape }) => {
    const { kind, ...rest } = shape;
    const values: Record<string, fc.Arbitrary<unknown>> = {};
    for (const name of Object.keys(rest)) values[name] = fields[name] ?? fc.constant(null);
    return fc
      .record(values)
      .map((said) => simulatorFaultSchema.parse({ kind: kind.value, ...said }));
  });

const two = (value: number): string => String(value).padStart(2, '0');
const time = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59))
  .map((parts) => parts.map((part) => two(part)).join(':'));
const when: fc.Arbitrary<ScriptTime> = fc.oneof(
  fc.record({
    kind: fc.constant('at' as const),
    date: fc.option(
      fc
        .date({ min: new Date('1970-01-01'), max: new Date('2069-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
    ),
    time,
  }),
  fc.record({
    kind: fc.constant('at-session' as const),
    edge: fc.constantFrom('open' as const, 'close' as const),
    offsetMs: fc.integer({ min: -86_400_000, max: 86_400_000 }),
  }),
  fc.record({ kind: fc.constant('after' as const), delayMs: span }),
  fc.record({ kind: fc.constant('every' as const), periodMs: span }),
);

it('is the same after it was written down and read again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ when, fault }), { maxLength: 8 }),
      fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 99 })),
      (lines, wanted) => {
        const rounds = lines.some((line) => line.when.kind !== 'every') ? wanted : 1;
        const script = { lines: lines.map((line, i) => ({ line: i + 1, ...line })), rounds };
        const text = formatFaultScript(script);
        expect(read(text)).toEqual(script);
        expect(formatFaultScript(read(text))).toBe(text);
      },
    ),
    { numRuns: 300 },
  );
});
