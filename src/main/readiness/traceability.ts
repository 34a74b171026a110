import type { Requirement } from '#shared/domain/certification.ts';
import type { CheckListing } from '#shared/domain/readiness.ts';

/**
 * What cannot be traced from a requirement to a check of this version, or from a check back to a requirement, each a
 * sentence; empty where everything can. Source: reference/controls.md, Certificate.
 */
export function traceabilityProblems(
  requirements: readonly Requirement[],
  checks: readonly Pick<CheckListing, 'checkId'>[],
): string[] {
  const there = new Set(checks.map(({ checkId }) => checkId));
  const asked = new Set(requirements.flatMap((requirement) => requirement.checks));
  const ids = requirements.map(({ requirementId }) => requirementId);
  return [
    ...(requirements.length === 0 ? ['There is no requirement.'] : []),
    ...ids
      .filter((id, nth) => ids.indexOf(id) !== nth)
      .map((id) => `There are two requirements ${id}.`),
    ...requirements.flatMap(({ requirementId, checks: named }) =>
      named.length === 0 ? [`No check proves ${requirementId}.`] : [],
    ),
    ...requirements.flatMap(({ requirementId, checks: named }) =>
      named
        .filter((checkId) => !there.has(checkId))
        .map((checkId) => `${requirementId} names ${checkId}, which is no check of this version.`),
    ),
    ...checks
      .filter(({ checkId }) => !asked.has(checkId))
      .map(({ checkId }) => `${checkId} proves no requirement.`),
  ];
}
