import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createDeskClient } from '#shared/contract/client.ts';
import { connectChannel, openWindowChannel } from '#shared/contract/electron-bridge.ts';
import { textWire } from '#shared/contract/text-wire.ts';
import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';
import type { Role } from '#shared/domain/people.ts';
import type { Silence } from '#shared/domain/silence.ts';

import {
  app,
  BrowserWindow,
  dialog,
  EventDouble,
  frame,
  ipcEvent,
  ipcMain,
  Menu,
  Notification,
  portPair,
  protocol,
  resetElectron,
  session,
  WebContentsDouble,
  type IpcEventFacts,
} from '../../../../test/doubles/electron.ts';
import {
  builtRenderer,
  countingIds,
  countingSecrets,
  recordingLog,
} from '../../../../test/support/browser-shell.ts';
import { callerWith, deskDouble, type DeskDouble } from '../../../../test/support/desk-double.ts';
import { VirtualClock } from '../../../../test/support/virtual-clock.ts';
import { maxCrashesAMinute, maxWindows } from './desk-windows.ts';
import { gatherMs } from './desktop-notices.ts';
import {
  maxStopMs,
  maxWires,
  prepareElectron,
  startElectronShell,
  type ElectronShell,
} from './start-electron-shell.ts';

const verified = { ok: true, facts: 3, difference: null };

let desk: DeskDouble;
let roles: Role[];
let clock: VirtualClock;
let log: ReturnType<typeof recordingLog>;
let renderer: Awaited<ReturnType<typeof builtRenderer>>;
let stopDesk: () => Promise<void>;
let shell: ElectronShell;

beforeEach(async () => {
  resetElectron();
  clock = new VirtualClock();
  log = recordingLog();
  renderer = await builtRenderer();
  stopDesk = () => Promise.resolve();
  desk = deskDouble({ 'journal.verify': () => Promise.resolve(verified) });
  roles = ['operator'];
  prepareElectron('/data/console');
  shell = await start();
});
afterEach(() => renderer.remove());
// The double is one module for every file of a worker: what this desk hangs on it must not answer the next file.
afterAll(resetElectron);

function start(): Promise<ElectronShell> {
  return startElectronShell({
    service: desk.service,
    caller: (windowId) => ({ ...callerWith(...roles), windowId }),
    stopDesk: () => stopDesk(),
    rendererDir: renderer.dir,
    preloadFile: '/out/preload/index.cjs',
    isDevelopment: false,
    clock,
    ids: countingIds(),
    secrets: countingSecrets(),
    log,
  });
}

function firstWindow(): BrowserWindow {
  const [window] = BrowserWindow.opened;
  if (window === undefined) throw new Error('No window was opened.');
  return window;
}

/** Resolves when the other end has closed this port. */
function closing(port: ReturnType<typeof portPair>['kept']): Promise<'closed'> {
  return new Promise((resolve) => {
    port.on('close', () => resolve('closed'));
  });
}

function warned(message: string): number {
  return log.lines.filter((line) => line.message === message).length;
}

