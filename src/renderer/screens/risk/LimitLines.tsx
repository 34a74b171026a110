import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';

import { limitWords, unitWord } from '#shared/domain/limit-words.ts';
import {
  limitNames,
  limitScopeKindSchema,
  type LimitName,
  type Limits,
  type LimitScopeKind,
} from '#shared/domain/limits.ts';

import { useStatus } from '../../stores/desk-topics.ts';
import {
  addLine,
  changeLine,
  lineKey,
  lineProblem,
  removeLine,
  scopeProblem,
  type LimitLine,
  type LimitsDraft,
} from '../../stores/limits-draft.ts';
import { AddRow } from './AddRow.tsx';
import { scopeName } from './difference-words.ts';
import { ReasonField } from './ReasonField.tsx';

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

export interface DraftProps {
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
        <ReasonField
          label={`${name}: why`}
          value={line.reason}
          onChange={(reason) => {
            onChange(changeLine(draft, key, { reason }));
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
  return (
    <AddRow
      legend="A tighter limit for some orders"
      verb="Add"
      begun={id !== '' || value !== '' || reason !== ''}
      problem={scopeProblem(draft, name, kind, id) ?? lineProblem(line)}
      onAdd={() => {
        onChange(addLine(draft, line));
        setId('');
        setValue('');
        setReason('');
      }}
    >
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
        label="Account, class, sector, conId or person"
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
    </AddRow>
  );
}

function Restricted({ draft, onChange }: DraftProps) {
  const [symbol, setSymbol] = useState('');
  const [reason, setReason] = useState('');
  const wanted = symbol.trim().toUpperCase();
  const problem =
    wanted === ''
      ? 'Name the symbol.'
      : draft.restricted.some((each) => each.symbol === wanted)
        ? `${wanted} is restricted already.`
        : reason.trim() === ''
          ? 'Say why nothing may leave in it.'
          : null;
  return (
    <>
      {draft.restricted.map((each) => (
        <span key={each.symbol} className="filter-chip">
          {each.symbol}: {each.reason}
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
      <AddRow
        legend="Restricted instruments: nothing leaves in them"
        verb="Restrict"
        begun={symbol !== '' || reason !== ''}
        problem={problem}
        onAdd={() => {
          const added = { symbol: wanted, reason: reason.trim() };
          onChange({ ...draft, restricted: [...draft.restricted, added] });
          setSymbol('');
          setReason('');
        }}
      >
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
      </AddRow>
    </>
  );
}

/** The limits of a draft: every number with its reason, what is tighter for some orders, what is restricted. */
export function LimitLines({ draft, onChange, inForce }: DraftProps & { inForce: Limits }) {
  return (
    <>
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
            <Line key={lineKey(line)} line={line} draft={draft} onChange={onChange} />
          ))}
        </tbody>
      </table>
      <AddScoped draft={draft} onChange={onChange} inForce={inForce} />
      <Restricted draft={draft} onChange={onChange} />
    </>
  );
}
