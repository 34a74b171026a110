import {
  Autocomplete,
  Button,
  CloseButton,
  MultiSelect,
  Select,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { ColDef } from 'ag-grid-community';
import { useEffect, useMemo, useState } from 'react';

import type { CommandOutput, JournalEntry } from '#shared/contract/commands.ts';
import { factKinds } from '#shared/domain/fact.ts';

import { ActionButton } from '../../actions/ActionButton.tsx';
import { formatMoment, formatQuantity, localZoneName, unknown } from '../../format.ts';
import { fullSymbol } from '../../instrument-words.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { call, useConnection } from '../../stores/connection-store.ts';
import { activity, watchlist } from '../../stores/desk-topics.ts';
import { stopJournalExport, useJournalExport } from '../../stores/journal-export.ts';
import { everyFact, isFiltered } from '../../stores/journal-filter.ts';
import { filterJournal, openJournal, useNavigation } from '../../stores/navigation-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Blotter } from '../../ui/Blotter.tsx';
import { figureColumn, textColumn } from '../../ui/columns.ts';
import { Figure } from '../../ui/Figure.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { journalRows, readJournal, readOlder, useJournal } from './journal-store.ts';
import { prettyJson } from './pretty-json.ts';

const columns: ColDef<JournalEntry>[] = [
  figureColumn<JournalEntry>('Fact', ({ seq }) => seq, formatQuantity, {
    width: 84,
    cellClass: 'muted',
    sortable: false,
  }),
  textColumn<JournalEntry>(
    `Time (${localZoneName(Date.now())})`,
    ({ at }) => formatMoment(at, Date.now()),
    { width: 148, cellClass: 'muted', sortable: false },
  ),
  textColumn<JournalEntry>('Kind', ({ kind }) => kind, { width: 176, sortable: false }),
  textColumn<JournalEntry>('By', ({ by }) => by, {
    width: 110,
    cellClass: 'muted',
    sortable: false,
  }),
  textColumn<JournalEntry>('What happened', ({ sentence }) => sentence, {
    flex: 1,
    minWidth: 260,
    sortable: false,
    tooltip: ({ data }) => data?.sentence,
  }),
];

const keyOf = ({ seq }: JournalEntry): number => seq;
const typingDelayMs = 250;

function orderRefOf(body: string): string | null {
  return /"orderRef":"([^"]+)"/.exec(body)?.[1] ?? null;
}

