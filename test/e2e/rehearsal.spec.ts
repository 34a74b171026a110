import type { Page } from '@playwright/test';

import { expect, readyToTrade, test, workAs } from './console-test.ts';

/** A whole rehearsal takes under five minutes on two quiet cores; a busy machine may take twice that. */
const rehearsalMs = 600_000;
/** What the load checks measure is the machine too: what else it does may slow the desk below what it must bear. */
const rehearsals = 2;

/** Fills the one open field of the sign-off and signs, by keyboard alone. */
async function sign(page: Page, as: 'the tester' | 'the risk officer', statement: string) {
  const form = page.getByRole('form', { name: `Sign as ${as}` });
  await expect(form).toBeVisible();
  await form.getByLabel('What you sign for').focus();
  await page.keyboard.insertText(statement);
  await page.keyboard.press('Control+Enter');
  await expect(form).toBeHidden();
}

test('a tester and a risk officer go from an empty desk to a signed rehearsal, which a change of limits ends', async ({
  page,
  desk,
}) => {
  test.setTimeout(rehearsals * rehearsalMs + 120_000);
  await page.goto(await desk.start('--seed', '7'));
  await page.getByRole('button', { name: 'Practice' }).click();
  await readyToTrade(page, 'SPY');
  await workAs(page, 'Tester');
  await page.keyboard.press('4');
  const screen = page.getByRole('main', { name: 'Readiness' });
  await expect(screen.getByRole('heading', { name: 'No attempt yet' })).toBeVisible();
  const headline = screen.getByRole('region', { name: 'The attempt' });
  await expect(headline.getByText(/^Not ready/)).toBeVisible();

  // The tester rehearses all of it, by one key; where the machine was too busy for the load, once more.
  const phase = (number: number) =>
    screen.getByRole('button', { name: new RegExp(`^Phase ${number} `) });
  for (let rehearsal = 1; rehearsal <= rehearsals; rehearsal += 1) {
    await page.keyboard.press('Shift+S');
    await expect(
      screen.getByRole('heading', { name: new RegExp(`^Rehearsal ${rehearsal}, all phases`) }),
    ).toBeVisible();
    await expect(screen.getByText(/^completed · seed/)).toBeVisible({ timeout: rehearsalMs });
    for (const number of [1, 2, 3, 5, 6]) await expect(phase(number)).toContainText('Passed');
    if ((await phase(4).innerText()).includes('Passed')) break;
  }
  await expect(phase(4)).toContainText('Passed');
  await expect(headline.getByText('Rehearsed', { exact: true })).toBeVisible();
  await expect(headline.getByText('100 %')).toBeVisible();

  // What no program can look at is looked at by a person.
  await page.keyboard.press('g');
  await expect(screen.getByText(/items of the checklist are open/)).toBeVisible();
  await page.keyboard.press('l');
  const open = screen.getByRole('button', { name: /^Tick: / });
  for (let left = await open.count(); left > 0; left -= 1) {
    await open.first().press('Enter');
    await expect(screen.getByLabel('What you looked at')).toBeFocused();
    await page.keyboard.insertText('Looked at it together with the operator.');
    await page.keyboard.press('Control+Enter');
    await expect(open).toHaveCount(left - 1);
    // A key is a letter of the note while the form is open.
    await expect(screen.getByLabel('What you looked at')).toBeHidden();
  }

  // Two people sign, the tester first; nobody signs twice.
  await page.keyboard.press('g');
  await sign(page, 'the tester', 'Every check has run on this desk, and I have read the report.');
  await expect(screen.getByRole('form', { name: 'Sign as the risk officer' })).toBeVisible();
  await workAs(page, 'Risk officer');
  await sign(
    page,
    'the risk officer',
    'The limits are mine, and what is not proven is known to me.',
  );
  const certificate = screen.getByRole('region', { name: 'Certificate' });
  await expect(certificate.getByText('In force', { exact: true })).toBeVisible();
  await expect(certificate.getByText(/Signed by Tester and Risk officer/)).toBeVisible();
  await expect(
    certificate.getByText(/certifies a rehearsal on the simulated gateway/),
  ).toBeVisible();

  // A change of limits, by two people too, ends it at once, and somebody is told.
  await page.keyboard.press('2');
  const risk = page.getByRole('main', { name: 'Risk' });
  await risk
    .getByRole('region', { name: 'Limits' })
    .getByRole('button', { name: /^Propose/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Propose new limits' });
  await dialog.getByLabel('Order value, at most', { exact: true }).fill('300000');
  await dialog.getByLabel('Reason', { exact: true }).fill('The index is wanted in one order.');
  await dialog.getByRole('button', { name: 'Propose version 2' }).click();
  await expect(dialog).toBeHidden();
  await workAs(page, 'Tester');
  const proposals = risk.getByRole('region', { name: 'Proposals' });
  await proposals.getByLabel('What you looked at, or why not').fill('A quarter more is bearable.');
  await proposals.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('◆ The certificate holds no more')).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Alerts' })
    .click();
  await expect(
    page
      .getByRole('main', { name: 'Alerts' })
      .getByRole('row')
      .filter({ hasText: 'The certificate holds no more' }),
  ).toBeVisible();
  await page.keyboard.press('4');
  await expect(certificate.getByText('Invalidated', { exact: true })).toBeVisible();
  await expect(headline.getByText('Invalidated', { exact: true })).toBeVisible();
});
