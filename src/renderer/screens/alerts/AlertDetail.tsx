import { Button, Textarea } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';

import type { Alert } from '#shared/domain/alert.ts';
import { titleOfRule } from '#shared/domain/alert-titles.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { Keys } from '../../actions/Keys.tsx';
import { formatMeasured, formatMoment, formatQuantity } from '../../format.ts';
import { fullSymbol } from '../../instrument-words.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { useClock } from '../../stores/clock-store.ts';
import { call } from '../../stores/connection-store.ts';
import { alerts } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { openJournal, showBreaks } from '../../stores/navigation-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { announce } from '../../ui/announcer-store.ts';
import { Figure } from '../../ui/Figure.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { openOfRule } from '../../stores/alert-queue.ts';
import { AlertTimeline } from './AlertTimeline.tsx';
import { LinkedFigures } from './LinkedFigures.tsx';
import { RunbookEntry } from './RunbookEntry.tsx';
import { SilenceDialog } from './SilenceDialog.tsx';
import { useAlertQueue } from '../../stores/alert-queue-store.ts';

/** As many as one command takes. */
const acknowledgedAtOnce = 1000;

/** The title of the alert that explains this one; null where there is none, or it is gone. */
function explainedBy(held: Iterable<Alert>, { inhibitedBy }: Alert): string | null {
  if (inhibitedBy === null) return null;
  for (const { fingerprint, state, title } of held) {
    if (fingerprint === inhibitedBy && state !== 'resolved') return title;
  }
  return null;
}

/** What a rule is called, and after it the name that limits, silences and the journal know it by. */
function RuleName({ rule }: Pick<Alert, 'rule'>) {
  const title = titleOfRule(rule);
  return (
    <>
      {title}
      {title !== rule && <span className="rule-id"> {rule}</span>}
    </>
  );
}

