import { TextInput } from '@mantine/core';

import { asksForReason, type Verdict } from '#shared/domain/control.ts';

/** Where a person says why an order should leave that soft controls alone deny. Shown only while it is of use. */
export function OverrideField({
  verdicts,
  reason,
  disabled,
  onChange,
}: {
  verdicts: readonly Verdict[];
  reason: string;
  disabled: boolean;
  onChange: (reason: string) => void;
}) {
  const overridden = verdicts.some(({ overrideReason }) => overrideReason !== null);
  if (!overridden && !asksForReason(verdicts)) return null;
  return (
    <TextInput
      label="Reason to send it all the same"
      description="Goes on record beside what the control says."
      value={reason}
      maxLength={2000}
      disabled={disabled}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
