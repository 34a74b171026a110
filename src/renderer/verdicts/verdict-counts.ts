import { isDenial, type Verdict } from '#shared/domain/control.ts';

/** How many controls let an order pass, warn about it or deny it. */
export function countVerdicts(verdicts: readonly Verdict[]): {
  passed: number;
  warned: number;
  denied: number;
} {
  let passed = 0;
  let warned = 0;
  let denied = 0;
  for (const verdict of verdicts) {
    if (isDenial(verdict)) denied += 1;
    else if (verdict.outcome === 'warn') warned += 1;
    else if (verdict.outcome === 'pass') passed += 1;
  }
  return { passed, warned, denied };
}
