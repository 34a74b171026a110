import { Button, SegmentedControl, Select, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';

import type { DeskStatus } from '#shared/contract/topics.ts';
import {
  stricterState,
  tradingStateSchema,
  type TradingState,
  type TradingStateCause,
} from '#shared/domain/trading-state.ts';
import { can } from '#shared/domain/people.ts';

import { formatMoment } from '../../format.ts';
import { tradingStateWords } from '../../frame/link-words.ts';
import { fullSymbol } from '../../instrument-words.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { useClock } from '../../stores/clock-store.ts';
import { call, useConnection } from '../../stores/connection-store.ts';
import { useStatus, watchlist } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { usePerson } from '../../stores/session-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { StatePill } from '../../ui/StatePill.tsx';

const wholeDesk = 'desk';

const latchWords = { kill: 'the kill switch', loss: 'a loss' };

const causeWords: Record<TradingStateCause, string> = {
  person: 'a person',
  kill: 'the kill switch',
  loss: 'a loss',
  monitor: 'a monitor',
  defect: 'a fault of the desk',
  recovery: 'a restored journal',
};

type Origin = NonNullable<DeskStatus['tradingStateOrigin']>;

/** Why a state holds, who or what set it and when, and whether it takes two people to leave it. */
function Why({ reason, origin }: { reason: string; origin: Origin }) {
  const at = useClock(({ now }) => formatMoment(origin.at, Math.floor(now / 60_000) * 60_000));
  return (
    <td className="muted">
      {reason}
      <br />
      {origin.cause === 'person' ? origin.by : `${causeWords[origin.cause]}, by ${origin.by}`}, {at}
      {origin.latch !== null && '. Left by two people only.'}
    </td>
  );
}

function SetStateForm() {
  const rows = useTopic(watchlist, (state) => state.rows);
  const person = usePerson();
  const connected = useConnection((state) => state.phase === 'open');
  const [subject, setSubject] = useState<string>(wholeDesk);
  const [state, setState] = useState<TradingState>('HALTED');
  const [reason, setReason] = useState('');
  const [stage, setStage] = useState<'editing' | 'sending' | 'done'>('editing');
  const [problem, setProblem] = useState<Problem | null>(null);
  const held =
    useStatus(({ tradingState, instrumentStates }) =>
      subject === wholeDesk
        ? tradingState
        : instrumentStates.find(({ instrumentId }) => String(instrumentId) === subject)?.state,
    ) ?? 'ACTIVE';
  const latch = useStatus(({ tradingStateOrigin, instrumentStates }) =>
    subject === wholeDesk
      ? tradingStateOrigin?.latch
      : instrumentStates.find(({ instrumentId }) => String(instrumentId) === subject)?.origin.latch,
  );
  /** What a kill or a loss brought about is left by two people. */
  const asks = latch != null && state !== 'HALTED' && stricterState(held, state) !== state;
  const subjects = useMemo(
    () => [
      { value: wholeDesk, label: 'The whole desk' },
      ...[...rows.values()].map(({ instrument }) => ({
        value: String(instrument.instrumentId),
        label: fullSymbol(instrument),
      })),
    ],
    [rows],
  );
  const refusal = !connected
    ? 'The console has lost the desk; nothing can be sent.'
    : person !== null && !can(person, 'trading-state.set')
      ? `${person.name} may not set the trading state. Halting with the kill switch is open to everyone.`
      : reason.trim() === ''
        ? 'Say why: the reason goes on record.'
        : null;

  const send = async (): Promise<void> => {
    if (refusal !== null || stage === 'sending') return;
    setStage('sending');
    setProblem(null);
    try {
      const change = {
        instrumentId: subject === wholeDesk ? null : Number(subject),
        reason: reason.trim(),
      };
      if (asks) await call('rearm.propose', { ...change, state });
      else await call('trading-state.set', { ...change, state });
      setStage('done');
      setReason('');
    } catch (error) {
      setStage('editing');
      setProblem(problemOf(error));
    }
  };

  return (
    <form
      className="state-form"
      aria-label="Set trading state"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Select
        label="Of"
        data={subjects}
        value={subject}
        searchable
        onChange={(value) => {
          setSubject(value ?? wholeDesk);
        }}
      />
      <div>
        <span className="field-label" id="state-wanted">
          To
        </span>
        <SegmentedControl
          fullWidth
          aria-labelledby="state-wanted"
          value={state}
          data={[...tradingStateSchema.options]}
          onChange={setState}
        />
      </div>
      <Textarea
        label="Reason"
        value={reason}
        maxLength={2_000}
        description={tradingStateWords[state].meaning}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setStage('editing');
        }}
      />
      {problem !== null && <ProblemNote {...problem} />}
      <div className="button-row">
        <Button type="submit" disabled={refusal !== null || stage === 'sending'}>
          {asks ? `Propose ${state}` : `Set ${state}`}
        </Button>
        <span className="muted" role="status">
          {stage === 'done'
            ? '✓ Recorded.'
            : (refusal ?? (asks ? `After ${latchWords[latch]} another person approves it.` : null))}
        </span>
      </div>
    </form>
  );
}

/** Trading states of the desk and of single instruments, and the form that sets them. */
export function TradingStates() {
  const state = useStatus((status) => status.tradingState);
  const reason = useStatus((status) => status.tradingStateReason);
  const origin = useStatus((status) => status.tradingStateOrigin);
  const instruments = useStatus((status) => status.instrumentStates);
  return (
    <section className="pane" aria-label="Trading states">
      <div className="pane-head">
        <h2>Trading states</h2>
      </div>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Of</th>
            <th scope="col">State</th>
            <th scope="col">Why, by whom, since when</th>
          </tr>
        </thead>
        <tbody>
          {state !== null && (
            <tr>
              <th scope="row">The whole desk</th>
              <td>
                <StatePill tone={tradingStateWords[state].tone} word={state} />
              </td>
              {origin === null ? (
                <td className="muted">Never changed.</td>
              ) : (
                <Why reason={reason ?? ''} origin={origin} />
              )}
            </tr>
          )}
          {(instruments ?? []).map((held) => (
            <tr key={held.instrumentId}>
              <th scope="row">
                {instrumentOf(held.instrumentId)?.displaySymbol ?? held.instrumentId}
              </th>
              <td>
                <StatePill tone={tradingStateWords[held.state].tone} word={held.state} />
              </td>
              <Why reason={held.reason} origin={held.origin} />
            </tr>
          ))}
        </tbody>
      </table>
      <SetStateForm />
    </section>
  );
}
