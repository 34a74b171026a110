import { expect, readyToTrade, test } from './console-test.ts';

test('a chart takes the colours of a theme as soon as it is chosen', async ({ page, desk }) => {
  await page.goto(await desk.start('--gateway', 'simulated', '--seed', '7'));
  await readyToTrade(page, 'SPY');
  await page.keyboard.press('2');
  const chart = page
    .getByRole('img', { name: /^P&L of the day/ })
    .locator('canvas')
    .first();
  const brightness = () =>
    chart.evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return null;
      const [red = 0, green = 0, blue = 0] =
        canvas.getContext('2d')?.getImageData(2, canvas.height - 2, 1, 1).data ?? [];
      return (red + green + blue) / 3;
    });
  const choose = async (theme: string) => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill(theme);
    await page.getByText(theme, { exact: true }).click();
  };
  await choose('Use the light theme');
  await expect.poll(brightness).toBeGreaterThan(200);
  await choose('Use the dark theme');
  await expect.poll(brightness).toBeLessThan(60);
});
