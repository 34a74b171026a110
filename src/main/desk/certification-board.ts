import { ContractError } from '#shared/contract/error.ts';
import type { Caller, CommandHandlers, DeskTopics } from '#shared/contract/service.ts';
import type {
  CertificateStatus,
  Checklist,
  ChecklistRow,
  Requirement,
  WaiverRow,
} from '#shared/domain/certification.ts';
import type { Fact, FactKind, NewFact } from '#shared/domain/fact.ts';
import type { Timer } from '#shared/domain/ports.ts';
import type { CheckListing, CheckRun, Configuration } from '#shared/domain/readiness.ts';
import type { ReadinessScore } from '#shared/domain/readiness-verdict.ts';

import {
  certificateStanding,
  currentCertificate,
  waiversAt,
  type CertificationRecord,
} from '../readiness/certification-record.ts';
import { checklistItem, checklistRows, decideTick, decideUntick } from '../readiness/checklist.ts';
import { attachmentsFolder, type EvidenceFolders } from '../readiness/evidence-folder.ts';
import type { AttemptRecord } from '../readiness/readiness-record.ts';
import {
  decideSign,
  nextSigner,
  signingObstacles,
  type SigningCase,
} from '../readiness/signing.ts';
import { decideProposeWaiver, type Proposals } from '../risk/proposals.ts';
import { createFeed } from './feed.ts';
import type { Ports } from './ports.ts';

/** What has been proven, as far as a signature stands on it. */
export interface Proven {
  checks: readonly CheckListing[];
  attempt: (attemptId: string) => AttemptRecord;
  /** The latest attempt of every phase; null where there was none. */
  latestWhole: () => AttemptRecord | null;
  /** The latest run of a check; null where it never ran. */
  latestRun: (checkId: string) => CheckRun | null;
  scoreOf: (attempt: AttemptRecord) => ReadinessScore;
  scoreNow: () => ReadinessScore;
  evidenceProblems: (attempt: AttemptRecord) => string[];
  /** What is wrong with the files that people attached to the checklist, each a sentence. */
  attachmentProblems: () => string[];
  attempts: () => number;
}

/** What certification needs of the desk it certifies. */
export interface CertificationOptions {
  checklist: Checklist;
  requirements: readonly Requirement[];
  proven: Proven;
  folders: EvidenceFolders;
  record: () => CertificationRecord;
  proposals: () => Proposals;
  /** Takes facts down the desk's road; resolves once they are on disk. */
  take: (facts: readonly NewFact[], caller: Caller) => Promise<void>;
  configuration: () => Configuration;
  head: () => { seq: number; hash: string };
  ports: Ports;
}

export type CertificationTopic = 'checklist' | 'waivers' | 'certificate';
export type CertificationCommand =
  | 'checklist.tick'
  | 'checklist.untick'
  | 'waiver.propose'
  | 'readiness.sign';

const lookEveryMs = 1000;

/** What changes how the desk stands with its checklist, waivers or certificate. */
const touching: ReadonlySet<FactKind> = new Set<FactKind>([
  'checklist.ticked',
  'checklist.unticked',
  'waiver.granted',
  'readiness.signed',
  'certificate.issued',
  'certificate.invalidated',
  'certificate.expired',
  'limits.changed',
  'attempt.began',
  'attempt.ended',
]);

