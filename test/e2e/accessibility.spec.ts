import type { Locator, Page } from '@playwright/test';

import { violationsOn } from './axe-violations.ts';
import { cutTexts } from './cut-texts.ts';
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
  workAs,
} from './console-test.ts';
import { openPanel, panel, startFault } from './simulator-panel.ts';

const small = { width: 1280, height: 720 };
const large = { width: 1920, height: 1080 };

/** The two themes, which differ in colours alone, each at one of the two sizes. */
const looks = [
  { theme: 'light', size: large },
  { theme: 'dark', size: small },
] as const;

/** Whether a page, or a part of it, keeps to the rules in both themes. */
async function keepsInBoth(page: Page, what: string, part?: string): Promise<void> {
  for (const { theme, size } of looks) {
    if (part === undefined) await page.setViewportSize(size);
    await page.locator('html').evaluate((html, chosen) => {
      html.setAttribute('data-mantine-color-scheme', chosen);
    }, theme);
    expect.soft(await violationsOn(page, theme, part), `${what}, ${theme}`).toEqual([]);
  }
}

/** Whether a screen keeps to the rules, and where it is small cuts no text off without a sign. */
async function screenKeeps(page: Page, what: string): Promise<void> {
  await keepsInBoth(page, what);
  expect.soft(await cutTexts(page), `${what}: texts that are cut`).toEqual([]);
}

/** What a person needs to go on is on the screen without scrolling, on a small one as on a large one. */
async function fits(page: Page, control: Locator): Promise<void> {
  for (const size of [large, small]) {
    await page.setViewportSize(size);
    await expect.soft(control).toBeInViewport({ ratio: 1 });
  }
}

/** Nothing of it is cut off at its right side, on a small screen as on a large one. */
async function fitsAcross(page: Page, part: Locator): Promise<void> {
  for (const size of [large, small]) {
    await page.setViewportSize(size);
    const hidden = (): Promise<number> =>
      part.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    await expect.poll(hidden).toBe(0);
  }
}

/** What stands over other things stands over none of these, on a small screen as on a large one. */
async function coversNeither(page: Page, cover: Locator, parts: readonly Locator[]): Promise<void> {
  for (const size of [large, small]) {
    await page.setViewportSize(size);
    const over = await cover.boundingBox();
    for (const part of parts) {
      const under = await part.boundingBox();
      if (over === null || under === null) throw new Error('One of them is not on the screen.');
      const apart =
        over.x >= under.x + under.width ||
        under.x >= over.x + over.width ||
        over.y >= under.y + under.height ||
        under.y >= over.y + over.height;
      expect(apart).toBe(true);
    }
  }
}

const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });

const main = (page: Page, name: string) => page.getByRole('main', { name });

// Looking at a full desk costs the browser seconds, many on a busy machine.
test.describe.configure({ timeout: 240_000 });

test('first start, desk, ticket and kill dialog keep to WCAG 2.2 AA', async ({ page, desk }) => {
  await page.addInitScript(() => {
    localStorage.setItem('deskcheck.settings', JSON.stringify({ theme: 'light' }));
  });
  await page.goto(await desk.start('--seed', '7'));
  await page.getByText('How to enable the API').click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  await screenKeeps(page, 'first start');
  await page.getByRole('button', { name: 'Practice' }).click();
  await readyToTrade(page, 'SPY');

  await openTicket(page, 'SPY', 'b');
  const bid = (await askOf(page, 'SPY')) + 1;
  await sendOrder(page, { quantity: '10', limitPrice: bid.toFixed(2) });
  await expect(cell(orderRow(page, 'SPY'), 'State')).toHaveText('Filled');
  await openTicket(page, 'AAPL', 's');
  await sendOrder(page, { quantity: '20000', limitPrice: '200.00' });
  const ticket = ticketOf(page);
  await expect(ticket.getByText('Denied. Nothing was sent.')).toBeVisible();
  await screenKeeps(page, 'desk with orders and a denied ticket');

  await page.getByRole('button', { name: /^Link: Ready/ }).click();
  await expect(page.getByRole('heading', { name: 'Link: Ready' })).toBeVisible();
  await keepsInBoth(page, 'the link explained', '.mantine-Popover-dropdown');
  await page.keyboard.press('Escape');

  await openTicket(page, 'SPY', 'b');
  await ticket.getByLabel('With take-profit and stop-loss').check();
  await ticket.getByLabel(/^Stop-loss/).fill('low');
  await expect(ticket.getByText(/The stop-loss is not a number/)).toBeVisible();
  await keepsInBoth(page, 'a ticket with exits', 'form[aria-label="Order ticket"]');
  await fits(page, ticket.getByRole('button', { name: /^Preview/ }));
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+Shift+F');
  const kill = dialogOf(page, 'Kill switch with flattening');
  await expect(kill.getByRole('row').filter({ hasText: 'SPY' })).toBeVisible();
  await keepsInBoth(page, 'the kill switch with flattening', '[role="dialog"]');
  await fits(page, kill.getByRole('button', { name: /^Hold/ }));
});

