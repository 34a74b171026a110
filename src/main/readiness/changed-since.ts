import type { Configuration } from '#shared/domain/readiness.ts';

/** The first thing of a configuration that is not as it was, as a clause; null where nothing is. */
export function changedSince(before: Configuration, now: Configuration): string | null {
  if (before.version !== now.version || before.commit !== now.commit) {
    return 'another version of the program was installed';
  }
  if (before.limitsHash !== now.limitsHash) return 'the limits were changed';
  if (before.alertRulesHash !== now.alertRulesHash) return 'the alert rules were changed';
  if (before.killSwitchHash !== now.killSwitchHash) return 'what the kill switch does was changed';
  return null;
}
