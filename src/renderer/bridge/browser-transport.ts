import { z } from 'zod';

import { contractErrorSchema } from '#shared/contract/error.ts';

import { AdmissionRefused, type DeskTransport } from './desk-transport.ts';
import { socketWire } from './socket-wire.ts';

/** Where the window's token is kept: per tab, gone with it, and unlike the cookie not shared with other ports. */
const windowTokenKey = 'deskcheck.window-token';
const windowTokenHeader = 'x-deskcheck-window';
const wireProtocol = 'deskcheck.1';

const admissionSchema = z.object({ windowToken: z.string() });
const invitationSchema = z.object({ url: z.string() });

/** What the transport needs of the page; `browserPage()` gives the real one. */
export interface BrowserPage {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** The token of the URL's fragment, which is removed from the address bar and the history; null without one. */
  takeInvitation(): string | null;
  onInvitation(listener: () => void): void;
  storage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
  };
  fetch(path: string, init: RequestInit): Promise<Response>;
  openSocket(url: string, protocols: string[]): WebSocket;
  openWindow(url: string): void;
}

/** The desk behind the browser shell. How a window is let in: docs/decisions/browser-shell.md. */
export function browserTransport(page: BrowserPage): DeskTransport {
  let invitation = page.takeInvitation();
  let newChance: () => void = () => undefined;
  page.onInvitation(() => {
    invitation = page.takeInvitation() ?? invitation;
    newChance();
  });

  async function post(path: string, body: object, windowToken: string | null): Promise<Response> {
    const headers = new Headers({ 'content-type': 'application/json' });
    if (windowToken !== null) headers.set(windowTokenHeader, windowToken);
    try {
      return await page.fetch(path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        credentials: 'same-origin',
      });
    } catch (error) {
      // The browser's own words for it, "Failed to fetch", tell a person nothing.
      throw new Error('The desk does not answer.', { cause: error });
    }
  }

  /** The refusal's own sentence. Anything but a refusal of this window is worth another try. */
  async function refusal(response: Response): Promise<Error> {
    const body = contractErrorSchema.safeParse(await response.json().catch(() => null));
    const sentence = body.success
      ? `${body.data.message} ${body.data.advice}`.trim()
      : `The desk answered with status ${response.status}.`;
    return response.status === 401 ? new AdmissionRefused(sentence) : new Error(sentence);
  }

  /** Spends the invitation, if there is one that still holds. */
  async function spendInvitation(): Promise<void> {
    if (invitation === null) return;
    const response = await post('/session', { token: invitation }, null);
    if (response.ok) {
      const { windowToken } = admissionSchema.parse(await response.json());
      page.storage.setItem(windowTokenKey, windowToken);
      invitation = null;
      return;
    }
    const refused = await refusal(response);
    if (!(refused instanceof AdmissionRefused)) throw refused;
    invitation = null;
    // A window that is in already and opens its old link again stays in.
    if (page.storage.getItem(windowTokenKey) === null) throw refused;
  }

  async function admittedToken(): Promise<string> {
    await spendInvitation();
    const token = page.storage.getItem(windowTokenKey);
    if (token === null) {
      throw new AdmissionRefused(
        'This window has not been let in. Open the link that the desk printed when it started.',
      );
    }
    const response = await post('/window', {}, token);
    if (response.ok) return token;
    const refused = await refusal(response);
    if (refused instanceof AdmissionRefused) page.storage.removeItem(windowTokenKey);
    throw refused;
  }

  async function openSocket(token: string): Promise<WebSocket> {
    const url = `${page.origin.replace(/^http/, 'ws')}/wire`;
    const socket = page.openSocket(url, [wireProtocol, `token.${token}`]);
    const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
    socket.addEventListener('open', () => resolve(socket));
    socket.addEventListener('close', () => reject(new Error('The desk does not answer.')));
    return promise;
  }

  return {
    async open() {
      return socketWire(await openSocket(await admittedToken()));
    },
    onNewChance(listener) {
      newChance = listener;
    },
    async openWindow() {
      const token = page.storage.getItem(windowTokenKey);
      const response = await post('/invitation', {}, token);
      if (!response.ok) throw await refusal(response);
      page.openWindow(invitationSchema.parse(await response.json()).url);
    },
  };
}
