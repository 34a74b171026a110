import { alertTitles, titleOfRule } from '#shared/domain/alert-titles.ts';

import type { Check } from '../check.ts';
import type { CheckWorld } from '../check-world.ts';
import { sha256 } from '../evidence-folder.ts';
import { atLeast, count, none } from '../figures.ts';
import { runbookProblems, type RunbookRule } from '../runbook.ts';
import { everyGateway } from './gateways.ts';

/** Every rule the desk alerts on, with the monitors of the limits in force. */
export async function rulesInForce({ desk }: Pick<CheckWorld, 'desk'>): Promise<RunbookRule[]> {
  const { limits } = await desk.call('limits.read', {});
  const ids = new Set([...Object.keys(alertTitles), ...Object.keys(limits.monitors)]);
  return [...ids].map((rule) => ({ rule, title: titleOfRule(rule) }));
}

export const runbookCovers: Check = {
  checkId: 'runbook-covers',
  title: 'The runbook says what to do for every alert',
  why: 'Whoever is called must know what it means, what to do, and when it is over.',
  phase: 6,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 5_000,
  async run(world) {
    const rules = await rulesInForce(world);
    const runbook = world.installation.runbook();
    const problems = runbookProblems(runbook, rules);
    return {
      figures: [
        count('rules', 'Rules in force', rules.length, atLeast(1)),
        count('gaps', 'What the runbook lacks', problems.length, none),
      ],
      evidence: [
        {
          name: 'rules.json',
          title: 'Rules in force, and the SHA-256 of the runbook that was compared with them',
          contents: JSON.stringify(
            { runbookSha256: runbook === null ? null : sha256(runbook), rules },
            null,
            2,
          ),
        },
      ],
      problems,
      found: `The runbook has a whole section for each of ${rules.length} rules, and none for another.`,
    };
  },
};
