import { Button, FileInput, Textarea } from '@mantine/core';
import { useState } from 'react';

import type { ChecklistRow } from '#shared/domain/certification.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { CommandForm } from '../../actions/CommandForm.tsx';
import { formatMoment } from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { call } from '../../stores/connection-store.ts';
import { checklist } from '../../stores/readiness-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { focusOnMount } from '../../ui/focus-on-mount.ts';
import { Badge } from '../../ui/Badge.tsx';

function isDone({ tick, outdated }: ChecklistRow): boolean {
  return tick !== null && outdated === null;
}

/** The file as the command takes it. Rejects where the browser cannot read it. */
function attached(file: File | null): Promise<{ name: string; base64: string } | null> {
  if (file === null) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => {
      reject(new Error(`${file.name} cannot be read. Choose it again.`));
    });
    reader.addEventListener('load', () => {
      const { result } = reader;
      const address = typeof result === 'string' ? result : '';
      resolve({ name: file.name, base64: address.slice(address.indexOf(',') + 1) });
    });
    reader.readAsDataURL(file);
  });
}

function TickForm({ row, onDone }: { row: ChecklistRow; onDone: () => void }) {
  const [note, setNote] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const isTicked = isDone(row);
  const refusal =
    refusalOf(actionOf('readiness.tick'), useActionContext()) ??
    (note.trim() === ''
      ? isTicked
        ? 'Say why it is taken back.'
        : 'Write what you looked at.'
      : null);
  return (
    <CommandForm
      label={row.title}
      verb={isTicked ? 'Take the tick back' : 'Tick'}
      refusal={refusal}
      send={async () => {
        const { itemId } = row;
        if (isTicked) return call('checklist.untick', { itemId, reason: note.trim() });
        const attachment = await attached(file);
        return call('checklist.tick', { itemId, note: note.trim(), attachment });
      }}
      done={isTicked ? 'The tick is taken back.' : 'Ticked.'}
      onDone={onDone}
      onLeave={onDone}
    >
      <Textarea
        label={isTicked ? 'Why it is taken back' : 'What you looked at'}
        value={note}
        ref={focusOnMount}
        onChange={(event) => {
          setNote(event.currentTarget.value);
        }}
      />
      {!isTicked && (
        <FileInput
          label="Attach a file of at most 2 MB"
          placeholder="None"
          clearable
          value={file}
          onChange={setFile}
        />
      )}
    </CommandForm>
  );
}

function Item({ row }: { row: ChecklistRow }) {
  const [open, setOpen] = useState(false);
  const now = useClock((clock) => Math.floor(clock.now / 60_000) * 60_000);
  const { tick, outdated } = row;
  return (
    <li className="checklist-item">
      <div className="checklist-line">
        <Badge tone={isDone(row) ? 'good' : 'quiet'}>{isDone(row) ? '✓ Done' : 'Open'}</Badge>
        <span className="strong">{row.title}</span>
        <span className="muted">{row.area}</span>
        <span className="pane-space" />
        {!open && (
          <Button
            variant="default"
            size="compact-xs"
            aria-label={`${isDone(row) ? 'Take back' : 'Tick'}: ${row.title}`}
            onClick={() => {
              setOpen(true);
            }}
          >
            {isDone(row) ? 'Take back' : 'Tick'}
          </Button>
        )}
      </div>
      <p className="muted">{row.how}</p>
      {tick !== null && (
        <p>
          {tick.by}, {formatMoment(tick.at, now)}: {tick.note}
          {tick.attachment !== null && <span className="muted"> · {tick.attachment.file}</span>}
        </p>
      )}
      {outdated !== null && <p className="severity-warning">▲ {outdated}</p>}
      {open && (
        <TickForm
          row={row}
          onDone={() => {
            setOpen(false);
          }}
        />
      )}
    </li>
  );
}

/** What people have to see to themselves before the desk goes live. */
export function ChecklistPanel() {
  const rows = useTopic(checklist, (state) => state.rows);
  const all = [...rows.values()];
  const done = all.filter(isDone).length;
  return (
    <div className="readiness-scroll">
      <p className="muted" role="status">
        {done} of {all.length} done. Each tick is on record with who, when and what they saw.
      </p>
      <ul className="checklist">
        {all.map((row) => (
          <Item key={row.itemId} row={row} />
        ))}
      </ul>
    </div>
  );
}
