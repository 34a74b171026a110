import { Button, Modal, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';

import type { Alert } from '#shared/domain/alert.ts';

import { formatMoment } from '../../format.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { useClock } from '../../stores/clock-store.ts';
import { call } from '../../stores/connection-store.ts';
import { openJournal } from '../../stores/navigation-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';

const pageSize = 50;

function Found({ onClose }: { onClose: () => void }) {
  const minute = useClock(({ now }) => Math.floor(now / 60_000) * 60_000);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [found, setFound] = useState<Alert[] | null>(null);
  const [more, setMore] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const read = async (wanted: string, after: readonly Alert[]): Promise<void> => {
    const last = after.at(-1);
    const before =
      last === undefined || last.resolvedAt === null
        ? null
        : { resolvedAt: last.resolvedAt, alertId: last.alertId };
    try {
      const page = await call('alert.read-resolved', {
        before,
        limit: pageSize,
        rule: null,
        severity: null,
        text: wanted === '' ? null : wanted,
      });
      setFound([...after, ...page.alerts]);
      setMore(page.more);
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  useEffect(() => {
    void read(asked, []);
  }, [asked]);

  return (
    <div className="stack">
      <form
        className="button-row"
        aria-label="Find resolved alerts"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(text.trim());
        }}
      >
        <TextInput
          aria-label="Text in title, detail or note"
          placeholder="Text in title, detail or note"
          data-autofocus
          value={text}
          maxLength={200}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <Button type="submit" variant="default">
          Find
        </Button>
      </form>
      {problem !== null && <ProblemNote {...problem} />}
      {found?.length === 0 && <p className="muted">No resolved alert is like that.</p>}
      <ul className="older-alerts" aria-label="Resolved alerts">
        {(found ?? []).map((alert) => (
          <li key={alert.alertId}>
            <p>
              <SeverityMark severity={alert.severity} /> <strong>{alert.title}</strong>{' '}
              <span className="muted">
                resolved {formatMoment(alert.resolvedAt ?? alert.lastSeenAt, minute)} by{' '}
                {alert.resolvedBy ?? 'the desk'}
              </span>
            </p>
            <p>{alert.detail}</p>
            {alert.note !== null && <p className="muted">{alert.note}</p>}
            {alert.orderRef !== null && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => {
                  if (alert.orderRef !== null) openJournal({ orderRef: alert.orderRef });
                  onClose();
                }}
              >
                Show order in journal
              </Button>
            )}
          </li>
        ))}
      </ul>
      {more && (
        <Button variant="default" onClick={() => void read(asked, found ?? [])}>
          Older
        </Button>
      )}
    </div>
  );
}

/** Resolved alerts from the journal's table: the desk lists those of a day, the journal has them all. */
export function OlderAlerts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      size="xl"
      title="Resolved alerts"
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={onClose}
    >
      {opened && <Found onClose={onClose} />}
    </Modal>
  );
}
