import { cell, heading, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
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
        { title: 'Ticked by', share: 0.2 },
        { title: 'Note', share: 0.24 },
        { title: 'Attached', share: 0.12 },
      ],
      rows: items.map(({ area, title, tick }) => [
        cell(`${area}: ${title}`),
        tick === null
          ? cell('not ticked', { tone: 'warning' })
          : cell(`${people.get(tick.by)?.name ?? tick.by}, ${timeText(tick.at)}`),
        cell(tick?.note ?? ''),
        cell(tick?.attachment?.file ?? ''),
      ]),
    },
  ];
}
