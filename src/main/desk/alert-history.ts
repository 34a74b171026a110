import type { CommandOutput } from '#shared/contract/commands.ts';
import { factSentence } from '#shared/domain/fact-sentence.ts';

import { parseFact } from '../journal/fact-parsing.ts';
import type { Journal } from '../journal/journal.ts';

/** The latest that are shown; the journal screen has those before. */
const ENTRIES_SHOWN = 1000;

/** What the journal says of an alert, oldest first; nothing for an alert that never was. */
export function alertHistory(
  journal: Pick<Journal, 'page'>,
  alertId: string,
): CommandOutput<'alert.history'> {
  const page = journal.page({
    beforeSeq: null,
    limit: ENTRIES_SHOWN,
    kinds: ['alert.changed'],
    orderRef: null,
    text: alertId,
  });
  const entries = page.entries.flatMap((stored) => {
    const fact = parseFact(stored);
    // The text of another alert's note may name this one.
    if (fact.kind !== 'alert.changed' || fact.body.alert.alertId !== alertId) return [];
    const { seq, at, by } = fact;
    const { severity, count } = fact.body.alert;
    const { sentence } = factSentence(
      fact,
      () => '',
      () => null,
    );
    return [{ seq, at, by, change: fact.body.change, severity, count, sentence }];
  });
  return { entries: entries.toReversed(), more: page.more };
}
