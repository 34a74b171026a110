import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { originAt } from '../../src/main/shells/browser/loopback-address.ts';
import { browserTransport, type BrowserPage } from '../../src/renderer/bridge/browser-transport.ts';
import {
  keepConnected,
  type LastingConnection,
} from '../../src/renderer/bridge/lasting-connection.ts';
import { runBrowserShell, type RunningShell } from '../support/browser-shell.ts';
import { deskDouble } from '../support/desk-double.ts';

const verified = { ok: true, facts: 3, difference: null };
const { service } = deskDouble({ 'journal.verify': () => Promise.resolve(verified) });

/** A browser as far as this needs one: cookies for all its tabs, Origin on what it sends. */
class BrowserDouble {
  readonly cookies = new Map<string, string>();
  readonly connections: LastingConnection[] = [];
  readonly sockets: WebSocket[] = [];

  get cookieLine(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

class Tab {
  readonly browser: BrowserDouble;
  readonly storage = new Map<string, string>();
  readonly opened: string[] = [];
  address: URL;
  #onInvitation: () => void = () => undefined;

  constructor(browser: BrowserDouble, url: string) {
    this.browser = browser;
    this.address = new URL(url);
  }

  /** Loads the page: everything is new but the address, the cookies and the tab's own storage. */
  load(): LastingConnection {
    const connection = keepConnected(browserTransport(this.#page()), (delayMs, task) =>
      setTimeout(task, delayMs / 20),
    );
    this.browser.connections.push(connection);
    return connection;
  }

  /** Puts another link into the address bar of the same page: only the fragment differs, nothing is loaded. */
  enter(url: string): void {
    this.address = new URL(url);
    this.#onInvitation();
  }

  #page(): BrowserPage {
    const { browser, address } = this;
    const origin = address.origin;
    return {
      origin,
      takeInvitation: () => {
        const token = this.address.hash.slice(1);
        this.address.hash = '';
        return token === '' ? null : token;
      },
      onInvitation: (listener) => {
        this.#onInvitation = listener;
      },
      storage: {
        getItem: (key) => this.storage.get(key) ?? null,
        setItem: (key, value) => void this.storage.set(key, value),
        removeItem: (key) => void this.storage.delete(key),
      },
      async fetch(path, init) {
        const headers = new Headers(init.headers);
        headers.set('origin', origin);
        headers.set('cookie', browser.cookieLine);
        const response = await fetch(new URL(path, origin), { ...init, headers });
        for (const line of response.headers.getSetCookie()) {
          const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
          browser.cookies.set(name, value);
        }
        return response;
      },
      openSocket(url, protocols) {
        const headers = { origin, cookie: browser.cookieLine };
        const socket = new WebSocket(url, { protocols, headers });
        browser.sockets.push(socket);
        return socket;
      },
      openWindow: (url) => void this.opened.push(url),
    };
  }
}

describe('the console in a browser', () => {
  let running: RunningShell;
  let browser: BrowserDouble;

  beforeEach(async () => {
    browser = new BrowserDouble();
    running = await runBrowserShell({ service });
  });
  afterEach(() => running.stop());

  const phase = (connection: LastingConnection) => () => connection.state().phase;

  test('is let in by its link, and the link is gone from the address', async () => {
    const tab = new Tab(browser, running.shell.invitation());
    const connection = tab.load();
    await expect.poll(phase(connection)).toBe('open');
    await expect(connection.call('journal.verify', {})).resolves.toEqual(verified);
    expect(tab.address.href).toBe(running.shell.url);
  });

  test('stays in over a reload, and when its used link is opened again in the same tab', async () => {
    const link = running.shell.invitation();
    const tab = new Tab(browser, link);
    await expect.poll(phase(tab.load())).toBe('open');
    await expect.poll(phase(tab.load())).toBe('open');
    tab.address = new URL(link);
    await expect.poll(phase(tab.load())).toBe('open');
  });

  test('without a link is not let in and says what to do', async () => {
    const connection = new Tab(browser, running.shell.url).load();
    await expect.poll(phase(connection)).toBe('lost');
    expect(connection.state().reason).toBe(
      'This window has not been let in. Open the link that the desk printed when it started.',
    );
  });

  test('with a used link in another tab is not let in', async () => {
    const link = running.shell.invitation();
    await expect.poll(phase(new Tab(browser, link).load())).toBe('open');
    const second = new Tab(browser, link).load();
    await expect.poll(phase(second)).toBe('lost');
    expect(second.state().reason).toContain('This link has been used or is too old.');
  });

  test('opens a second window that sees the same desk, and both stay in', async () => {
    const tab = new Tab(browser, running.shell.invitation());
    const first = tab.load();
    await expect.poll(phase(first)).toBe('open');
    await first.openWindow();
    const second = new Tab(browser, tab.opened[0] ?? '').load();
    await expect.poll(phase(second)).toBe('open');
    for (const socket of browser.sockets) socket.close();
    await expect.poll(() => browser.sockets.length).toBe(4);
    await expect.poll(phase(first)).toBe('open');
    await expect.poll(phase(second)).toBe('open');
  });

  test('waits for a desk that is restarted, then asks for a new link and takes it in the same page', async () => {
    const { port } = running.shell;
    const tab = new Tab(browser, running.shell.invitation());
    const connection = tab.load();
    await expect.poll(phase(connection)).toBe('open');
    await running.stop();
    await expect.poll(phase(connection)).toBe('lost');
    expect(connection.state().reason).toContain('Trying again.');
    running = await runBrowserShell({ service, port });
    expect(running.shell.url).toBe(`${originAt(port)}/`);
    await expect.poll(() => connection.state().reason).toContain('has not been let in');
    tab.enter(running.shell.invitation());
    await expect.poll(phase(connection)).toBe('open');
  });
});
