import type { Page } from '@playwright/test';

import {
  allPass,
  cell,
  expect,
  orderRow,
  readyToTrade,
  rowsOf,
  staffDesk,
  statusOf,
  test,
  ticketOf,
} from './console-test.ts';
import { closedPort } from './gateway-process.ts';

test('without a gateway the console says why, and is ready by itself once there is one', async ({
  page,
  desk,
  gateway,
}) => {
  const port = await closedPort();
  await page.goto(await desk.start('--gateway', 'paper', '--gateway-port', String(port)));
  await staffDesk(page);
  const status = statusOf(page);
  await expect(status.getByText('PAPER')).toBeVisible();

  // Why, what to do, and when it is tried again.
  const link = status.getByRole('button', { name: /^Link: / });
  await expect(link).toContainText(/Down|Connecting/);
  await link.click();
  const told = page.getByRole('dialog');
  await expect(told.getByText(new RegExp(`127\\.0\\.0\\.1:${port}`)).first()).toBeVisible();
  await expect(told.getByRole('listitem').first()).toBeVisible();
  await expect(told.getByText(/^Attempt \d+/)).toBeVisible();
  await page.keyboard.press('Escape');

  // Everything that needs no gateway works.
  await page.keyboard.press('6');
  await expect(rowsOf(page, 'Journal').nth(1)).toBeVisible();
  await page.keyboard.press('2');
  await expect(page.getByRole('row', { name: /Price collar around/i })).toBeVisible();
  await page.keyboard.press('1');

  expect(await gateway.start(port)).toBe(port);
  await expect(status.getByRole('button', { name: /^Link: Ready/ })).toBeVisible({
    timeout: 20_000,
  });
  await expect(status.getByText('DU1000001')).toBeVisible();
});

/** Puts an instrument on the watchlist, which is empty on a gateway that is not for practice. */
async function watch(page: Page, symbol: string): Promise<void> {
  await page.keyboard.press('i');
  const dialog = page.getByRole('dialog', { name: 'Add instrument' });
  await dialog.getByLabel('Symbol or name').fill(symbol);
  await dialog.getByRole('button', { name: new RegExp(`^${symbol}`) }).click();
  await expect(dialog).toBeHidden();
  await readyToTrade(page, symbol);
}

test('when the gateway goes, orders are denied in words until it is back', async ({
  page,
  desk,
  gateway,
}) => {
  const port = await gateway.start(0);
  await page.goto(await desk.start('--gateway', 'paper', '--gateway-port', String(port)));
  await staffDesk(page);
  await expect(page.getByText('The desk watches nothing yet.')).toBeVisible();
  await watch(page, 'SPY');
  await page.keyboard.press('b');
  const ticket = ticketOf(page);
  await expect(allPass(ticket)).toBeVisible();

  await gateway.stop();
  const status = statusOf(page);
  await expect(status.getByRole('button', { name: /^Link: (Down|Connecting)/ })).toBeVisible();
  await expect(ticket.getByText(/\d deny/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(ticket.getByText(/The controls deny this order/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(ticket.getByText('Denied. Nothing was sent.')).toBeVisible();
  await expect(ticket.getByText(/link/i).first()).toBeVisible();
  await expect(cell(orderRow(page, 'SPY'), 'State')).toHaveText('Denied');

  await gateway.start(port);
  await expect(status.getByRole('button', { name: /^Link: Ready/ })).toBeVisible({
    timeout: 20_000,
  });
});

test('a live account is shadow: read, and no order leaves', async ({ page, desk, gateway }) => {
  const port = await gateway.start(0, '--accounts', 'U1234567');
  await page.goto(await desk.start('--gateway', 'paper', '--gateway-port', String(port)));
  await staffDesk(page);
  const status = statusOf(page);
  await expect(status.getByText('SHADOW: LIVE ACCOUNT, NO ORDERS')).toBeVisible();
  await expect(status.getByText('U1234567')).toBeVisible();
  await watch(page, 'SPY');
  await page.keyboard.press('b');
  const ticket = ticketOf(page);
  await expect(ticket.getByText(/1 deny/)).toBeVisible();
  await expect(ticket.getByText(/U1234567|live account/i).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(ticket.getByText(/The controls deny this order/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(ticket.getByText('Denied. Nothing was sent.')).toBeVisible();
  await expect(cell(orderRow(page, 'SPY'), 'State')).toHaveText('Denied');
});
