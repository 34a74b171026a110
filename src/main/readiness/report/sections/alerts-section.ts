import type { AlertChange, Severity } from '#shared/domain/alert.ts';

import { cell, heading, note, paragraph, type Block, type Tone } from '../document.ts';
import type { Dossier } from '../dossier.ts';
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
export function alertsSection({ alerts, attempt, people }: Dossier): Block[] {
  const title = heading(1, 'alerts', 'Alert timeline');
  if (alerts.length === 0) {
    return [title, note('No alert changed at this desk while the attempt ran.')];
  }
  const began = Date.parse(attempt.beganAt);
  const raised = alerts.filter(({ body }) => body.change === 'raised');
  const since = (at: string): number => (Date.parse(at) - began) / 1000;
  const lanes = [...Map.groupBy(alerts, ({ body }) => body.alert.rule)].map(([rule, changes]) => ({
    label: rule,
    spans: [],
    marks: changes.map(({ at, body }) => ({
      at: since(at),
      tone: body.change === 'resolved' ? ('good' as const) : severityTones[body.alert.severity],
    })),
  }));
  return [
    title,
    paragraph(
      `${counted(alerts.length, 'change')} of alerts ${alerts.length === 1 ? 'was' : 'were'} recorded at this desk while the attempt ran; ${counted(raised.length, 'alert')} ${raised.length === 1 ? 'was' : 'were'} raised. Alerts of desks that a check started for itself are in its evidence.`,
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
