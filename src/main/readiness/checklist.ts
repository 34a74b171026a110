import { ContractError } from '#shared/contract/error.ts';
import type { Checklist, ChecklistItem, ChecklistRow } from '#shared/domain/certification.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { Configuration, Evidence } from '#shared/domain/readiness.ts';

import { changedSince } from './changed-since.ts';
import type { CertificationRecord } from './certification-record.ts';

/** The checklist as it stands under a configuration: a tick of another one, or of another version of the list, counts no more. */
export function checklistRows(
  { version, items }: Checklist,
  { ticks }: CertificationRecord,
  configuration: Configuration,
): ChecklistRow[] {
  return items.map((item) => {
    const tick = ticks.get(item.itemId) ?? null;
    const changed = tick === null ? null : changedSince(tick.configuration, configuration);
    return {
      ...item,
      checklistVersion: version,
      tick,
      outdated:
        tick === null
          ? null
          : tick.checklistVersion !== version
            ? 'The checklist has another version now: look at it again.'
            : changed === null
              ? null
              : `Since it was ticked, ${changed}: look at it again.`,
    };
  });
}

/** Whether an item is done. */
export function isDone({ tick, outdated }: Pick<ChecklistRow, 'tick' | 'outdated'>): boolean {
  return tick !== null && outdated === null;
}

/** The item of an id. Throws {@link ContractError} `not-found` where the list has none. */
export function checklistItem({ items }: Checklist, itemId: string): ChecklistItem {
  const item = items.find((each) => each.itemId === itemId);
  if (item !== undefined) return item;
  throw new ContractError({
    code: 'not-found',
    message: `The checklist has no item ${itemId}.`,
    advice: 'Choose one of the list.',
  });
}

/** A person has seen to an item; ticked again its note, attachment and person take the place of those before. */
export function decideTick(
  { version }: Checklist,
  { itemId, title }: ChecklistItem,
  given: { note: string; attachment: Evidence | null; configuration: Configuration },
  by: string,
): NewFact[] {
  return [
    { kind: 'checklist.ticked', by, body: { itemId, title, checklistVersion: version, ...given } },
  ];
}

/** Throws {@link ContractError} `conflict` where it is not ticked. */
export function decideUntick(
  { ticks }: CertificationRecord,
  { itemId, title }: ChecklistItem,
  reason: string,
  by: string,
): NewFact[] {
  if (!ticks.has(itemId)) {
    throw new ContractError({
      code: 'conflict',
      message: `“${title}” is not ticked.`,
      advice: '',
    });
  }
  return [{ kind: 'checklist.unticked', by, body: { itemId, title, reason } }];
}
