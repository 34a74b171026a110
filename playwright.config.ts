import { defineConfig } from '@playwright/test';

const chromium = process.env['CHROMIUM_PATH'];
// Chromium refuses its sandbox to root, which is who runs the tests in a container.
const asRoot = process.getuid?.() === 0;

const inChromium = {
  browserName: 'chromium',
  viewport: { width: 1440, height: 900 },
  locale: 'en-US',
  launchOptions: {
    ...(chromium === undefined ? {} : { executablePath: chromium }),
    args: asRoot ? ['--no-sandbox'] : [],
  },
} as const;

export default defineConfig({
  outputDir: 'test-results',
  forbidOnly: true,
  retries: 0,
  // Each test runs a desk of its own; two cores bear two.
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    // A trace makes every click of a console this large take twice as long; `--trace on` has one made.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'e2e', testDir: 'test/e2e', testIgnore: 'rehearsal.spec.ts', use: inChromium },
    // Measures what the desk bears: nothing else runs beside it.
    { name: 'rehearsal', testDir: 'test/e2e', testMatch: 'rehearsal.spec.ts', use: inChromium },
    { name: 'electron', testDir: 'test/electron', workers: 1 },
  ],
});
