import type { Page } from '@playwright/test';

import { violationsOn } from './axe-violations.ts';
import { expect, passphrase, signInAs, signOut, test } from './console-test.ts';

async function openSignOff(page: Page): Promise<void> {
  await page.keyboard.press('4');
  await page.keyboard.press('g');
}

test('two people sign with their passphrases, given again: a wrong one is refused, and the certificate names both', async ({
  page,
  desk,
}) => {
  test.setTimeout(120_000);
  const slowly = { timeout: 30_000 };
  await page.goto(await desk.run('test/support/sign-off-desk.ts'));
  await signInAs(page, 'Theo');
  await openSignOff(page);
  const screen = page.getByRole('main', { name: 'Readiness' });
  await expect(screen.getByText('Ready for sign-off')).toBeVisible();
  const form = (who: string) => screen.getByRole('form', { name: `Sign as the ${who}` });
  const sign = form('tester').getByRole('button', { name: 'Sign' });
  await form('tester').getByLabel('What you sign for').fill('I have read the report.');
  await expect(sign).toBeDisabled();
  await expect(form('tester').getByText('Enter your passphrase.')).toBeVisible();
  expect(await violationsOn(page, 'dark')).toEqual([]);

  const own = form('tester').getByLabel('Your passphrase', { exact: true });
  await own.fill('some other words entirely');
  await page.keyboard.press('Enter');
  await expect(form('tester').getByText('The passphrase is wrong.')).toBeVisible(slowly);
  await own.fill(passphrase);
  await page.keyboard.press('Enter');
  await expect(form('risk officer')).toBeVisible(slowly);
  await expect(form('risk officer').getByRole('button', { name: 'Sign' })).toBeDisabled();

  await signOut(page);
  await signInAs(page, 'Rosa');
  await openSignOff(page);
  await form('risk officer').getByLabel('What you sign for').fill('The limits are mine.');
  await form('risk officer').getByLabel('Your passphrase', { exact: true }).fill(passphrase);
  await page.keyboard.press('Enter');
  const certificate = screen.getByRole('region', { name: 'Certificate' });
  await expect(certificate.getByText('In force', { exact: true })).toBeVisible(slowly);
  await expect(certificate.getByText(/Signed by Theo and Rosa/)).toBeVisible();
  await expect(certificate.getByText(/on the paper gateway, account DU1000001/)).toBeVisible();
  await expect(screen.getByText('Certified', { exact: true })).toBeVisible();
});
