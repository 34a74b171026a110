import { expect, test as base, type Locator, type Page } from '@playwright/test';

import { DeskProcess } from './desk-process.ts';
import { GatewayProcess } from './gateway-process.ts';

interface ConsoleFixtures {
  /** A desk of this test's own, ended and forgotten after it. */
  desk: DeskProcess;
  /** A simulated gateway of this test's own, for desks that are not given one. */
  gateway: GatewayProcess;
  /** What a page of this test may complain of. */
  expectedComplaints: RegExp[];
}

/** A test of the console. It fails if any page of it breaks its policy, logs an error or throws. */
export const test = base.extend<ConsoleFixtures>({
  expectedComplaints: [[], { option: true }],
  // The desk outlives the pages: what they say when it goes is another test's matter.
  context: async ({ context, expectedComplaints, desk: _ }, provide) => {
    const complaints: string[] = [];
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        reportError(new Error(`Policy broken: ${violatedDirective} by ${blockedURI}`));
      });
    });
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    await provide(context);
    const unexpected = complaints.filter(
      (text) => !expectedComplaints.some((expected) => expected.test(text)),
    );
    expect(unexpected, 'what the pages complained of').toEqual([]);
  },
  desk: async ({ browserName: _ }, provide) => {
    const desk = new DeskProcess();
    await provide(desk);
    await desk.remove();
  },
  gateway: async ({ browserName: _ }, provide) => {
    const gateway = new GatewayProcess();
    await provide(gateway);
    await gateway.stop();
  },
});

export { expect };

export const statusOf = (page: Page): Locator => page.getByRole('banner', { name: 'Desk status' });
export const ticketOf = (page: Page): Locator => page.getByRole('form', { name: 'Order ticket' });

/** The controls of a ticket while every one of them passes. */
export const allPass = (ticket: Locator): Locator =>
  ticket
    .getByRole('region', { name: 'Controls' })
    .filter({ hasText: /✓ \d+ pass/, hasNotText: /warn|deny/ });

/** The rows of a grid, its head included. */
export const rowsOf = (page: Page, grid: string): Locator =>
  page.getByRole('grid', { name: grid, exact: true }).getByRole('row');

export const orderRow = (page: Page, text: string | RegExp): Locator =>
  rowsOf(page, 'Orders').filter({ hasText: text });

/** The cell of a row under a column, by the column's head. */
export const cell = (row: Locator, column: string): Locator => row.locator(`[col-id="${column}"]`);

/** Gives the window of a practice desk to another of its people, by the menu of the status bar. */
export async function workAs(
  page: Page,
  name: 'Operator' | 'Risk officer' | 'Tester',
): Promise<void> {
  const button = statusOf(page).getByRole('button', { name: /^Person:/ });
  await button.click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${name}`) }).click();
  await expect(button).toContainText(name);
}

/** Of everybody at a desk that is not for practice. */
export const passphrase = 'seven quiet herons wade';

/** Lets a person in at the door of a desk that is not for practice. */
export async function signInAs(page: Page, name: string): Promise<void> {
  const door = page.getByRole('form', { name: 'Sign in' });
  await door.getByRole('combobox', { name: 'Person' }).click();
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  await door.getByLabel('Passphrase').fill(passphrase);
  await door.getByRole('button', { name: 'Sign in' }).click();
  // A passphrase takes the machine a while on purpose.
  await expect(statusOf(page)).toBeVisible({ timeout: 30_000 });
}

export async function signOut(page: Page): Promise<void> {
  await statusOf(page)
    .getByRole('button', { name: /^Person:/ })
    .click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

/** Gives a desk that is not for practice its people, from the first on, and signs the operator in. */
export async function staffDesk(page: Page): Promise<void> {
  // A passphrase takes the machine a while on purpose.
  const slowly = { timeout: 30_000 };
  const first = page.getByRole('form', { name: 'First person' });
  await first.getByLabel('Your name').fill('Ana');
  await first.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await first.getByLabel('Passphrase again').fill(passphrase);
  await first.getByRole('button', { name: 'Become administrator' }).click();
  await expect(statusOf(page)).toBeVisible(slowly);
  await page.keyboard.press('7');
  const add = page.getByRole('form', { name: 'Add person' });
  for (const [name, role] of [
    ['Otto', 'operator'],
    ['Rosa', 'risk officer'],
  ] as const) {
    await add.getByLabel('Name').fill(name);
    // Its field is a sliver under the box that takes the pointer; the arrow opens the list for everybody.
    await add.getByRole('combobox', { name: 'Roles' }).press('ArrowDown');
    await page.getByRole('option', { name: role, exact: true }).click();
    await page.keyboard.press('Escape');
    await add.getByLabel('Their first passphrase').fill(passphrase);
    await add.getByRole('button', { name: 'Add person' }).click();
    await expect(page.getByText(`${name} is added.`)).toBeVisible(slowly);
  }
  await signOut(page);
  await signInAs(page, 'Otto');
  await page.keyboard.press('1');
}

/** Waits until the desk can trade and a quote of the instrument is on the screen. */
export async function readyToTrade(page: Page, symbol: string): Promise<void> {
  // A desk that starts beside another on a busy machine takes its time.
  await expect(statusOf(page).getByRole('button', { name: /^Link: Ready/ })).toBeVisible({
    timeout: 30_000,
  });
  const row = rowsOf(page, 'Watchlist').filter({ hasText: symbol });
  await expect(cell(row, 'Ask')).toHaveText(/^\d+\.\d\d$/);
}

/** Opens a ticket on an instrument of the watchlist: a click on it, then the key. */
export async function openTicket(page: Page, symbol: string, key: 'b' | 's'): Promise<Locator> {
  await page
    .getByRole('grid', { name: 'Watchlist' })
    .getByRole('gridcell', { name: symbol, exact: true })
    .click();
  await page.keyboard.press(key);
  const ticket = ticketOf(page);
  await expect(ticket.getByText(symbol, { exact: true })).toBeVisible();
  return ticket;
}

/** Writes an order into the open ticket, previews it and sends it, by Enter and Enter. */
export async function sendOrder(
  page: Page,
  order: { quantity: string; limitPrice: string },
): Promise<void> {
  const ticket = ticketOf(page);
  await ticket.getByLabel(/^Quantity/).fill(order.quantity);
  await ticket.getByLabel(/^Limit price/).fill(order.limitPrice);
  await page.keyboard.press('Enter');
  await expect(ticket.getByRole('button', { name: /^(Buy|Sell) [\d\s]+ \S+ at/ })).toBeVisible();
  await page.keyboard.press('Enter');
}

/** The ask of an instrument of the watchlist, as it is on the screen now. */
export async function askOf(page: Page, symbol: string): Promise<number> {
  const row = rowsOf(page, 'Watchlist').filter({ hasText: symbol });
  return figure(await cell(row, 'Ask').innerText());
}

/** A figure as the screens write it, read back. */
export function figure(text: string): number {
  return Number(text.replaceAll(/[^0-9.−-]/g, '').replace('−', '-'));
}
