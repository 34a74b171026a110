import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { violationsOn } from './axe-violations.ts';
import {
  askOf,
  cell,
  expect,
  openTicket,
  orderRow,
  readyToTrade,
  rowsOf,
  sendOrder,
  statusOf,
  test,
  workAs,
} from './console-test.ts';
import { openPanel, reaction, startFault } from './simulator-panel.ts';

// The page knocks on the closed door of the desk while that restarts.
test.use({ expectedComplaints: [/ERR_CONNECTION_REFUSED/] });

test('a break is seen where the eye is, and accepted with a note', async ({ page, desk }) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'XOM');
  await openTicket(page, 'XOM', 'b');
  const price = (await askOf(page, 'XOM')) + 0.5;
  await sendOrder(page, { quantity: '100', limitPrice: price.toFixed(2) });
  await expect(cell(orderRow(page, 'XOM'), 'State')).toHaveText('Filled');

  // The practice broker forgets everything: what the desk holds and what the broker holds now differ.
  expect(await desk.stop()).toBe(0);
  rmSync(join(desk.dataDir, 'simulated', 'simulated-gateway.json'));
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'XOM');

  // A fill of a moment ago may still be on its way, so only a later reconciliation tells.
  const count = statusOf(page).getByRole('button', { name: /breaks?$/ });
  await openPanel(page);
  await expect(async () => {
    await startFault(page, 'Drop the connection');
    await expect(count).toBeVisible({ timeout: 2_500 });
  }).toPass({ timeout: 20_000 });
  await expect(reaction(page, 'Breaks')).toContainText('Position in XOM: desk 100, broker 0');
  await expect(reaction(page, 'Link and trading state')).toContainText('Ready');
  await page.keyboard.press('3');
  const alerts = page.getByRole('main', { name: 'Alerts' });
  await alerts
    .getByText(/^Position in XOM/)
    .first()
    .click();
  await alerts.getByRole('button', { name: 'Show breaks' }).click();

  // The operator sees it; to take the broker's figure is the risk officer's.
  await workAs(page, 'Risk officer');
  const breaks = page.getByRole('region', { name: 'Breaks' });
  const position = breaks.getByRole('row', { name: /Position in XOM/ });
  await expect(position).toContainText('100');
  await expect(position.getByRole('cell').nth(2)).toHaveText(/\d\d:\d\d:\d\d/);
  await position
    .getByRole('button', { name: "Accept the broker's figure: Position in XOM" })
    .click();
  const dialog = page.getByRole('dialog', { name: "Accept the broker's figure" });
  const accept = dialog.getByRole('button', { name: 'Accept 0' });
  await expect(accept).toBeDisabled();
  expect(await violationsOn(page, 'dark')).toEqual([]);
  await dialog.getByLabel('Note').fill('The practice account was reset overnight.');
  await accept.click();
  await expect(dialog).toBeHidden();
  await expect(position).toBeHidden();

  await page.keyboard.press('6');
  await expect(rowsOf(page, 'Journal').filter({ hasText: 'reset overnight' })).toBeVisible();
  await page.keyboard.press('1');
  await expect(cell(rowsOf(page, 'Positions').filter({ hasText: 'XOM' }), 'Quantity')).toHaveText(
    '0',
  );
});
