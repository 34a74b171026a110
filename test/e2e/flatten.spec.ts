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
} from './console-test.ts';
import { goToDesk, openPanel, startFault } from './simulator-panel.ts';

test('a kill that closes what is held is held by the pointer, and says what waits for a market that is closed', async ({
  page,
  desk,
}) => {
  test.setTimeout(180_000);
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'SPY');
  await openTicket(page, 'SPY', 'b');
  const limitPrice = ((await askOf(page, 'SPY')) + 0.2).toFixed(2);
  await sendOrder(page, { quantity: '100', limitPrice });
  await expect(cell(orderRow(page, /Buy.*100/), 'State')).toHaveText('Filled');
  await openPanel(page);
  await startFault(page, 'Halt an instrument', { Lasts: '600' });
  await startFault(page, 'Jump the clock', { By: '43200' });
  await goToDesk(page);

  await page.keyboard.press('Control+Shift+F');
  const dialog = page.getByRole('dialog', { name: 'Kill switch with flattening' });
  await expect(dialog.getByRole('row', { name: /SPY/ })).toContainText('Its market is closed');
  await dialog.getByRole('button', { name: /^Hold:/ }).hover();
  await page.mouse.down();
  await expect(dialog.getByText('The desk is halted.', { exact: true })).toBeVisible();
  await page.mouse.up();
  await expect(dialog.getByText(/The market is closed for SPY/)).toBeVisible();
  await expect(dialog.getByRole('row', { name: /SPY/ })).toContainText(
    'Its order is at the broker.',
  );
  expect(await violationsOn(page, 'dark')).toEqual([]);

  await page.keyboard.press('Escape');

  // Nobody is stuck with it: the order that waits is cancelled like every other.
  await goToDesk(page);
  await orderRow(page, /Sell.*100/).click();
  await page.keyboard.press('Delete');
  await expect(cell(orderRow(page, /Sell.*100/), 'State')).toHaveText('Cancelled');
});
