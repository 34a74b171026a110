import { create } from 'zustand';

import type { CommandOutput } from '#shared/contract/commands.ts';
import { phases, type Phase } from '#shared/domain/readiness.ts';
import type { CertificateStatus } from '#shared/domain/certification.ts';
import type { CheckHistoryEntry } from '#shared/domain/readiness-history.ts';
import type { AttemptRow, CheckStatus, ReadinessStatus } from '#shared/domain/readiness-verdict.ts';

import { problemOf, type Problem } from '../problem.ts';
import { announce } from '../ui/announcer-store.ts';
import { call } from './connection-store.ts';
import { saveFile } from './save-file.ts';
import { createTopicStore, useTopic } from './topic-store.ts';

/** How ready the desk is, listened to while its screen is open. */
const readiness = createTopicStore('readiness', {}, ({ key }) => key);
export const checks = createTopicStore('checks', {}, ({ checkId }) => checkId);
export const attempts = createTopicStore('attempts', {}, ({ attemptId }) => attemptId);
export const checklist = createTopicStore('checklist', {}, ({ itemId }) => itemId);
export const waivers = createTopicStore('waivers', {}, ({ waiverId }) => waiverId);
const certificate = createTopicStore('certificate', {}, ({ key }) => key);

export const readinessTabs = ['checks', 'attempts', 'compare', 'checklist', 'sign-off'] as const;
export type ReadinessTab = (typeof readinessTabs)[number];

type Comparison = CommandOutput<'readiness.compare'>;
type Report = Pick<CommandOutput<'report.build'>, 'folder' | 'files'>;

interface ReadinessScreenState {
  tab: ReadinessTab;
  /** The phase whose checks are listed; null for those of all. */
  phase: Phase | null;
  checkId: string | null;
  attemptId: string | null;
  /** Every run of the selected check; null while it is not read. */
  history: { checkId: string; entries: readonly CheckHistoryEntry[] } | null;
  comparison: (Comparison & { before: string; after: string }) | null;
  report: Report | null;
  /** What the desk is asked for, as a person reads it; null while nothing is. */
  busy: string | null;
  problem: Problem | null;
}

export const useReadiness = create<ReadinessScreenState>(() => ({
  tab: 'checks',
  phase: null,
  checkId: null,
  attemptId: null,
  history: null,
  comparison: null,
  report: null,
  busy: null,
  problem: null,
}));

