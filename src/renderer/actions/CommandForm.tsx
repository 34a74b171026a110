import { Button } from '@mantine/core';
import { useState, type KeyboardEvent, type ReactNode } from 'react';

import { problemOf, type Problem } from '../problem.ts';
import { announce } from '../ui/announcer-store.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';

interface CommandFormProps {
  /** What the form is for, as a screen reader names it. */
  label: string;
  /** What its button says. */
  verb: string;
  /** What the button says while the desk has not answered. */
  sendingVerb?: string;
  /** Why it cannot be sent, in a sentence; null when it can. */
  refusal: string | null;
  /** Sends it. What it throws is shown in the form, and the form stays as it is. */
  send: () => Promise<unknown>;
  /** What is said once the desk has taken it: in the form where it stays, else by the announcer. */
  done: string;
  /** Takes the form away, or empties it where it stays. */
  onDone: () => void;
  /** Whether the form is still there after it was sent. */
  stays?: boolean;
  /** Leaves the form by Escape and a button of its own; a dialog is left by its own frame. */
  onLeave?: () => void;
  /** Further buttons beside its own. */
  beside?: ReactNode;
  children: ReactNode;
}

/**
 * A form that sends one command: Enter sends it, in a field of several lines Ctrl+Enter. Why it cannot be sent, and what
 * the desk refused, stands beside its button.
 */
export function CommandForm({
  label,
  verb,
  sendingVerb,
  refusal,
  send,
  done,
  onDone,
  stays = false,
  onLeave,
  beside,
  children,
}: CommandFormProps) {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState<string | null>(null);

  const submit = async (): Promise<void> => {
    if (refusal !== null || sending) return;
    setSending(true);
    setProblem(null);
    setSaid(null);
    try {
      await send();
    } catch (error) {
      setProblem(problemOf(error));
      setSending(false);
      return;
    }
    setSending(false);
    if (stays) setSaid(done);
    else announce(done, 'polite');
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
    if (event.key === 'Escape' && onLeave !== undefined) {
      event.stopPropagation();
      onLeave();
    }
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the fields in it, which bubble
    <form
      className="stack"
      aria-label={label}
      onKeyDown={onKeyDown}
      onChange={() => {
        setSaid(null);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children}
      {problem !== null && <ProblemNote {...problem} />}
      <div className="button-row">
        <Button type="submit" disabled={refusal !== null || sending}>
          {sending ? (sendingVerb ?? verb) : verb}
        </Button>
        {onLeave !== undefined && (
          <Button variant="default" onClick={onLeave}>
            Cancel
          </Button>
        )}
        {beside}
        <span className="muted" role="status">
          {said === null ? refusal : `✓ ${said}`}
        </span>
      </div>
    </form>
  );
}
