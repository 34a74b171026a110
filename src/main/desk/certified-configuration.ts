import type { Limits } from '#shared/domain/limits.ts';
import type { Configuration } from '#shared/domain/readiness.ts';

import { alertRules } from '../alerts/alert-rules.ts';
import { contentHash } from '../readiness/content-hash.ts';
import { killControls } from '../risk/kill-controls.ts';

/**
 * What a certificate is for, as it is now. Source: reference/controls.md, Limits and Certificate.
 * @param rules severity and kind of every alert; those that ship unless given.
 * @param kill what an order must pass that the kill switch flattens with; what ships unless given.
 */
export function configurationOf({
  version,
  commit,
  limits,
  rules = alertRules,
  kill = killControls,
}: {
  version: string;
  commit: string | null;
  limits: Limits;
  rules?: Readonly<Record<string, unknown>>;
  kill?: readonly { id: string }[];
}): Configuration {
  const { version: limitsVersion, monitors, ...numbers } = limits;
  return {
    version,
    commit,
    limitsVersion,
    limitsHash: contentHash(numbers),
    alertRulesHash: contentHash({ alertRules: rules, monitors }),
    killSwitchHash: contentHash(kill.map(({ id }) => id)),
  };
}