/** Starts listening; returns how to stop. */
export function watchReadiness(): () => void {
  const stops = [
    readiness.start(),
    checks.start(),
    attempts.start(),
    checklist.start(),
    waivers.start(),
    certificate.start(),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

export function readReadiness(): ReadinessStatus | null {
  return readiness.store.getState().rows.get('readiness') ?? null;
}

export function useReadinessStatus(): ReadinessStatus | null {
  return useTopic(readiness, ({ rows }) => rows.get('readiness') ?? null);
}

export function useCertificate(): CertificateStatus | null {
  return useTopic(certificate, ({ rows }) => rows.get('certificate') ?? null);
}

export function showReadinessTab(tab: ReadinessTab): void {
  useReadiness.setState({ tab });
}

/** Lists the checks of one phase; asked for again, or with null, those of all. */
export function choosePhase(phase: Phase | null): void {
  useReadiness.setState((state) => ({
    tab: 'checks',
    phase: state.phase === phase ? null : phase,
  }));
}

/** The next phase in the list of checks, or the one before; all of them lie between the last and the first. */
export function movePhase(step: 1 | -1): void {
  const places: readonly (Phase | null)[] = [null, ...phases.map(({ phase }) => phase)];
  const at = places.indexOf(useReadiness.getState().phase);
  const next = places[(at + step + places.length) % places.length] ?? null;
  useReadiness.setState({ tab: 'checks', phase: next });
  announce(next === null ? 'The checks of all phases.' : `The checks of phase ${next}.`, 'polite');
}

export function chooseCheck(checkId: string | null): void {
  if (useReadiness.getState().checkId === checkId) return;
  useReadiness.setState({ checkId });
}

export function chooseAttempt(attemptId: string): void {
  useReadiness.setState({ attemptId });
}

/** The attempt that is chosen, else the latest; null before the first. */
export function shownAttempt(rows: Iterable<AttemptRow>, chosen: string | null): AttemptRow | null {
  let last: AttemptRow | null = null;
  for (const row of rows) {
    if (row.attemptId === chosen) return row;
    if (last === null || row.beganAt >= last.beganAt) last = row;
  }
  return last;
}

/** The attempt before another; null where it is the first. */
export function attemptBefore(rows: Iterable<AttemptRow>, shown: AttemptRow): AttemptRow | null {
  return shownAttempt(
    [...rows].filter(({ beganAt }) => beganAt < shown.beganAt),
    null,
  );
}

function readShownAttempt(): AttemptRow | null {
  return shownAttempt(attempts.store.getState().rows.values(), useReadiness.getState().attemptId);
}

async function ask(busy: string, act: () => Promise<void>): Promise<void> {
  if (useReadiness.getState().busy !== null) return;
  useReadiness.setState({ busy, problem: null });
  try {
    await act();
  } catch (error) {
    useReadiness.setState({ problem: problemOf(error) });
  } finally {
    useReadiness.setState({ busy: null });
  }
}

/** Begins an attempt at these phases. */
export function startAttempt(asked: readonly Phase[]): Promise<void> {
  return ask('The attempt begins', async () => {
    const { attemptId } = await call('readiness.start', { phases: [...asked], seed: null });
    useReadiness.setState({ attemptId, tab: 'checks' });
    announce('The attempt has begun.', 'polite');
  });
}

/** Begins an attempt at the phase whose checks are listed. */
export async function startChosenPhase(): Promise<void> {
  const { phase } = useReadiness.getState();
  if (phase !== null) await startAttempt([phase]);
}

export function stopAttempt(): Promise<void> {
  return ask('The attempt stops', async () => {
    await call('readiness.stop', { reason: 'Stopped at the console.' });
    announce('The attempt is stopped. What has run is kept.', 'polite');
  });
}

/** Goes on with the attempt that is shown. */
export function resumeAttempt(): Promise<void> {
  return ask('The attempt goes on', async () => {
    const shown = readShownAttempt();
    if (shown === null) return;
    await call('readiness.resume', { attemptId: shown.attemptId });
    useReadiness.setState({ tab: 'checks' });
    announce('The attempt goes on with what has not run.', 'polite');
  });
}

/** Why the attempt that is shown cannot go on, in a sentence; null where it can. */
export function resumeRefusal(): string | null {
  const shown = readShownAttempt();
  if (shown === null) return 'No attempt is on record yet.';
  return shown.state === 'stopped' || shown.state === 'interrupted'
    ? null
    : `The attempt is ${shown.state}.`;
}

let historyWanted: string | null = null;

/** Reads every run of a check; of several asked for, the last one counts. */
export async function readHistory(checkId: string): Promise<void> {
  historyWanted = checkId;
  try {
    const { entries } = await call('readiness.check-history', { checkId });
    if (historyWanted !== checkId) return;
    useReadiness.setState({ history: { checkId, entries } });
  } catch (error) {
    useReadiness.setState({ problem: problemOf(error) });
  }
}

/** Puts the shown attempt beside the one before it. */
export function compareWithBefore(): Promise<void> {
  return ask('The attempts are compared', async () => {
    const after = readShownAttempt();
    const rows = attempts.store.getState().rows.values();
    const before = after === null ? null : attemptBefore(rows, after);
    if (after === null || before === null) return;
    await compare(before.attemptId, after.attemptId);
  });
}

/** Puts two attempts side by side. */
export async function compareAttempts(before: string, after: string): Promise<void> {
  await ask('The attempts are compared', () => compare(before, after));
}

async function compare(before: string, after: string): Promise<void> {
  const comparison = await call('readiness.compare', { before, after });
  useReadiness.setState({ tab: 'compare', comparison: { ...comparison, before, after } });
}

/** Why the shown attempt cannot be compared with the one before it; null where it can. */
export function compareRefusal(): string | null {
  const shown = readShownAttempt();
  if (shown === null) return 'No attempt is on record yet.';
  return attemptBefore(attempts.store.getState().rows.values(), shown) === null
    ? 'There is no attempt before it.'
    : null;
}

/** Builds the report of the shown attempt and hands HTML and PDF to the person. */
export function buildReport(): Promise<void> {
  return ask('The report is built', async () => {
    const shown = readShownAttempt();
    if (shown === null) return;
    const { html, pdfBase64, folder, files } = await call('report.build', {
      attemptId: shown.attemptId,
    });
    const name = `deskcheck-readiness-${shown.attemptId}`;
    if (html !== null) saveFile({ name: `${name}.html`, type: 'text/html', pieces: [html] });
    if (pdfBase64 !== null) {
      const pieces = [Uint8Array.from(atob(pdfBase64), (sign) => sign.charCodeAt(0))];
      saveFile({ name: `${name}.pdf`, type: 'application/pdf', pieces });
    }
    useReadiness.setState({ report: { folder, files } });
    announce(`The report is in ${folder}.`, 'polite');
  });
}

/** Why there is no report to build, in a sentence; null where there is one. */
export function reportRefusal(): string | null {
  return readShownAttempt() === null ? 'No attempt is on record yet.' : null;
}

/** The check that is shown: the selected one, else the one that runs, else the first that did not pass. */
export function shownCheck(
  rows: ReadonlyMap<string | number, CheckStatus>,
  checkId: string | null,
  runningId: string | null,
): CheckStatus | null {
  const chosen = rows.get(checkId ?? runningId ?? '');
  if (chosen !== undefined) return chosen;
  const all = [...rows.values()];
  return all.find(({ state }) => state === 'failed') ?? all[0] ?? null;
}
