import type { Limits } from '#shared/domain/limits.ts';
import type { Configuration } from '#shared/domain/readiness.ts';

import { alertRules } from '../alerts/alert-rules.ts';
import { contentHash } from '../readiness/content-hash.ts';
import { killControls } from '../risk/kill-controls.ts';

/** What a certificate is for, as it is now. Source: reference/controls.md, Limits and Certificate. */
export function configurationOf({
  version,
  commit,
  limits,
}: {
  version: string;
  commit: string | null;
  limits: Limits;
}): Configuration {
  const { version: limitsVersion, monitors, ...numbers } = limits;
  return {
    version,
    commit,
    limitsVersion,
    limitsHash: contentHash(numbers),
    alertRulesHash: contentHash({ alertRules, monitors }),
    killSwitchHash: contentHash(killControls.map(({ id }) => id)),
  };
}
