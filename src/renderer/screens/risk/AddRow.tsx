import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** A row of fields that adds a line to what is being written: by its button, or by Enter in one of them. */
export function AddRow({
  legend,
  verb,
  begun,
  problem,
  onAdd,
  children,
}: {
  legend: string;
  verb: string;
  /** Whether anything stands in it yet: an untouched row needs no correction. */
  begun: boolean;
  /** Why it cannot be added, in a sentence; null when it can. */
  problem: string | null;
  onAdd: () => void;
  children: ReactNode;
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the fields in it, which bubble
    <fieldset
      className="draft-row"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.defaultPrevented)
          return;
        if (!(event.target instanceof HTMLInputElement)) return;
        // Enter would send the whole form.
        event.preventDefault();
        if (problem === null) onAdd();
      }}
    >
      <legend>{legend}</legend>
      {children}
      <Button variant="default" disabled={problem !== null} onClick={onAdd}>
        {verb}
      </Button>
      <span className="muted" role="status">
        {begun ? problem : null}
      </span>
    </fieldset>
  );
}
