import { CloseButton, Popover, UnstyledButton } from '@mantine/core';

import { refusalOf } from '../actions/action.ts';
import { useActionContext } from '../actions/action-context.ts';
import { actionOf } from '../actions/all-actions.ts';
import { Keys } from '../actions/Keys.tsx';
import { orders } from '../stores/desk-topics.ts';
import {
  dismissKill,
  holdKill,
  killSentence,
  releaseKill,
  useKill,
  type KillStage,
} from '../stores/kill-store.ts';
import { useTopic } from '../stores/topic-store.ts';

function KillReport({ stage }: { stage: KillStage }) {
  const rows = useTopic(orders, (state) => state.rows);
  switch (stage.at) {
    case 'idle':
      return null;
    case 'holding':
      return (
        <>
          <p className="strong">{killSentence(rows.values())}</p>
          <p>Let go, or press Esc, to call it off.</p>
        </>
      );
    case 'engaging':
      return <p className="strong">Halting the desk…</p>;
    case 'engaged':
      return (
        <>
          <p className="strong">The desk is halted.</p>
          <p>
            {stage.waitingForLink
              ? 'The link is down: the cancels leave first when it is back. To be sure, cancel in TWS or IB Gateway.'
              : stage.cancelsSent === 0
                ? 'There was no open order to cancel.'
                : `${stage.cancelsSent} cancel${stage.cancelsSent === 1 ? '' : 's'} sent. Watch the orders until each is cancelled.`}
          </p>
        </>
      );
    case 'failed':
      return (
        <>
          <p className="strong">The kill switch did not work: {stage.problem.message}</p>
          <p>{stage.problem.advice} Cancel the orders in TWS or IB Gateway if you cannot wait.</p>
        </>
      );
  }
}

/** Halts the desk and cancels everything open. Held for a second; says what it will do before the second is over. */
export function KillSwitch() {
  const stage = useKill((state) => state.stage);
  const refusal = refusalOf(actionOf('kill.engage'), useActionContext());
  const isOver = stage.at === 'engaged' || stage.at === 'failed';
  return (
    <Popover
      opened={stage.at !== 'idle'}
      position="bottom-end"
      width="var(--popover-width)"
      withArrow
      trapFocus={false}
      returnFocus={false}
      withRoles={false}
    >
      <Popover.Target>
        <UnstyledButton
          className="kill-switch"
          data-stage={stage.at}
          disabled={refusal !== null}
          title={refusal ?? 'Hold for one second: halts the desk and cancels every open order.'}
          onPointerDown={(event) => {
            if (event.button === 0) holdKill();
          }}
          onPointerUp={releaseKill}
          onPointerLeave={releaseKill}
          onPointerCancel={releaseKill}
          onKeyDown={(event) => {
            if (event.key !== ' ' && event.key !== 'Enter') return;
            event.preventDefault();
            if (!event.repeat) holdKill();
          }}
          onKeyUp={(event) => {
            if (event.key === ' ' || event.key === 'Enter') releaseKill();
          }}
          onBlur={releaseKill}
          onClick={(event) => {
            // A click without a pointer comes from assistive technology, which cannot hold: Esc calls it off.
            if (event.detail === 0) holdKill();
          }}
        >
          <span className="kill-fill" aria-hidden="true" />
          <span className="kill-word">Kill switch</span>
          <Keys shortcut="Ctrl+Shift+K" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className="kill-report">
        {isOver && (
          <CloseButton
            className="kill-close"
            size="md"
            aria-label="Dismiss"
            onClick={dismissKill}
          />
        )}
        {/* The announcer speaks; read aloud twice would be read late. */}
        <div role="status" aria-live="off">
          <KillReport stage={stage} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