describe('before Electron is ready', () => {
  test('every page is sandboxed and the scheme is a secure origin without ways around the policy', () => {
    expect(app.sandboxed).toBe(true);
    expect(app.paths).toEqual(new Map([['userData', '/data/console']]));
    expect(protocol.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  test('a second Deskcheck does not start, and the first comes to the front', () => {
    app.hasLock = false;
    expect(prepareElectron('/data/console')).toBe(false);
    firstWindow().minimized = true;
    app.emit('second-instance', new EventDouble(), [], '/', null);
    expect(BrowserWindow.opened).toHaveLength(1);
    expect(firstWindow()).toMatchObject({ minimized: false, focused: 1 });
  });
});

describe('a window', () => {
  test('has no Node, no webview, no way out of its sandbox', () => {
    expect(firstWindow().options.webPreferences).toMatchObject({
      preload: '/out/preload/index.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
    });
    expect(firstWindow().loaded).toEqual(['app://deskcheck/index.html']);
  });

  test('shows when it is ready', () => {
    expect(firstWindow().shown).toBe(false);
    firstWindow().emit('ready-to-show');
    expect(firstWindow().shown).toBe(true);
  });

  test('there can be more of, up to a number', () => {
    for (let opened = 0; opened < maxWindows + 3; opened += 1) shell.openWindow();
    expect(BrowserWindow.opened).toHaveLength(maxWindows);
    expect(BrowserWindow.opened.at(-1)?.focused).toBe(4);
  });

  test('is offered in the menu; reload and developer tools are not', () => {
    const text = JSON.stringify(Menu.template);
    expect(text).toContain('New Window');
    expect(text).not.toMatch(/toggleDevTools|reload/i);
  });

  test('that crashes is loaded again and the line is in the log', () => {
    const window = firstWindow();
    window.webContents.emit('render-process-gone', new EventDouble(), {
      reason: 'crashed',
      exitCode: 5,
    });
    expect(window.loaded).toHaveLength(2);
    expect(log.lines).toContainEqual({
      level: 'error',
      fields: { reason: 'crashed', exitCode: 5 },
      message: 'the console crashed',
    });
  });

  test('that keeps crashing is left alone and a person is told', () => {
    const window = firstWindow();
    const crash = (): boolean =>
      window.webContents.emit('render-process-gone', new EventDouble(), {
        reason: 'oom',
        exitCode: 1,
      });
    for (let count = 0; count <= maxCrashesAMinute; count += 1) crash();
    expect(window.loaded).toHaveLength(1 + maxCrashesAMinute);
    expect(dialog.errors).toEqual(['The console keeps crashing']);
    clock.advance(60_001);
    crash();
    expect(window.loaded).toHaveLength(2 + maxCrashesAMinute);
  });

  test('that cannot load says so', async () => {
    BrowserWindow.loadError = new Error('ERR_FAILED');
    shell.openWindow();
    await expect.poll(() => dialog.errors).toEqual(['The console could not be loaded']);
  });
});

describe('navigation', () => {
  const away: readonly [string, object][] = [
    ['another site', { url: 'https://attacker.example/', isMainFrame: true }],
    ['a file', { url: 'file:///etc/passwd', isMainFrame: true }],
    ['a script', { url: 'javascript:alert(1)', isMainFrame: true }],
    ['another page of ours', { url: 'app://deskcheck/assets/main-1a.js', isMainFrame: true }],
    ['another host of our scheme', { url: 'app://other/index.html', isMainFrame: true }],
    ['our page with a query', { url: 'app://deskcheck/index.html?x', isMainFrame: true }],
    ['our page in a frame', { url: 'app://deskcheck/index.html', isMainFrame: false }],
  ];

  function prevented(name: string, details: object): boolean {
    const event = Object.assign(new EventDouble(), details);
    firstWindow().webContents.emit(name, event);
    return event.defaultPrevented;
  }

  test.each(away)('to %s is stopped', (_, details) => {
    expect(prevented('will-navigate', details)).toBe(true);
    expect(prevented('will-frame-navigate', details)).toBe(true);
    expect(prevented('will-redirect', details)).toBe(true);
  });

  test('of the page to itself, a reload, is let through; a redirect never', () => {
    const itself = { url: 'app://deskcheck/index.html', isMainFrame: true };
    expect(prevented('will-navigate', itself)).toBe(false);
    expect(prevented('will-frame-navigate', itself)).toBe(false);
    expect(prevented('will-redirect', itself)).toBe(true);
  });

  test('window.open and webviews are denied, also to contents we did not open', () => {
    const stranger = new WebContentsDouble();
    app.emit('web-contents-created', new EventDouble(), stranger);
    for (const contents of [firstWindow().webContents, stranger]) {
      const details = { url: 'app://deskcheck/index.html' };
      const answer: unknown = Reflect.apply(contents.openHandler ?? Object, null, [details]);
      expect(answer).toEqual({ action: 'deny' });
      const event = new EventDouble();
      contents.emit('will-attach-webview', event, {}, { src: 'https://attacker.example' });
      expect(event.defaultPrevented).toBe(true);
    }
  });
});

describe('permissions and network', () => {
  const pageSession = session.defaultSession;

  test.each(['media', 'notifications', 'clipboard-read', 'openExternal', 'usb', 'unknown'])(
    '%s is denied',
    (permission) => {
      const answers: unknown[] = [];
      Reflect.apply(pageSession.permissionRequest ?? Object, null, [
        firstWindow().webContents,
        permission,
        (granted: boolean) => answers.push(granted),
      ]);
      answers.push(
        Reflect.apply(pageSession.permissionCheck ?? Object, null, [
          null,
          permission,
          'app://deskcheck',
        ]),
        Reflect.apply(pageSession.devicePermission ?? Object, null, [{ deviceType: 'hid' }]),
      );
      expect(answers).toEqual([false, false, false]);
    },
  );

  test.each([
    ['app://deskcheck/assets/main-1a.js', false],
    ['data:image/svg+xml,x', false],
    ['app://deskcheck.attacker.example/', true],
    ['https://attacker.example/', true],
    ['http://127.0.0.1:8080/', true],
    ['ws://127.0.0.1:8080/', true],
    ['file:///etc/passwd', true],
    ['devtools://devtools/bundled/x.js', true],
  ])('a request to %s: cancelled %s', (url, cancelled) => {
    const answers: unknown[] = [];
    pageSession.request?.({ url }, (answer) => answers.push(answer));
    expect(answers).toEqual([{ cancel: cancelled }]);
  });

  test('downloads are refused, but for what the page made itself', () => {
    const event = new EventDouble();
    pageSession.emit('will-download', event, { getURL: () => 'app://deskcheck/x' });
    expect(event.defaultPrevented).toBe(true);
    const stranger = new EventDouble();
    pageSession.emit('will-download', stranger, { getURL: () => 'blob:https://example.com/1' });
    expect(stranger.defaultPrevented).toBe(true);
    const own = new EventDouble();
    pageSession.emit('will-download', own, { getURL: () => 'blob:app://deskcheck/1' });
    expect(own.defaultPrevented).toBe(false);
  });
});

describe('the app protocol', () => {
  async function get(url: string, method = 'GET'): Promise<Response> {
    const handler = session.defaultSession.protocol.handlers.get('app');
    if (handler === undefined) throw new Error('Nobody serves app://');
    // Request would tidy the URL up; the handler must not count on that.
    const response: unknown = await Reflect.apply(handler, null, [{ url, method }]);
    if (!(response instanceof Response)) throw new Error('No response.');
    return response;
  }

  test('serves the page with a nonce that is new each time, and a policy without connections', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/index.html']) {
      const response = await get(`app://deskcheck${path}`);
      const policy = response.headers.get('content-security-policy') ?? '';
      const nonce = /'nonce-([\w-]{22})'/.exec(policy)?.[1] ?? '';
      nonces.add(nonce);
      expect(policy).toContain("connect-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(await response.text()).toContain(`content="${nonce}"`);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(nonces.size).toBe(2);
  });

  test('serves the files beside it', async () => {
    const response = await get('app://deskcheck/assets/main-1a.js');
    expect(response.headers.get('content-type')).toContain('text/javascript');
    expect(await response.text()).toBe('export {};');
  });

  test.each([
    'app://deskcheck/../secret.js',
    'app://deskcheck/assets/../../secret.js',
    'app://deskcheck/..%2fsecret.js',
    'app://deskcheck/%2e%2e/secret.js',
    'app://deskcheck/..\\secret.js',
    'app://deskcheck/assets/main-1a.js%00',
    'app://deskcheck/assets/main-1a.js\0',
    'app://deskcheck//assets/main-1a.js',
    'app://deskcheck/assets/link.js',
    'app://deskcheck/.env',
    'app://deskcheck/etc/passwd',
    'app://deskcheck',
    'app://other/index.html',
    // As long as our own name.
    'app://elsewhere/index.html',
    'app://deskcheck.attacker.example/index.html',
    'app://deskcheck@attacker.example/index.html',
    'app:///index.html',
    'file:///etc/passwd',
  ])('%s leads nowhere', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s leads nowhere', async (method) => {
    expect((await get('app://deskcheck/index.html', method)).status).toBe(404);
  });
});

describe('the gate', () => {
  /** Asks for a wire as given and tells whether the desk answers on it. */
  async function connects(
    contents: WebContentsDouble,
    facts: Partial<IpcEventFacts> = {},
    message: unknown = null,
  ): Promise<boolean> {
    const { sent, kept } = portPair();
    const closed = new Promise<false>((resolve) => {
      kept.on('close', () => resolve(false));
    });
    const end = textWire({ send: (text) => kept.postMessage(text), close: () => kept.close() });
    kept.on('message', end.received);
    const answered = createDeskClient(end.wire)
      .call('journal.verify', {})
      .then(() => true);
    ipcMain.emit(connectChannel, ipcEvent(contents, { ports: [sent], ...facts }), message);
    const connected = await Promise.race([answered, closed]);
    kept.close();
    return connected;
  }

  test('opens to the main frame of our own window', async () => {
    expect(await connects(firstWindow().webContents)).toBe(true);
  });

  test('opens to each of two windows', async () => {
    shell.openWindow();
    for (const window of BrowserWindow.opened)
      expect(await connects(window.webContents)).toBe(true);
  });

  const main = frame();
  test.each([
    ['a subframe', { senderFrame: frame({ frameToken: 'sub', parent: main }) }],
    [
      'a subframe that claims the token of the main frame',
      { senderFrame: frame({ parent: main }) },
    ],
    ['another frame of the same process', { senderFrame: frame({ frameToken: 'other' }) }],
    ['a main frame of another process', { senderFrame: frame({ processId: 8 }) }],
    ['a detached frame', { senderFrame: frame({ detached: true }) }],
    ['a frame that is gone', { senderFrame: null }],
    ['a web page', { senderFrame: frame({ origin: 'https://attacker.example' }) }],
    ['an origin that begins like ours', { senderFrame: frame({ origin: 'app://deskcheck.x' }) }],
    ['an opaque origin', { senderFrame: frame({ origin: 'null' }) }],
    ['another host of our scheme', { senderFrame: frame({ origin: 'app://other' }) }],
    ['a service worker', { type: 'service-worker' }],
  ])('stays shut to %s', async (_, facts) => {
    expect(await connects(firstWindow().webContents, facts)).toBe(false);
    expect(warned('ipc refused')).toBe(1);
  });

  test('stays shut to a window that is not ours, and to one that is closed', async () => {
    expect(await connects(new WebContentsDouble())).toBe(false);
    const window = firstWindow();
    shell.openWindow();
    window.close();
    expect(await connects(window.webContents)).toBe(false);
  });

  test.each([
    ['a message beside the port', { command: 'x' }],
    ['text beside the port', 'x'],
    ['a number beside the port', 0],
  ])('stays shut to %s', async (_, message) => {
    expect(await connects(firstWindow().webContents, {}, message)).toBe(false);
  });

  test('stays shut to two ports at once, and closes both', async () => {
    const first = portPair();
    const second = portPair();
    const closed = Promise.all([closing(first.kept), closing(second.kept)]);
    const event = ipcEvent(firstWindow().webContents, { ports: [first.sent, second.sent] });
    ipcMain.emit(connectChannel, event, null);
    await expect(closed).resolves.toEqual(['closed', 'closed']);
  });

  test('does not give out wires without end', async () => {
    const kept = Array.from({ length: maxWires }, () => {
      const pair = portPair();
      const event = ipcEvent(firstWindow().webContents, { ports: [pair.sent] });
      ipcMain.emit(connectChannel, event, null);
      return pair.kept;
    });
    expect(await connects(firstWindow().webContents)).toBe(false);
    for (const port of kept) port.close();
    await expect.poll(() => connects(firstWindow().webContents)).toBe(true);
  });

  test('opens a second window for our page, and only for it', () => {
    const { webContents } = firstWindow();
    const subframe = { senderFrame: frame({ frameToken: 'sub', parent: main }) };
    ipcMain.emit(openWindowChannel, ipcEvent(webContents, subframe));
    ipcMain.emit(openWindowChannel, ipcEvent(new WebContentsDouble()));
    ipcMain.emit(openWindowChannel, ipcEvent(webContents), 'https://attacker.example');
    expect(BrowserWindow.opened).toHaveLength(1);
    ipcMain.emit(openWindowChannel, ipcEvent(webContents));
    expect(BrowserWindow.opened).toHaveLength(2);
  });

  test.each([
    ['an object', { t: 'took', id: 1 }],
    ['text that is not of the contract', '{"t":"eval","id":1}'],
    ['bytes', new Uint8Array(8)],
  ])('a wire that is sent %s is closed', async (_, message) => {
    const { sent, kept } = portPair();
    const closed = closing(kept);
    const event = ipcEvent(firstWindow().webContents, { ports: [sent] });
    ipcMain.emit(connectChannel, event, null);
    kept.postMessage(message);
    await expect(closed).resolves.toBe('closed');
  });

  test('has two channels, and a message on any other is in the log', () => {
    expect(ipcMain.eventNames()).toEqual([connectChannel, openWindowChannel]);
    const { webContents } = firstWindow();
    webContents.emit('ipc-message', ipcEvent(webContents), 'deskcheck:shell', 'rm');
    webContents.emit('ipc-message-sync', ipcEvent(webContents), 'deskcheck:shell', 'rm');
    webContents.emit('ipc-message', ipcEvent(webContents), openWindowChannel);
    expect(warned('unknown ipc channel')).toBe(2);
  });

  test('a crash of the page ends its wire at the desk', async () => {
    const { webContents } = firstWindow();
    const { sent, kept } = portPair();
    const closed = closing(kept);
    ipcMain.emit(connectChannel, ipcEvent(webContents, { ports: [sent] }), null);
    webContents.emit('render-process-gone', new EventDouble(), { reason: 'killed', exitCode: 9 });
    await expect(closed).resolves.toBe('closed');
  });
});

describe('a notification of the system', () => {
  const at = '2026-01-05T10:00:00.000Z';
  function alert(change: Partial<Alert> = {}): Alert {
    return {
      alertId: 'one',
      fingerprint: change.alertId ?? 'one',
      rule: 'order-unknown',
      severity: 'critical',
      title: 'The fate of an order is unknown',
      detail: 'BUY 1 MES.',
      state: 'open',
      conditionCleared: false,
      count: 1,
      firstSeenAt: at,
      lastSeenAt: at,
      orderRef: null,
      instrumentId: null,
      ...untouchedAlert,
      ...change,
    };
  }
  const silence: Silence = {
    silenceId: 's',
    rule: null,
    instrumentId: null,
    fingerprint: 'one',
    reason: 'Known.',
    madeBy: 'rosa',
    madeAt: at,
    endsAt: '2100-01-01T00:00:00.000Z',
  };
  const late = alert({ severity: 'warning', escalations: 1, escalatedAt: at });

  function connect(): void {
    const { sent } = portPair();
    ipcMain.emit(connectChannel, ipcEvent(firstWindow().webContents, { ports: [sent] }), null);
  }
  /** Raises these, and waits until the system has been told. */
  function raise(...alerts: Alert[]): void {
    for (const each of alerts) desk.feeds.alerts.publish(each);
    clock.advance(gatherMs);
  }
  const onScreen = (): (string | undefined)[] =>
    Notification.shown.filter(({ closed }) => !closed).map(({ options }) => options.title);

  test('is shown for a critical alert until somebody comes, and its click brings the console to the front', () => {
    connect();
    raise(alert());
    expect(Notification.shown.map(({ options }) => options)).toEqual([
      {
        title: 'The fate of an order is unknown',
        body: 'BUY 1 MES.',
        urgency: 'critical',
        timeoutType: 'never',
        silent: true,
      },
    ]);
    firstWindow().minimized = true;
    Notification.shown[0]?.emit('click', new EventDouble());
    expect(firstWindow()).toMatchObject({ minimized: false, focused: 1 });
  });

  test('is shown for a late warning, and for no other', () => {
    connect();
    raise(alert({ severity: 'warning' }));
    expect(onScreen()).toEqual([]);
    raise(late);
    expect(onScreen()).toEqual(['Nobody has acknowledged: The fate of an order is unknown']);
    expect(Notification.shown[0]?.options.urgency).toBe('normal');
  });

  test('comes once for each occasion, in place of the last', () => {
    connect();
    raise(alert(), alert({ count: 2 }));
    raise(alert({ count: 3 }));
    expect(Notification.shown).toHaveLength(1);
    raise(alert({ reopenings: 1 }));
    expect(Notification.shown.map(({ closed }) => closed)).toEqual([true, false]);
  });

  test('waits while another alert explains it or a person silenced it', () => {
    connect();
    raise(alert({ inhibitedBy: 'link-down' }));
    desk.feeds.silences.held = [silence];
    raise(late);
    expect(onScreen()).toEqual([]);
    desk.feeds.silences.held = [];
    desk.feeds.silences.remove('s');
    clock.advance(gatherMs);
    expect(onScreen()).toEqual(['Nobody has acknowledged: The fate of an order is unknown']);
  });

  test('goes when somebody has acknowledged, and does not come where they were quicker', () => {
    connect();
    raise(alert());
    raise(alert({ state: 'acknowledged' }));
    raise(alert({ alertId: 'two' }), alert({ alertId: 'two', state: 'resolved' }));
    expect(onScreen()).toEqual([]);
    expect(Notification.shown).toHaveLength(1);
  });

  test('does not come while a person has the console before them', () => {
    connect();
    firstWindow().inFront = true;
    raise(alert());
    expect(onScreen()).toEqual([]);
    firstWindow().inFront = false;
    raise(alert({ alertId: 'two' }));
    expect(onScreen()).toHaveLength(1);
  });

  test.each<[string, Role[]]>([
    ['at a locked window', ['bystander']],
    ['where nobody is signed in', []],
  ])('says %s only that there is something, also while the window is in front', (_, held) => {
    roles = held;
    connect();
    firstWindow().inFront = true;
    raise(alert());
    expect(Notification.shown.map(({ options: { title, body } }) => [title, body])).toEqual([
      ['Alert: critical', 'Sign in to see what it is.'],
    ]);
  });

  test('is one for all that come at once', () => {
    connect();
    raise(...['a', 'b', 'c', 'd'].map((alertId) => alert({ alertId })));
    expect(Notification.shown.map(({ options: { title, body } }) => [title, body])).toEqual([
      [
        'Many alerts',
        '4 alerts are open, 4 of them critical. They are called for together until it calms down.',
      ],
    ]);
  });

  test('is one for all in a flood, the next in place of the last', () => {
    connect();
    raise(alert({ alertId: 'f', rule: 'alert-flood', severity: 'warning' }));
    raise(alert());
    raise(alert({ alertId: 'two' }));
    expect(Notification.shown).toHaveLength(2);
    expect(onScreen()).toEqual(['Many alerts']);
    raise(alert({ alertId: 'f', rule: 'alert-flood', conditionCleared: true }));
    raise(alert({ alertId: 'three' }));
    expect(onScreen()).toContain('The fate of an order is unknown');
  });

  test('that the system does not show is in the log', () => {
    connect();
    raise(alert());
    Notification.shown[0]?.emit('failed', new EventDouble(), 'Settings forbid it.');
    expect(log.lines).toContainEqual({
      level: 'warn',
      fields: { error: 'Settings forbid it.' },
      message: 'the system did not show a notification',
    });
  });

  test('is not tried where the system has none, which is in the log', async () => {
    Notification.supported = false;
    await start();
    expect(
      warned('this system shows no notifications; critical alerts call in the console alone'),
    ).toBe(1);
  });

  test('does not outlive the desk', () => {
    connect();
    raise(alert());
    desk.feeds.alerts.publish(alert({ alertId: 'two' }));
    app.quit();
    clock.advance(gatherMs);
    expect(Notification.shown).toHaveLength(1);
    expect(onScreen()).toEqual([]);
    expect(desk.feeds.alerts.readers + desk.feeds.silences.readers).toBe(0);
  });
});

describe('the end', () => {
  test('closing the last window stops the desk first, then ends', async () => {
    const stopped = Promise.withResolvers<void>();
    let stops = 0;
    stopDesk = () => {
      stops += 1;
      return stopped.promise;
    };
    firstWindow().close();
    app.quit();
    await clock.advanceAsync(0);
    expect([stops, app.exitCode]).toEqual([1, null]);
    stopped.resolve();
    await clock.advanceAsync(0);
    expect([stops, app.exitCode, clock.pendingCount]).toEqual([1, 0, 0]);
  });

  test('quitting is held back until then', () => {
    stopDesk = () => Promise.withResolvers<never>().promise;
    const event = new EventDouble();
    app.emit('before-quit', event);
    expect(event.defaultPrevented).toBe(true);
  });

  test('a desk that does not stop in time, or not cleanly, does not keep the process', async () => {
    stopDesk = () => Promise.withResolvers<never>().promise;
    app.quit();
    await clock.advanceAsync(maxStopMs);
    expect(app.exitCode).toBe(1);
    expect(log.lines.at(-1)?.message).toBe('the desk did not stop in time');
  });

  test('a desk that fails to stop is in the log', async () => {
    stopDesk = () => Promise.reject(new Error('disk is full'));
    app.quit();
    await clock.advanceAsync(0);
    expect(app.exitCode).toBe(1);
    expect(log.lines.at(-1)?.message).toBe('the desk did not stop cleanly');
  });

  test('every wire is closed', async () => {
    const { sent, kept } = portPair();
    const closed = closing(kept);
    ipcMain.emit(connectChannel, ipcEvent(firstWindow().webContents, { ports: [sent] }), null);
    app.quit();
    await expect(closed).resolves.toBe('closed');
  });
});
