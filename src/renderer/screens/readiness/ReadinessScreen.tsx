import './readiness.css';

import { Tabs } from '@mantine/core';
import { useEffect } from 'react';

import {
  checks,
  readinessTabs,
  showReadinessTab,
  shownCheck,
  useReadiness,
  useReadinessStatus,
  watchReadiness,
  type ReadinessTab,
} from '../../stores/readiness-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { AttemptComparison } from './AttemptComparison.tsx';
import { AttemptList } from './AttemptList.tsx';
import { CheckDetail } from './CheckDetail.tsx';
import { CheckList } from './CheckList.tsx';
import { ChecklistPanel } from './ChecklistPanel.tsx';
import { PhaseBoard } from './PhaseBoard.tsx';
import { ReadinessHeadline } from './ReadinessHeadline.tsx';
import { SignOffPanel } from './SignOffPanel.tsx';

const tabWords: Readonly<Record<ReadinessTab, string>> = {
  checks: 'Checks',
  attempts: 'Attempts',
  compare: 'Compare',
  checklist: 'Checklist',
  'sign-off': 'Sign-off',
};

/** Readiness: six phases, their checks while they run, what came of them, and who signs for it. */
export function ReadinessScreen() {
  useEffect(watchReadiness, []);
  const status = useReadinessStatus();
  const rows = useTopic(checks, (state) => state.rows);
  const tab = useReadiness((state) => state.tab);
  const phase = useReadiness((state) => state.phase);
  const checkId = useReadiness((state) => state.checkId);
  const runningId = status?.doing?.checkId ?? null;
  const check = shownCheck(rows, checkId, runningId);
  if (status === null) {
    return (
      <main className="screen readiness-screen" aria-label="Readiness">
        <h1 className="visually-hidden">Readiness</h1>
        <Skeleton lines={8} label="Readiness is loading" />
      </main>
    );
  }
  return (
    <main className="screen readiness-screen" aria-label="Readiness">
      <h1 className="visually-hidden">Readiness</h1>
      <ReadinessHeadline status={status} />
      <PhaseBoard status={status} />
      <Tabs
        className={tab === 'checks' ? 'readiness-tabs' : 'readiness-tabs readiness-wide'}
        value={tab}
        keepMounted={false}
        onChange={(value) => {
          const chosen = readinessTabs.find((each) => each === value);
          if (chosen !== undefined) showReadinessTab(chosen);
        }}
      >
        <Tabs.List aria-label="What is shown">
          {readinessTabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {tabWords[each]}
              {each === 'checks' && (
                <span className="muted"> {phase === null ? 'all phases' : `phase ${phase}`}</span>
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="checks" className="readiness-panel">
          <CheckList shownId={check?.checkId ?? null} />
        </Tabs.Panel>
        <Tabs.Panel value="attempts" className="readiness-panel">
          <AttemptList />
        </Tabs.Panel>
        <Tabs.Panel value="compare" className="readiness-panel">
          <AttemptComparison />
        </Tabs.Panel>
        <Tabs.Panel value="checklist" className="readiness-panel">
          <ChecklistPanel />
        </Tabs.Panel>
        <Tabs.Panel value="sign-off" className="readiness-panel">
          <SignOffPanel />
        </Tabs.Panel>
      </Tabs>
      {check !== null && tab === 'checks' && <CheckDetail check={check} doing={status.doing} />}
    </main>
  );
}
