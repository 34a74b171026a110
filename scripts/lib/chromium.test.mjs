import { expect, test } from 'vitest';
import { findChromium } from './chromium.mjs';

test.each([
  { there: [], found: null },
  { there: ['/usr/bin/chromium'], found: '/usr/bin/chromium' },
  { there: ['/opt/bin/google-chrome', '/usr/bin/chromium'], found: '/usr/bin/chromium' },
  { there: ['/opt/bin/google-chrome'], found: '/opt/bin/google-chrome' },
  { there: ['/my/chrome', '/usr/bin/chromium'], found: '/my/chrome' },
])('with $there it is $found', ({ there, found }) => {
  const environment = { PATH: '/opt/bin:/usr/local/bin', CHROMIUM_PATH: '/my/chrome' };
  expect(findChromium(environment, (path) => there.includes(path))).toBe(found);
});
