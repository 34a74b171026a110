import { spawn } from 'node:child_process';
import { join } from 'node:path';

import type { PlantedBug } from './planted-bugs.ts';

export interface Catch {
  bug: PlantedBug;
  /** What noticed it; null where nothing did. */
  caughtBy: string | null;
}

const folder = import.meta.dirname;

/** Runs the simulation with the bug in the program, in a process of its own. Throws where that does not start. */
export function catchPlanted(bug: PlantedBug): Promise<Catch> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', join(folder, 'plant.ts'), join(folder, 'hunt.ts')],
      { env: { ...process.env, PLANTED_BUG: bug.id }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve({ bug, caughtBy: said.trim() });
      else if (complaint === '') resolve({ bug, caughtBy: null });
      else reject(new Error(`The hunt for ${bug.id} could not run: ${complaint}`));
    });
  });
}
