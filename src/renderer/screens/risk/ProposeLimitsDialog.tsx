import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';

import {
  limitNames,
  limitScopeKindSchema,
  type LimitName,
  type Limits,
  type LimitScopeKind,
} from '#shared/domain/limits.ts';
import { limitsDifferences } from '#shared/domain/limits-difference.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { useStatus } from '../../stores/desk-topics.ts';
import {
  addLine,
  changeLine,
  draftOf,
  lineKey,
  lineProblem,
  limitsOfDraft,
  removeLine,
  scopeProblem,
  type LimitLine,
  type LimitsDraft,
} from '../../stores/limits-draft.ts';
import { useLimits } from '../../stores/limits-store.ts';
import { proposeLimits, useNavigation } from '../../stores/navigation-store.ts';
import { announce } from '../../ui/announcer-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { scopeName } from './difference-words.ts';
import { Differences } from './Differences.tsx';
import { limitWords, unitWord } from './limit-words.ts';

const words = new Map<LimitName, string>(limitWords);
const limitChoices = limitNames.map((name) => ({ value: name, label: words.get(name) ?? name }));
const scopeChoices = limitScopeKindSchema.options.map((kind) => ({
  value: kind,
  label: kind.replace('-', ' '),
}));

function nameOf({ name, scope }: LimitLine): string {
  const limit = words.get(name) ?? name;
  return scope === null ? limit : `${limit}, ${scopeName(scope)}`;
}

interface DraftProps {
  draft: LimitsDraft;
  onChange: (draft: LimitsDraft) => void;
}

