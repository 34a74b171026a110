import type { ChecklistRow } from '#shared/domain/certification.ts';
import { csvLine } from '#shared/domain/csv.ts';
import type { Configuration } from '#shared/domain/readiness.ts';

import { changedSince } from '../changed-since.ts';
import type { Check } from '../check.ts';
import { isDone } from '../checklist.ts';
import { atLeast, count, none } from '../figures.ts';
import { everyGateway } from './gateways.ts';

/** What is wrong with how the checklist is kept, each a sentence; that an item is open is not wrong. */
export function checklistProblems(
  rows: readonly ChecklistRow[],
  configuration: Configuration,
): string[] {
  const ids = rows.map(({ itemId }) => itemId);
  return [
    ...(rows.length === 0 ? ['The checklist has no item.'] : []),
    ...ids.filter((id, nth) => ids.indexOf(id) !== nth).map((id) => `${id} is listed twice.`),
    ...rows.filter(isDone).flatMap(({ title, tick, checklistVersion }) => {
      if (tick === null) return [];
      if (tick.checklistVersion !== checklistVersion) {
        return [`“${title}” counts as done by a tick of another version of the list.`];
      }
      const changed = changedSince(tick.configuration, configuration);
      return changed === null ? [] : [`“${title}” counts as done, and since then ${changed}.`];
    }),
  ];
}

function stateOf(row: ChecklistRow): 'done' | 'open' | 'outdated' {
  return isDone(row) ? 'done' : row.outdated === null ? 'open' : 'outdated';
}

/**
 * How people have left the checklist. An open item does not fail it: who signs is held up by it anyway, and some items, as
 * that the report was read, can only be done once the attempt is over. Why: docs/decisions/certification.md.
 */
export const checklistStands: Check = {
  checkId: 'checklist-stands',
  title: 'What people have ticked holds for what runs',
  why: 'A tick of another version, or a note that was exchanged later, answers for nothing.',
  phase: 6,
  weight: 2,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 5_000,
  async run({ desk, installation }) {
    const rows = desk.feed('checklist', {}).snapshot();
    const problems = checklistProblems(rows, installation.configuration);
    const altered = installation.attachmentProblems();
    const of = (state: ReturnType<typeof stateOf>): number =>
      rows.filter((row) => stateOf(row) === state).length;
    return {
      figures: [
        count('items', 'Items of the checklist', rows.length, atLeast(1)),
        count('wrong', 'Ticks that count and should not', problems.length, none),
        count('altered', 'Attached files that are not as recorded', altered.length, none),
        count('done', 'Items done', of('done')),
        count('open', 'Items open', of('open')),
        count('outdated', 'Items to be looked at again', of('outdated')),
      ],
      evidence: [
        {
          name: 'checklist.csv',
          title: 'Every item, how it stands, and who ticked it',
          contents: [
            csvLine(['item', 'version', 'title', 'state', 'by', 'at', 'note', 'attachment sha256']),
            ...rows.map((row) =>
              csvLine([
                row.itemId,
                row.checklistVersion,
                row.title,
                stateOf(row),
                row.tick?.by ?? '',
                row.tick?.at ?? '',
                row.tick?.note ?? '',
                row.tick?.attachment?.sha256 ?? '',
              ]),
            ),
          ].join(''),
        },
      ],
      problems: [...problems, ...altered],
      found: `${of('done')} of ${rows.length} items are done; what is open holds up the signatures.`,
    };
  },
};
