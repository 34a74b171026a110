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
} from './console-test.ts';
import { goToDesk, openPanel, panel, reaction, startFault } from './simulator-panel.ts';

test('faults of connection and market are started and the desk is seen to take them', async ({
  page,
  desk,
}) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'QQQ');
  await openTicket(page, 'QQQ', 'b');
  await sendOrder(page, { quantity: '10', limitPrice: '195.00' });
  await expect(cell(orderRow(page, 'QQQ'), 'State')).toHaveText('Working');
  await openPanel(page);
  const state = reaction(page, 'Link and trading state');
  await expect(state).toContainText('Ready');
  await expect(panel(page).getByRole('region', { name: 'Clients' })).toContainText('193');

  // By keyboard alone, from the palette: the fault is in the form, Enter starts it.
  await page.keyboard.press('Control+k');
  await page.getByLabel('Find an action').fill('drop the connection');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByLabel('Client', { exact: true })).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(reaction(page, 'Facts')).toContainText(/Link down/);
  await expect(reaction(page, 'Facts')).toContainText(/Fate unknown: buy 10 QQQ at limit 195\.00/);
  await expect(state).toContainText('Ready');
  await expect(reaction(page, 'Facts')).toContainText(/Working: buy 10 QQQ/);

  // 1100 lasts until it is ended by hand, then comes back with 1101.
  await panel(page).getByText('Lose the broker (1100)', { exact: true }).click();
  await panel(page).getByLabel('Comes back with').selectOption('1101, data lost');
  await page.keyboard.press('Control+Enter');
  await expect(state).toContainText('Impaired');
  await expect(state).toContainText('New risk is denied.');
  await expect(statusOf(page).getByRole('button', { name: /^Link: Impaired/ })).toBeVisible();
  await expect(reaction(page, 'Alerts')).toContainText('The link is not ready');
  const underWay = panel(page).getByRole('region', { name: 'Under way' });
  await expect(underWay.getByRole('row', { name: /Lose the broker/ })).toContainText(/\d s/);
  await underWay.getByRole('button', { name: 'End: Lose the broker (1100)' }).click();
  await expect(state).toContainText('Ready');
  await expect(underWay).toContainText('No fault is under way');

  // A figure nobody can mean is answered in words and starts nothing.
  await startFault(page, 'Halt an instrument', { Lasts: '0' });
  await expect(panel(page).getByText('Lasts: at least 0.001 s.')).toBeVisible();
  await startFault(page, 'Shock the price', { 'Jumps by': '-95' });
  await expect(panel(page).getByText('Jumps by: at least −90 %.')).toBeVisible();
  await expect(underWay).toContainText('No fault is under way');

  await panel(page).getByLabel('Jumps by').fill('-4');
  await page.keyboard.press('Enter');
  await startFault(page, 'Halt an instrument', { Instrument: 'aapl', Lasts: '60' });
  await expect(underWay.getByRole('row', { name: /Halt an instrument/ })).toContainText('AAPL');
  await page.keyboard.press('Escape');
  await goToDesk(page);
  const watched = (symbol: string) => rowsOf(page, 'Watchlist').filter({ hasText: symbol });
  await expect(watched('AAPL').getByTitle(/^Halted:/)).toBeVisible();
  await expect(cell(watched('SPY'), 'Change %')).toHaveText(/−[789]\.\d\d/);

  // Read-Only API stands in a band with what to do, until an order passes again.
  await openPanel(page);
  await startFault(page, 'Set Read-Only API', { Lasts: '60' });
  await goToDesk(page);
  await openTicket(page, 'QQQ', 'b');
  await sendOrder(page, { quantity: '10', limitPrice: '194.00' });
  await expect(cell(orderRow(page, '194.00'), 'State')).toHaveText('Rejected');
  const band = page.getByRole('alert').filter({ hasText: 'take the tick off Read-Only API' });
  await expect(band).toBeVisible();
  await openPanel(page);
  await page.keyboard.press('e');
  await goToDesk(page);
  await openTicket(page, 'QQQ', 'b');
  await sendOrder(page, { quantity: '10', limitPrice: '193.00' });
  await expect(cell(orderRow(page, '193.00'), 'State')).toHaveText('Working');
  await expect(band).toBeHidden();

  // How the link is used, on its pill.
  await statusOf(page)
    .getByRole('button', { name: /^Link: / })
    .click();
  const link = page.getByRole('dialog');
  await expect(link.getByText('Server version')).toBeVisible();
  await expect(link.getByRole('meter', { name: 'Quote lines' })).toBeVisible();
});

test('faults of orders leave no order assumed, and each is told', async ({ page, desk }) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'MSFT');
  const place = async (symbol: string, limitPrice: string): Promise<void> => {
    await goToDesk(page);
    await openTicket(page, symbol, 'b');
    await sendOrder(page, { quantity: '10', limitPrice });
    await expect(orderRow(page, symbol)).toBeVisible();
  };
  await openPanel(page);
  await startFault(page, 'Reject orders', { Text: 'Not today.' });
  await place('QQQ', '195.00');
  await expect(cell(orderRow(page, 'QQQ'), 'State')).toHaveText('Rejected');
  await expect(cell(orderRow(page, 'QQQ'), 'Note')).toContainText('Not today.');

  await openPanel(page);
  await startFault(page, 'Lose acknowledgements');
  await expect(panel(page).getByRole('region', { name: 'Under way' })).toContainText(
    'waits for its messages',
  );
  await place('AAPL', '268.00');
  await openPanel(page);
  await startFault(page, 'Swallow orders');
  await place('MSFT', '150.00');
  await openPanel(page);
  const doubts = reaction(page, 'Orders in doubt');
  await expect(doubts.getByRole('listitem')).toHaveCount(2);
  await expect(doubts).toContainText('Buy 10 AAPL at 268.00');
  await expect(doubts).toContainText('Buy 10 MSFT at 150.00');
  await expect(reaction(page, 'Alerts')).toContainText('No answer from the broker');

  // The desk says what an operator can do, and the broker's word resolves both after a reconnect.
  await doubts.getByRole('button', { name: /MSFT/ }).click();
  await expect(page.getByRole('complementary', { name: /^Order / })).toContainText(
    'never sent again',
  );
  await openPanel(page);
  await startFault(page, 'Drop the connection');
  await expect(doubts).not.toContainText('AAPL');
  await goToDesk(page);
  await expect(cell(orderRow(page, 'AAPL'), 'State')).toHaveText('Working');
  await expect(cell(orderRow(page, 'MSFT'), 'State')).toHaveText(/Unknown|Rejected|Cancelled/);
});
