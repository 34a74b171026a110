import { verdictWords } from '#shared/domain/readiness-verdict.ts';

import type { Block, ReportDocument } from './document.ts';
import type { Dossier } from './dossier.ts';
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
import { verdictSection } from './sections/verdict-section.ts';

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
    blocks: sections.flatMap((section) => section(dossier)),
  };
}