/** One alert: what it is, what happened to it, and what a person does about it. */
export function AlertDetail({ alert }: { alert: Alert }) {
  const now = useClock((clock) => Math.floor(clock.now / 60_000) * 60_000);
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const [silencing, setSilencing] = useState(false);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const context = useActionContext();
  const acknowledgeRefusal = refusalOf(actionOf('alert.acknowledge'), context);
  const resolveRefusal = refusalOf(actionOf('alert.resolve'), context);
  const silenceRefusal = refusalOf(actionOf('alert.silence'), context);
  const inhibitor = useTopic(alerts, ({ rows: held }) => explainedBy(held.values(), alert));
  const request = useAlertQueue((state) => state.request);
  const rows = useTopic(alerts, (state) => state.rows);
  const alike = useMemo(() => openOfRule(rows.values(), alert), [rows, alert]);
  const handled = useRef(request?.count ?? 0);

  const refusedForNote = (): boolean => {
    if (note.trim() !== '') return false;
    setProblem({
      message: 'Acknowledging needs a note.',
      advice: 'Write what you saw and what you do about it, then acknowledge.',
    });
    noteField.current?.focus();
    return true;
  };

  const acknowledgeAlike = async (): Promise<void> => {
    if (sending || refusedForNote()) return;
    setSending(true);
    try {
      const alertIds = alike.map(({ alertId }) => alertId).slice(0, acknowledgedAtOnce);
      const { acknowledged, refused } = await call('alert.acknowledge-many', {
        alertIds,
        note: note.trim(),
      });
      const [first] = refused;
      setProblem(
        first === undefined
          ? null
          : {
              message: `${acknowledged.length} of ${alertIds.length} acknowledged. ${first.message}`,
              advice: '',
            },
      );
      if (first === undefined) setNote('');
      announce(`${acknowledged.length} alerts acknowledged.`, 'polite');
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSending(false);
    }
  };

  const close = async (command: 'alert.acknowledge' | 'alert.resolve'): Promise<void> => {
    if (sending) return;
    if (command === 'alert.acknowledge' && refusedForNote()) return;
    setSending(true);
    try {
      await call(command, { alertId: alert.alertId, note: note.trim() });
      setProblem(null);
      setNote('');
      announce(
        `${alert.title} ${command === 'alert.acknowledge' ? 'acknowledged' : 'resolved'}.`,
        'polite',
      );
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSending(false);
    }
  };

  const askForSilence = (): void => {
    setSilencing(true);
  };

  useEffect(() => {
    if (request === null || request.count === handled.current) return;
    handled.current = request.count;
    if (request.kind === 'note') noteField.current?.focus();
    else if (request.kind === 'silence') askForSilence();
    else if (request.kind === 'acknowledge') void close('alert.acknowledge');
    else if (request.kind === 'resolve') void close('alert.resolve');
  });

  const isResolved = alert.state === 'resolved';
  const symbol = alert.instrumentId === null ? null : instrumentOf(alert.instrumentId);
  return (
    <article className="detail" aria-label="Alert">
      <header className="detail-head">
        <h2>{alert.title}</h2>
        <span className={`severity-${alert.severity}`}>
          <SeverityMark severity={alert.severity} /> {alert.severity}
        </span>
      </header>
      <div className="detail-body">
        <p className="lead">{alert.detail}</p>
        <dl>
          <Figure label="Rule" value={<RuleName rule={alert.rule} />} />
          <Figure
            label="Condition"
            value={alert.conditionCleared ? 'over by itself' : 'still there'}
          />
          <Figure label="Seen" value={`×${formatQuantity(alert.count)}`} />
          {alert.inhibitedBy !== null && (
            <Figure label="Explained by" value={inhibitor ?? alert.inhibitedBy} />
          )}
          {symbol !== null && <Figure label="Instrument" value={fullSymbol(symbol)} />}
          <LinkedFigures alert={alert} />
          {alert.observed !== null && (
            <Figure label="Observed" value={formatMeasured(alert.observed, alert.unit)} />
          )}
          {alert.threshold !== null && (
            <Figure label="Threshold" value={formatMeasured(alert.threshold, alert.unit)} />
          )}
          {alert.limitsVersion !== null && (
            <Figure label="Limits" value={`version ${alert.limitsVersion}`} />
          )}
          {alert.state === 'open' && alert.acknowledgeBy !== null && (
            <Figure label="Acknowledge by" value={formatMoment(alert.acknowledgeBy, now)} />
          )}
          {alert.owner !== null && <Figure label="Owner" value={alert.owner} />}
          {alert.escalations > 0 && (
            <Figure label="Escalated" value={`×${formatQuantity(alert.escalations)}`} />
          )}
          {alert.reopenings > 0 && (
            <Figure label="Opened again" value={`×${formatQuantity(alert.reopenings)}`} />
          )}
          {alert.ownOrder && (
            <Figure label="Acknowledged" value="by the person whose order it is" />
          )}
          {alert.note !== null && <Figure label="Note" value={alert.note} />}
        </dl>
        <AlertTimeline alert={alert} now={now} />
        {!isResolved && (
          <Textarea
            ref={noteField}
            label="Note"
            description={
              alert.state === 'open' ? 'Needed to acknowledge. It goes on record.' : undefined
            }
            value={note}
            maxLength={2_000}
            onChange={(event) => {
              setNote(event.currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                void close(alert.state === 'open' ? 'alert.acknowledge' : 'alert.resolve');
              }
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
        )}
        {problem !== null && <ProblemNote {...problem} />}
        <div className="button-row">
          {alert.state === 'open' && (
            <Button
              disabled={acknowledgeRefusal !== null || sending}
              title={acknowledgeRefusal ?? undefined}
              rightSection={<Keys shortcut="A" />}
              onClick={() => void close('alert.acknowledge')}
            >
              Acknowledge
            </Button>
          )}
          {alert.state === 'open' && alike.length > 1 && (
            <Button
              variant="default"
              disabled={acknowledgeRefusal !== null || sending}
              title={acknowledgeRefusal ?? 'The same note for each open alert of this rule'}
              onClick={() => void acknowledgeAlike()}
            >
              Acknowledge all {formatQuantity(alike.length)} like it
            </Button>
          )}
          {!isResolved && (
            <Button
              variant="default"
              disabled={resolveRefusal !== null || sending}
              title={resolveRefusal ?? undefined}
              rightSection={<Keys shortcut="R" />}
              onClick={() => void close('alert.resolve')}
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
              onClick={askForSilence}
            >
              Silence…
            </Button>
          )}
          {alert.rule === 'reconciliation-break' && (
            <Button variant="default" onClick={showBreaks}>
              Show breaks
            </Button>
          )}
          {alert.orderRef !== null && (
            <Button
              variant="default"
              onClick={() => {
                if (alert.orderRef !== null) openJournal({ orderRef: alert.orderRef });
              }}
            >
              Show order in journal
            </Button>
          )}
        </div>
        <RunbookEntry key={alert.rule} rule={alert.rule} />
      </div>
      <SilenceDialog
        alert={silencing ? alert : null}
        onClose={() => {
          setSilencing(false);
        }}
      />
    </article>
  );
}
