import { verdictWords } from '#shared/domain/readiness-verdict.ts';

import { cell, code, type Block, type ReportDocument } from './document.ts';
import type { Dossier } from './dossier.ts';
import { percentText, timeText } from './plain-words.ts';
import { alertsSection } from './sections/alerts-section.ts';
import { checklistSection } from './sections/checklist-section.ts';
import { checksSection } from './sections/checks-section.ts';
import { deviationsSection } from './sections/deviations-section.ts';
import { environmentSection } from './sections/environment-section.ts';
import { glossarySection } from './sections/glossary-section.ts';
import { historySection } from './sections/history-section.ts';
import { loadSection } from './sections/load-section.ts';
import { notProvenSection } from './sections/not-proven-section.ts';
import { phasesSection } from './sections/phases-section.ts';
import { recommendationsSection } from './sections/recommendations-section.ts';
import { reconciliationSection } from './sections/reconciliation-section.ts';
import { riskSection } from './sections/risk-section.ts';
import { runbookSection } from './sections/runbook-section.ts';
import { scopeSection } from './sections/scope-section.ts';
import { signOffSection } from './sections/sign-off-section.ts';
import { targetsSection } from './sections/targets-section.ts';
import { traceabilitySection } from './sections/traceability-section.ts';
import { verdictSection, verdictTones } from './sections/verdict-section.ts';

/** The sections of the report, in the order in which they are read: what came out of it first. */
const sections: readonly ((dossier: Dossier) => Block[])[] = [
  verdictSection,
  scopeSection,
  environmentSection,
  phasesSection,
  checksSection,
  traceabilitySection,
  riskSection,
  loadSection,
  alertsSection,
  reconciliationSection,
  checklistSection,
  deviationsSection,
  notProvenSection,
  recommendationsSection,
  targetsSection,
  historySection,
  runbookSection,
  glossarySection,
  signOffSection,
];

/** The report of an attempt: every sentence of it is carried by the dossier. */
export function reportDocument(dossier: Dossier): ReportDocument {
  const { attempt, verdict, builtAt } = dossier;
  const { gatewayKind } = attempt.environment;
  return {
    title: 'Readiness report',
    subtitle: `${verdictWords[verdict].title} · ${gatewayKind} gateway · attempt ${attempt.attemptId}`,
    builtAt,
    cover: coverOf(dossier),
    blocks: sections.flatMap((section) => section(dossier)),
  };
}

function coverOf({ attempt, verdict, journal, score }: Dossier): ReportDocument['cover'] {
  const { configuration, environment, beganAt, endedAt } = attempt;
  return [
    {
      label: 'Verdict',
      value: cell(verdictWords[verdict].title, { tone: verdictTones[verdict] }),
    },
    { label: 'Score, by weight', value: cell(percentText(score.share)) },
    {
      label: 'Gateway and account',
      value: cell(`${environment.gatewayKind}, ${environment.accountId ?? 'account unknown'}`),
    },
    {
      label: 'Gone through',
      value: cell(
        `${timeText(beganAt)} to ${endedAt === null ? 'an end that is not on record' : timeText(endedAt)}`,
      ),
    },
    { label: 'Version of the program', value: cell(configuration.version) },
    {
      label: 'Commit',
      value: configuration.commit === null ? cell('unknown') : code(configuration.commit),
    },
    { label: 'Version of the limits', value: cell(String(configuration.limitsVersion)) },
    {
      label: `Hash of fact ${journal.seq}, the last`,
      value: code(journal.hash),
    },
  ];
}
