import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { formatQuantity } from '../../format.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { useStatus } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { announce } from '../../ui/announcer-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

/** Lets one instrument trade on, with what the person looked at. */
function TradeOnForm({ instrumentId, executions }: { instrumentId: number; executions: number }) {
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const symbol = instrumentOf(instrumentId)?.displaySymbol ?? String(instrumentId);
  const refused = refusalOf(actionOf('repeated-execution.reset'), useActionContext());
  const refusal =
    refused ?? (reason.trim() === '' ? 'Say what you looked at: the reason goes on record.' : null);

  const send = async (): Promise<void> => {
    if (refusal !== null || sending) return;
    setSending(true);
    setProblem(null);
    try {
      await call('repeated-execution.reset', { instrumentId, reason: reason.trim() });
      announce(`${symbol} may trade on.`, 'polite');
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSending(false);
    }
  };

  return (
    <form
      className="state-form"
      aria-label={`Let ${symbol} trade on`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>
        <strong>{symbol}</strong> has traded{' '}
        {executions === 1 ? 'once' : `${formatQuantity(executions)} times`} since a person last
        attended to it. Only orders that shrink exposure leave in it.
      </p>
      <Textarea
        label="Reason"
        value={reason}
        maxLength={2_000}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      {problem !== null && <ProblemNote {...problem} />}
      <div className="button-row">
        <Button type="submit" disabled={refusal !== null || sending}>
          Let {symbol} trade on
        </Button>
        <span className="muted" role="status">
          {refusal}
        </span>
      </div>
    </form>
  );
}

/** Instruments that the desk has stopped because they traded so often unattended; nothing while there are none. */
export function StoppedInstruments() {
  const stopped = useStatus((status) => status.stoppedInstruments);
  if (stopped == null || stopped.length === 0) return null;
  return (
    <section className="pane" aria-label="Stopped instruments">
      <div className="pane-head">
        <h2>Stopped: traded too often unattended</h2>
      </div>
      {stopped.map((each) => (
        <TradeOnForm key={each.instrumentId} {...each} />
      ))}
    </section>
  );
}