function FactDetail({ entry }: { entry: JournalEntry }) {
  const orderRef = orderRefOf(entry.body);
  return (
    <article className="detail" aria-label="Fact">
      <header className="detail-head">
        <h2>
          Fact {formatQuantity(entry.seq)} · {entry.kind}
        </h2>
      </header>
      <div className="detail-body">
        <p className="lead">{entry.sentence}</p>
        <dl>
          <Figure label="Recorded (UTC)" value={entry.at} />
          <Figure label="By" value={entry.by} />
          <Figure
            label="Window"
            value={entry.window ?? unknown}
            why="The desk did it by itself, or windows were not recorded yet."
          />
        </dl>
        <Textarea
          className="fact-body"
          label="Body as stored"
          value={prettyJson(entry.body)}
          readOnly
          autosize
          maxRows={24}
        />
        <h3>Chain hash, SHA-256</h3>
        <p className="hash">{entry.hash}</p>
        {entry.window !== null && (
          <div className="button-row">
            <Button
              variant="default"
              onClick={() => {
                openJournal({ window: entry.window });
              }}
            >
              Every fact from this window
            </Button>
          </div>
        )}
        {orderRef !== null && (
          <div className="button-row">
            <Button
              variant="default"
              onClick={() => {
                openJournal({ orderRef });
              }}
            >
              Every fact of this order
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}

type Verification =
  | { at: 'idle' }
  | { at: 'running' }
  | { at: 'done'; result: CommandOutput<'journal.verify'> }
  | { at: 'failed'; problem: Problem };

function VerifyButton() {
  const [stage, setStage] = useState<Verification>({ at: 'idle' });
  const connected = useConnection((state) => state.phase === 'open');
  const verify = async (): Promise<void> => {
    setStage({ at: 'running' });
    try {
      setStage({ at: 'done', result: await call('journal.verify', {}) });
    } catch (error) {
      setStage({ at: 'failed', problem: problemOf(error) });
    }
  };
  return (
    <div className="verify">
      <span role="status">
        {stage.at === 'done' && stage.result.ok && (
          <span className="up">
            ✓ {formatQuantity(stage.result.facts)} facts: the chain and every derived table agree.
          </span>
        )}
        {stage.at === 'done' && !stage.result.ok && (
          <span className="severity-critical">
            ◆ The journal does not agree: {stage.result.difference} Stop trading and keep the data
            folder as it is.
          </span>
        )}
        {stage.at === 'failed' && (
          <span className="severity-critical">
            ◆ Not verified: {stage.problem.message} {stage.problem.advice}
          </span>
        )}
      </span>
      <Button
        variant="default"
        disabled={!connected || stage.at === 'running'}
        onClick={() => void verify()}
      >
        {stage.at === 'running' ? 'Verifying…' : 'Verify journal'}
      </Button>
    </div>
  );
}

/** Who has done something of late, and the desk itself; any other id can be written. */
function PersonField({ by }: { by: string }) {
  const entries = useJournal((state) => state.entries);
  const known = useMemo(
    () => [...new Set(['desk', ...entries.map((entry) => entry.by)])].toSorted(),
    [entries],
  );
  return (
    <Autocomplete
      size="xs"
      className="filter-narrow"
      aria-label="Person"
      placeholder="Everybody"
      data={known}
      value={by}
      maxLength={100}
      onChange={(value) => {
        filterJournal({ by: value });
      }}
    />
  );
}

function InstrumentField({ instrumentId }: { instrumentId: number | null }) {
  const rows = useTopic(watchlist, (state) => state.rows);
  const choices = useMemo(() => {
    const watched = [...rows.values()].map(({ instrument }) => ({
      value: String(instrument.instrumentId),
      label: fullSymbol(instrument),
    }));
    const missing = instrumentId !== null && !rows.has(instrumentId);
    return missing
      ? [...watched, { value: String(instrumentId), label: `Instrument ${instrumentId}` }]
      : watched;
  }, [rows, instrumentId]);
  return (
    <Select
      className="filter-narrow"
      aria-label="Instrument"
      placeholder="Every instrument"
      data={choices}
      value={instrumentId === null ? null : String(instrumentId)}
      allowDeselect
      clearable
      searchable
      clearButtonProps={{ 'aria-label': 'Show every instrument' }}
      onChange={(value) => {
        filterJournal({ instrumentId: value === null ? null : Number(value) });
      }}
    />
  );
}

function TimeField({ name, field, value }: { name: string; field: 'from' | 'to'; value: string }) {
  return (
    <label className="filter-time">
      <span className="muted">{name}</span>
      <TextInput
        type="datetime-local"
        value={value}
        onChange={(event) => {
          filterJournal({ [field]: event.currentTarget.value });
        }}
      />
    </label>
  );
}

function ExportState() {
  const stage = useJournalExport((state) => state.stage);
  switch (stage.at) {
    case 'idle':
      return null;
    case 'reading':
      return (
        <span className="muted" role="status">
          Reading… {formatQuantity(stage.facts)} facts{' '}
          <Button size="compact-xs" variant="subtle" onClick={stopJournalExport}>
            Stop
          </Button>
        </span>
      );
    case 'done':
      return (
        <span className="up" role="status">
          ✓ {formatQuantity(stage.facts)} facts in {stage.fileName}
        </span>
      );
    case 'failed':
      return (
        <span className="severity-critical" role="status">
          ◆ Nothing was saved: {stage.problem.message} {stage.problem.advice}
        </span>
      );
  }
}

/** The record: every fact, its sentence, its body as stored, its place in the chain. */
export function JournalScreen() {
  const filter = useNavigation((state) => state.journalFilter);
  const startSeq = useNavigation((state) => state.journalSeq);
  const connected = useConnection((state) => state.phase === 'open');
  const { entries, loading, loaded, more, problem } = useJournal();
  const [selectedSeq, setSelectedSeq] = useState<number | null>(startSeq);
  const [text, setText] = useState(filter.text);
  const newest = useTopic(activity, ({ rows }) => {
    let seq = 0;
    for (const entry of rows.values()) seq = Math.max(seq, entry.seq);
    return seq;
  });

  useEffect(() => {
    if (!connected) return;
    setSelectedSeq(startSeq);
    void readJournal(filter, startSeq);
  }, [filter, startSeq, connected]);

  useEffect(() => {
    if (text === filter.text) return;
    const timer = setTimeout(() => {
      filterJournal({ text });
    }, typingDelayMs);
    return () => {
      clearTimeout(timer);
    };
  }, [text, filter.text]);

  const selected = entries.find(({ seq }) => seq === selectedSeq) ?? entries[0];
  const first = entries[0]?.seq ?? 0;
  const narrowed = isFiltered(filter);
  const isBehind = loaded && !narrowed && newest > first;
  return (
    <main className="screen journal-screen" aria-label="Journal">
      <h1 className="visually-hidden">Journal</h1>
      <div className="toolbar" role="search" aria-label="Filter the journal">
        <MultiSelect
          size="xs"
          className="filter-wide"
          aria-label="Kinds"
          placeholder={filter.kinds.length === 0 ? 'Every kind' : ''}
          data={[...factKinds]}
          value={filter.kinds}
          clearable
          searchable
          hidePickedOptions
          clearButtonProps={{ 'aria-label': 'Show every kind' }}
          onChange={(kinds) => {
            filterJournal({ kinds });
          }}
        />
        <PersonField by={filter.by} />
        <InstrumentField instrumentId={filter.instrumentId} />
        <TimeField name="From" field="from" value={filter.from} />
        <TimeField name="Before" field="to" value={filter.to} />
        <TextInput
          aria-label="Text"
          className="filter-narrow"
          placeholder="Text in the fact"
          value={text}
          maxLength={200}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        {filter.orderRef !== null && (
          <span className="filter-chip">
            Order {filter.orderRef}
            <CloseButton
              size="xs"
              aria-label="Show every order"
              onClick={() => {
                filterJournal({ orderRef: null });
              }}
            />
          </span>
        )}
        {filter.window !== null && (
          <span className="filter-chip">
            Window {filter.window}
            <CloseButton
              size="xs"
              aria-label="Show every window"
              onClick={() => {
                filterJournal({ window: null });
              }}
            />
          </span>
        )}
        {narrowed && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              setText('');
              filterJournal(everyFact);
            }}
          >
            Show every fact
          </Button>
        )}
        {isBehind && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              filterJournal({});
            }}
          >
            Show newest facts
          </Button>
        )}
        <span className="pane-space" />
        <VerifyButton />
      </div>
      <section className="pane" aria-label="Facts">
        {problem !== null && <ProblemNote {...problem} />}
        <Blotter<JournalEntry>
          label="Journal"
          source={journalRows}
          keyOf={keyOf}
          columns={columns}
          selected={selected?.seq ?? null}
          onSelect={({ seq }) => {
            setSelectedSeq(seq);
          }}
          empty={
            narrowed ? (
              <p>No fact matches. Loosen the filter.</p>
            ) : (
              <p>Nothing has been recorded yet.</p>
            )
          }
        />
        <div className="pane-foot">
          <span className="muted">
            {loaded ? `${formatQuantity(entries.length)} facts shown` : 'Reading…'}
          </span>
          {more && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={loading}
              onClick={() => void readOlder(filter)}
            >
              {loading ? 'Reading…' : 'Read older facts'}
            </Button>
          )}
          <span className="pane-space" />
          <ExportState />
          <ActionButton size="compact-xs" action="journal.export-csv" label="Export CSV" />
          <ActionButton size="compact-xs" action="journal.export-json" label="Export JSON" />
        </div>
      </section>
      <aside className="side-pane" aria-label="Selected fact">
        {selected === undefined ? (
          <p className="panel-note">Select a fact to see its body and hash.</p>
        ) : (
          <FactDetail entry={selected} />
        )}
      </aside>
    </main>
  );
}
