import { cell, heading, note, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { counted, timeText } from '../plain-words.ts';

/** Where the desk's books were compared with the broker's while the attempt ran. */
export function reconciliationSection({ reconciliations, reconciledBefore }: Dossier): Block[] {
  const title = heading(1, 'reconciliation', 'Reconciliation');
  const kept = paragraph(
    'A desk compares its books with the broker’s on every connect and every minute. On record is a comparison that came to something else than the one before it.',
  );
  if (reconciliations.length === 0) {
    return [
      title,
      kept,
      note(`None is on record while the attempt ran. ${wordsOf(reconciledBefore)}`),
    ];
  }
  const breaks = reconciliations.flatMap(({ at, body }) =>
    body.breaks.map((each) => ({ at, each })),
  );
  return [
    title,
    kept,
    paragraph(
      `${counted(reconciliations.length, 'comparison')} of that kind while the attempt ran, with ${counted(breaks.length, 'break')}.`,
    ),
    {
      kind: 'table',
      columns: [
        { title: 'When', share: 0.28 },
        { title: 'Complete', share: 0.12 },
        { title: 'Open orders', align: 'right', share: 0.15 },
        { title: 'Executions added', align: 'right', share: 0.17 },
        { title: 'Orders of unknown fate', align: 'right', share: 0.16 },
        { title: 'Breaks', align: 'right', share: 0.12 },
      ],
      rows: reconciliations.map(({ at, body }) => [
        cell(timeText(at)),
        body.complete ? cell('yes', { tone: 'good' }) : cell('no', { tone: 'bad' }),
        cell(String(body.openOrders)),
        cell(String(body.executionsAdded)),
        cell(String(body.unknownOrders)),
        cell(String(body.breaks.length), body.breaks.length === 0 ? {} : { tone: 'bad' }),
      ]),
    },
    ...(breaks.length === 0
      ? []
      : [
          heading(2, 'breaks', 'Breaks'),
          {
            kind: 'table' as const,
            columns: [{ title: 'When' }, { title: 'What' }, { title: 'Desk' }, { title: 'Broker' }],
            rows: breaks.map(({ at, each }) => [
              cell(timeText(at)),
              cell(each.subject),
              cell(each.desk),
              cell(each.broker),
            ]),
          },
        ]),
  ];
}

/** The latest comparison on record, in a sentence. */
function wordsOf(latest: Dossier['reconciledBefore']): string {
  if (latest === null) return 'Nor is one before it: the books were never compared.';
  const { at, body } = latest;
  const answered = body.complete
    ? 'the broker answered in full'
    : 'the broker did not answer in full';
  return `The latest before it, of ${timeText(at)}: ${answered}, ${counted(body.openOrders, 'open order')}, ${counted(body.unknownOrders, 'order')} of unknown fate, ${counted(body.breaks.length, 'break')}.`;
}
