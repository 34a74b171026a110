import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';

import { longestWaiverDays } from '#shared/domain/certification.ts';
import type { CheckStatus } from '#shared/domain/readiness-verdict.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { CommandForm } from '../../actions/CommandForm.tsx';
import { call } from '../../stores/connection-store.ts';

const day = 86_400_000;

/** Proposes that the gap of a check is accepted for a time; another person approves it on the risk screen. */
export function WaiverForm({ check }: { check: CheckStatus }) {
  const [open, setOpen] = useState(false);
  const [owner, setOwner] = useState('');
  const [reason, setReason] = useState('');
  const [control, setControl] = useState('');
  const [days, setDays] = useState('30');
  const forbidden = refusalOf(actionOf('readiness.waive'), useActionContext());
  const many = Number(days);
  const refusal =
    forbidden ??
    (owner.trim() === ''
      ? 'Say who answers for it.'
      : reason.trim() === ''
        ? 'Say why.'
        : control.trim() === ''
          ? 'Say what is done instead meanwhile.'
          : !Number.isInteger(many) || many < 1 || many > longestWaiverDays
            ? `Give 1 to ${longestWaiverDays} days.`
            : null);
  if (!open) {
    return (
      <div className="button-row">
        <Button
          variant="default"
          disabled={forbidden !== null}
          title={forbidden ?? undefined}
          onClick={() => {
            setOpen(true);
          }}
        >
          Propose a waiver
        </Button>
      </div>
    );
  }
  return (
    <CommandForm
      label="Propose a waiver"
      verb="Propose"
      refusal={refusal}
      send={() =>
        call('waiver.propose', {
          checkId: check.checkId,
          owner: owner.trim(),
          reason: reason.trim(),
          compensatingControl: control.trim(),
          expiresAt: new Date(Date.now() + many * day).toISOString(),
        })
      }
      done="Proposed: another person approves it on the risk screen."
      onDone={() => {
        setOpen(false);
      }}
      onLeave={() => {
        setOpen(false);
      }}
    >
      <TextInput
        label="Who answers for it"
        value={owner}
        data-autofocus
        onChange={(event) => {
          setOwner(event.currentTarget.value);
        }}
      />
      <Textarea
        label="Why it is acceptable"
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <Textarea
        label="What is done instead meanwhile"
        value={control}
        onChange={(event) => {
          setControl(event.currentTarget.value);
        }}
      />
      <TextInput
        label="For how many days"
        value={days}
        inputMode="numeric"
        onChange={(event) => {
          setDays(event.currentTarget.value);
        }}
      />
    </CommandForm>
  );
}
