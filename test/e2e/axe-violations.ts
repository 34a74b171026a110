import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What breaks WCAG 2.2 at level A or AA on the page as it stands, or in one part of it, with where. */
export async function violationsOn(
  page: Page,
  theme: 'dark' | 'light',
  part?: string,
): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({
    // The themes differ in colours alone, so everything else is looked at once.
    runOnly: theme === 'dark' ? levels : ['color-contrast'],
    resultTypes: ['violations'],
    preload: false,
  });
  if (part !== undefined) axe.include(part);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}\n${failureSummary}`,
    ),
  );
}
