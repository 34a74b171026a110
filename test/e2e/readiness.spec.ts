import { violationsOn } from './axe-violations.ts';
import { expect, readyToTrade, rowsOf, test, workAs } from './console-test.ts';

// The page knocks on the closed door of the desk while that is dead.
test.use({ expectedComplaints: [/ERR_CONNECTION_REFUSED/] });

test('a tester goes through a phase by keyboard alone, and again through the death of the desk, compares, exports the report and ticks the checklist', async ({
  page,
  desk,
}) => {
  test.setTimeout(180_000);
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'SPY');
  await page.keyboard.press('4');
  const screen = page.getByRole('main', { name: 'Readiness' });
  await expect(screen.getByRole('heading', { name: 'No attempt yet' })).toBeVisible();
  await expect(screen.getByRole('button', { name: /^Start all phases/ })).toBeDisabled();
  await workAs(page, 'Tester');
  await expect(screen.getByRole('button', { name: /^Start all phases/ })).toBeEnabled();

  const phase = screen.getByRole('button', { name: /^Phase 1 / });
  await page.keyboard.press('j');
  await expect(phase).toHaveAttribute('aria-pressed', 'true');
  const heading = (attempt: number) =>
    screen.getByRole('heading', { name: new RegExp(`^Rehearsal ${attempt}, phase 1`) });
  await page.keyboard.press('Shift+P');
  await expect(heading(1)).toBeVisible();
  await expect(phase).toContainText('Running');
  await expect(phase).toContainText('Passed', { timeout: 60_000 });
  await expect(screen.getByText('completed · seed')).toBeVisible();

  // The second is interrupted: the desk dies in the middle of it. It can be begun afresh, and it is resumed.
  await page.keyboard.press('Shift+P');
  await expect(heading(2)).toBeVisible();
  await expect(phase).toContainText('Running');
  await desk.kill();
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'SPY');
  await page.keyboard.press('4');
  await workAs(page, 'Tester');
  await expect(heading(2)).toBeVisible();
  await expect(screen.getByText('interrupted · seed')).toBeVisible();
  await page.keyboard.press('j');
  await expect(phase).toHaveAttribute('aria-pressed', 'true');
  await expect(screen.getByRole('button', { name: /^Start all phases/ })).toBeEnabled();
  await expect(screen.getByRole('button', { name: /^Start this phase/ })).toBeEnabled();
  await screen.getByRole('button', { name: /^Resume/ }).press('Enter');
  await expect(screen.getByText('completed · seed')).toBeVisible({ timeout: 60_000 });
  await expect(heading(2)).toBeVisible();
  await expect(phase).toContainText('Passed');

  const row = rowsOf(page, 'Checks').filter({ hasText: 'The journal is intact' });
  await expect(row).toContainText('✓ Passed');
  const detail = screen.getByRole('region', { name: 'The check' });
  await expect(detail.getByRole('img', { name: /over 2 runs/ })).toBeVisible();

  await page.keyboard.press('c');
  await expect(screen.getByText('Both were made under the same configuration.')).toBeVisible();
  await page.keyboard.press('a');
  await expect(rowsOf(page, 'Attempts')).toHaveCount(3);

  const [html, pdf] = await Promise.all([
    page.waitForEvent('download', {
      predicate: (download) => download.suggestedFilename().endsWith('.html'),
    }),
    page.waitForEvent('download', {
      predicate: (download) => download.suggestedFilename().endsWith('.pdf'),
    }),
    page.keyboard.press('e'),
  ]);
  expect(html.suggestedFilename()).toMatch(/^deskcheck-readiness-/);
  expect(pdf.suggestedFilename()).toMatch(/^deskcheck-readiness-/);
  await expect(screen.getByText(/^✓ Report of \d+ files/)).toBeVisible();

  await page.keyboard.press('l');
  await screen
    .getByRole('button', { name: /^Tick: / })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Looked at it.');
  await page.keyboard.press('Control+Enter');
  await expect(screen.getByText(/^1 of \d+ done/)).toBeVisible();
  await page.keyboard.press('g');
  await expect(screen.getByText('No attempt at all six phases is on record.')).toBeVisible();

  for (const [key, what] of [
    ['t', 'checks'],
    ['a', 'attempts'],
    ['c', 'compare'],
    ['l', 'checklist'],
    ['g', 'sign-off'],
  ] as const) {
    await page.keyboard.press(key);
    for (const theme of ['dark', 'light'] as const) {
      await page.locator('html').evaluate((root, chosen) => {
        root.setAttribute('data-mantine-color-scheme', chosen);
      }, theme);
      expect.soft(await violationsOn(page, theme), `${what}, ${theme}`).toEqual([]);
    }
  }
  for (const size of [
    { width: 1920, height: 1080 },
    { width: 1280, height: 720 },
  ]) {
    await page.setViewportSize(size);
    await expect(screen.getByRole('button', { name: /^Start all phases/ })).toBeInViewport({
      ratio: 1,
    });
    await expect(screen.getByRole('button', { name: /^Phase 6 / })).toBeInViewport({ ratio: 1 });
  }
});
