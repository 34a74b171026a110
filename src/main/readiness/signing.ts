import { ContractError } from '#shared/contract/error.ts';
import {
  certificateDays,
  certificateSchema,
  type Certificate,
  type Checklist,
  type ChecklistRow,
  type Requirement,
  type Signature,
  type Signer,
  type WaiverRow,
} from '#shared/domain/certification.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { can, unprovenWords, type Capability, type Person } from '#shared/domain/people.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import { phases, type CheckListing, type Configuration } from '#shared/domain/readiness.ts';
import type { ReadinessScore } from '#shared/domain/readiness-verdict.ts';
import { secondPersonRefusal } from '#shared/domain/two-people.ts';

import { besideTheGateway } from './beside-the-gateway.ts';
import { changedSince } from './changed-since.ts';
import type { HeldSignature } from './certification-record.ts';
import { isDone } from './checklist.ts';
import type { AttemptRecord } from './readiness-record.ts';
import { isAccepted } from './score.ts';

/** Everything a signature stands on. */
export interface SigningCase {
  /** What would be signed. */
  attempt: AttemptRecord;
  /** Of that attempt alone, with what is waived. */
  score: ReadinessScore;
  /** Of the latest run of every check under the configuration of now, of whichever attempt. */
  scoreNow: ReadinessScore;
  configuration: Configuration;
  checklist: Checklist;
  rows: readonly ChecklistRow[];
  waivers: readonly WaiverRow[];
  /** What is wrong with the attempt's evidence, each a sentence. */
  evidenceProblems: readonly string[];
  /** Those the attempt has. */
  signatures: readonly HeldSignature[];
  checks: readonly CheckListing[];
  requirements: readonly Requirement[];
  /** How many attempts are on record. */
  attempts: number;
  head: { seq: number; hash: string };
}

const dayMs = 24 * 60 * 60_000;

/** Who signs, in this order, and what lets them. */
export const signers: readonly { as: Signer; title: string; capability: Capability }[] = [
  { as: 'tester', title: 'tester', capability: 'readiness.run' },
  { as: 'risk-officer', title: 'risk officer', capability: 'readiness.approve' },
];

/** As whom the next signature is given; null where all are. */
export function nextSigner(signatures: readonly Pick<Signature, 'as'>[]): Signer | null {
  return signers.find(({ as }) => !signatures.some((each) => each.as === as))?.as ?? null;
}

/** What stands in the way of a signature, each a sentence; empty where an attempt can be signed. */
export function signingObstacles(
  signing: Pick<
    SigningCase,
    'attempt' | 'score' | 'scoreNow' | 'configuration' | 'rows' | 'evidenceProblems'
  >,
  now: EpochMs,
): string[] {
  const { attempt, score, scoreNow, configuration, rows, evidenceProblems } = signing;
  const { state, phases: gone, endedAt } = attempt.attempt;
  const changed = changedSince(attempt.attempt.configuration, configuration);
  const missing = phases.filter(({ phase }) => !gone.includes(phase));
  const open = rows.filter((row) => !isDone(row));
  const unpassed = score.phases.filter((phase) => phase.state !== 'passed');
  return [
    ...(missing.length > 0
      ? [`The attempt leaves out phase ${missing.map(({ phase }) => phase).join(', ')}.`]
      : []),
    ...(state === 'completed' ? [] : [`The attempt is ${state}.`]),
    ...(changed === null ? [] : [`Since the attempt began, ${changed}.`]),
    ...(endedAt !== null && now >= expiryOf(endedAt)
      ? [`What it proved is more than ${certificateDays} days ago.`]
      : []),
    ...unpassed.map(({ phase }) => `Phase ${phase} has not passed.`),
    ...(scoreNow.blockers.length > 0 && unpassed.length === 0
      ? [`Since then ${scoreNow.blockers.map(({ checkId }) => checkId).join(', ')} did not pass.`]
      : []),
    ...evidenceProblems,
    ...(open.length === 0
      ? []
      : [
          `${open.length} of ${rows.length} items of the checklist are open: ${firstOf(open.map(({ title }) => title))}.`,
        ]),
  ];
}

/** More would bury what else stands in the way; the checklist itself shows all. */
const namedAtMost = 3;

function firstOf(titles: readonly string[]): string {
  const named = titles.slice(0, namedAtMost).join('; ');
  const more = titles.length - namedAtMost;
  return more > 0 ? `${named}; and ${more} more` : named;
}

/**
 * A person signs what was proven: first a tester, then a risk officer who is another person. The second signature issues
 * the certificate. Throws {@link ContractError}: `not-allowed` for who may not, `conflict` where something stands in the way.
 * Source: reference/controls.md, Certificate.
 */
