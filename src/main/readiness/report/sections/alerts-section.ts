import { titleOfRule } from '#shared/domain/alert-titles.ts';
import type { AlertChange, Severity } from '#shared/domain/alert.ts';

import { cell, heading, note, paragraph, type Block, type Tone } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { evidenceTable, fromEvidence } from '../evidence-table.ts';
import { counted, timeText } from '../plain-words.ts';

const severityTones: Readonly<Record<Severity, Tone>> = {
  info: 'quiet',
  warning: 'warning',
  critical: 'bad',
};

const changeWords: Readonly<Record<AlertChange, string>> = {
  raised: 'raised',
  repeated: 'seen again',
  acknowledged: 'acknowledged',
  cleared: 'its condition is over',
  reopened: 'opened again',
  resolved: 'resolved',
  escalated: 'escalated',
  inhibited: 'explained by another',
  released: 'stands for itself again',
};

/** What happened to alerts at this desk while the attempt ran. */
export function alertsSection(dossier: Dossier): Block[] {
  return [
    heading(1, 'alerts', 'Alert timeline'),
    ...ofTheDesk(dossier),
    ...breaches(dossier),
    ...life(dossier),
  ];
}

function ofTheDesk({ alerts, attempt, people }: Dossier): Block[] {
  if (alerts.length === 0) {
    return [
      note(
        'No alert changed at this desk while the attempt ran. Checks raise theirs at desks of their own.',
      ),
    ];
  }
  const began = Date.parse(attempt.beganAt);
  const raised = alerts.filter(({ body }) => body.change === 'raised');
  const since = (at: string): number => (Date.parse(at) - began) / 1000;
  const lanes = [...Map.groupBy(alerts, ({ body }) => body.alert.rule)].map(([rule, changes]) => ({
    label: titleOfRule(rule),
    spans: [],
    marks: changes.map(({ at, body }) => ({
      at: since(at),
      tone: body.change === 'resolved' ? ('good' as const) : severityTones[body.alert.severity],
    })),
  }));
  return [
    paragraph(
      `${counted(alerts.length, 'change')} of alerts ${alerts.length === 1 ? 'was' : 'were'} recorded at this desk while the attempt ran; ${counted(raised.length, 'alert')} ${raised.length === 1 ? 'was' : 'were'} raised. Checks raise theirs at desks of their own.`,
    ),
    {
      kind: 'chart',
      title: 'Changes of alerts since the attempt began, by rule',
      chart: {
        kind: 'course',
        seconds: Math.max(...alerts.map(({ at }) => since(at)), 1),
        lanes,
      },
    },
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'When', share: 0.18 },
        { title: 'Severity', share: 0.1 },
        { title: 'Alert', share: 0.32 },
        { title: 'What happened', share: 0.16 },
        { title: 'By', share: 0.12 },
        { title: 'Fact', align: 'right', share: 0.12 },
      ],
      rows: alerts.map(({ seq, at, by, body: { alert, change } }) => [
        cell(timeText(at)),
        cell(alert.severity, { tone: severityTones[alert.severity] }),
        cell(alert.title),
        cell(changeWords[change]),
        cell(people.get(by)?.name ?? by),
        cell(String(seq)),
      ]),
    },
  ];
}

function breaches(dossier: Dossier): Block[] {
  const found = evidenceTable(dossier, 'breaches-told', 'breaches.csv');
  if (found === null) return [];
  const figure = (text: string | undefined): string =>
    text === undefined || text === ''
      ? '—'
      : Number(Number(text).toPrecision(6)).toLocaleString('en-US', { maximumFractionDigits: 2 });
  return [
    heading(2, 'breaches', 'Limits that were broken on purpose'),
    fromEvidence(
      'Each was broken at a desk of its own; the time is from the fact, or from the price on a screen, to the alert on a screen.',
      found.file,
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Alert', share: 0.3 },
        { title: 'Seen by', share: 0.1 },
        { title: 'Broken at', share: 0.2 },
        { title: 'Observed', align: 'right', share: 0.12 },
        { title: 'Threshold', align: 'right', share: 0.12 },
        { title: 'On a screen after', align: 'right', share: 0.16 },
      ],
      rows: found.rows.map((row) => [
        cell(titleOfRule(row['monitor'] ?? '')),
        cell(row['shown by'] ?? ''),
        cell(row['breached at'] === '' ? '—' : timeText(row['breached at'] ?? '')),
        cell(figure(row['alert observed'])),
        cell(figure(row['alert threshold'])),
        row['after ms'] === '' ? cell('never', { tone: 'bad' }) : cell(`${row['after ms']} ms`),
      ]),
    },
  ];
}

/** What happened to alerts of a check from the first to the last. */
function life(dossier: Dossier): Block[] {
  const found = evidenceTable(dossier, 'alert-life', 'timeline.csv');
  if (found === null) return [];
  return [
    heading(2, 'alert-life', 'Two alerts from raised to resolved'),
    fromEvidence(
      'At a desk of its own, whose clock was set forward where a deadline had to run out.',
      found.file,
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'When', share: 0.19 },
        { title: 'Severity', share: 0.09 },
        { title: 'What happened', share: 0.16 },
        { title: 'In words', share: 0.56 },
      ],
      rows: found.rows.map((row) => [
        cell(timeText(row['at'] ?? '')),
        cell(row['severity'] ?? ''),
        cell(spokenChange(row['change'] ?? '')),
        cell((row['sentence'] ?? '').replaceAll('\n', ' ')),
      ]),
    },
  ];
}

function spokenChange(change: string): string {
  const words: Readonly<Record<string, string>> = changeWords;
  return words[change] ?? change;
}
