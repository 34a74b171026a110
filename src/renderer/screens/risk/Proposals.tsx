import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

import type { CommandName } from '#shared/contract/commands.ts';
import type { Proposal } from '#shared/domain/proposal.ts';

import { formatDate, formatMoment } from '../../format.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { useClock } from '../../stores/clock-store.ts';
import { call, useConnection } from '../../stores/connection-store.ts';
import { proposals } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { checks } from '../../stores/readiness-store.ts';
import { personName, usePerson } from '../../stores/session-store.ts';
import { proposalsShown, useNavigation } from '../../stores/navigation-store.ts';
import { decideRefusal } from '../../stores/proposal-rights.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { announce } from '../../ui/announcer-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Differences } from './Differences.tsx';

/** Older decided ones are in the journal and in the history of the limits. */
const decidedShown = 3;

type Decision = Extract<CommandName, 'proposal.approve' | 'proposal.reject' | 'proposal.withdraw'>;

const decided: Record<Decision, string> = {
  'proposal.approve': 'Approved: it is in force.',
  'proposal.reject': 'Rejected.',
  'proposal.withdraw': 'Withdrawn.',
};

function titleOf({ change }: Proposal): string {
  if (change.kind === 'limits') {
    return `Limits version ${change.baseVersion + 1} in place of ${change.baseVersion}`;
  }
  if (change.kind === 'waiver') {
    const check = checks.store.getState().rows.get(change.checkId);
    return `Waiver of the check “${check?.title ?? change.checkId}”`;
  }
  const subject =
    change.instrumentId === null
      ? 'The whole desk'
      : (instrumentOf(change.instrumentId)?.displaySymbol ?? `Instrument ${change.instrumentId}`);
  return `${subject} from ${change.from} to ${change.to}`;
}

function Moment({ at }: { at: string }) {
  return useClock(({ now }) => formatMoment(at, Math.floor(now / 60_000) * 60_000));
}

/** One that waits: everything it changes, and the word of whoever may decide it. */
function PendingProposal({ proposal }: { proposal: Proposal }) {
  const me = usePerson();
  const connected = useConnection((state) => state.phase === 'open');
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { proposalId, change, madeBy, outdated } = proposal;
  const isMine = me?.personId === madeBy;
  const refusal = !connected
    ? 'The console has lost the desk; nothing can be sent.'
    : me === null
      ? 'The desk has not said anything yet.'
      : isMine
        ? null
        : decideRefusal(proposal, me);
  const unsaid = reason.trim() === '' ? 'Say why: it goes on record.' : null;
  const blocked = refusal !== null || unsaid !== null || sending;

  const decide = async (decision: Decision): Promise<void> => {
    setSending(true);
    setProblem(null);
    try {
      await call(decision, { proposalId, reason: reason.trim() });
      announce(decided[decision], 'polite');
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSending(false);
    }
  };

  return (
    <article className="proposal" aria-label={titleOf(proposal)}>
      <h3>{titleOf(proposal)}</h3>
      <p className="muted">
        Proposed by {personName(madeBy)}, <Moment at={proposal.madeAt} />: {proposal.reason}
      </p>
      {change.kind === 'limits' && (
        <Differences label="What it changes" differences={change.differences} />
      )}
      {change.kind === 'waiver' && (
        <p>
          {change.owner} answers for it until {formatDate(Date.parse(change.expiresAt))}. Meanwhile:{' '}
          {change.compensatingControl}
        </p>
      )}
      {outdated !== null && (
        <p className="severity-warning">▲ It can be approved no more. {outdated}</p>
      )}
      {refusal === null ? (
        <>
          <Textarea
            label={isMine ? 'Why it is withdrawn' : 'What you looked at, or why not'}
            value={reason}
            maxLength={2_000}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
          {problem !== null && <ProblemNote {...problem} />}
          <div className="button-row">
            {isMine ? (
              <Button
                variant="default"
                disabled={blocked}
                onClick={() => void decide('proposal.withdraw')}
              >
                Withdraw
              </Button>
            ) : (
              <>
                <Button
                  disabled={blocked || outdated !== null}
                  onClick={() => void decide('proposal.approve')}
                >
                  Approve
                </Button>
                <Button
                  variant="default"
                  disabled={blocked}
                  onClick={() => void decide('proposal.reject')}
                >
                  Reject
                </Button>
              </>
            )}
            <span className="muted" role="status">
              {isMine ? 'You made it: another person approves.' : unsaid}
            </span>
          </div>
        </>
      ) : (
        <p className="muted">{refusal}</p>
      )}
    </article>
  );
}

/** What was proposed and waits for a second person, and what was decided of late. */
export function Proposals() {
  const rows = useTopic(proposals, (state) => state.rows);
  // What a check is called is told by the desk.
  useTopic(checks, (state) => state.loaded);
  const isAboutChecks = [...rows.values()].some(({ change }) => change.kind === 'waiver');
  useEffect(() => (isAboutChecks ? checks.start() : undefined), [isAboutChecks]);
  const asked = useNavigation((state) => state.proposalsAsked);
  const pane = useRef<HTMLElement>(null);
  const all = [...rows.values()];
  const pending = all.filter(({ state }) => state === 'pending');
  const ended = all.filter(({ state }) => state !== 'pending').slice(-decidedShown);
  useEffect(() => {
    if (!asked) return;
    pane.current?.focus();
    pane.current?.scrollIntoView({ block: 'start' });
    proposalsShown();
  }, [asked]);
  return (
    <section ref={pane} className="pane" aria-label="Proposals" tabIndex={-1}>
      <div className="pane-head">
        <h2>Proposals</h2>
        <span className="muted">
          {pending.length === 0
            ? 'none waits'
            : `${pending.length} ${pending.length === 1 ? 'waits' : 'wait'} for a second person`}
        </span>
      </div>
      {pending.map((proposal) => (
        <PendingProposal key={proposal.proposalId} proposal={proposal} />
      ))}
      {ended.length > 0 && (
        <ul className="decided-proposals muted">
          {ended.toReversed().map((proposal) => (
            <li key={proposal.proposalId}>
              {titleOf(proposal)}: proposed by {personName(proposal.madeBy)}, {proposal.state} by{' '}
              {proposal.decidedBy === null ? 'nobody' : personName(proposal.decidedBy)}.{' '}
              {proposal.decisionReason}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
