import { cell, heading, note, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { counted, timeText } from '../plain-words.ts';

/** Where the desk's books were compared with the broker's while the attempt ran. */
export function reconciliationSection({ reconciliations }: Dossier): Block[] {
  const title = heading(1, 'reconciliation', 'Reconciliation');
  if (reconciliations.length === 0) {
    return [title, note('The desk did not reconcile with the broker while the attempt ran.')];
  }
  const breaks = reconciliations.flatMap(({ at, body }) =>
    body.breaks.map((each) => ({ at, each })),
  );
  return [
    title,
    paragraph(
      `The desk reconciled with the broker ${counted(reconciliations.length, 'time')} while the attempt ran, and found ${counted(breaks.length, 'break')}.`,
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
