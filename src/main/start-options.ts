import { parseArgs } from 'node:util';

import { z } from 'zod';

import { gatewayKindSchema } from '#shared/domain/gateway.ts';

import { StartRefused } from './desk/start-refused.ts';

/** What both entries understand after `npm start --`. */
const startOptionsSchema = z.strictObject({
  gateway: gatewayKindSchema.optional(),
  host: z.string().min(1).optional(),
  'gateway-port': z.coerce.number().int().min(1).max(65_535).optional(),
  data: z.string().min(1).optional(),
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  seed: z.coerce.number().int().min(0).max(0xff_ff_ff_ff).optional(),
  speed: z.coerce.number().min(1).max(1000).optional(),
});
export type StartOptions = z.infer<typeof startOptionsSchema>;

const expectations: Record<string, string> = {
  gateway: 'Use simulated, paper or shadow.',
  host: 'Give the host TWS or IB Gateway runs on, for example 127.0.0.1.',
  'gateway-port': 'Give a port from 1 to 65535: TWS paper is 7497, IB Gateway paper is 4002.',
  data: 'Give a folder.',
  port: 'Give a port from 0 to 65535; 0 takes any free one.',
  seed: 'Give a whole number from 0 to 4294967295.',
  speed: 'Give a number from 1 to 1000.',
};

/** Reads the options of the command line. Throws {@link StartRefused} with what is wrong and what to do. */
export function parseStartOptions(argv: readonly string[]): StartOptions {
  let values: Record<string, string | boolean | undefined>;
  try {
    const text = { type: 'string' } as const;
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        gateway: text,
        host: text,
        'gateway-port': text,
        data: text,
        port: text,
        seed: text,
        speed: text,
      },
    }));
  } catch (error) {
    throw new StartRefused(
      error instanceof Error ? error.message : String(error),
      `Options are ${Object.keys(expectations)
        .map((name) => `--${name}`)
        .join(', ')}.`,
    );
  }
  const parsed = startOptionsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0] ?? '');
  throw new StartRefused(
    `--${name} cannot be ${JSON.stringify(values[name])}.`,
    expectations[name] ?? 'See the README for the options.',
  );
}
