import { parseArgs } from 'node:util';

import { z } from 'zod';

import { gatewayKindSchema } from '#shared/domain/gateway.ts';

import { StartRefused } from './desk/start-refused.ts';

/** Digits and nothing else: an empty text, a hexadecimal or a rounded number is not what a person meant. */
const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .pipe(z.number().int());

const text = z.string().trim().min(1);

/** What both entries understand after `npm start --`. */
const startOptionsSchema = z.strictObject({
  gateway: gatewayKindSchema.optional(),
  host: text.optional(),
  'gateway-port': wholeNumber.pipe(z.number().min(1).max(65_535)).optional(),
  data: text.optional(),
  port: wholeNumber.pipe(z.number().max(65_535)).optional(),
  seed: wholeNumber.pipe(z.number().max(0xff_ff_ff_ff)).optional(),
  speed: z
    .string()
    .regex(/^\d{1,4}(\.\d{1,6})?$/)
    .transform(Number)
    .pipe(z.number().min(1).max(1000))
    .optional(),
  bars: text
    .regex(/^[^=]+=.+$/s)
    .transform((given) => {
      const [symbol = '', ...file] = given.split('=');
      return { symbol, file: file.join('=') };
    })
    .optional(),
  replay: text.optional(),
  script: text.optional(),
});
export type StartOptions = z.infer<typeof startOptionsSchema>;

const expectations = new Map([
  ['gateway', 'Use simulated, paper or shadow.'],
  ['host', 'Give the host TWS or IB Gateway runs on, for example 127.0.0.1.'],
  ['gateway-port', 'Give a port from 1 to 65535: TWS paper is 7497, IB Gateway paper is 4002.'],
  ['data', 'Give a folder.'],
  ['port', 'Give a port from 0 to 65535; 0 takes any free one.'],
  ['seed', 'Give a whole number from 0 to 4294967295.'],
  ['speed', 'Give a number from 1 to 1000.'],
  ['bars', 'Give an instrument and a CSV file of daily bars, such as AAPL=mine.csv.'],
  ['replay', 'Give what to play again: SPY@2008-10-15, SPY@2020-03 or a CSV file of daily bars.'],
  ['script', 'Give a fault script, or the name of one that ships, such as rough-morning.'],
]);
const allOptions = `Options are ${[...expectations.keys()].map((name) => `--${name}`).join(', ')}.`;

/** Options that would be without effect on the simulated gateway, and that nobody gives for nothing. */
const ofRealGateways = ['host', 'gateway-port'] as const;
/** The same the other way round. */
const ofSimulated = ['bars', 'replay', 'script'] as const;

/** Reads the options of the command line. Throws {@link StartRefused} with what is wrong and what to do. */
export function parseStartOptions(argv: readonly string[]): StartOptions {
  const values = readValues(argv);
  const parsed = startOptionsSchema.safeParse(values);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? '');
    throw new StartRefused(
      `--${name} cannot be ${JSON.stringify(values[name])}.`,
      expectations.get(name) ?? allOptions,
    );
  }
  const { gateway } = parsed.data;
  const idle = ofRealGateways.find((name) => parsed.data[name] !== undefined);
  if (idle !== undefined && (gateway === undefined || gateway === 'simulated')) {
    throw new StartRefused(
      `--${idle} is for TWS or IB Gateway, and ${gateway === undefined ? 'no gateway is named' : 'the simulated gateway is wanted'}.`,
      'Add --gateway paper or --gateway shadow, or leave it out.',
    );
  }
  const unused = ofSimulated.find((name) => parsed.data[name] !== undefined);
  if (unused !== undefined && gateway !== undefined && gateway !== 'simulated') {
    throw new StartRefused(
      `--${unused} is for the simulated gateway, and ${gateway} is wanted.`,
      'Leave it out, or leave --gateway out.',
    );
  }
  return parsed.data;
}

/** Every option with its value, the last where one is given twice. */
function readValues(argv: readonly string[]): Record<string, string> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [...expectations.keys()].map((name) => [name, { type: 'string' } as const]),
    ),
    strict: false,
    tokens: true,
  });
  const values: Record<string, string> = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      throw new StartRefused(`"${token.value}" is no option.`, allOptions);
    }
    const { name, rawName, value } = token;
    const expectation = expectations.get(name);
    if (expectation === undefined)
      throw new StartRefused(`There is no option ${rawName}.`, allOptions);
    if (value === undefined || (!token.inlineValue && value.startsWith('--'))) {
      throw new StartRefused(`${rawName} has no value.`, expectation);
    }
    values[name] = value;
  }
  return values;
}