/** What people have to say before the desk goes live: checklist, waivers, signatures, certificate. */
export class CertificationBoard {
  readonly #options: CertificationOptions;
  readonly #timer: Timer;
  #waiversInForce = 0;
  readonly checklist = createFeed<ChecklistRow>(() => this.#rows());
  readonly waivers = createFeed<WaiverRow>(() => this.#waivers());
  readonly certificate = createFeed<CertificateStatus>(() => [this.#status()]);
  readonly topics: Pick<DeskTopics, CertificationTopic> = {
    checklist: () => this.checklist,
    waivers: () => this.waivers,
    certificate: () => this.certificate,
  };
  readonly commands: Pick<CommandHandlers, CertificationCommand>;

  /** @param onWaiverOver called when the time of a waiver has run out. */
  constructor(options: CertificationOptions, onWaiverOver: () => void) {
    this.#options = options;
    const { ports, checklist, proven, take } = options;
    this.commands = {
      'checklist.tick': async ({ itemId, note, attachment }, caller) => {
        const item = checklistItem(checklist, itemId);
        const kept =
          attachment === null
            ? null
            : options.folders.keep(attachmentsFolder, itemId, {
                name: attachment.name,
                title: attachment.name,
                contents: Buffer.from(attachment.base64, 'base64'),
              });
        const given = { note, attachment: kept, configuration: options.configuration() };
        await take(decideTick(checklist, item, given, caller.person.personId), caller);
        return {};
      },
      'checklist.untick': async ({ itemId, reason }, caller) => {
        const item = checklistItem(checklist, itemId);
        await take(decideUntick(options.record(), item, reason, caller.person.personId), caller);
        return {};
      },
      'waiver.propose': async (asked, caller) => {
        this.#requireGap(asked.checkId);
        const proposalId = ports.ids.next();
        const { personId } = caller.person;
        const proposals = options.proposals();
        await take(
          decideProposeWaiver(proposals, asked, ports.clock.now(), personId, proposalId),
          caller,
        );
        return { proposalId };
      },
      'readiness.sign': async ({ attemptId, statement, validDays }, caller) => {
        const attempt = proven.attempt(attemptId);
        const evidenceProblems = [
          ...proven.evidenceProblems(attempt),
          ...proven.attachmentProblems(),
        ];
        const facts = decideSign(
          { ...this.#case(attempt), evidenceProblems },
          { statement, ...(validDays === undefined ? {} : { validDays }) },
          caller.person,
          ports.clock.now(),
          ports.ids.next(),
        );
        await take(facts, caller);
        const signed = facts.find((fact) => fact.kind === 'readiness.signed');
        if (signed === undefined) throw new Error('Nothing was signed.');
        const issued = facts.find((fact) => fact.kind === 'certificate.issued');
        return {
          signature: signed.body.signature,
          certificateId: issued?.body.certificate.certificateId ?? null,
        };
      },
    };
    this.#waiversInForce = this.#inForce();
    this.#timer = ports.clock.every(lookEveryMs, () => {
      const inForce = this.#inForce();
      const isOver = inForce < this.#waiversInForce;
      this.#waiversInForce = inForce;
      if (!isOver) return;
      this.publishAll();
      onWaiverOver();
    });
  }

  /** Facts that are on disk. */
  heard(facts: readonly Fact[]): void {
    if (facts.some(({ kind }) => touching.has(kind))) {
      this.#waiversInForce = this.#inForce();
      this.publishAll();
    }
  }

  publishAll(): void {
    for (const row of this.#rows()) this.checklist.publish(row);
    for (const waiver of this.#waivers()) this.waivers.publish(waiver);
    this.certificate.publish(this.#status());
  }

  close(): void {
    this.#timer.cancel();
  }

  /** A check that is passed needs no waiver, one that never ran has no gap yet, and a critical failure is a no. */
  #requireGap(checkId: string): void {
    const { checks, latestRun } = this.#options.proven;
    const check = checks.find((each) => each.checkId === checkId);
    if (check === undefined) {
      throw new ContractError({
        code: 'not-found',
        message: `There is no check ${checkId}.`,
        advice: 'Choose one of the Readiness screen.',
      });
    }
    const run = latestRun(checkId);
    const message =
      run === null
        ? `“${check.title}” has not run yet.`
        : run.result === 'passed'
          ? `“${check.title}” has passed.`
          : check.critical && run.result === 'failed'
            ? `“${check.title}” is critical and has failed. That cannot be waived.`
            : null;
    if (message === null) return;
    throw new ContractError({
      code: 'conflict',
      message,
      advice:
        'A waiver is for a check that did not pass: one skipped, or one that is not critical.',
    });
  }

  #rows(): ChecklistRow[] {
    const { checklist, record, configuration } = this.#options;
    return checklistRows(checklist, record(), configuration());
  }

  #waivers(): WaiverRow[] {
    return waiversAt(this.#options.record(), this.#options.ports.clock.now());
  }

  #inForce(): number {
    return this.#waivers().filter(({ expired }) => !expired).length;
  }

  #case(attempt: AttemptRecord): Omit<SigningCase, 'evidenceProblems'> {
    const { proven, record, configuration, checklist, requirements, head } = this.#options;
    return {
      attempt,
      score: proven.scoreOf(attempt),
      scoreNow: proven.scoreNow(),
      configuration: configuration(),
      checklist,
      rows: this.#rows(),
      waivers: this.#waivers(),
      signatures: record().signatures.filter(
        ({ attemptId }) => attemptId === attempt.attempt.attemptId,
      ),
      checks: proven.checks,
      requirements,
      attempts: proven.attempts(),
      head: head(),
    };
  }

  #status(): CertificateStatus {
    const { record, configuration, ports, proven } = this.#options;
    const now = ports.clock.now();
    const held = currentCertificate(record());
    const { state, because } = certificateStanding(held, configuration(), now);
    const attempt = proven.latestWhole();
    const signing = attempt === null ? null : this.#case(attempt);
    return {
      key: 'certificate',
      state,
      certificate: held?.certificate ?? null,
      issuedAt: held?.issuedAt ?? null,
      endedBecause: because,
      signing: {
        attemptId: attempt?.attempt.attemptId ?? null,
        signatures: [...(signing?.signatures ?? [])],
        next: nextSigner(signing?.signatures ?? []),
        // The files of the evidence are looked at when it is signed.
        obstacles:
          signing === null
            ? ['No attempt at all six phases is on record.']
            : signingObstacles({ ...signing, evidenceProblems: [] }, now),
      },
    };
  }
}
