import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

let app: ElectronApplication;
let page: Page;
let data: string;

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'deskcheck-electron-'));
  app = await _electron.launch({
    executablePath: String(require('electron')),
    args: [root, '--gateway', 'simulated', '--seed', '1', '--data', data],
    cwd: root,
  });
  page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
});

test.afterAll(async () => {
  await app.close();
  rmSync(data, { recursive: true, force: true });
});

test('the window is Deskcheck, over its own protocol', async () => {
  await expect(page).toHaveTitle(/Deskcheck/);
  expect(new URL(page.url()).protocol).toBe('app:');
});

test('the page has no Node and nothing of Electron but the bridge', async () => {
  const kinds = await page.evaluate(() => [
    typeof Reflect.get(globalThis, 'require'),
    typeof Reflect.get(globalThis, 'process'),
    typeof Reflect.get(globalThis, 'module'),
    typeof Reflect.get(globalThis, 'Buffer'),
  ]);
  expect(kinds).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
});

test('the process of the page is sandboxed', async () => {
  const { pid, sandboxed } = await app.evaluate(({ app: main, BrowserWindow }) => {
    const id = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    return {
      pid: id,
      sandboxed: main.getAppMetrics().find((process) => process.pid === id)?.sandboxed,
    };
  });
  // Electron tells only on macOS and Windows; on Linux the kernel does: 2 is a seccomp filter.
  const filtered =
    process.platform === 'linux'
      ? /^Seccomp:\s*2$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
      : sandboxed;
  expect(filtered).toBe(true);
});

test('the content security policy allows nothing unsafe', async () => {
  const policy = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const answer = await contents?.session.fetch(contents.getURL());
    return answer?.headers.get('content-security-policy');
  });
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-');
});

test('an injected script does not run', async () => {
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken"';
    document.head.append(script);
    await Promise.resolve();
    return document.title === 'taken';
  });
  expect(ran).toBe(false);
});

test('the page opens no window and goes nowhere', async () => {
  const before = page.url();
  const opened = await page.evaluate(() => window.open('https://example.org/') !== null);
  expect(opened).toBe(false);
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await expect.poll(() => page.url()).toBe(before);
  expect(app.windows()).toHaveLength(1);
});
