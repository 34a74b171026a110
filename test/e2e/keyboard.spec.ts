import {
  askOf,
  cell,
  expect,
  orderRow,
  readyToTrade,
  rowsOf,
  statusOf,
  test,
  ticketOf,
} from './console-test.ts';

test('the desk is worked by keyboard alone', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'QQQ');
  const press = (keys: string) => page.keyboard.press(keys);

  // Digits are the screens.
  for (const [digit, screen] of [
    'Desk',
    'Risk',
    'Alerts',
    'Readiness',
    'Load lab',
    'Journal',
    'Settings',
  ].entries()) {
    await press(String(digit + 1));
    await expect(page.getByRole('main', { name: screen })).toBeVisible();
  }
  await press('1');

  // Tab goes into the watchlist, the arrows choose an instrument, B opens a ticket on it.
  await expect(rowsOf(page, 'Watchlist').filter({ hasText: 'QQQ' })).toBeVisible();
  const focused = page.locator(':focus');
  await expect(async () => {
    await press('Tab');
    await expect(focused).toHaveAttribute('role', 'columnheader', { timeout: 100 });
  }).toPass();
  await press('ArrowDown');
  await press('ArrowDown');
  await press('b');
  const ticket = ticketOf(page);
  await expect(ticket.getByText('QQQ', { exact: true })).toBeVisible();
  await expect(ticket.getByLabel(/^Quantity/)).toBeFocused();

  // The arrows step a price by its tick, with Shift by ten.
  await page.keyboard.type('20');
  await press('Tab');
  const price = ticket.getByLabel(/^Limit price/);
  await expect(price).toBeFocused();
  const limit = (await askOf(page, 'QQQ')) - 2;
  await page.keyboard.type(limit.toFixed(2));
  await press('ArrowUp');
  await press('Shift+ArrowDown');
  await expect(price).toHaveValue((limit - 0.09).toFixed(2));

  // Enter previews, Enter sends, Esc leaves.
  await press('Enter');
  await expect(ticket.getByRole('button', { name: /^Buy 20 QQQ at/ })).toBeVisible();
  await press('Enter');
  await expect(ticket.getByText(/is recorded and on its way/)).toBeVisible();
  const order = orderRow(page, 'QQQ');
  await expect(cell(order, 'State')).toHaveText('Working');
  await press('Escape');
  await expect(ticket).toBeHidden();

  // A sell ticket on the same instrument, given up.
  await press('s');
  await expect(ticket.getByRole('radio', { name: /^Sell/ })).toBeChecked();
  await press('Escape');
  await expect(ticket).toBeHidden();

  // The order just sent is the selected one: Delete cancels it.
  await press('Delete');
  await expect(cell(order, 'State')).toHaveText('Cancelled');

  // The palette finds what a person wants to do; ? shows the shortcuts.
  await press('Control+k');
  await expect(page.getByLabel('Find an action')).toBeFocused();
  await page.keyboard.type('light theme');
  await press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  await expect(page.getByLabel('Find an action')).toBeHidden();
  await press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Shortcuts' });
  await expect(shortcuts.getByText(/^Kill switch: halt the desk/)).toBeVisible();
  await press('Escape');
  await expect(shortcuts).toBeHidden();
});

test('a key acts on the row that has the focus, however fast it follows', async ({
  page,
  desk,
}) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'QQQ');
  const symbol = page
    .getByRole('grid', { name: 'Watchlist' })
    .getByRole('gridcell', { name: 'QQQ', exact: true });
  // In one turn of the page, as when the machine is busy and click and key wait in its queue together.
  await symbol.evaluate((cellOfRow: HTMLElement) => {
    cellOfRow.focus();
    cellOfRow.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', bubbles: true }));
  });
  await expect(ticketOf(page).getByText('QQQ', { exact: true })).toBeVisible();
});

test('an alert is acknowledged with a note and resolved, by keyboard', async ({ page, desk }) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'SPY');
  const press = (keys: string) => page.keyboard.press(keys);
  const alert = page.getByRole('article', { name: 'Alert' });
  const reach = (key: string, name: string) =>
    expect(async () => {
      await press(key);
      await expect(alert.getByRole('heading', { name })).toBeVisible({ timeout: 500 });
    }).toPass();

  // Five orders that no control lets pass, one after the other.
  await press('b');
  const ticket = ticketOf(page);
  const send = ticket.getByRole('button', { name: /^Buy [\d\s]+ SPY at/ });
  for (const quantity of ['20001', '20002', '20003', '20004', '20005']) {
    await ticket.getByLabel(/^Quantity/).fill(quantity);
    await press('Enter');
    await expect(send).toBeVisible();
    await press('Enter');
    await expect(orderRow(page, `20 00${quantity.at(-1)}`)).toBeVisible();
  }
  const status = statusOf(page);
  await expect(status.getByRole('button', { name: /^Alerts: .*[1-9]/ })).toBeVisible();
  await press('Escape');
  await page.keyboard.down('Control');
  await page.keyboard.down('Shift');
  await page.keyboard.down('k');
  await expect(page.getByText('There was no open order to cancel.')).toBeVisible();
  await page.keyboard.up('k');
  await page.keyboard.up('Shift');
  await page.keyboard.up('Control');

  await press('3');
  await expect(alert.getByRole('heading', { name: 'Kill switch engaged' })).toBeVisible();
  // A machine that is busy has an alert of its own between the two.
  await reach('j', 'Many orders denied');
  await reach('k', 'Kill switch engaged');
  await expect(alert.getByText('Kill switch engaged kill-engaged', { exact: true })).toBeVisible();

  // Without a note it stays open, and the console says what is missing.
  await press('a');
  await expect(alert.getByText('Acknowledging needs a note.')).toBeVisible();
  await expect(alert.getByLabel('Note')).toBeFocused();
  await page.keyboard.type('A test of the switch. Nothing was open.');
  await press('Escape');
  await press('a');
  const row = rowsOf(page, 'Alerts').filter({ hasText: 'Kill switch engaged' });
  await expect(cell(row, 'State')).toHaveText('acknowledged');
  await expect(alert.getByText('A test of the switch. Nothing was open.').first()).toBeVisible();

  await press('n');
  await page.keyboard.type('Done with it.');
  await press('Escape');
  await press('r');
  await expect(row).toBeHidden();
  await page.getByText('All', { exact: true }).click();
  await expect(cell(row, 'State')).toHaveText('resolved');
  await expect(status.getByRole('button', { name: /^Alerts: .*[1-9]/ })).toBeVisible();
});
