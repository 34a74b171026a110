import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import {
  checklistSchema,
  requirementSchema,
  type Checklist,
  type Requirement,
} from '#shared/domain/certification.ts';

import { StartRefused } from './start-refused.ts';

/** What readiness is measured by that is no code. */
export interface ReadinessResources {
  checklist: Checklist;
  requirements: readonly Requirement[];
  /** The text of the runbook; null where it is not installed. */
  runbook(): string | null;
}

/** Reads what ships with the program. Throws {@link StartRefused} where it is not what it must be. */
export function readinessResources(appRoot: string): ReadinessResources {
  return {
    checklist: parsed(join(appRoot, 'resources/checklists/go-live.json'), checklistSchema),
    requirements: parsed(join(appRoot, 'resources/requirements.json'), z.array(requirementSchema)),
    runbook: readOnce(join(appRoot, 'docs/runbook.md')),
  };
}

function parsed<T>(file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new StartRefused(
      `${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      'Install Deskcheck anew.',
    );
  }
}

/** Read when it is first asked for: it ships with the program, and a screen asks for it at every alert that is selected. */
function readOnce(file: string): () => string | null {
  let read: { text: string | null } | null = null;
  return () => {
    read ??= { text: textOf(file) };
    return read.text;
  };
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
