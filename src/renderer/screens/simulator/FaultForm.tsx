import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';

import type { SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { Keys } from '../../actions/Keys.tsx';
import { watchlist } from '../../stores/desk-topics.ts';
import { stepFigure } from '../../stores/ticket-draft.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { FigureField } from '../../ui/FigureField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { faultCatalogue, type FaultEntry, type FaultField } from '../../stores/fault-catalogue.ts';
import { everyone, readFault, yes } from '../../stores/fault-draft.ts';
import { editFault, focusGiven, startFault, useSimulator } from '../../stores/simulator-store.ts';

interface FieldProps {
  field: FaultField;
  value: string;
  error: string | undefined;
  clients: SimulatorStatus['clients'];
  onChange: (text: string) => void;
}

function SymbolField({ field, value, error, onChange }: FieldProps) {
  const rows = useTopic(watchlist, (state) => state.rows);
  const symbols = useMemo(
    () => [...new Set([...rows.values()].map(({ instrument }) => instrument.localSymbol))],
    [rows],
  );
  return (
    <TextInput
      label={field.label}
      value={value}
      error={error}
      list="watched-symbols"
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
      rightSectionPointerEvents="none"
      rightSection={
        <datalist id="watched-symbols">
          {symbols.map((symbol) => (
            <option key={symbol} value={symbol}>
              {symbol}
            </option>
          ))}
        </datalist>
      }
    />
  );
}

/** The field of one parameter, as the catalogue says it is given. */
function Field(props: FieldProps) {
  const { field, value, error, clients, onChange } = props;
  switch (field.input) {
    case 'seconds':
    case 'number':
      return (
        <FigureField
          label={field.label}
          value={value}
          error={error ?? null}
          hint={field.input === 'seconds' ? 's' : field.unit}
          onChange={onChange}
          onStep={(steps) => {
            onChange(stepFigure(value, steps, 1, 1, Number.NEGATIVE_INFINITY));
          }}
        />
      );
    case 'flag':
      return (
        <Checkbox
          className="fault-flag"
          label={field.label}
          checked={value === yes}
          onChange={(event) => {
            onChange(event.currentTarget.checked ? yes : 'no');
          }}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          label={field.label}
          value={value}
          error={error}
          data={field.choices.map(([choice, word]) => ({ value: choice, label: word }))}
          onChange={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      );
    case 'client':
      return (
        <NativeSelect
          label={field.label}
          value={value}
          error={error}
          data={[
            { value: everyone, label: 'every client' },
            ...clients.map(({ clientId }) => ({
              value: String(clientId),
              label: `client ${clientId}`,
            })),
          ]}
          onChange={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      );
    case 'symbol':
      return <SymbolField {...props} />;
    case 'text':
      return (
        <TextInput
          className="fault-text"
          label={field.label}
          value={value}
          error={error}
          placeholder={field.placeholder}
          autoComplete="off"
          onChange={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      );
  }
}

/** The chosen fault: what it does, what a sound desk does about it, its figures, and the button that starts it. */
export function FaultForm({ clients }: { clients: SimulatorStatus['clients'] }) {
  const { kind, draft, checked, sending, problem, focusAsked } = useSimulator();
  const { title, explanation, expected, fields }: FaultEntry = faultCatalogue[kind];
  const refusal = refusalOf(actionOf('simulator.start'), useActionContext());
  const { problems } = readFault(kind, draft);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (focusAsked !== 'form') return;
    // Asked for from the palette, which gives the focus back when it closes.
    const frame = requestAnimationFrame(() => {
      form.current?.querySelector<HTMLElement>('input, select, button[type="submit"]')?.focus();
      focusGiven();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [focusAsked]);

  return (
    <form
      ref={form}
      className="fault-form"
      aria-label="Fault"
      onSubmit={(event) => {
        event.preventDefault();
        void startFault();
      }}
    >
      <h3 className="fault-title">{title}</h3>
      <p>{explanation}</p>
      <p className="muted">Expected: {expected}</p>
      {Object.keys(fields).length > 0 && (
        <div className="fault-fields">
          {Object.entries(fields).map(([name, field]) => {
            const value = draft[name] ?? '';
            return (
              <Field
                key={`${kind} ${name}`}
                field={field}
                value={value}
                error={checked || value !== '' ? problems?.[name] : undefined}
                clients={clients}
                onChange={(text) => {
                  editFault({ [name]: text });
                }}
              />
            );
          })}
        </div>
      )}
      {problem !== null && <ProblemNote {...problem} />}
      <div className="button-row">
        <Button
          type="submit"
          disabled={refusal !== null || sending}
          rightSection={<Keys shortcut="Ctrl+Enter" />}
        >
          {sending ? 'Starting…' : 'Start'}
        </Button>
        <span className="muted">{refusal}</span>
      </div>
    </form>
  );
}
