import { cell, heading, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { keptFiles } from '../kept-files.ts';
import { attachmentsIn } from '../manifest.ts';
import { timeText } from '../plain-words.ts';

/** What people have seen to themselves. */
export function checklistSection({ checklist, people }: Dossier): Block[] {
  const { version, items } = checklist;
  const done = items.filter(({ tick }) => tick !== null).length;
  return [
    heading(1, 'checklist', 'Manual checklist'),
    paragraph(
      `Of the ${items.length} items of version ${version}, ${done} were ticked under the configuration of this attempt. A tick under another configuration does not count.`,
    ),
    {
      kind: 'table',
      columns: [
        { title: 'Item', share: 0.44 },
        { title: 'Ticked by', share: 0.24 },
        { title: 'Note', share: 0.32 },
      ],
      rows: items.map(({ area, title, tick }) => [
        cell(`${area}: ${title}`),
        tick === null
          ? cell('not ticked', { tone: 'warning' })
          : cell(`${people.get(tick.by)?.name ?? tick.by}, ${timeText(tick.at)}`),
        cell(tick?.note ?? ''),
      ]),
    },
    ...attachments(items),
  ];
}

/** Files that people attached, with the hash that is on record, and what is wrong with them. */
function attachments(items: Dossier['checklist']['items']): Block[] {
  const attached = items.flatMap(({ title, tick }) => {
    const attachment = tick?.attachment ?? null;
    return attachment === null ? [] : { of: title, kept: attachment };
  });
  if (attached.length === 0) return [];
  const problems = items.flatMap(({ attachmentProblem }) => attachmentProblem ?? []);
  return [
    paragraph(
      `Attached files lie in the folder of this report under “${attachmentsIn}”, each with the hash that is on record in the journal.`,
    ),
    ...(problems.length === 0
      ? []
      : [{ kind: 'list' as const, items: problems.map((each) => cell(each, { tone: 'bad' })) }]),
    keptFiles('Attached to', attached),
  ];
}
