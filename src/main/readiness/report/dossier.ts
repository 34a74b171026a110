import type { Alert, AlertChange } from '#shared/domain/alert.ts';
import type {
  CertificateState,
  Checklist,
  Requirement,
  WaiverRow,
} from '#shared/domain/certification.ts';
import type { Fact, FactBody } from '#shared/domain/fact.ts';
import type { ReferenceLine } from '#shared/domain/load.ts';
import type { RecordedLimits } from '#shared/domain/limits.ts';
import type { Role } from '#shared/domain/people.ts';
import type { CheckListing, CheckRun, Evidence } from '#shared/domain/readiness.ts';
import type { ReadinessScore, ReadinessVerdict } from '#shared/domain/readiness-verdict.ts';

import {
  applyToCertification,
  nothingCertified,
  waiversAt,
  type CertificationRecord,
  type HeldCertificate,
  type HeldSignature,
  type HeldTick,
} from '../certification-record.ts';
import {
  applyToReadiness,
  noAttempts,
  type AttemptRecord,
  type ReadinessRecord,
} from '../readiness-record.ts';
import { changedSince } from '../changed-since.ts';
import { sha256 } from '../evidence-folder.ts';
import { scoreOf } from '../score.ts';
import { verdictOf } from '../verdict.ts';
import { measuredLoads, type MeasuredLoad } from './load-evidence.ts';

/** Where the journal's chain ended when the report was built. */
export interface JournalHead {
  seq: number;
  /** Hex SHA-256. */
  hash: string;
  /** ISO-8601 UTC. */
  at: string;
}

/** Something that was recorded while the attempt ran. */
export interface Recorded<Body> {
  seq: number;
  /** ISO-8601 UTC. */
  at: string;
  by: string;
  body: Body;
}

/** What is known of a report besides the journal. */
export interface ReportSurroundings {
  /** ISO-8601 UTC. */
  builtAt: string;
  version: string;
  checks: readonly CheckListing[];
  requirements: readonly Requirement[];
  checklist: Checklist;
  /** Markdown; null where the program that builds the report ships none. */
  runbook: string | null;
  /** What another system reached under load, and what is wanted. */
  reference: ReferenceLine;
  /** A file of the attempt's evidence; null where it is not there. */
  evidenceText(attemptId: string, file: string): string | null;
  /** What is wrong with the attempt's evidence, each a sentence. */
  evidenceProblems(record: AttemptRecord): string[];
  /** What is wrong with a file that was attached to the checklist, in a sentence; null where nothing is. */
  attachmentProblem(attachment: Evidence): string | null;
}

/** Everything a report is built from: nothing in the report is from elsewhere. */
export interface Dossier extends AttemptRecord {
  builtAt: string;
  version: string;
  journal: JournalHead;
  /** Why the attempt ended, in a sentence; null while it runs. */
  endReason: string | null;
  /** How often it was resumed. */
  resumed: number;
  /** Every check there is, also of phases that were no part of the attempt. */
  checks: readonly CheckListing[];
  score: ReadinessScore;
  verdict: ReadinessVerdict;
  evidenceProblems: readonly string[];
  /** Limits in force when the attempt began; null where none were on record. */
  limits: RecordedLimits | null;
  /** Persons on record, by id. */
  people: ReadonlyMap<string, { name: string; roles: readonly Role[] }>;
  /** Recorded from the attempt's beginning to its end, in order. */
  alerts: readonly Recorded<{ alert: Alert; change: AlertChange }>[];
  reconciliations: readonly Recorded<FactBody<'reconciliation.completed'>>[];
  /** The latest on record before the attempt began; null where there was none. */
  reconciledBefore: Recorded<FactBody<'reconciliation.completed'>> | null;
  /** A file of the attempt's evidence as it was recorded; null where it is gone or another. */
  evidenceText(file: string): string | null;
  /** Measured under load by the checks of the attempt. */
  loads: readonly MeasuredLoad[];
  reference: ReferenceLine;
  orders: { intended: number; denied: number; executions: number };
  /** Attempts before this one, oldest first. */
  earlier: readonly AttemptRecord[];
  requirements: readonly Requirement[];
  /** Every item of the checklist, with the tick it had under the attempt's configuration; null without one. */
  checklist: { version: number; items: readonly ChecklistEntry[] };
  /** On record when the report was built, for checks of this attempt or not. */
  waivers: readonly WaiverRow[];
  /** Of this attempt. */
  signatures: readonly HeldSignature[];
  /** The latest of this attempt; null where none was issued. */
  certificate: HeldCertificate | null;
  certificateState: CertificateState;
  runbook: string | null;
}

