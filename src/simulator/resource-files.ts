import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The fault scripts that ship. */
export const readyScripts = [
  'rough-morning',
  'lost-afternoon',
  'night-restart',
  'crash-2020',
] as const;
type ReadyScript = (typeof readyScripts)[number];

// The package's own import map finds the folder both from the sources and from a built bundle.
const { resolve } = createRequire(import.meta.url);

export type ResourceName =
  | 'instruments/catalogue.json'
  | 'history/sp500-2000.csv'
  | `scripts/${ReadyScript}.faults`;

/** The text of a file that ships with the program. */
export function readResource(name: ResourceName): string {
  return readFileSync(resolve(`#resources/${name}`), 'utf8');
}