test('the other screens keep to WCAG 2.2 AA', async ({ page, desk }) => {
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

  // A toast goes by itself: it is looked at first.
  await page.keyboard.press('2');
  const risk = main(page, 'Risk');
  await expect(risk.getByRole('grid', { name: 'Exposure' })).toBeVisible();
  const toast = page.locator('.alert-toast', { hasText: 'Kill switch engaged' });
  await coversNeither(page, toast, [
    page.getByRole('banner', { name: 'Desk status' }),
    risk.getByLabel(/^Figures in/),
  ]);
  await keepsInBoth(page, 'kill switch engaged', '.kill-report');
  const riskTab = (name: RegExp) => risk.getByRole('tab', { name });
  await screenKeeps(page, 'risk, exposure');
  await riskTab(/^Denied orders/).click();
  await expect(risk.getByText(/\d+ deny, \d+ warn, \d+ pass/)).toBeVisible();
  await screenKeeps(page, 'risk, denied orders');
  await riskTab(/^Breaks/).click();
  await expect(risk.getByText(/desk and broker agree/)).toBeVisible();
  await screenKeeps(page, 'risk, breaks');
  await page.keyboard.press('Shift+W');
  const whatIf = risk.getByRole('region', { name: 'What if', exact: true });
  await whatIf.getByRole('combobox', { name: 'Instrument' }).click();
  await page.getByRole('option', { name: 'SPY', exact: true }).click();
  await expect(whatIf.getByRole('table')).toBeVisible();
  await screenKeeps(page, 'risk, what if');
  await fitsAcross(page, whatIf.getByRole('region', { name: 'What the controls say' }));
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Alerts' })
    .click();
  await expect(
    main(page, 'Alerts').getByRole('heading', { name: 'Kill switch engaged' }),
  ).toBeVisible();
  await screenKeeps(page, 'alerts');
  await page.keyboard.press('6');
  await expect(main(page, 'Journal').getByText('Chain hash, SHA-256')).toBeVisible();
  await screenKeeps(page, 'journal');
  await page.keyboard.press('7');
  await expect(main(page, 'Settings')).toBeVisible();
  await screenKeeps(page, 'settings');
  await openPanel(page);
  await startFault(page, 'Lose the broker (1100)', { Lasts: '60' });
  await expect(panel(page).getByText('New risk is denied.')).toBeVisible();
  await screenKeeps(page, 'simulator');

  await page.keyboard.press('Control+k');
  await page.getByLabel('Find an action').fill('theme');
  await expect(page.getByText('Use the dark theme')).toBeVisible();
  await keepsInBoth(page, 'palette', '[role="dialog"]');
});

test('the doors of a desk keep to WCAG 2.2 AA', async ({ page, desk, gateway }) => {
  const slowly = { timeout: 30_000 };
  const passphrase = 'seven quiet herons wade';
  const port = String(await gateway.start(0));
  await page.goto(await desk.start('--gateway', 'paper', '--gateway-port', port));
  const first = page.getByRole('form', { name: 'First person' });
  // As long as a name may be: the status bar has no room for it, and the kill switch stays in sight.
  await first.getByLabel('Your name').fill('Ana '.padEnd(60, 'Konstantinopolitanska-'));
  await first.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await first.getByLabel('Passphrase again').fill('seven');
  await expect(first.getByText('Enter the passphrase twice, the same.')).toBeVisible();
  await keepsInBoth(page, 'the first person');
  await fits(page, first.getByRole('button', { name: 'Become administrator' }));
  await first.getByLabel('Passphrase again').fill(passphrase);
  await page.keyboard.press('Enter');
  const own = page.getByRole('form', { name: 'Your passphrase' });
  await expect(page.getByRole('banner', { name: 'Desk status' })).toBeVisible(slowly);
  await fits(page, page.getByRole('button', { name: 'Kill switch', exact: true }));

  // Everybody changes their own passphrase, by keyboard alone.
  await page.keyboard.press('7');
  await own.getByLabel('Present passphrase').focus();
  for (const text of ['not this one', 'nine slow barges turn', 'nine slow barges turn']) {
    await page.keyboard.insertText(text);
    await page.keyboard.press('Tab');
  }
  await own.getByLabel('New passphrase again').press('Enter');
  await expect(own.getByText('The passphrase is wrong.')).toBeVisible(slowly);
  await keepsInBoth(page, 'own passphrase', '[aria-label="Your passphrase"]');
  await own.getByLabel('Present passphrase').fill(passphrase);
  await page.keyboard.press('Enter');
  await expect(own.getByText('You have a new passphrase.')).toBeVisible(slowly);

  await page.keyboard.press('Control+l');
  const locked = page.getByRole('form', { name: 'Unlock' });
  await expect(locked.getByLabel('Passphrase')).toBeFocused();
  await keepsInBoth(page, 'a locked window');
  await fits(page, page.getByRole('button', { name: 'Kill switch', exact: true }));
  await locked.getByRole('button', { name: 'Sign out' }).click();
  const door = page.getByRole('form', { name: 'Sign in' });
  await expect(door.getByLabel('Passphrase')).toBeFocused();
  await page.keyboard.insertText(passphrase);
  await page.keyboard.press('Enter');
  await expect(door.getByText('The passphrase is wrong.')).toBeVisible(slowly);
  await keepsInBoth(page, 'sign-in');
  await door.getByLabel('Passphrase').fill('nine slow barges turn');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner', { name: 'Desk status' })).toBeVisible(slowly);
});

