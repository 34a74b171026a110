import { TextInput } from '@mantine/core';
import type { KeyboardEvent, ReactNode, Ref } from 'react';

interface FigureFieldProps {
  label: string;
  value: string;
  /** What stands at the right end of the field, for example the tick. */
  hint?: ReactNode;
  error?: string | null;
  disabled?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  onChange: (text: string) => void;
  /** An arrow key asks for so many steps: one, or ten with Shift. */
  onStep: (steps: number) => void;
}

const stepKeys: Record<string, number> = { ArrowUp: 1, ArrowDown: -1 };
const shiftSteps = 10;

/** A figure a person writes or steps with the arrow keys. */
export function FigureField({
  label,
  value,
  hint,
  error,
  disabled = false,
  inputRef,
  onChange,
  onStep,
}: FigureFieldProps) {
  return (
    <TextInput
      label={label}
      value={value}
      ref={inputRef}
      error={error ?? false}
      disabled={disabled}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      rightSection={hint}
      rightSectionWidth="auto"
      rightSectionPointerEvents="none"
      className="figure-field"
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
      onFocus={(event) => {
        event.currentTarget.select();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        const step = stepKeys[event.key];
        if (step === undefined) return;
        event.preventDefault();
        onStep(event.shiftKey ? step * shiftSteps : step);
      }}
    />
  );
}
