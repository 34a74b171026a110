import { violationsOn } from './axe-violations.ts';
import { expect, readyToTrade, rowsOf, test, workAs } from './console-test.ts';

test('a tester puts load on a desk by keyboard, sees it live, stops it, and has the run on record as baseline', async ({
  page,
  desk,
}) => {
  test.setTimeout(120_000);
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'SPY');
  await page.keyboard.press('5');
  const lab = page.getByRole('main', { name: 'Load lab' });
  await expect(lab.getByRole('button', { name: /Start load run/ })).toBeDisabled();
  await workAs(page, 'Tester');

  await lab.getByRole('radio', { name: /^Quotes, light/ }).focus();
  for (let down = 0; down < 6; down += 1) await page.keyboard.press('ArrowDown');
  await expect(lab.getByRole('radio', { name: /^Mixed, light/ })).toBeChecked();
  await page.keyboard.press('l');
  await expect(lab.getByRole('progressbar')).toBeVisible();
  await expect(lab.getByRole('img', { name: /^Throughput in ops\/s over / })).toBeVisible({
    timeout: 30_000,
  });
  await page.keyboard.press('x');

  const row = rowsOf(page, 'Runs').nth(1);
  await expect(row).toContainText('stopped');
  await expect(lab.getByRole('heading', { name: 'Mixed, light' })).toBeVisible();
  await page.keyboard.press('k');
  await expect(row).toContainText('stopped, baseline');
  await expect(lab.getByRole('region', { name: 'Against the baseline' })).toContainText(
    'Operations done',
  );
  const latency = lab.getByRole('region', { name: 'Latency' });
  await expect(latency.getByRole('row', { name: /^Orders, service [\d.]/ })).toBeVisible();
  await expect(latency).toContainText(/Frames on screen: \d/);

  for (const theme of ['dark', 'light'] as const) {
    await page.locator('html').evaluate((html, chosen) => {
      html.setAttribute('data-mantine-color-scheme', chosen);
    }, theme);
    expect(await violationsOn(page, theme)).toEqual([]);
  }
  for (const size of [
    { width: 1920, height: 1080 },
    { width: 1280, height: 720 },
  ]) {
    await page.setViewportSize(size);
    await expect(lab.getByRole('button', { name: /Start load run/ })).toBeInViewport({ ratio: 1 });
    await expect(row).toBeInViewport({ ratio: 1 });
  }
});
