import { cell, heading, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { bytesText } from '../plain-words.ts';

/** The gateway, the account and the machine: a figure is worth what it was measured on. */
export function environmentSection({ attempt: { environment } }: Dossier): Block[] {
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
        [cell('Market data'), unknown(environment.marketData)],
        [cell('System'), cell(environment.platform)],
        [cell('Processor'), cell(`${environment.processor}, ${environment.cores} cores`)],
        [cell('Memory'), cell(bytesText(environment.memoryBytes))],
        [cell('Node'), cell(environment.nodeVersion)],
      ],
    },
  ];
}
