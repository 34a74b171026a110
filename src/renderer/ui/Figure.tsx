import type { ReactNode } from 'react';

import { unknown } from '../format.ts';

/** A label and its figure on one line. An unknown figure says on hover why it is not known. */
export function Figure({
  label,
  value,
  why,
  tone,
}: {
  label: string;
  value: ReactNode;
  why?: string;
  tone?: 'up' | 'down' | 'flat';
}) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd className={tone} title={value === unknown ? why : undefined}>
        {value}
      </dd>
    </div>
  );
}
