import type { Limits } from '#shared/domain/limits.ts';
import type { Configuration } from '#shared/domain/readiness.ts';

import { alertRules } from '../alerts/alert-rules.ts';
import { sha256 } from '../readiness/evidence-folder.ts';
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
    limitsHash: hashOf(numbers),
    alertRulesHash: hashOf({ alertRules, monitors }),
    killSwitchHash: hashOf(killControls.map(({ id }) => id)),
  };
}

/** Of the JSON with its keys in order, so that the same content always has the same hash. */
function hashOf(content: unknown): string {
  return sha256(JSON.stringify(ordered(content)));
}

function ordered(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(ordered);
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(
    Object.entries(content)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, ordered(value)]),
  );
}
