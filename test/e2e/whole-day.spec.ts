import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import {
  allPass,
  cell,
  expect,
  figure,
  openTicket,
  orderRow,
  rowsOf,
  statusOf,
  test,
} from './console-test.ts';

/** Runs the built command line to its end. */
const deskcheck = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, '../../out/main/cli.js'), ...args], {
    encoding: 'utf8',
  });

// The page knocks on the closed door of the desk while that restarts.
test.use({ expectedComplaints: [/ERR_CONNECTION_REFUSED/] });

test('a whole day: practice, trade, be denied, kill, reload, restart', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await page.goto(await desk.start('--seed', '7'));

  // First start: one click to a live quote.
  await page.getByRole('button', { name: 'Practice' }).click();
  const status = statusOf(page);
  await expect(status.getByText('SIMULATED')).toBeVisible();
  await expect(status.getByRole('button', { name: /^Link: Ready/ })).toBeVisible();
  const xom = rowsOf(page, 'Watchlist').filter({ hasText: 'XOM' });
  await expect(cell(xom, 'Ask')).toHaveText(/^\d+\.\d\d$/);

  // Preview, then buy more than stands at the best price: it fills in parts, level by level.
  const ticket = await openTicket(page, 'XOM', 'b');
  await ticket.getByLabel(/^Quantity/).fill('4000');
  const ask = figure(await cell(xom, 'Ask').innerText());
  await ticket.getByLabel(/^Limit price/).fill((ask + 0.2).toFixed(2));
  await expect(allPass(ticket)).toBeVisible();
  await page.keyboard.press('Enter');
  const send = ticket.getByRole('button', { name: /^Buy 4.000 XOM at/ });
  await expect(send).toBeVisible();
  await expect(ticket.getByText(/Initial margin/)).toBeVisible();
  expect(await rowsOf(page, 'Orders').filter({ hasText: 'XOM' }).count()).toBe(0);
  await page.keyboard.press('Enter');
  const bought = orderRow(page, /Buy.*4.000/);
  await expect(cell(bought, 'State')).toHaveText('Filled', { timeout: 30_000 });
  await expect(page.getByRole('tab', { name: /^Executions [2-9]/ })).toBeVisible();
  const position = rowsOf(page, 'Positions').filter({ hasText: 'XOM' });
  await expect(position).toContainText(/\+4.000/);
  await expect(position).toContainText(/[▲▼]\s*[+−]/);
  await expect(status).toContainText(/Day\s*[▲▼]\s*[+−]/);

  // A resting order: modified, then cancelled.
  await openTicket(page, 'AAPL', 'b');
  await ticket.getByLabel(/^Quantity/).fill('50');
  await ticket.getByLabel(/^Limit price/).fill('270.00');
  await page.keyboard.press('Enter');
  await expect(ticket.getByRole('button', { name: /^Buy 50 AAPL at 270/ })).toBeVisible();
  await page.keyboard.press('Enter');
  const resting = orderRow(page, /AAPL/);
  await expect(cell(resting, 'State')).toHaveText('Working');
  await resting.click();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Limit price/).fill('268.50');
  await dialog.getByRole('button', { name: 'Send change' }).click();
  await expect(cell(resting, 'Price')).toHaveText('268.50');
  await expect(cell(resting, 'State')).toHaveText('Working');
  await resting.click();
  await page.keyboard.press('Delete');
  await expect(cell(resting, 'State')).toHaveText('Cancelled');

  // An order no control lets pass: denied with its verdicts, recorded, and never sent.
  await openTicket(page, 'SPY', 'b');
  await ticket.getByLabel(/^Quantity/).fill('20000');
  await expect(ticket.getByText(/Order value .* is above/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(ticket.getByText('The controls deny this order', { exact: false })).toBeVisible();
  await page.keyboard.press('Enter');
  const denied = orderRow(page, /SPY/);
  await expect(cell(denied, 'State')).toHaveText('Denied');
  await expect(cell(denied, 'Note')).toContainText('above');

  // The kill switch, by keyboard, with an order working: held for its second.
  await openTicket(page, 'QQQ', 'b');
  await ticket.getByLabel(/^Quantity/).fill('10');
  await ticket.getByLabel(/^Limit price/).fill('195.00');
  await page.keyboard.press('Enter');
  await expect(ticket.getByRole('button', { name: /^Buy 10 QQQ at 195/ })).toBeVisible();
  await page.keyboard.press('Enter');
  const doomed = orderRow(page, /QQQ/);
  await expect(cell(doomed, 'State')).toHaveText('Working');
  await page.keyboard.down('Control');
  await page.keyboard.down('Shift');
  await page.keyboard.down('k');
  await expect(
    page.getByRole('paragraph').filter({ hasText: /cancels the 1 open order/ }),
  ).toBeVisible();
  await expect(
    page.getByRole('paragraph').filter({ hasText: 'The desk is halted.' }),
  ).toBeVisible();
  await page.keyboard.up('k');
  await page.keyboard.up('Shift');
  await page.keyboard.up('Control');
  await expect(status.getByRole('button', { name: /^Trading state: HALTED/ })).toBeVisible();
  await expect(cell(doomed, 'State')).toHaveText('Cancelled');

  // A reload of the page, and then a restart of the desk: all is still there.
  const all = async (): Promise<string[]> => {
    await expect(rowsOf(page, 'Orders')).toHaveCount(5);
    const states = await rowsOf(page, 'Orders').locator('[col-id="State"]').allInnerTexts();
    return states.slice(1).toSorted();
  };
  const before = await all();
  expect(before).toEqual(['Cancelled', 'Cancelled', 'Denied', 'Filled']);
  await page.reload();
  expect(await all()).toEqual(before);
  await expect(status.getByRole('button', { name: /^Trading state: HALTED/ })).toBeVisible();

  expect(await desk.stop()).toBe(0);
  await page.goto(await desk.start());
  expect(await all()).toEqual(before);
  await expect(rowsOf(page, 'Positions').filter({ hasText: 'XOM' })).toContainText(/\+4.000/);
  await expect(status.getByRole('button', { name: /^Trading state: HALTED/ })).toBeVisible();
  await expect(status.getByText('SIMULATED')).toBeVisible();

  // What the day left in the data folder is proven and exported from the command line.
  expect(await desk.stop()).toBe(0);
  expect(deskcheck('verify', '--data', desk.dataDir)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/simulated: \d+ facts\. The chain, its head and every derived/),
  });
  const exported = (table: string): unknown => {
    const { stdout } = deskcheck(
      'export',
      '--data',
      desk.dataDir,
      '--table',
      table,
      '--format',
      'json',
    );
    return JSON.parse(stdout);
  };
  expect(exported('orders')).toHaveLength(4);
  expect(exported('positions')).toMatchObject([{ displaySymbol: 'XOM', quantity: 4000 }]);
  const { stdout: csv } = deskcheck('export', '--data', desk.dataDir, '--table', 'executions');
  expect(csv).toMatch(/^execId,[^\r\n]*\r\n[^\r\n]*XOM/);
  expect(deskcheck('export', '--data', desk.dataDir, '--gateway', 'paper')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('There is no journal of the paper gateway'),
  });
});
