import type { NewFact } from '#shared/domain/fact.ts';
import { limitsDifferences } from '#shared/domain/limits-difference.ts';
import type { Limits, RecordedLimits } from '#shared/domain/limits.ts';

import { limitsOfRecord } from '../risk/limits.ts';
import type { LimitsFiles } from './limits-file.ts';
import { StartRefused } from './start-refused.ts';

/** The limits a desk starts with. */
export interface OpeningLimits {
  readonly limits: Limits;
  /** What is still to be recorded of them; empty where the journal has them as they are. */
  readonly facts: readonly NewFact[];
  /** Why the data folder's file of limits is not in use, in a sentence; null where there is none or it is the same. */
  readonly unusedFile: string | null;
}

/**
 * The journal's limits, where it has some: they were agreed by two people, and no file changes them. A data folder that
 * has none yet takes over those of its file, else those that ship, on record.
 * Throws {@link StartRefused}: a desk without limits does not start.
 */
export function openingLimits(recorded: RecordedLimits | null, files: LimitsFiles): OpeningLimits {
  if (recorded === null) return firstLimits(files);
  const checked = limitsOfRecord(recorded, files.shipped);
  if (!checked.ok) {
    throw new StartRefused(
      `Version ${recorded.version} of the limits, which the journal has, cannot be used. ${checked.problems.join(' ')}`,
      'Start the Deskcheck that recorded it, or choose another folder with --data.',
    );
  }
  const learnt = namesOf(recorded, checked.limits);
  if (learnt.length === 0) {
    return { limits: checked.limits, facts: [], unusedFile: unusedFile(checked.limits, files) };
  }
  const limits = { ...checked.limits, version: recorded.version + 1 };
  const reason = `This Deskcheck knows more limits than the one before, or counts them in another unit: ${learnt.join(', ')}. What is new is as it ships; what was agreed on is what it was.`;
  return { limits, facts: [takenOver(limits, reason)], unusedFile: unusedFile(limits, files) };
}

function firstLimits(files: LimitsFiles): OpeningLimits {
  const own = files.own();
  const limits = own?.limits ?? files.shipped;
  const reason =
    own === null
      ? 'The limits that ship with Deskcheck, taken over when this data folder began.'
      : `Taken over from ${own.file} when this data folder began.`;
  return { limits, facts: [takenOver(limits, reason)], unusedFile: null };
}

function takenOver(limits: Limits, reason: string): NewFact {
  return {
    kind: 'limits.changed',
    by: 'desk',
    body: { limits, reason, proposedBy: null, proposalId: null },
  };
}

/** Which parts of the limits a version on record does not have as they are now. */
function namesOf(recorded: RecordedLimits, limits: Limits): string[] {
  const parts = limitsDifferences(recorded, limits).map(({ path: [part = ''] }) => part);
  return [...new Set(parts)];
}

function unusedFile(limits: Limits, files: LimitsFiles): string | null {
  const advice = 'The limits are changed on the Risk screen, by two people.';
  try {
    const own = files.own();
    if (own === null || limitsDifferences(limits, own.limits).length === 0) return null;
    return `${own.file} is not in use: version ${limits.version} of the limits is on record and in force. ${advice}`;
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    return `A file of limits is not in use and could not be read. ${error.message} ${advice}`;
  }
}
