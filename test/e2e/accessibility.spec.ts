import type { Page } from '@playwright/test';

import { violationsOn } from './axe-violations.ts';
import {
  askOf,
  cell,
  expect,
  openTicket,
  orderRow,
  readyToTrade,
  sendOrder,
  test,
  ticketOf,
} from './console-test.ts';
import { openPanel, panel, startFault } from './simulator-panel.ts';

/** A page in one theme, with how to ask whether it keeps to the rules. */
async function dressed(
  page: Page,
  theme: 'dark' | 'light',
): Promise<(what: string, part?: string) => Promise<void>> {
  await page.addInitScript((chosen) => {
    localStorage.setItem('deskcheck.settings', JSON.stringify({ theme: chosen }));
  }, theme);
  return async (what, part) => {
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    expect.soft(await violationsOn(page, theme, part), what).toEqual([]);
  };
}

const main = (page: Page, name: string) => page.getByRole('main', { name });

// Looking at a full desk costs the browser seconds, many on a busy machine.
test.describe.configure({ timeout: 120_000 });

for (const theme of ['dark', 'light'] as const) {
  test(`first start and desk keep to WCAG 2.2 AA, ${theme}`, async ({ page, desk }) => {
    const keeps = await dressed(page, theme);
    await page.goto(await desk.start('--seed', '7'));
    await page.getByText('How to enable the API').click();
    await keeps('first start');
    await page.getByRole('button', { name: 'Practice' }).click();
    await readyToTrade(page, 'SPY');

    await openTicket(page, 'SPY', 'b');
    const bid = (await askOf(page, 'SPY')) + 1;
    await sendOrder(page, { quantity: '10', limitPrice: bid.toFixed(2) });
    await expect(cell(orderRow(page, 'SPY'), 'State')).toHaveText('Filled');
    await openTicket(page, 'AAPL', 's');
    await sendOrder(page, { quantity: '20000', limitPrice: '200.00' });
    await expect(ticketOf(page).getByText('Denied. Nothing was sent.')).toBeVisible();
    await keeps('desk with orders and a denied ticket');

    await page.getByRole('button', { name: /^Link: Ready/ }).click();
    await expect(page.getByRole('heading', { name: 'Link: Ready' })).toBeVisible();
    await keeps('the link explained', '.mantine-Popover-dropdown');
  });

  test(`the other screens keep to WCAG 2.2 AA, ${theme}`, async ({ page, desk }) => {
    const keeps = await dressed(page, theme);
    await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
    await readyToTrade(page, 'AAPL');
    await openTicket(page, 'AAPL', 's');
    await sendOrder(page, { quantity: '20000', limitPrice: '200.00' });
    await expect(ticketOf(page).getByText('Denied. Nothing was sent.')).toBeVisible();

    const kill = page.getByRole('button', { name: 'Kill switch', exact: true });
    await kill.hover();
    await page.mouse.down();
    await expect(page.getByText('The desk is halted.', { exact: true })).toBeVisible();
    await page.mouse.up();
    await keeps('kill switch engaged', '.kill-report');

    await page.keyboard.press('2');
    const riskTab = (name: RegExp) => main(page, 'Risk').getByRole('tab', { name });
    await expect(main(page, 'Risk').getByRole('grid', { name: 'Exposure' })).toBeVisible();
    await keeps('risk, exposure');
    await riskTab(/^Denied orders/).click();
    await expect(main(page, 'Risk').getByText(/\d+ deny, \d+ warn, \d+ pass/)).toBeVisible();
    await keeps('risk, denied orders');
    await riskTab(/^Breaks/).click();
    await expect(main(page, 'Risk').getByText(/desk and broker agree/)).toBeVisible();
    await keeps('risk, breaks');
    await page.keyboard.press('Shift+W');
    const whatIf = main(page, 'Risk').getByRole('region', { name: 'What if', exact: true });
    await whatIf.getByRole('combobox', { name: 'Instrument' }).click();
    await page.getByRole('option', { name: 'SPY', exact: true }).click();
    await expect(whatIf.getByRole('table')).toBeVisible();
    await keeps('risk, what if');
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('button', { name: 'Alerts' })
      .click();
    await expect(
      main(page, 'Alerts').getByRole('heading', { name: 'Kill switch engaged' }),
    ).toBeVisible();
    await keeps('alerts');
    await page.keyboard.press('4');
    await expect(main(page, 'Journal').getByText('Chain hash, SHA-256')).toBeVisible();
    await keeps('journal');
    await page.keyboard.press('5');
    await expect(main(page, 'Settings')).toBeVisible();
    await keeps('settings');
    await openPanel(page);
    await startFault(page, 'Lose the broker (1100)', { Lasts: '60' });
    await expect(panel(page).getByText('New risk is denied.')).toBeVisible();
    await keeps('simulator');

    await page.keyboard.press('Control+k');
    await page.getByLabel('Find an action').fill('theme');
    await expect(page.getByText('Use the dark theme')).toBeVisible();
    await keeps('palette', '[role="dialog"]');
  });
}
