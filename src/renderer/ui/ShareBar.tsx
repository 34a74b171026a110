import type { CSSProperties } from 'react';

/** How much of a limit is used, as a bar. The figures stand beside it; it warns from nine tenths on. */
export function ShareBar({ label, used, limit }: { label: string; used: number; limit: number }) {
  const share = limit <= 0 ? 1 : Math.min(1, Math.max(0, used / limit));
  const fill: CSSProperties & { '--share': number } = { '--share': share };
  return (
    <span
      className={share >= 0.9 ? 'share-bar share-bar-full' : 'share-bar'}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={Math.min(used, limit)}
      aria-valuetext={`${used} of ${limit}`}
    >
      <span style={fill} />
    </span>
  );
}
