import { parseArgs } from 'node:util';

export const usage = `npm run simulate -- [--seeds N] [--seed S] [--matrix] [--planted [--bug ID]]

  --seeds N      how many seeds, one after the other; 1000 unless given
  --seed S       the first of them; 1 unless given
  --matrix       every fault at every state of an order instead
  --planted      every planted bug instead: each must be caught; with --bug ID, that one
  --planted-page writes docs/planted-bugs.md anew`;

/** What is to be lived; a hunt after one planted bug names it, after all of them null. */
export type SimulateOptions =
  | { what: 'help' | 'matrix' | 'planted-page' }
  | { what: 'planted'; bug: string | null }
  | { what: 'seeds'; first: number; count: number };

/** Arguments that cannot be followed; the message says why and what to give. */
export class SimulateRefused extends Error {
  override readonly name = 'SimulateRefused';
}

const others = ['matrix', 'planted', 'planted-page'] as const;

/** Reads the arguments of `npm run simulate --`. Throws {@link SimulateRefused}. */
export function readSimulateOptions(args: readonly string[]): SimulateOptions {
  const values = valuesOf(args);
  if (values.help) return { what: 'help' };
  const [what, another] = others.filter((name) => values[name]);
  if (another !== undefined) {
    throw new SimulateRefused(`--${what} and --${another} are two runs. Give one of them.`);
  }
  if (values.bug !== undefined && what !== 'planted') {
    throw new SimulateRefused('--bug is one of the planted bugs. Give --planted with it.');
  }
  const ofSeeds = (['seeds', 'seed'] as const).find((name) => values[name] !== undefined);
  if (what !== undefined && ofSeeds !== undefined) {
    throw new SimulateRefused(`--${what} has seeds of its own. Leave --${ofSeeds} out.`);
  }
  if (what === 'planted') return { what, bug: values.bug ?? null };
  if (what !== undefined) return { what };
  return {
    what: 'seeds',
    first: whole('seed', values.seed ?? '1', 0),
    count: whole('seeds', values.seeds ?? '1000', 1),
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string' },
        seed: { type: 'string' },
        matrix: { type: 'boolean', default: false },
        planted: { type: 'boolean', default: false },
        'planted-page': { type: 'boolean', default: false },
        bug: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SimulateRefused(`${why}\n\n${usage}`);
  }
}

/** Seeds are 32 bits wide in the world they make. */
const most = 0xff_ff_ff_ff;

function whole(name: string, text: string, least: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  if (value >= least && value <= most) return value;
  throw new SimulateRefused(
    `--${name} cannot be ${JSON.stringify(text)}. Give a whole number from ${least} to ${most}.`,
  );
}
