import { phases } from '#shared/domain/readiness.ts';
import { verdictWords, type ReadinessStatus } from '#shared/domain/readiness-verdict.ts';

import { ActionButton } from '../../actions/ActionButton.tsx';
import { formatMoment } from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { attempts, useReadiness } from '../../stores/readiness-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { shareText, verdictTones } from './readiness-words.ts';

function Title({ status: { attempt } }: { status: ReadinessStatus }) {
  const count = useTopic(attempts, ({ rows }) => rows.size);
  const now = useClock((clock) => Math.floor(clock.now / 60_000) * 60_000);
  if (attempt === null) {
    return (
      <div>
        <h2>No attempt yet</h2>
        <p className="muted">Start the checks of all six phases, or choose one phase.</p>
      </div>
    );
  }
  const isRehearsal = attempt.environment.gatewayKind === 'simulated';
  const which =
    attempt.phases.length === phases.length
      ? 'all phases'
      : `phase ${attempt.phases.join(', ')} alone`;
  return (
    <div>
      <h2>
        {isRehearsal ? 'Rehearsal' : 'Attempt'} {count}, {which}{' '}
        {isRehearsal && <Badge tone="neutral">simulated gateway: proves nothing of a broker</Badge>}
      </h2>
      <p className="muted">
        {attempt.state} · seed {attempt.seed} · limits v{attempt.configuration.limitsVersion} ·
        version {attempt.configuration.version} · by {attempt.by} · began{' '}
        {formatMoment(attempt.beganAt, now)}
      </p>
    </div>
  );
}

function Doing({ doing }: { doing: NonNullable<ReadinessStatus['doing']> }) {
  const share = doing.checks === 0 ? 0 : Math.round((doing.ran / doing.checks) * 100);
  return (
    <p className="readiness-doing" role="status">
      <progress max={doing.checks} value={doing.ran} aria-label="How far the attempt is" />
      <span>
        {doing.ran} of {doing.checks} checks, {share} %
        {doing.doing === '' ? '' : ` · ${doing.doing}`}
      </span>
    </p>
  );
}

function Verdict({ status: { verdict, score } }: { status: ReadinessStatus }) {
  const { title, means } = verdictWords[verdict];
  const count = score.blockers.length;
  return (
    <div className="readiness-verdict">
      <div className="right">
        <p className="readiness-share">{shareText(score.share)}</p>
        <p className="muted">of what must be proven</p>
      </div>
      <div title={means}>
        <Badge tone={verdictTones[verdict]}>
          {title}
          {verdict === 'not-ready' && count > 0
            ? `: ${count} ${count === 1 ? 'check' : 'checks'} in the way`
            : ''}
        </Badge>
      </div>
    </div>
  );
}

/** The attempt, what it does, and what can be said of the desk in one word. */
export function ReadinessHeadline({ status }: { status: ReadinessStatus }) {
  // All of it: what is chosen decides which of the actions can be done.
  const { problem, busy, report } = useReadiness((state) => state);
  return (
    <section className="readiness-headline" aria-label="The attempt">
      <div className="readiness-head-line">
        <Title status={status} />
        <span className="pane-space" />
        <Verdict status={status} />
      </div>
      <div className="button-row">
        <ActionButton action="readiness.start" size="compact-sm" />
        <ActionButton action="readiness.start-phase" size="compact-sm" />
        <ActionButton action="readiness.stop" size="compact-sm" />
        <ActionButton action="readiness.resume" size="compact-sm" />
        <ActionButton action="readiness.compare" size="compact-sm" />
        <ActionButton action="readiness.report" size="compact-sm" />
        {busy !== null && (
          <span className="muted" role="status">
            {busy} …
          </span>
        )}
        {busy === null && report !== null && (
          <span className="muted" role="status" title={report.folder}>
            ✓ Report of {report.files} files in {report.folder}
          </span>
        )}
      </div>
      {status.doing !== null && <Doing doing={status.doing} />}
      {problem !== null && <ProblemNote {...problem} />}
    </section>
  );
}
