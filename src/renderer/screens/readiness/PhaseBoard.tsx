import { UnstyledButton } from '@mantine/core';

import { phases } from '#shared/domain/readiness.ts';
import type { CheckStatus, PhaseScore, ReadinessStatus } from '#shared/domain/readiness-verdict.ts';

import { formatMoment } from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { checks, choosePhase, useReadiness } from '../../stores/readiness-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Badge } from '../../ui/Badge.tsx';
import { shareText, stateTones, stateWords, tookText } from './readiness-words.ts';

/** What a phase does now goes before what it came to. */
function shownState(
  score: PhaseScore,
  ofPhase: readonly CheckStatus[],
): CheckStatus['state'] | PhaseScore['state'] {
  if (ofPhase.some(({ state }) => state === 'running')) return 'running';
  if (ofPhase.some(({ state }) => state === 'waiting')) return 'waiting';
  return score.state;
}

function PhaseCard({ score, ofPhase }: { score: PhaseScore; ofPhase: readonly CheckStatus[] }) {
  const isChosen = useReadiness((state) => state.phase === score.phase);
  const now = useClock((clock) => Math.floor(clock.now / 60_000) * 60_000);
  const { title = '', proves } = phases.find(({ phase }) => phase === score.phase) ?? {};
  const state = shownState(score, ofPhase);
  return (
    <UnstyledButton
      className="phase-card"
      aria-pressed={isChosen}
      data-state={state}
      title={proves}
      onClick={() => {
        choosePhase(score.phase);
      }}
    >
      <span className="phase-line">
        <span className="muted">Phase {score.phase}</span>
        <Badge tone={stateTones[state]}>{stateWords[state]}</Badge>
      </span>
      <span className="phase-title">{title}</span>
      <span className="phase-line">
        <span className="phase-count">
          {score.passed} / {score.checks}
        </span>
        <span className="muted">
          {shareText(score.share)} · {score.durationMs === 0 ? '—' : tookText(score.durationMs)}
        </span>
      </span>
      <progress
        max={Math.max(1, score.checks)}
        value={score.passed}
        aria-label={`Passed checks of phase ${score.phase}`}
      />
      <span className="muted phase-last">
        {score.lastRunAt === null ? 'never run' : `last run ${formatMoment(score.lastRunAt, now)}`}
        {score.waived > 0 && ` · ${score.waived} waived`}
      </span>
    </UnstyledButton>
  );
}

/** The six phases side by side; one that is chosen lists its checks below. */
export function PhaseBoard({ status }: { status: ReadinessStatus }) {
  const rows = useTopic(checks, (state) => state.rows);
  const all = [...rows.values()];
  return (
    <section className="phase-board" aria-label="Phases">
      {status.score.phases.map((score) => (
        <PhaseCard
          key={score.phase}
          score={score}
          ofPhase={all.filter(({ phase }) => phase === score.phase)}
        />
      ))}
    </section>
  );
}
