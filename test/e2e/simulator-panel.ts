import { expect, type Locator, type Page } from '@playwright/test';

export const panel = (page: Page): Locator => page.getByRole('main', { name: 'Simulator' });

/** A part of what the panel shows of the desk. */
export const reaction = (page: Page, part: string): Locator =>
  panel(page).getByRole('region', { name: part, exact: true });

/** Opens the panel by its digit, out of whatever field the focus is in. */
export async function openPanel(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button').first().focus();
  await page.keyboard.press('0');
  await expect(panel(page).getByRole('heading', { name: 'How the desk takes it' })).toBeVisible();
}

export const goToDesk = (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Desk' }).click();

/** Chooses a fault, writes its figures and starts it. */
export async function startFault(
  page: Page,
  fault: string,
  figures: Readonly<Record<string, string>> = {},
): Promise<void> {
  await panel(page).getByText(fault, { exact: true }).first().click();
  const form = panel(page).getByRole('form', { name: 'Fault' });
  await expect(form.getByRole('heading', { name: fault })).toBeVisible();
  for (const [field, text] of Object.entries(figures)) await form.getByLabel(field).fill(text);
  await form.getByRole('button', { name: /^Start/ }).click();
}
