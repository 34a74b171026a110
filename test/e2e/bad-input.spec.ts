import { allPass, expect, openTicket, readyToTrade, rowsOf, test } from './console-test.ts';

test('a malformed ticket is answered in words, field by field', async ({ page, desk }) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'SPY');
  const ticket = await openTicket(page, 'SPY', 'b');
  const quantity = ticket.getByLabel(/^Quantity/);
  const price = ticket.getByLabel(/^Limit price/);
  const says = (sentence: RegExp) => expect(ticket.getByText(sentence).first()).toBeVisible();
  const cases: [typeof quantity, string, RegExp][] = [
    [quantity, 'many', /The quantity is not a number/],
    [quantity, '1e9', /The quantity is not a number/],
    [quantity, '0', /quantity/i],
    [quantity, '-100', /quantity/i],
    [quantity, '0.5', /whole|lot|multiple/i],
    [quantity, '99999999999999999999', /quantity/i],
    [price, 'cheap', /The limit price is not a number/],
    [price, '274,50', /The limit price is not a number/],
    [price, '-1', /price/i],
    [price, '280.001', /tick|0\.01/i],
    [price, '99999999999', /collar|price/i],
  ];
  for (const [field, text, sentence] of cases) {
    const before = await field.inputValue();
    await field.fill(text);
    await says(sentence);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await field.fill(before);
  }
  for (const field of [quantity, price]) {
    const before = await field.inputValue();
    await field.fill('');
    await page.keyboard.press('Enter');
    await says(/^Enter a /);
    await field.fill(before);
  }
  await expect(allPass(ticket)).toBeVisible();
  // Nothing of it was sent; at most it was denied and recorded.
  for (const state of await rowsOf(page, 'Orders').locator('[col-id="State"]').allInnerTexts()) {
    expect(['State', 'Denied']).toContain(state);
  }
});

test('an unknown instrument, strange text and a wrong address get a sentence', async ({
  page,
  desk,
}) => {
  const url = await desk.start('--seed', '7');
  await page.goto(url);
  const form = page.getByRole('form', { name: 'Connect to TWS / IB Gateway' });
  await form.getByLabel('Port').fill('seven');
  await form.getByLabel('Host').fill(' ');
  await form.getByLabel('Client id').fill('-1');
  await form.getByRole('button', { name: 'Connect' }).click();
  await expect(form.getByText('A port is a number from 1 to 65535.')).toBeVisible();
  await expect(form.getByText('A client id is a whole number, 0 or more.')).toBeVisible();
  await page.getByRole('button', { name: 'Practice' }).click();
  await readyToTrade(page, 'SPY');

  await page.keyboard.press('i');
  const dialog = page.getByRole('dialog', { name: 'Add instrument' });
  const search = dialog.getByLabel('Symbol or name');
  for (const text of ['QWERTY', '<img src=x onerror=alert(1)>', '%_"\'; --', '訂單', '../../etc']) {
    await search.fill(text);
    await expect(dialog.getByText(`The gateway knows no instrument like “${text}”.`)).toBeVisible();
    await page.keyboard.press('Enter');
  }
  await search.fill('ford');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: /FORD/i }).first().click();
  await expect(dialog).toBeHidden();
  await expect(rowsOf(page, 'Watchlist').filter({ hasText: /^F/ }).first()).toBeVisible();
});

test.describe('an invitation', () => {
  // The browser itself reports the answer 401.
  test.use({ expectedComplaints: [/status of 401/] });

  test('is for one window; another with the same address is told so', async ({ page, desk }) => {
    const url = await desk.start('--gateway', 'simulated');
    await page.goto(url);
    await readyToTrade(page, 'SPY');
    const second = await page.context().newPage();
    await second.goto(url);
    const told = second.getByRole('alert').filter({ hasText: 'This link has been used' });
    await expect(told).toContainText(/Ask the desk/);
  });
});
