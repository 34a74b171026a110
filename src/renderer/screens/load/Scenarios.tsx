import { Radio } from '@mantine/core';

import type { LoadScenario } from '#shared/domain/load.ts';

import { ActionButton } from '../../actions/ActionButton.tsx';
import { formatNumber } from '../../format.ts';
import { chooseScenario, useLoad, useLoadStatus } from '../../stores/load-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

function secondsOf({ stages, warmUpSeconds }: LoadScenario): number {
  return stages.reduce((sum, { seconds }) => sum + seconds, warmUpSeconds);
}

function lengthText(scenario: LoadScenario): string {
  const seconds = secondsOf(scenario);
  return seconds < 120 ? `${formatNumber(seconds, 0)} s` : `${formatNumber(seconds / 60, 0)} min`;
}

/** What the lab can do: one is chosen, started and stopped here. */
export function Scenarios() {
  const catalogue = useLoad((state) => state.catalogue);
  const scenarioId = useLoad((state) => state.scenarioId);
  const problem = useLoad((state) => state.problem);
  const status = useLoadStatus();
  const chosen = catalogue?.scenarios.find((each) => each.scenarioId === scenarioId);
  return (
    <section className="pane load-scenarios" aria-label="Scenarios">
      <div className="pane-head">
        <h2>Scenarios</h2>
        <span className="pane-space" />
        <span className="muted">{catalogue?.scenarios.length}</span>
      </div>
      {catalogue === null && problem === null && (
        <Skeleton lines={8} label="The scenarios are loading" />
      )}
      <Radio.Group
        className="load-scenario-list"
        aria-label="Scenario"
        value={scenarioId}
        onChange={chooseScenario}
      >
        {catalogue?.scenarios.map((scenario) => (
          <Radio
            key={scenario.scenarioId}
            value={scenario.scenarioId}
            label={
              <>
                {scenario.title} <span className="muted">{lengthText(scenario)}</span>
              </>
            }
          />
        ))}
      </Radio.Group>
      <div className="load-scenario-foot">
        {chosen !== undefined && (
          <p>
            {chosen.about}{' '}
            <span className="muted">
              {chosen.drives === 'desk'
                ? 'On the desk itself.'
                : 'On a desk of its own: what is done to it touches no order of this one.'}
            </span>{' '}
            {chosen.faults !== undefined && (
              <>Goes wrong on purpose: {chosen.faults.map(({ title }) => title).join(', ')}.</>
            )}
          </p>
        )}
        {problem !== null && <ProblemNote {...problem} />}
        {status?.run == null && status?.busyWith != null && (
          <p className="muted">{status.busyWith}</p>
        )}
        <div className="button-row">
          <ActionButton action="load.start" variant="filled" />
          <ActionButton action="load.stop" />
        </div>
      </div>
    </section>
  );
}
