import {
  cell,
  expect,
  openTicket,
  orderRow,
  readyToTrade,
  rowsOf,
  sendOrder,
  statusOf,
  test,
  ticketOf,
  workAs,
} from './console-test.ts';

test.describe('a desk that goes away', () => {
  // The browser itself reports each knock on a closed door, and that a desk newly started knows no window.
  test.use({
    expectedComplaints: [/ERR_CONNECTION_REFUSED|WebSocket connection .* failed|status of 401/],
  });

  test('is told at once, takes nothing, and comes back with its new link', async ({
    page,
    desk,
  }) => {
    const url = await desk.start('--gateway', 'simulated', '--seed', '7');
    await page.goto(url);
    await readyToTrade(page, 'QQQ');
    await openTicket(page, 'QQQ', 'b');
    await sendOrder(page, { quantity: '10', limitPrice: '195.00' });
    await expect(cell(orderRow(page, 'QQQ'), 'State')).toHaveText('Working');

    expect(await desk.stop()).toBe(0);
    const band = page.getByRole('alert').filter({ hasText: 'The console lost the desk' });
    await expect(band).toContainText('Nothing can be sent; orders at the broker keep working.');
    await expect(page.locator('[data-connected="false"]')).toBeVisible();
    await expect(ticketOf(page).getByRole('button', { name: /Preview|Buy/ })).toBeDisabled();
    await expect(page.getByRole('button', { name: 'Kill switch', exact: true })).toBeDisabled();
    await expect(page.getByRole('button', { name: /^Cancel/ })).toBeDisabled();
    await expect(orderRow(page, 'QQQ')).toBeVisible();

    // A desk newly started lets in whom it invites: the window says so, and its new link brings all back.
    const { port } = new URL(url);
    const invitation = await desk.start('--gateway', 'simulated', '--port', port);
    await expect(band).toContainText(/Ask the desk/, { timeout: 15_000 });
    expect(new URL(invitation).port).toBe(port);
    await page.goto(invitation);
    await expect(band).toBeHidden({ timeout: 20_000 });
    await readyToTrade(page, 'QQQ');
    await expect(cell(orderRow(page, 'QQQ'), 'State')).toHaveText('Working');
    await orderRow(page, 'QQQ').click();
    await page.keyboard.press('Delete');
    await expect(cell(orderRow(page, 'QQQ'), 'State')).toHaveText('Cancelled');
  });
});

test('two windows show the same desk', async ({ page, context, desk }) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'QQQ');
  const opened = context.waitForEvent('page');
  await page.keyboard.press('Control+k');
  await expect(page.getByLabel('Find an action')).toBeFocused();
  await page.keyboard.type('another window');
  await page.keyboard.press('Enter');
  const second = await opened;
  await readyToTrade(second, 'QQQ');

  await openTicket(page, 'QQQ', 'b');
  await sendOrder(page, { quantity: '10', limitPrice: '195.00' });
  await expect(cell(orderRow(second, 'QQQ'), 'State')).toHaveText('Working');
  await orderRow(second, 'QQQ').click();
  await second.keyboard.press('Delete');
  await expect(cell(orderRow(page, 'QQQ'), 'State')).toHaveText('Cancelled');

  // What one window decides stands in both, and outlives either. Each has a person of its own.
  await workAs(second, 'Risk officer');
  await expect(statusOf(page).getByRole('button', { name: /^Person:/ })).toContainText('Operator');
  await second.keyboard.press('2');
  const form = second.getByRole('form', { name: 'Set trading state' });
  await form.getByText('REDUCING').click();
  await form.getByLabel('Reason').fill('Lunch.');
  await form.getByRole('button', { name: 'Set REDUCING' }).click();
  await expect(statusOf(page).getByRole('button', { name: /REDUCING/ })).toBeVisible();
  await page.close();
  await expect(statusOf(second).getByRole('button', { name: /REDUCING/ })).toBeVisible();
  await second.keyboard.press('1');
  await expect(rowsOf(second, 'Orders')).toHaveCount(2);
});