export interface ChecklistEntry {
  area: string;
  title: string;
  tick: HeldTick | null;
  /** What is wrong with the file attached to it, in a sentence; null where nothing is or none was. */
  attachmentProblem: string | null;
}

/** Gathers the dossier of an attempt, fact by fact: a journal may be longer than memory. */
export class DossierGathering {
  readonly #attemptId: string;
  #record: ReadinessRecord = noAttempts;
  #certification: CertificationRecord = nothingCertified;
  #limits: RecordedLimits | null = null;
  #limitsThen: RecordedLimits | null = null;
  #endReason: string | null = null;
  #resumed = 0;
  #reconciledBefore: Recorded<FactBody<'reconciliation.completed'>> | null = null;
  #isBegun = false;
  #isOn = false;
  readonly #people = new Map<string, { name: string; roles: readonly Role[] }>();
  readonly #alerts: Recorded<{ alert: Alert; change: AlertChange }>[] = [];
  readonly #reconciliations: Recorded<FactBody<'reconciliation.completed'>>[] = [];
  readonly #orders = { intended: 0, denied: 0, executions: 0 };
  #head: JournalHead | null = null;

  constructor(attemptId: string) {
    this.#attemptId = attemptId;
  }

  /** @param hash of the fact in the chain. */
  take(fact: Fact, hash: string): void {
    const { seq, at, by } = fact;
    this.#head = { seq, hash, at };
    this.#record = applyToReadiness(this.#record, fact);
    this.#certification = applyToCertification(this.#certification, fact);
    this.#followAttempt(fact);
    switch (fact.kind) {
      case 'limits.changed':
        this.#limits = fact.body.limits;
        break;
      case 'person.added':
        this.#people.set(fact.body.personId, fact.body);
        break;
      case 'session.opened':
        this.#people.set(fact.body.personId, fact.body);
        break;
      default:
        break;
    }
    if (!this.#isBegun && fact.kind === 'reconciliation.completed') {
      this.#reconciledBefore = { seq, at, by, body: fact.body };
    }
    if (!this.#isOn) return;
    switch (fact.kind) {
      case 'alert.changed':
        this.#alerts.push({ seq, at, by, body: fact.body });
        break;
      case 'reconciliation.completed':
        this.#reconciliations.push({ seq, at, by, body: fact.body });
        break;
      case 'order.intended':
        this.#orders.intended += 1;
        break;
      case 'order.denied':
        this.#orders.denied += 1;
        break;
      case 'execution.received':
        this.#orders.executions += 1;
        break;
      default:
        break;
    }
  }

  #followAttempt(fact: Fact): void {
    switch (fact.kind) {
      case 'attempt.began':
        if (fact.body.attempt.attemptId !== this.#attemptId) return;
        this.#isOn = true;
        this.#isBegun = true;
        this.#limitsThen = this.#limits;
        break;
      case 'attempt.resumed':
        if (fact.body.attemptId !== this.#attemptId) return;
        this.#isOn = true;
        this.#resumed += 1;
        this.#endReason = null;
        break;
      case 'attempt.ended':
        if (fact.body.attemptId !== this.#attemptId) return;
        this.#isOn = false;
        this.#endReason = fact.body.reason;
        break;
      default:
        break;
    }
  }

  /** The dossier as of the last fact taken; null where there is no such attempt. */
  finish(surroundings: ReportSurroundings): Dossier | null {
    const held = this.#record.get(this.#attemptId);
    if (held === undefined || this.#head === null) return null;
    const { builtAt, version, checks, requirements, runbook } = surroundings;
    const now = Date.parse(builtAt);
    const waivers = waiversAt(this.#certification, now);
    const valid = waivers.filter(({ expired }) => !expired).map(({ checkId }) => checkId);
    const score = scoreOf(checks, held.runs, new Set(valid));
    const { gatewayKind } = held.attempt.environment;
    const certificate =
      this.#certification.certificates.findLast(
        (each) => each.certificate.attemptId === this.#attemptId,
      ) ?? null;
    const certificateState = stateOf(certificate, now);
    const evidenceText = recordedText(held, (file) =>
      surroundings.evidenceText(this.#attemptId, file),
    );
    return {
      ...held,
      builtAt,
      version,
      journal: this.#head,
      endReason: this.#endReason,
      resumed: this.#resumed,
      checks,
      score,
      verdict: verdictOf({ score, gatewayKind, certificate: certificateState }),
      waivers,
      signatures: this.#certification.signatures.filter(
        ({ attemptId }) => attemptId === this.#attemptId,
      ),
      certificate,
      certificateState,
      checklist: checklistOf(surroundings, this.#certification, held),
      evidenceProblems: surroundings.evidenceProblems(held),
      evidenceText,
      loads: measuredLoads(held.runs, evidenceText),
      reference: surroundings.reference,
      limits: this.#limitsThen,
      people: this.#people,
      alerts: this.#alerts,
      reconciliations: this.#reconciliations,
      reconciledBefore: this.#reconciledBefore,
      orders: this.#orders,
      earlier: [...this.#record.values()].filter(
        ({ attempt }) =>
          attempt.attemptId !== this.#attemptId && attempt.beganAt < held.attempt.beganAt,
      ),
      requirements,
      runbook,
    };
  }
}

/** What the files say that have the hash on record, and nothing of others. */
function recordedText(
  { runs }: AttemptRecord,
  textOf: (file: string) => string | null,
): (file: string) => string | null {
  const hashes = new Map(
    runs.flatMap(({ evidence }) => evidence.map(({ file, sha256: hash }) => [file, hash])),
  );
  return (file) => {
    const text = textOf(file);
    return text !== null && sha256(text) === hashes.get(file) ? text : null;
  };
}

/** By what is on record and the time alone: whether the desk has changed since only the desk can say. */
function stateOf(held: HeldCertificate | null, now: number): CertificateState {
  if (held === null) return 'none';
  if (held.ended !== null) return held.ended.state;
  return now >= Date.parse(held.certificate.expiresAt) ? 'expired' : 'in-force';
}

/** A tick under another configuration, or of another version of the list, is none. */
function checklistOf(
  surroundings: ReportSurroundings,
  { ticks }: CertificationRecord,
  { attempt }: AttemptRecord,
): Dossier['checklist'] {
  const { version, items } = surroundings.checklist;
  return {
    version,
    items: items.map(({ itemId, area, title }) => {
      const tick = ticks.get(itemId);
      const counts =
        tick !== undefined &&
        tick.checklistVersion === version &&
        changedSince(tick.configuration, attempt.configuration) === null;
      const held = counts ? tick : null;
      const attachment = held?.attachment ?? null;
      return {
        area,
        title,
        tick: held,
        attachmentProblem: attachment === null ? null : surroundings.attachmentProblem(attachment),
      };
    }),
  };
}

/** The latest run of each check, by its id. */
export function latestRuns(runs: readonly CheckRun[]): ReadonlyMap<string, CheckRun> {
  return new Map(runs.map((run) => [run.checkId, run]));
}
