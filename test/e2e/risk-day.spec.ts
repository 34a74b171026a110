import type { Page } from '@playwright/test';

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
  ticketOf,
  workAs,
} from './console-test.ts';
import { goToDesk, openPanel, startFault } from './simulator-panel.ts';

const main = (page: Page, name: string) => page.getByRole('main', { name });

/** Goes to a screen by the rail, out of whatever field the focus is in. */
async function goTo(page: Page, screen: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: screen })
    .click();
  await expect(main(page, screen)).toBeVisible();
}

test('a breach, its alert, new limits by two people, a kill, and a desk set free by two', async ({
  page,
  desk,
}) => {
  test.setTimeout(180_000);
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'XOM');
  const ticket = ticketOf(page);

  // The operator's order is above a limit: denied, and nothing is sent.
  await openTicket(page, 'XOM', 'b');
  const price = ((await askOf(page, 'XOM')) - 1).toFixed(2);
  const quantity = String(Math.ceil(260_000 / Number(price)));
  await sendOrderAnyway(page, quantity, price);
  const order = orderRow(page, 'XOM').first();
  await expect(cell(order, 'State')).toHaveText('Denied');
  await expect(cell(order, 'Note')).toContainText('Order value');

  // The broker swallows one that is allowed. The alert comes, and it is not the operator's own to acknowledge.
  await openPanel(page);
  await startFault(page, 'Swallow orders');
  await goToDesk(page);
  await openTicket(page, 'AAPL', 'b');
  const below = ((await askOf(page, 'AAPL')) - 3).toFixed(2);
  await sendOrder(page, { quantity: '10', limitPrice: below });
  await goTo(page, 'Alerts');
  const alerts = main(page, 'Alerts');
  const swallowed = alerts.getByRole('heading', { name: 'No answer from the broker' });
  const queued = alerts.getByRole('row').filter({ hasText: 'No answer from the broker' });
  await expect(queued).toBeVisible({ timeout: 20_000 });
  await queued.click();
  await expect(swallowed).toBeVisible();
  // What to do stands beside it.
  await expect(alerts.getByRole('region', { name: 'Runbook' })).toContainText(/Over when/);
  await alerts.getByLabel('Note', { exact: true }).fill('I look it up in TWS.');
  await alerts.getByRole('button', { name: 'Acknowledge', exact: false }).first().click();
  await expect(
    alerts.getByText(/order of yours, and nobody acknowledges that alone/),
  ).toBeVisible();

  // The risk officer does, from the same window.
  await workAs(page, 'Risk officer');
  await alerts.getByLabel('Note', { exact: true }).fill('TWS does not have it; it never arrived.');
  await alerts.getByRole('button', { name: 'Acknowledge', exact: false }).first().click();
  await expect(alerts.getByText(/Acknowledged by risk-officer/i).first()).toBeVisible();
  await openPanel(page);
  await page.keyboard.press('e');

  // The operator proposes a wider limit, and cannot approve it.
  await workAs(page, 'Operator');
  await goTo(page, 'Risk');
  const risk = main(page, 'Risk');
  const limits = risk.getByRole('region', { name: 'Limits' });
  await limits.getByRole('button', { name: /^Propose/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Propose new limits' });
  await dialog.getByLabel('Order value, at most', { exact: true }).fill('300000');
  await dialog.getByRole('tab', { name: 'Monitors' }).click();
  const slow = dialog.getByLabel('The gateway answers slowly: warning from');
  await slow.fill('many');
  await expect(
    dialog.getByText(/^Monitors, The gateway answers slowly: Write a number/),
  ).toBeVisible();
  await slow.fill('400');
  await dialog.getByRole('tab', { name: 'Permissions' }).click();
  await dialog.getByRole('combobox', { name: 'Person' }).click();
  await page.getByRole('option', { name: 'Tester' }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByLabel('Tester: Order types').selectOption('Only these');
  await dialog.getByLabel('LMT', { exact: true }).check();
  await dialog.getByLabel('Tester: why').fill('Nothing that has no price.');
  await dialog.getByLabel('Reason', { exact: true }).fill('The index is wanted in one order.');
  expect(await violationsOn(page, 'dark')).toEqual([]);
  await dialog.getByRole('button', { name: 'Propose version 2' }).click();
  await expect(dialog).toBeHidden();
  const proposals = risk.getByRole('region', { name: 'Proposals' });
  await expect(proposals.getByText('You made it: another person approves.')).toBeVisible();
  await expect(proposals.getByRole('button', { name: 'Approve' })).toBeHidden();

  // The risk officer is told that it waits, reads what it changes, and approves.
  await workAs(page, 'Risk officer');
  await statusOf(page)
    .getByRole('button', { name: /1 to decide/ })
    .click();
  await expect(proposals).toContainText('Order value, at most');
  await expect(proposals).toContainText('Monitor · The gateway answers slowly · warning from');
  await expect(proposals).toContainText('May trade · Tester · order types · LMT');
  await proposals.getByLabel('What you looked at, or why not').fill('A quarter more is bearable.');
  await proposals.getByRole('button', { name: 'Approve' }).click();
  await expect(limits).toContainText('version 2');
  await limits.getByRole('button', { name: 'History' }).click();
  await expect(limits.getByText('The index is wanted in one order.')).toBeVisible();
  expect(await violationsOn(page, 'dark')).toEqual([]);

  // The same order passes that control now.
  await workAs(page, 'Operator');
  await goToDesk(page);
  await openTicket(page, 'XOM', 'b');
  await ticket.getByLabel(/^Quantity/).fill(quantity);
  await ticket.getByLabel(/^Limit price/).fill(price);
  await expect(ticket.getByRole('region', { name: 'Controls' })).toContainText(/✓ \d+ pass/);
  await expect(ticket.getByText(/Order value .* is above/)).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(ticket.getByRole('button', { name: /^Buy [\d\s]+ XOM at/ })).toBeVisible();
  await page.keyboard.press('Enter');
  const working = orderRow(page, 'XOM').filter({ hasText: 'Working' });
  await expect(working).toBeVisible();

  // Anyone may kill. What it halted is left by two people.
  const kill = page.getByRole('button', { name: 'Kill switch', exact: true });
  await kill.hover();
  await page.mouse.down();
  await expect(page.getByText('The desk is halted.', { exact: true })).toBeVisible();
  await page.mouse.up();
  await expect(orderRow(page, 'XOM').filter({ hasText: 'Cancelled' })).toBeVisible();
  await workAs(page, 'Risk officer');
  await goTo(page, 'Risk');
  const form = risk.getByRole('form', { name: 'Set trading state' });
  await form.getByText('ACTIVE', { exact: true }).click();
  await form.getByLabel('Reason').fill('The cause is known and mended.');
  await form.getByRole('button', { name: 'Propose ACTIVE' }).click();
  await expect(proposals.getByText('You made it: another person approves.')).toBeVisible();
  await expect(statusOf(page).getByRole('button', { name: /HALTED/ })).toBeVisible();
  await workAs(page, 'Tester');
  await statusOf(page)
    .getByRole('button', { name: /1 to decide/ })
    .click();
  await proposals.getByLabel('What you looked at, or why not').fill('Orders and positions agree.');
  await proposals.getByRole('button', { name: 'Approve' }).click();
  await expect(statusOf(page).getByRole('button', { name: /ACTIVE/ })).toBeVisible();

  // All of it is on record, with who.
  await goTo(page, 'Journal');
  const journal = rowsOf(page, 'Journal');
  await expect(journal.filter({ hasText: 'Orders and positions agree.' }).first()).toBeVisible();
});

/** Writes an order that the controls deny, and sends it all the same, by Enter and Enter. */
async function sendOrderAnyway(page: Page, quantity: string, price: string): Promise<void> {
  const ticket = ticketOf(page);
  await ticket.getByLabel(/^Quantity/).fill(quantity);
  await ticket.getByLabel(/^Limit price/).fill(price);
  await expect(ticket.getByText(/Order value .* is above/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(ticket.getByText('The controls deny this order', { exact: false })).toBeVisible();
  await page.keyboard.press('Enter');
}
