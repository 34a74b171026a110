import { UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';

import type { Activity } from '#shared/contract/topics.ts';

import { formatTime } from '../format.ts';
import { activity } from '../stores/desk-topics.ts';
import { openJournal } from '../stores/navigation-store.ts';
import { useTopic } from '../stores/topic-store.ts';

const shownCount = 8;

const marks: Record<Activity['tone'], string> = {
  neutral: '',
  good: '✓ ',
  warning: '▲ ',
  critical: '◆ ',
};

/** The last facts in plain sentences, newest first. */
export function ActivityStrip() {
  const rows = useTopic(activity, (state) => state.rows);
  const newest = useMemo(
    () => [...rows.values()].toSorted((a, b) => b.seq - a.seq).slice(0, shownCount),
    [rows],
  );
  return (
    <footer className="activity-strip" aria-label="Activity">
      {newest.length === 0 && <span className="faint">Nothing has happened yet.</span>}
      {newest.map(({ seq, at, sentence, tone }) => (
        <UnstyledButton
          key={seq}
          className={`activity activity-${tone}`}
          title={`${sentence} Open the journal here.`}
          onClick={() => {
            openJournal({ seq });
          }}
        >
          <span className="activity-time">{formatTime(Date.parse(at))}</span> {marks[tone]}
          {sentence}
        </UnstyledButton>
      ))}
    </footer>
  );
}
