import { PasswordInput } from '@mantine/core';
import type { Ref } from 'react';

/** A passphrase being written; `new` and `present` tell the browser's own store of passphrases which it is. */
export function PassphraseField({
  label,
  kind,
  description,
  value,
  onChange,
  fieldRef,
}: {
  label: string;
  kind: 'new' | 'present';
  description?: string;
  value: string;
  onChange: (value: string) => void;
  fieldRef?: Ref<HTMLInputElement>;
}) {
  return (
    <PasswordInput
      ref={fieldRef}
      label={label}
      description={description}
      value={value}
      maxLength={256}
      autoComplete={kind === 'new' ? 'new-password' : 'current-password'}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
