import type { PlantedBug } from './planted-bugs.ts';

/** A source with the bug in it. Throws where the line to be made wrong does not stand in it exactly once. */
export function planted({ id, file, find, replace }: PlantedBug, source: string): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(
      `The line that the planted bug "${id}" makes wrong stands ${parts.length - 1} times in ${file}. Adapt it in test/simulation/planted-bugs.ts.`,
    );
  }
  return parts.join(replace);
}
