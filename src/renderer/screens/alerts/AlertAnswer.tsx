import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';

import type { Alert } from '#shared/domain/alert.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { Keys } from '../../actions/Keys.tsx';
import { formatQuantity } from '../../format.ts';
import { useAlertCounts } from '../../frame/use-alert-counts.ts';
import { useAlertQueue } from '../../stores/alert-queue-store.ts';
import {
  acknowledgeAlike,
  answerAlert,
  lacksNote,
  useAlertWork,
  writeNote,
} from '../../stores/alert-work-store.ts';
import { openJournal, showBreaks, silenceAlert } from '../../stores/navigation-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

/** What a person does about an alert: a note, and what it is sent with. */
export function AlertAnswer({ alert }: { alert: Alert }) {
  const { alertId, rule, orderRef } = alert;
  const { note, sending, problem } = useAlertWork(alertId);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const context = useActionContext();
  const acknowledgeRefusal = refusalOf(actionOf('alert.acknowledge'), context);
  const resolveRefusal = refusalOf(actionOf('alert.resolve'), context);
  const silenceRefusal = refusalOf(actionOf('alert.silence'), context);
  const request = useAlertQueue((state) => state.request);
  const alike = useAlertCounts().ofRule.get(rule) ?? 0;
  const handled = useRef(request?.count ?? 0);

  const acknowledge = (send: (alert: Alert) => Promise<void>): void => {
    if (lacksNote(alertId)) noteField.current?.focus();
    else void send(alert);
  };
  const acknowledgeThis = (): void => {
    acknowledge((each) => answerAlert('alert.acknowledge', each));
  };
  const resolve = (): void => {
    void answerAlert('alert.resolve', alert);
  };

  useEffect(() => {
    if (request === null || request.count === handled.current) return;
    handled.current = request.count;
    if (request.kind === 'note') noteField.current?.focus();
    else if (request.kind === 'acknowledge') acknowledgeThis();
    else if (request.kind === 'resolve') resolve();
  });

  const isOpen = alert.state === 'open';
  const isResolved = alert.state === 'resolved';
  return (
    <>
      {!isResolved && (
        <Textarea
          ref={noteField}
          label="Note"
          description={isOpen ? 'Needed to acknowledge. It goes on record.' : undefined}
          value={note}
          maxLength={2_000}
          onChange={(event) => {
            writeNote(alertId, event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              if (isOpen) acknowledgeThis();
              else resolve();
            }
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      )}
      {problem !== null && <ProblemNote {...problem} />}
      <div className="button-row">
        {isOpen && (
          <Button
            disabled={acknowledgeRefusal !== null || sending}
            title={acknowledgeRefusal ?? undefined}
            rightSection={<Keys shortcut="A" />}
            onClick={acknowledgeThis}
          >
            Acknowledge
          </Button>
        )}
        {isOpen && alike > 1 && (
          <Button
            variant="default"
            disabled={acknowledgeRefusal !== null || sending}
            title={acknowledgeRefusal ?? 'The same note for each open alert of this rule'}
            onClick={() => {
              acknowledge(acknowledgeAlike);
            }}
          >
            Acknowledge all {formatQuantity(alike)} like it
          </Button>
        )}
        {!isResolved && (
          <Button
            variant="default"
            disabled={resolveRefusal !== null || sending}
            title={resolveRefusal ?? undefined}
            rightSection={<Keys shortcut="R" />}
            onClick={resolve}
          >
            Resolve
          </Button>
        )}
        {!isResolved && (
          <Button
            variant="default"
            disabled={silenceRefusal !== null}
            title={silenceRefusal ?? undefined}
            rightSection={<Keys shortcut="Z" />}
            onClick={() => {
              silenceAlert(alertId);
            }}
          >
            Silence…
          </Button>
        )}
        {rule === 'reconciliation-break' && (
          <Button variant="default" onClick={showBreaks}>
            Show breaks
          </Button>
        )}
        {orderRef !== null && (
          <Button
            variant="default"
            onClick={() => {
              openJournal({ orderRef });
            }}
          >
            Show order in journal
          </Button>
        )}
      </div>
    </>
  );
}
