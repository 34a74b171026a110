import { cell, heading, paragraph, type Block, type Cell } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { evidenceTable } from '../evidence-table.ts';
import { bytesText, checkAnchor, counted, listed } from '../plain-words.ts';

/** The gateway, the account and the machine: a figure is worth what it was measured on. */
export function environmentSection(dossier: Dossier): Block[] {
  const { environment } = dossier.attempt;
  const unknown = (value: string | number | null): ReturnType<typeof cell> =>
    value === null
      ? cell('unknown: the gateway had not said', { tone: 'warning' })
      : cell(String(value));
  return [
    heading(1, 'environment', 'Environment'),
    paragraph(
      'Every time and percentile in this report was taken on this machine and holds for one like it.',
    ),
    {
      kind: 'table',
      columns: [
        { title: 'What', share: 0.35 },
        { title: 'As it was when the attempt began', share: 0.65 },
      ],
      rows: [
        [cell('Kind of gateway'), cell(environment.gatewayKind)],
        [cell('Version the gateway speaks'), unknown(environment.serverVersion)],
        [cell('Account'), unknown(environment.accountId)],
        [cell('Market data'), marketData(dossier)],
        [cell('System'), cell(environment.platform)],
        [cell('Processor'), cell(`${environment.processor}, ${environment.cores} cores`)],
        [cell('Memory'), cell(bytesText(environment.memoryBytes))],
        [cell('Node'), cell(environment.nodeVersion)],
      ],
    },
  ];
}

/** A desk knows the kind of its data once it is quoted: that may be after the attempt began, when a check asked for it. */
function marketData(dossier: Dossier): Cell {
  const { marketData: known } = dossier.attempt.environment;
  if (known !== null) return cell(known);
  const checkId = 'market-data-is-live';
  const seen = evidenceTable(dossier, checkId, 'types.csv');
  if (seen === null) return cell('unknown: nothing was quoted yet', { tone: 'warning' });
  const kinds = [...Map.groupBy(seen.rows, (row) => row['type'] ?? '')].map(
    ([kind, rows]) => `${kind === '' ? 'unknown' : kind} for ${counted(rows.length, 'instrument')}`,
  );
  return cell(`not quoted yet; during the attempt ${listed(kinds)}`, { to: checkAnchor(checkId) });
}
