import { useSettings } from './settings-store.ts';

/** `unavailable`: this page cannot; in Electron the application itself shows them. */
export type DesktopNotice = 'unavailable' | 'off' | 'on' | 'refused';

/** How notifications of the system stand for this browser. */
export function desktopNotice(wanted: boolean): DesktopNotice {
  if (!('Notification' in window) || window.location.protocol === 'app:') return 'unavailable';
  if (Notification.permission === 'denied') return 'refused';
  return wanted && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Asks this browser for leave to notify; to be called by a person's click, or browsers refuse unasked. */
export async function askForDesktopNotice(): Promise<DesktopNotice> {
  if (desktopNotice(true) === 'unavailable') return 'unavailable';
  await Notification.requestPermission();
  return desktopNotice(true);
}

/** Shows a notification of the system where a person wants them and this page is not before their eyes. */
export function showOnDesktop(tag: string, title: string, body: string, open: () => void): void {
  if (desktopNotice(useSettings.getState().desktopNotice) !== 'on' || document.hasFocus()) return;
  // One of the same tag takes its place, so that windows of one browser do not show an alert twice.
  const notice = new Notification(title, { body, tag, requireInteraction: true });
  notice.addEventListener('click', () => {
    open();
    notice.close();
  });
}
