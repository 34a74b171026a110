import type { BrowserPage } from './browser-transport.ts';

/** The page this runs in. */
export function browserPage(): BrowserPage {
  return {
    origin: window.location.origin,
    takeInvitation() {
      const token = window.location.hash.slice(1);
      if (token === '') return null;
      window.history.replaceState(null, '', window.location.pathname);
      return token;
    },
    onInvitation: (listener) => window.addEventListener('hashchange', listener),
    storage: window.sessionStorage,
    fetch: (path, init) => window.fetch(path, init),
    openSocket: (url, protocols) => new WebSocket(url, protocols),
    openWindow: (url) => void window.open(url, '_blank', 'noopener'),
  };
}
