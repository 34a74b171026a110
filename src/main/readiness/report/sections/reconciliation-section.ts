import { titleOfRule } from '#shared/domain/alert-titles.ts';

import { cell, heading, note, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { evidenceTable, fromEvidence } from '../evidence-table.ts';
import { capitalised, counted, timeText } from '../plain-words.ts';

/** Where the desk's books were compared with the broker's while the attempt ran. */
export function reconciliationSection(dossier: Dossier): Block[] {
  return [
    heading(1, 'reconciliation', 'Reconciliation'),
    ...ofTheDesk(dossier),
    ...campaign(dossier),
    ...faults(dossier),
  ];
}

function ofTheDesk({ reconciliations, reconciledBefore }: Dossier): Block[] {
  const kept = paragraph(
    'A desk compares its books with the broker’s on every connect and every minute. On record is a comparison that came to something else than the one before it.',
  );
  if (reconciliations.length === 0) {
    return [kept, note(`None is on record while the attempt ran. ${wordsOf(reconciledBefore)}`)];
  }
  const breaks = reconciliations.flatMap(({ at, body }) =>
    body.breaks.map((each) => ({ at, each })),
  );
  return [
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
            columns: [
              { title: 'When', share: 0.25 },
              { title: 'What', share: 0.35 },
              { title: 'Desk', share: 0.2 },
              { title: 'Broker', share: 0.2 },
            ],
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

/** The books of the campaign: what the fills add up to beside what desk and broker say. */
function campaign(dossier: Dossier): Block[] {
  const found = evidenceTable(dossier, 'campaign-reconciled', 'sums.csv');
  if (found === null) return [];
  return [
    heading(2, 'campaign', 'The campaign, to the cent'),
    fromEvidence(
      'Every sum, in the currency of its instrument, as it is worked out from the fills alone and as the desk or the broker says it.',
      found.file,
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Sum', share: 0.5 },
        { title: 'From the fills', align: 'right', share: 0.18 },
        { title: 'As it is said', align: 'right', share: 0.18 },
        { title: 'Cents off', align: 'right', share: 0.14 },
      ],
      rows: found.rows.map((row) => [
        cell(row['sum'] ?? ''),
        cell(moneyText(row['worked out from the fills'])),
        cell(moneyText(row['said'])),
        cell(row['cents off'] ?? '', { tone: row['cents off'] === '0' ? 'good' : 'bad' }),
      ]),
    },
  ];
}

function faults(dossier: Dossier): Block[] {
  const found = evidenceTable(dossier, 'faults-survived', 'faults.csv');
  if (found === null) return [];
  return [
    heading(2, 'faults', 'After faults'),
    fromEvidence(
      'How long a desk took until it was itself again after each fault, and where its books then differed from the gateway’s.',
      found.file,
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Fault', share: 0.4 },
        { title: 'Itself again after', align: 'right', share: 0.14 },
        { title: 'Alerts', share: 0.3 },
        { title: 'Differences', share: 0.16 },
      ],
      rows: found.rows.map((row) => [
        cell(capitalised(row['fault'] ?? '')),
        cell(
          row['again after ms'] === ''
            ? '—'
            : `${Number(row['again after ms']).toLocaleString('en-US')} ms`,
        ),
        cell(
          (row['alerts raised'] ?? '')
            .split(' ')
            .filter((rule) => rule !== '')
            .map(titleOfRule)
            .join('; '),
        ),
        row['differences'] === ''
          ? cell('none', { tone: 'good' })
          : cell(row['differences'] ?? '', { tone: 'bad' }),
      ]),
    },
  ];
}

/** As exact as it was worked out, without the dust of floating point. */
function moneyText(text: string | undefined): string {
  return text === undefined || text === ''
    ? '—'
    : Number(text).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 5 });
}
