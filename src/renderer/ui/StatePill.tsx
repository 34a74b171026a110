import type { ReactNode } from 'react';

/** A state in a word, its tone as a dot of its own shape: round is good, a triangle warns, a diamond is critical. */
export function StatePill({
  tone,
  word,
  detail,
}: {
  tone: 'good' | 'warning' | 'critical';
  word: string;
  detail?: ReactNode;
}) {
  return (
    <span className={`pill pill-${tone}`}>
      <span className="pill-mark" aria-hidden="true" />
      <span>{word}</span>
      {detail !== undefined && <span className="muted">{detail}</span>}
    </span>
  );
}