export function decideSign(
  signing: SigningCase,
  { statement, validDays = certificateDays }: Pick<Signature, 'statement' | 'validDays'>,
  person: Person,
  now: EpochMs,
  certificateId: string,
): NewFact[] {
  const { attempt, signatures } = signing;
  const { attemptId } = attempt.attempt;
  const signer = signers.find(({ as }) => as === nextSigner(signatures));
  if (signer === undefined) {
    throw conflict('Both signatures are given, and the certificate is issued.', '');
  }
  if (person.unproven !== undefined) {
    throw new ContractError({ code: 'not-allowed', ...unprovenWords[person.unproven] });
  }
  for (const { by } of signatures) {
    const refusal = secondPersonRefusal(by, person, 'the first signature');
    if (refusal !== null) throw new ContractError({ code: 'not-allowed', ...refusal });
  }
  if (!can(person, signer.capability)) {
    throw new ContractError({
      code: 'not-allowed',
      message: `The next signature is that of a ${signer.title}, and ${person.name} is none.`,
      advice: `Ask a ${signer.title} to sign.`,
    });
  }
  const obstacles = signingObstacles(signing, now);
  if (obstacles.length > 0) {
    throw conflict(`This cannot be signed. ${obstacles.join(' ')}`, 'See to it, then sign.');
  }
  const signature: Signature = {
    attemptId,
    as: signer.as,
    by: person.personId,
    name: person.name,
    statement,
    validDays,
  };
  const signed: NewFact = { kind: 'readiness.signed', by: person.personId, body: { signature } };
  const all = [...signatures, { ...signature, at: new Date(now).toISOString() }];
  if (nextSigner(all) !== null) return [signed];
  const certificate = certificateOf(signing, all, certificateId);
  return [signed, { kind: 'certificate.issued', by: 'desk', body: { certificate } }];
}

function certificateOf(
  signing: SigningCase,
  signatures: readonly HeldSignature[],
  certificateId: string,
): Certificate {
  const { attempt, score, checklist, rows, waivers, checks, requirements, attempts, head } =
    signing;
  const { attemptId, environment, configuration, seed, endedAt } = attempt.attempt;
  if (endedAt === null) throw new Error('An attempt that has not ended cannot be certified.');
  const inForce = waivers.filter(({ expired }) => !expired);
  const waived = new Set(inForce.map(({ checkId }) => checkId));
  const used = inForce.filter(({ checkId }) =>
    attempt.runs.some((run) => run.checkId === checkId && run.result !== 'passed'),
  );
  // Its fields in the schema's order, as the journal gives them back.
  return certificateSchema.parse({
    certificateId,
    attemptId,
    rehearsal: environment.gatewayKind === 'simulated',
    expiresAt: new Date(
      Math.min(expiryOf(endedAt, shortest(signatures)), carriedUntil(attempt, used)),
    ).toISOString(),
    configuration,
    environment,
    seed,
    share: score.share,
    checks: attempt.runs.map((run) => ({
      checkId: run.checkId,
      title: run.title,
      phase: run.phase,
      result: run.result !== 'passed' && isAccepted(run, run, waived) ? 'waived' : run.result,
      negativeControl: checks.some(
        (check) => check.checkId === run.checkId && check.negativeControl,
      ),
      figures: run.figures,
      evidence: run.evidence.map(({ file, sha256 }) => ({ file, sha256 })),
    })),
    requirements: [...requirements],
    waivers: used,
    checklistVersion: checklist.version,
    ticks: rows.flatMap(({ tick }) => tick ?? []),
    signatures: [...signatures],
    notProven: notProven(signing),
    attempts,
    journal: head,
  });
}

/**
 * Epoch ms until which waivers carry what could not be signed without them; infinite where nothing needed one. What is
 * skipped and not critical needs none.
 */
function carriedUntil(
  { runs }: Pick<AttemptRecord, 'runs'>,
  waivers: readonly WaiverRow[],
): EpochMs {
  const ends = runs
    .filter(({ result, critical }) => result === 'failed' || (result === 'skipped' && critical))
    .map((run) =>
      Math.max(
        ...waivers
          .filter(({ checkId }) => checkId === run.checkId)
          .map(({ expiresAt }) => Date.parse(expiresAt)),
      ),
    );
  return Math.min(Infinity, ...ends);
}

/** What a certificate does not prove: skipped is not passed, and a rehearsal says nothing of a broker. */
function notProven({ attempt, checks }: Pick<SigningCase, 'attempt' | 'checks'>): string[] {
  const { environment } = attempt.attempt;
  const beside = besideTheGateway(checks, attempt.runs);
  return [
    ...(environment.gatewayKind === 'simulated'
      ? ['It is a rehearsal on the simulated gateway: nothing of it was proven at a broker.']
      : []),
    ...(environment.gatewayKind === 'shadow'
      ? ['It was made on a shadow gateway: no order was transmitted.']
      : []),
    ...(environment.gatewayKind === 'simulated' || beside === 0
      ? []
      : [
          `${beside} of its checks ran on a simulated gateway of their own: they prove the program and its limits, and nothing of the ${environment.gatewayKind} gateway.`,
        ]),
    ...attempt.runs
      .filter(({ result }) => result !== 'passed')
      .map(({ title, result, sentence }) => `${title} (${result}): ${sentence}`),
    'Figures of speed hold for the machine they were taken on.',
  ];
}

/** For how many days both signatures stand. */
function shortest(signatures: readonly Pick<Signature, 'validDays'>[]): number {
  return Math.min(certificateDays, ...signatures.flatMap(({ validDays }) => validDays ?? []));
}

/** Epoch ms at which what an attempt proved is too long ago. */
export function expiryOf(endedAt: string, days = certificateDays): EpochMs {
  return Date.parse(endedAt) + days * dayMs;
}

function conflict(message: string, advice: string): ContractError {
  return new ContractError({ code: 'conflict', message, advice });
}
