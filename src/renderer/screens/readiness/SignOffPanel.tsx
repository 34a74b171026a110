import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';

import {
  certificateDays,
  validDaysSchema,
  type CertificateStatus,
  type Signer,
} from '#shared/domain/certification.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { CommandForm } from '../../actions/CommandForm.tsx';
import { formatDate, formatMoment, formatTime } from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { call } from '../../stores/connection-store.ts';
import { attempts, checks, useCertificate, waivers } from '../../stores/readiness-store.ts';
import { personName, useSession } from '../../stores/session-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { PassphraseField } from '../people/PassphraseField.tsx';

const signerWords: Readonly<Record<Signer, string>> = {
  tester: 'the tester',
  'risk-officer': 'the risk officer',
};

/** What a certificate of a gateway that is not simulated is about. */
const gatewayWords: Readonly<Record<'paper' | 'shadow', string>> = {
  paper: 'the paper gateway',
  shadow: 'the shadow gateway, where no order was transmitted',
};

const stateWords: Readonly<Record<CertificateStatus['state'], string>> = {
  none: 'None issued',
  'in-force': 'In force',
  expired: 'Expired',
  invalidated: 'Invalidated',
};

function Certificate({ status }: { status: CertificateStatus }) {
  const { certificate, state, endedBecause, issuedAt } = status;
  const now = useClock((clock) => Math.floor(clock.now / 60_000) * 60_000);
  return (
    <section aria-label="Certificate">
      <h3>
        Certificate{' '}
        <Badge tone={state === 'in-force' ? 'good' : state === 'none' ? 'quiet' : 'critical'}>
          {stateWords[state]}
        </Badge>
      </h3>
      {certificate === null ? (
        <p className="muted">Two people sign what was proven; the second signature issues it.</p>
      ) : (
        <>
          {certificate.environment.gatewayKind === 'simulated' ? (
            <p className="severity-warning">
              ▲ It certifies a rehearsal on the simulated gateway, and lets nobody go live.
            </p>
          ) : (
            <p>
              It certifies this desk on {gatewayWords[certificate.environment.gatewayKind]}
              {certificate.environment.accountId !== null &&
                `, account ${certificate.environment.accountId}`}
              .
            </p>
          )}
          <p>
            {certificate.certificateId}, issued{' '}
            {issuedAt === null ? '—' : formatMoment(issuedAt, now)}, until{' '}
            {formatDate(Date.parse(certificate.expiresAt))}. Signed by{' '}
            {certificate.signatures.map(({ name }) => name).join(' and ')}.
          </p>
          {endedBecause !== null && <p className="severity-critical">{endedBecause}</p>}
          {certificate.notProven.length > 0 && (
            <>
              <h4>What it does not prove</h4>
              <ul>
                {certificate.notProven.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </section>
  );
}

function SignForm({ attemptId, next }: { attemptId: string; next: Signer }) {
  const isPractice = useSession((session) => session.practice) === true;
  const [statement, setStatement] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [days, setDays] = useState(String(certificateDays));
  const validDays = validDaysSchema.safeParse(Number(days));
  const now = useClock((clock) => Math.floor(clock.now / 60_000) * 60_000);
  const began = useTopic(attempts, ({ rows }) => rows.get(attemptId)?.beganAt ?? null);
  const refusal =
    refusalOf(actionOf('readiness.sign'), useActionContext()) ??
    (statement.trim() === ''
      ? 'Say what you sign for.'
      : !validDays.success
        ? `Say for how many days: a whole number from 1 to ${certificateDays}.`
        : !isPractice && passphrase === ''
          ? 'Enter your passphrase.'
          : null);
  return (
    <CommandForm
      label={`Sign as ${signerWords[next]}`}
      verb="Sign"
      sendingVerb="Signing"
      refusal={refusal}
      send={() =>
        call('readiness.sign', {
          attemptId,
          statement: statement.trim(),
          validDays: validDays.data,
          passphrase: isPractice ? null : passphrase,
        })
      }
      done="Signed."
      onDone={() => {
        setStatement('');
        setPassphrase('');
        setDays(String(certificateDays));
      }}
    >
      <p>
        The next to sign is {signerWords[next]}
        {began !== null && `, for the attempt that began ${formatMoment(began, now)}`}. What was
        waived or skipped is signed for as not proven.
      </p>
      <Textarea
        label="What you sign for"
        value={statement}
        onChange={(event) => {
          setStatement(event.currentTarget.value);
        }}
      />
      <TextInput
        label="Valid for at most, days"
        description="From the end of the attempt. Of both signatures the shorter holds."
        inputMode="numeric"
        value={days}
        onChange={(event) => {
          setDays(event.currentTarget.value);
        }}
      />
      {!isPractice && (
        <PassphraseField
          label="Your passphrase"
          description="Once more, though you are signed in: a signature is yours and not the window's."
          kind="present"
          value={passphrase}
          onChange={setPassphrase}
        />
      )}
    </CommandForm>
  );
}

function Signing({ signing }: Pick<CertificateStatus, 'signing'>) {
  const { attemptId, next, obstacles, signatures } = signing;
  const now = useClock((clock) => Math.floor(clock.now / 60_000) * 60_000);
  return (
    <section className="sign-off" aria-label="Signatures">
      <h3>Sign-off</h3>
      {signatures.length > 0 && (
        <ul>
          {signatures.map(({ as, name, at, statement }) => (
            <li key={as}>
              {name}, as {signerWords[as]}, {formatMoment(at, now)}: {statement}
            </li>
          ))}
        </ul>
      )}
      {obstacles.length > 0 && (
        <>
          <p>It cannot be signed yet:</p>
          <ul>
            {obstacles.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      {obstacles.length === 0 && attemptId !== null && next !== null && (
        <SignForm key={`${attemptId} ${next}`} attemptId={attemptId} next={next} />
      )}
    </section>
  );
}

function Waivers() {
  const rows = useTopic(waivers, (state) => state.rows);
  const known = useTopic(checks, (state) => state.rows);
  const all = [...rows.values()];
  return (
    <section aria-label="Waivers">
      <h3>Waivers</h3>
      {all.length === 0 ? (
        <p className="muted">Nobody has accepted a gap. A failed or skipped check proposes one.</p>
      ) : (
        <ul>
          {all.map((waiver) => (
            <li key={waiver.waiverId}>
              <span className="strong">{known.get(waiver.checkId)?.title ?? waiver.checkId}</span>{' '}
              <span className="muted">{waiver.checkId}</span>
              <br />
              {waiver.reason} Instead: {waiver.compensatingControl}
              <br />
              {waiver.owner} answers for it. Proposed by {personName(waiver.proposedBy)}, approved
              by {personName(waiver.approvedBy)}, until {formatDate(Date.parse(waiver.expiresAt))}{' '}
              {formatTime(Date.parse(waiver.expiresAt))}
              {waiver.expired && <span className="severity-critical">, over</span>}.
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Who has signed, what stands in the way, and the certificate. */
export function SignOffPanel() {
  const status = useCertificate();
  if (status === null) return <Skeleton lines={6} label="The certificate is loading" />;
  return (
    <div className="readiness-scroll">
      <Signing signing={status.signing} />
      <Certificate status={status} />
      <Waivers />
    </div>
  );
}