test('the forms of limits keep to WCAG 2.2 AA', async ({ page, desk }) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'SPY');
  await page.keyboard.press('2');
  await main(page, 'Risk')
    .getByRole('button', { name: /^Propose…/ })
    .click();
  const dialog = dialogOf(page, 'Propose new limits');
  const send = dialog.getByRole('button', { name: /^Propose version/ });
  await dialog.getByLabel('Order value, at most', { exact: true }).fill('many');
  await keepsInBoth(page, 'new limits', '[role="dialog"]');
  expect(await cutTexts(page), 'texts that are cut').toEqual([]);
  await fits(page, send);
  // From here on by keyboard alone.
  await dialog.getByRole('tab', { name: /^Limits/ }).focus();
  await page.keyboard.press('ArrowRight');
  await dialog.getByLabel('Daily loss reached: warning from').fill('200');
  await expect(dialog.getByText(/must be crossed before the hard one/).first()).toBeVisible();
  await keepsInBoth(page, 'new thresholds', '[role="dialog"]');
  await dialog.getByRole('tab', { name: /^Monitors/ }).focus();
  await page.keyboard.press('ArrowRight');
  await dialog.getByRole('combobox', { name: 'Person' }).press('ArrowDown');
  await page.getByRole('option', { name: 'Operator' }).press('Enter');
  await dialog.getByRole('button', { name: 'Add', exact: true }).press('Enter');
  await dialog.getByLabel('Operator: Asset classes').selectOption('Only these');
  await expect(dialog.getByText('None at all, as it stands.')).toBeVisible();
  await keepsInBoth(page, 'new permissions', '[role="dialog"]');
  await fits(page, send);
});

test('silences and delivery keep to WCAG 2.2 AA', async ({ page, desk }) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'SPY');
  await openPanel(page);
  await startFault(page, 'Reject orders');
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Desk' })
    .click();
  await openTicket(page, 'SPY', 'b');
  const below = (await askOf(page, 'SPY')) - 3;
  await sendOrder(page, { quantity: '10', limitPrice: below.toFixed(2) });
  await workAs(page, 'Risk officer');
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Alerts' })
    .click();
  const alerts = main(page, 'Alerts');
  await alerts.getByRole('row').filter({ hasText: 'Order rejected by the broker' }).click();
  await alerts.getByRole('button', { name: /^Silence…/ }).click();
  const dialog = dialogOf(page, 'Silence alerts');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await keepsInBoth(page, 'silence', '[role="dialog"]');
  await fits(page, dialog.getByRole('button', { name: 'Silence', exact: true }));
  await dialog.getByRole('radio', { name: /whatever it is about/ }).check();
  await dialog.getByLabel('Reason').fill('A test of the broker.');
  await page.keyboard.press('Control+Enter');
  const silences = alerts.getByRole('region', { name: 'Silences' });
  await expect(silences.getByText(/alerts “Order rejected by the broker”/)).toBeVisible();
  await expect(silences.getByText('Risk officer: A test of the broker.')).toBeVisible();
  // The form that ends it can be left, and whoever left it is where they were.
  const end = silences.getByRole('button', { name: 'End…' });
  await end.click();
  await expect(silences.getByLabel('Why it ends')).toBeFocused();
  await keepsInBoth(page, 'ending a silence', '[aria-label="Silences"]');
  await page.keyboard.press('Escape');
  await expect(end).toBeFocused();

  await page.keyboard.press('7');
  const delivery = main(page, 'Settings').getByRole('region', { name: 'Delivery of alerts' });
  await delivery.getByRole('button', { name: /^Add or change/ }).click();
  await expect(delivery.getByLabel('Name')).toBeFocused();
  await keepsInBoth(page, 'a receiver of alerts', '[aria-label="Delivery of alerts"]');
  await page.keyboard.press('Escape');
  await expect(delivery.getByLabel('Name')).toBeHidden();
});
