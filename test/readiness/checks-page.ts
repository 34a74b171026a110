import { readFileSync } from 'node:fs';

import type { CheckListing, Figure } from '#shared/domain/readiness.ts';

import { thresholdText } from '../../src/main/readiness/figure-text.ts';
import type { PlantedDefect } from './planted-defect.ts';

/** A row of the table in docs/readiness-checks.md. */
export interface PageRow {
  phase: number;
  checkId: string;
  proves: string;
  mustBe: string;
  broken: string;
}

/** Every row of the page, in its order. */
export function pageRows(): PageRow[] {
  const page = readFileSync(new URL('../../docs/readiness-checks.md', import.meta.url), 'utf8');
  let phase = 0;
  return page.split('\n').flatMap((line) => {
    phase = Number(/^## Phase (\d)/.exec(line)?.[1] ?? phase);
    const row = /^\| `([^`]+)` \| (.*) \| (.*) \| (.*) \|$/.exec(line);
    if (row === null) return [];
    const [, checkId = '', proves = '', mustBe = '', broken = ''] = row;
    return [{ phase, checkId, proves, mustBe, broken }];
  });
}

/** What the page says of a check's worth. */
export function provesText({ title, why, critical, negativeControl }: CheckListing): string {
  const marks = [critical ? 'critical' : '', negativeControl ? 'negative control' : '']
    .filter((mark) => mark !== '')
    .join(', ');
  return `**${title}.** ${why}${marks === '' ? '' : ` (${marks})`}`;
}

/** What the page says of a check's figures. */
export function mustBeText(figures: readonly Figure[]): string {
  const held = figures
    .filter(({ threshold }) => threshold !== null)
    .map((figure) => `${figure.title}: ${thresholdText(figure)}`);
  return held.length === 0 ? 'what it says' : held.join('; ');
}

/** What the page says of a planted defect: what is broken, and what fails with it. */
export function brokenText({ broken, also = {} }: PlantedDefect): string {
  const others = Object.entries(also).map(
    ([checkId, why]) => ` With it \`${checkId}\` fails: ${why}`,
  );
  return [broken, ...others].join('');
}
