import type {
  Certificate,
  CertificateState,
  Signature,
  Tick,
  WaiverRow,
} from '#shared/domain/certification.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import type { Configuration } from '#shared/domain/readiness.ts';

import { changedSince } from './changed-since.ts';

/** A tick with whose it is. */
export type HeldTick = Tick & { by: string; at: string };
export type HeldSignature = Signature & { at: string };

/** A certificate, and what has ended it; null while nothing on record has. */
export interface HeldCertificate {
  readonly certificate: Certificate;
  /** ISO-8601 UTC. */
  readonly issuedAt: string;
  readonly ended: { readonly state: 'expired' | 'invalidated'; readonly because: string } | null;
}

/** What people have ticked, accepted and signed. Certificates are kept, the oldest first, and never overwritten. */
export interface CertificationRecord {
  readonly ticks: ReadonlyMap<string, HeldTick>;
  readonly waivers: readonly Omit<WaiverRow, 'expired'>[];
  readonly signatures: readonly HeldSignature[];
  readonly certificates: readonly HeldCertificate[];
}

export const nothingCertified: CertificationRecord = {
  ticks: new Map(),
  waivers: [],
  signatures: [],
  certificates: [],
};

export function applyToCertification(record: CertificationRecord, fact: Fact): CertificationRecord {
  switch (fact.kind) {
    case 'checklist.ticked': {
      const { body, by, at } = fact;
      return { ...record, ticks: new Map(record.ticks).set(body.itemId, { ...body, by, at }) };
    }
    case 'checklist.unticked': {
      const ticks = new Map(record.ticks);
      ticks.delete(fact.body.itemId);
      return { ...record, ticks };
    }
    case 'waiver.granted': {
      const waiver = { ...fact.body.waiver, approvedAt: fact.at };
      return { ...record, waivers: [...record.waivers, waiver] };
    }
    case 'readiness.signed': {
      const signature = { ...fact.body.signature, at: fact.at };
      return { ...record, signatures: [...record.signatures, signature] };
    }
    case 'certificate.issued': {
      const issued = { certificate: fact.body.certificate, issuedAt: fact.at, ended: null };
      return { ...record, certificates: [...record.certificates, issued] };
    }
    case 'certificate.invalidated': {
      const { certificateId, reason } = fact.body;
      return endedBy(record, certificateId, { state: 'invalidated', because: reason });
    }
    case 'certificate.expired': {
      const { certificateId, expiresAt } = fact.body;
      return endedBy(record, certificateId, { state: 'expired', because: expiredText(expiresAt) });
    }
    default:
      return record;
  }
}

function endedBy(
  record: CertificationRecord,
  certificateId: string,
  ended: HeldCertificate['ended'],
): CertificationRecord {
  const certificates = record.certificates.map((held) =>
    held.certificate.certificateId === certificateId ? { ...held, ended } : held,
  );
  return { ...record, certificates };
}

/** The latest one, in force or not; null where none was ever issued. */
export function currentCertificate({ certificates }: CertificationRecord): HeldCertificate | null {
  return certificates.at(-1) ?? null;
}

/**
 * How a certificate stands under a configuration at a time. What has changed since is looked at itself: nothing has to be on
 * record first for it to count no more.
 */
export function certificateStanding(
  held: HeldCertificate | null,
  configuration: Configuration,
  now: EpochMs,
): { state: CertificateState; because: string | null } {
  if (held === null) return { state: 'none', because: null };
  if (held.ended !== null) return held.ended;
  const changed = changedSince(held.certificate.configuration, configuration);
  if (changed !== null) return { state: 'invalidated', because: changedText(changed) };
  const { expiresAt } = held.certificate;
  if (now >= Date.parse(expiresAt)) return { state: 'expired', because: expiredText(expiresAt) };
  return { state: 'in-force', because: null };
}

/** What is to be recorded where a certificate is not in force any more; nothing while it is, or where that is on record. */
export function certificateEnd(
  held: HeldCertificate,
  configuration: Configuration,
  now: EpochMs,
): NewFact[] {
  if (held.ended !== null) return [];
  const { certificateId, expiresAt } = held.certificate;
  const { state, because } = certificateStanding(held, configuration, now);
  if (state === 'invalidated' && because !== null) {
    return [
      { kind: 'certificate.invalidated', by: 'desk', body: { certificateId, reason: because } },
    ];
  }
  if (state !== 'expired') return [];
  return [{ kind: 'certificate.expired', by: 'desk', body: { certificateId, expiresAt } }];
}

function changedText(changed: string): string {
  return `Since it was issued, ${changed}.`;
}

function expiredText(expiresAt: string): string {
  return `Its time was over at ${expiresAt}.`;
}

/** The gaps that are accepted at a time, the latest for each check. */
export function waiversAt({ waivers }: CertificationRecord, now: EpochMs): WaiverRow[] {
  return waivers.map((waiver) => ({ ...waiver, expired: now >= Date.parse(waiver.expiresAt) }));
}