function Line({ line, draft, onChange }: DraftProps & { line: LimitLine }) {
  const baseCurrency = useStatus((status) => status.baseCurrency) ?? '';
  const key = lineKey(line);
  const name = nameOf(line);
  return (
    <tr>
      <th scope="row">
        {name}
        <div className="limit-reason">{unitWord(line.unit, baseCurrency)}</div>
      </th>
      <td>
        <TextInput
          aria-label={name}
          value={line.value}
          inputMode="decimal"
          error={lineProblem(line) ?? false}
          onChange={(event) => {
            onChange(changeLine(draft, key, { value: event.currentTarget.value }));
          }}
        />
      </td>
      <td>
        <TextInput
          aria-label={`${name}: why`}
          value={line.reason}
          maxLength={2_000}
          onChange={(event) => {
            onChange(changeLine(draft, key, { reason: event.currentTarget.value }));
          }}
        />
      </td>
      <td>
        {line.scope !== null && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Take away ${name}`}
            onClick={() => {
              onChange(removeLine(draft, key));
            }}
          >
            Take away
          </Button>
        )}
      </td>
    </tr>
  );
}

function AddScoped({ draft, onChange, inForce }: DraftProps & { inForce: Limits }) {
  const [name, setName] = useState<LimitName>('maxOrderValue');
  const [kind, setKind] = useState<LimitScopeKind>('instrument');
  const [id, setId] = useState('');
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const scope = { kind, id: id.trim() };
  const line: LimitLine = { name, scope, value, unit: inForce[name].unit, reason };
  const problem = scopeProblem(draft, name, kind, id) ?? lineProblem(line);
  return (
    <fieldset className="draft-row">
      <legend>A tighter limit for some orders</legend>
      <Select
        label="Limit"
        data={limitChoices}
        value={name}
        allowDeselect={false}
        onChange={(chosen) => {
          setName(limitNames.find((each) => each === chosen) ?? name);
        }}
      />
      <Select
        label="For"
        data={scopeChoices}
        value={kind}
        allowDeselect={false}
        onChange={(chosen) => {
          setKind(limitScopeKindSchema.options.find((each) => each === chosen) ?? kind);
        }}
      />
      <TextInput
        label="Account, class, conId or person"
        value={id}
        onChange={(event) => {
          setId(event.currentTarget.value);
        }}
      />
      <TextInput
        label="Value"
        inputMode="decimal"
        value={value}
        onChange={(event) => {
          setValue(event.currentTarget.value);
        }}
      />
      <TextInput
        label="Why"
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <Button
        variant="default"
        disabled={problem !== null}
        title={problem ?? undefined}
        onClick={() => {
          onChange(addLine(draft, line));
          setId('');
          setValue('');
          setReason('');
        }}
      >
        Add
      </Button>
    </fieldset>
  );
}

function Restricted({ draft, onChange }: DraftProps) {
  const [symbol, setSymbol] = useState('');
  const [reason, setReason] = useState('');
  const wanted = symbol.trim().toUpperCase();
  const known = draft.restricted.some((each) => each.symbol === wanted);
  const blocked = wanted === '' || reason.trim() === '' || known;
  return (
    <fieldset className="draft-row">
      <legend>Restricted instruments: nothing leaves in them</legend>
      {draft.restricted.map((each) => (
        <span key={each.symbol} className="filter-chip" title={each.reason}>
          {each.symbol}
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={`Restrict ${each.symbol} no longer`}
            onClick={() => {
              const restricted = draft.restricted.filter(
                ({ symbol: kept }) => kept !== each.symbol,
              );
              onChange({ ...draft, restricted });
            }}
          >
            ×
          </Button>
        </span>
      ))}
      <TextInput
        label="Symbol"
        value={symbol}
        onChange={(event) => {
          setSymbol(event.currentTarget.value);
        }}
      />
      <TextInput
        label="Why"
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <Button
        variant="default"
        disabled={blocked}
        onClick={() => {
          const added = { symbol: wanted, reason: reason.trim() };
          onChange({ ...draft, restricted: [...draft.restricted, added] });
          setSymbol('');
          setReason('');
        }}
      >
        Restrict
      </Button>
    </fieldset>
  );
}

function ProposeForm({ inForce, onDone }: { inForce: Limits; onDone: () => void }) {
  const [base] = useState(inForce);
  const [draft, setDraft] = useState(() => draftOf(inForce));
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const refused = refusalOf(actionOf('limits.propose'), useActionContext());
  const limits = limitsOfDraft(draft, base);
  const differences = limits === null ? [] : limitsDifferences(base, limits);
  const refusal =
    refused ??
    (base.version === inForce.version
      ? limits === null
        ? 'Correct the limits that are marked first.'
        : differences.length === 0
          ? 'Change a limit first.'
          : reason.trim() === ''
            ? 'Say why: the reason goes on record.'
            : null
      : `Version ${inForce.version} came into force meanwhile. Close this and begin anew.`);

  const propose = async (): Promise<void> => {
    if (refusal !== null || sending || limits === null) return;
    setSending(true);
    setProblem(null);
    try {
      await call('limits.propose', { baseVersion: base.version, limits, reason: reason.trim() });
      announce('Proposed. Another person approves it.', 'polite');
      onDone();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSending(false);
    }
  };

  return (
    <form
      className="stack"
      aria-label="Propose new limits"
      onSubmit={(event) => {
        event.preventDefault();
        void propose();
      }}
    >
      <div className="draft-lines">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Limit</th>
              <th scope="col">Value</th>
              <th scope="col">Why it is what it is</th>
              <th scope="col">
                <span className="visually-hidden">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {draft.lines.map((line) => (
              <Line key={lineKey(line)} line={line} draft={draft} onChange={setDraft} />
            ))}
          </tbody>
        </table>
        <AddScoped draft={draft} onChange={setDraft} inForce={base} />
        <Restricted draft={draft} onChange={setDraft} />
      </div>
      {differences.length > 0 && <Differences label="What you propose" differences={differences} />}
      <Textarea
        label="Reason"
        description="What a second person reads before they approve."
        value={reason}
        maxLength={2_000}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      {problem !== null && <ProblemNote {...problem} />}
      <div className="button-row">
        <Button type="submit" disabled={refusal !== null || sending}>
          Propose version {base.version + 1}
        </Button>
        <span className="muted" role="status">
          {refusal}
        </span>
      </div>
    </form>
  );
}

/** Writes new limits from those in force. Nothing changes until another person has approved them. */
export function ProposeLimitsDialog() {
  const opened = useNavigation((state) => state.proposingLimits);
  const limits = useLimits((state) => state.limits);
  const close = (): void => {
    proposeLimits(false);
  };
  return (
    <Modal
      opened={opened && limits !== null}
      size="xl"
      title="Propose new limits"
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={close}
    >
      {limits !== null && <ProposeForm inForce={limits} onDone={close} />}
    </Modal>
  );
}
