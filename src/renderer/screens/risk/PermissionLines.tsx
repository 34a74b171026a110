import { Button, Checkbox, NativeSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';

import { secTypeSchema } from '#shared/domain/instrument.ts';
import { orderTypeSchema } from '#shared/domain/order.ts';

import {
  freshPermission,
  permissionProblem,
  takesNothingAway,
  type PermissionLine,
} from '../../stores/permission-draft.ts';
import { personName, useSession } from '../../stores/session-store.ts';
import { AddRow } from './AddRow.tsx';
import type { DraftProps } from './LimitLines.tsx';

interface PartProps {
  /** Of whom and of what, as a screen reader names its fields. */
  about: string;
  what: string;
  all: boolean;
  onAll: (all: boolean) => void;
  children: React.ReactNode;
}

/** One kind of what a person may trade: all of it, or what is named. */
function Part({ about, what, all, onAll, children }: PartProps) {
  return (
    <div className="permission-part">
      <NativeSelect
        label={what}
        aria-label={`${about}: ${what}`}
        data={[
          { value: 'all', label: 'All' },
          { value: 'some', label: 'Only these' },
        ]}
        value={all ? 'all' : 'some'}
        onChange={(event) => {
          onAll(event.currentTarget.value === 'all');
        }}
      />
      {!all && children}
    </div>
  );
}

function Names({
  about,
  what,
  example,
  typed,
  onChange,
}: {
  about: string;
  what: string;
  example: string;
  typed: string | null;
  onChange: (typed: string | null) => void;
}) {
  return (
    <Part
      about={about}
      what={what}
      all={typed === null}
      onAll={(all) => {
        onChange(all ? null : '');
      }}
    >
      <TextInput
        aria-label={`${about}: which ${what.toLowerCase()}`}
        description={typed?.trim() === '' ? 'None at all, as it stands.' : undefined}
        placeholder={example}
        value={typed ?? ''}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
    </Part>
  );
}

function Kinds<Kind extends string>({
  about,
  what,
  kinds,
  chosen,
  onChange,
}: {
  about: string;
  what: string;
  kinds: readonly Kind[];
  chosen: readonly Kind[] | null;
  onChange: (chosen: Kind[] | null) => void;
}) {
  return (
    <Part
      about={about}
      what={what}
      all={chosen === null}
      onAll={(all) => {
        onChange(all ? null : []);
      }}
    >
      <Checkbox.Group
        aria-label={`${about}: which ${what.toLowerCase()}`}
        description={chosen?.length === 0 ? 'None at all, as it stands.' : undefined}
        value={[...(chosen ?? [])]}
        onChange={(values) => {
          onChange(kinds.filter((kind) => values.includes(kind)));
        }}
      >
        <div className="button-row">
          {kinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={kind} />
          ))}
        </div>
      </Checkbox.Group>
    </Part>
  );
}

function Line({
  line,
  name,
  onChange,
  onRemove,
}: {
  line: PermissionLine;
  name: string;
  onChange: (change: Partial<PermissionLine>) => void;
  onRemove: () => void;
}) {
  const problem = permissionProblem(line);
  return (
    <fieldset className="draft-row permission" aria-label={`What ${name} may trade`}>
      <legend>{name} may trade</legend>
      <Names
        about={name}
        what="Instruments"
        example="SPY, ES"
        typed={line.instruments}
        onChange={(instruments) => {
          onChange({ instruments });
        }}
      />
      <Kinds
        about={name}
        what="Asset classes"
        kinds={secTypeSchema.options}
        chosen={line.assetClasses}
        onChange={(assetClasses) => {
          onChange({ assetClasses });
        }}
      />
      <Kinds
        about={name}
        what="Order types"
        kinds={orderTypeSchema.options}
        chosen={line.orderTypes}
        onChange={(orderTypes) => {
          onChange({ orderTypes });
        }}
      />
      <Names
        about={name}
        what="Accounts"
        example="DU1234567"
        typed={line.accounts}
        onChange={(accounts) => {
          onChange({ accounts });
        }}
      />
      <TextInput
        label="Why"
        aria-label={`${name}: why`}
        value={line.reason}
        maxLength={2_000}
        onChange={(event) => {
          onChange({ reason: event.currentTarget.value });
        }}
      />
      <Button
        variant="default"
        aria-label={`Take away the permission of ${name}`}
        onClick={onRemove}
      >
        Take away
      </Button>
      {problem !== null && (
        <p className="severity-critical" role="status">
          ◆ {problem}
        </p>
      )}
      {problem === null && takesNothingAway(line) && (
        <p className="muted" role="status">
          This takes nothing away: {name} may trade everything. Choose “Only these” for what is to
          be restricted.
        </p>
      )}
    </fieldset>
  );
}

/** Who may trade less than everything, and what of it. */
export function PermissionLines({ draft, onChange }: DraftProps) {
  const people = useSession((session) => session.people) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const without = people.filter(
    ({ personId }) => !draft.permissions.some((line) => line.personId === personId),
  );
  const wanted = without.find(({ personId }) => personId === chosen);
  return (
    <>
      {draft.permissions.length === 0 && (
        <p className="muted">Everybody may trade everything that the limits allow.</p>
      )}
      {draft.permissions.map((line) => (
        <Line
          key={line.personId}
          line={line}
          name={personName(line.personId)}
          onChange={(change) => {
            const permissions = draft.permissions.map((each) =>
              each.personId === line.personId ? { ...each, ...change } : each,
            );
            onChange({ ...draft, permissions });
          }}
          onRemove={() => {
            const permissions = draft.permissions.filter(
              ({ personId }) => personId !== line.personId,
            );
            onChange({ ...draft, permissions });
          }}
        />
      ))}
      <AddRow
        legend="Somebody who may trade less than everything"
        verb="Add"
        begun={people.length > 0 && without.length === 0}
        problem={
          without.length === 0
            ? 'Everybody of this desk is listed.'
            : wanted === undefined
              ? 'Choose who it is.'
              : null
        }
        onAdd={() => {
          if (wanted === undefined) return;
          const permissions = [...draft.permissions, freshPermission(wanted.personId)];
          onChange({ ...draft, permissions });
          setChosen(null);
        }}
      >
        <Select
          label="Person"
          data={without.map(({ personId, name }) => ({ value: personId, label: name }))}
          value={wanted?.personId ?? null}
          onChange={setChosen}
        />
      </AddRow>
    </>
  );
}
