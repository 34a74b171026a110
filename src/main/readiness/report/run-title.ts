import { spoken } from './plain-words.ts';

/** What a run under load is called: `mixed-medium-1` is `Mixed medium, run 1`. */
export function runTitle(name: string): string {
  return spoken(name.replace(/-(\d+)$/, ', run $1'));
}
