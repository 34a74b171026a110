import { UnstyledButton } from '@mantine/core';
import type { ReactNode, Ref } from 'react';

import { refusalOf } from '../actions/action.ts';
import { useActionContext } from '../actions/action-context.ts';
import { actionOf } from '../actions/all-actions.ts';
import { holdKill, releaseKill, useKill } from '../stores/kill-store.ts';

/** A button that acts when it has been held for a second, by pointer or by key, and not before. */
export function KillHold({
  flatten,
  title,
  ref,
  children,
}: {
  flatten: boolean;
  /** What holding it does. */
  title: string;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}) {
  const stage = useKill((state) => state.stage);
  const refusal = refusalOf(actionOf('kill.engage'), useActionContext());
  const isMine = stage.at !== 'idle' && stage.flatten === flatten;
  return (
    <UnstyledButton
      ref={ref}
      className="kill-switch"
      data-stage={isMine ? stage.at : 'idle'}
      disabled={refusal !== null}
      title={refusal ?? title}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        // What it reports, or a position that moves, may push the button away from under a pointer that stands still.
        event.currentTarget.setPointerCapture(event.pointerId);
        holdKill(flatten);
      }}
      onPointerUp={releaseKill}
      onPointerLeave={releaseKill}
      onPointerCancel={releaseKill}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        if (!event.repeat) holdKill(flatten);
      }}
      onKeyUp={(event) => {
        if (event.key === ' ' || event.key === 'Enter') releaseKill();
      }}
      onBlur={releaseKill}
      onClick={(event) => {
        // A click without a pointer comes from assistive technology, which cannot hold: Esc calls it off.
        if (event.detail === 0) holdKill(flatten);
      }}
    >
      <span className="kill-fill" aria-hidden="true" />
      {children}
    </UnstyledButton>
  );
}
