import type { WebContents } from 'electron';

import type { Log } from '../../desk/log.ts';
import { pageUrl } from './app-origin.ts';

/** Keeps a page where it is: it may load itself again, and go nowhere else, in no frame, window or webview. */
export function guardNavigation(contents: WebContents, log: Log): void {
  function refuse(event: { preventDefault(): void }, what: string, url: string): void {
    event.preventDefault();
    log.warn({ url: url.slice(0, 200) }, `${what} refused`);
  }

  contents.on('will-navigate', (event) => {
    if (event.url !== pageUrl || !event.isMainFrame) refuse(event, 'navigation', event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.url !== pageUrl || !event.isMainFrame) refuse(event, 'frame navigation', event.url);
  });
  contents.on('will-redirect', (event) => refuse(event, 'redirect', event.url));
  contents.on('will-attach-webview', (event, _preferences, parameters) => {
    refuse(event, 'webview', parameters['src'] ?? '');
  });
  contents.setWindowOpenHandler(({ url }) => {
    log.warn({ url: url.slice(0, 200) }, 'new window refused');
    return { action: 'deny' };
  });
}
