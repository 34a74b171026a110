import type { CommandOutput } from '#shared/contract/commands.ts';
import { limitsDifferences } from '#shared/domain/limits-difference.ts';

import { parseFact } from '../journal/fact-parsing.ts';
import type { Journal } from '../journal/journal.ts';

/** As many as a screen shows at once. */
const versionsShown = 25;

/** The versions of the limits that the journal has, newest first, each with what it changed. */
export function limitsHistory(
  journal: Pick<Journal, 'page'>,
  beforeSeq: number | null,
): CommandOutput<'limits.history'> {
  const page = journal.page({
    beforeSeq,
    // One more: the oldest that is shown differs from the one before it.
    limit: versionsShown + 1,
    kinds: ['limits.changed'],
    orderRef: null,
    text: null,
  });
  const found = page.entries.flatMap((stored) => {
    const fact = parseFact(stored);
    return fact.kind === 'limits.changed' ? [fact] : [];
  });
  const versions = found.slice(0, versionsShown).map(({ seq, at, by, body }, index) => {
    const before = found[index + 1];
    return {
      seq,
      version: body.limits.version,
      at,
      by,
      proposedBy: body.proposedBy,
      reason: body.reason,
      differences: before === undefined ? null : limitsDifferences(before.body.limits, body.limits),
    };
  });
  return { versions, more: page.more || found.length > versionsShown };
}
