import { Modal, NativeSelect, Radio, Textarea } from '@mantine/core';
import { useState } from 'react';

import type { Alert } from '#shared/domain/alert.ts';
import type { Silenced } from '#shared/domain/silence.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { CommandForm } from '../../actions/CommandForm.tsx';
import { fullSymbol } from '../../instrument-words.ts';
import { call } from '../../stores/connection-store.ts';
import { alerts } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { silenceAlert, useNavigation } from '../../stores/navigation-store.ts';
import { useTopic } from '../../stores/topic-store.ts';

const durations = [
  { value: '15', label: '15 minutes' },
  { value: '60', label: '1 hour' },
  { value: '240', label: '4 hours' },
  { value: '1440', label: '24 hours' },
];

interface Scope {
  value: string;
  label: string;
  silenced: Silenced;
}

function scopesOf({ fingerprint, rule, title, instrumentId }: Alert): Scope[] {
  const instrument = instrumentId === null ? null : instrumentOf(instrumentId);
  const symbol = instrument === null ? null : fullSymbol(instrument);
  return [
    {
      value: 'alert',
      label: 'This alert alone',
      silenced: { fingerprint, rule: null, instrumentId: null },
    },
    ...(symbol === null
      ? []
      : [
          {
            value: 'rule-instrument',
            label: `“${title}” on ${symbol}`,
            silenced: { rule, instrumentId, fingerprint: null },
          },
          {
            value: 'instrument',
            label: `Every alert on ${symbol}`,
            silenced: { instrumentId, rule: null, fingerprint: null },
          },
        ]),
    {
      value: 'rule',
      label: `“${title}”, whatever it is about`,
      silenced: { rule, instrumentId: null, fingerprint: null },
    },
  ];
}

function SilenceForm({ alert, onDone }: { alert: Alert; onDone: () => void }) {
  const scopes = scopesOf(alert);
  const [scope, setScope] = useState('alert');
  const [minutes, setMinutes] = useState('60');
  const [reason, setReason] = useState('');
  const refusal =
    refusalOf(actionOf('alert.silence'), useActionContext()) ??
    (reason.trim() === '' ? 'Say why: the reason goes on record.' : null);

  return (
    <CommandForm
      label="Silence alerts"
      verb="Silence"
      refusal={refusal}
      send={async () => {
        // One of them is always chosen.
        const chosen = scopes.find(({ value }) => value === scope);
        if (chosen === undefined) return;
        const rest = { minutes: Number(minutes), reason: reason.trim() };
        await call('silence.make', { ...chosen.silenced, ...rest });
      }}
      done="Silenced."
      onDone={onDone}
    >
      <p>
        Silenced alerts are raised, recorded and listed as ever. They make no sound, show no toast
        and do not escalate. An alert that is or becomes critical is never silenced.
      </p>
      <Radio.Group label="What" value={scope} onChange={setScope}>
        <div className="stack">
          {scopes.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </div>
      </Radio.Group>
      <NativeSelect
        label="For"
        data={durations}
        value={minutes}
        onChange={(event) => {
          setMinutes(event.currentTarget.value);
        }}
      />
      <Textarea
        label="Reason"
        description="Needed. It goes on record."
        value={reason}
        maxLength={2_000}
        data-autofocus
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
    </CommandForm>
  );
}

const close = (): void => {
  silenceAlert(null);
};

/** Nobody is called for certain alerts for a time: it asks which, how long and why. */
export function SilenceDialog() {
  const alertId = useNavigation((state) => state.silencingAlertId);
  const alert = useTopic(alerts, ({ rows }) =>
    alertId === null ? null : (rows.get(alertId) ?? null),
  );
  return (
    <Modal
      opened={alert !== null}
      title="Silence alerts"
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={close}
    >
      {alert !== null && <SilenceForm key={alert.alertId} alert={alert} onDone={close} />}
    </Modal>
  );
}
