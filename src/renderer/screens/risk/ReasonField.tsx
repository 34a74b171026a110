import { Textarea } from '@mantine/core';

/** A reason in a line of a table, as high as what stands in it: none of it is cut. */
export function ReasonField({
  label,
  value,
  error,
  describedBy,
  onChange,
}: {
  label: string;
  value: string;
  error?: boolean;
  /** The id of what says why it is wrong. */
  describedBy?: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <Textarea
      className="reason-field"
      aria-label={label}
      rows={1}
      value={value}
      maxLength={2_000}
      error={error ?? false}
      aria-describedby={describedBy}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
