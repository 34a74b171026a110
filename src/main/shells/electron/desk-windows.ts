import { BrowserWindow, dialog, type WebContents } from 'electron';

import type { Clock } from '#shared/domain/ports.ts';

import type { Log } from '../../desk/log.ts';
import { pageUrl } from './app-origin.ts';

/** Windows at once; two screens need two. */
export const maxWindows = 6;

/** A page that crashes more often than this within a minute is not loaded again. */
export const maxCrashesAMinute = 3;

export interface DeskWindows {
  /** Opens one more window, or brings the last one to the front when there are enough. */
  open(): void;
  /** Opens the first window, or brings one to the front. */
  show(): void;
  /** Whether a person works in one of them now. */
  areInFront(): boolean;
  /** Whether the contents are those of a window opened here that is still there. */
  has(contents: WebContents): boolean;
}

export interface DeskWindowsOptions {
  preloadFile: string;
  isDevelopment: boolean;
  clock: Clock;
  log: Log;
}

/** The windows of the console: every one the same page, the same limits, the same desk. */
export function createDeskWindows(options: DeskWindowsOptions): DeskWindows {
  const { clock, log } = options;
  const windows = new Set<BrowserWindow>();

  function open(): void {
    if (windows.size >= maxWindows) return bringForward();
    const window = new BrowserWindow({
      width: 1600,
      height: 1000,
      minWidth: 1024,
      minHeight: 640,
      show: false,
      title: 'Deskcheck',
      webPreferences: {
        preload: options.preloadFile,
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
        // The dictionaries would be fetched from the network.
        spellcheck: false,
        // Prices go on while the window is behind another one.
        backgroundThrottling: false,
        devTools: options.isDevelopment,
      },
    });
    windows.add(window);
    window.once('ready-to-show', () => window.show());
    window.on('closed', () => windows.delete(window));
    window.on('unresponsive', () => log.warn({}, 'window does not respond'));
    reloadAfterCrash(window);
    load(window);
  }

  function load(window: BrowserWindow): void {
    window.loadURL(pageUrl).catch((error: unknown) => {
      if (window.isDestroyed()) return;
      log.error({ err: error }, 'the console could not be loaded');
      dialog.showErrorBox(
        'The console could not be loaded',
        'The desk itself runs. Close Deskcheck and start it again; if this stays, build it anew with npm start.',
      );
    });
  }

  function reloadAfterCrash(window: BrowserWindow): void {
    let crashedAt: number[] = [];
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      log.error({ reason, exitCode }, 'the console crashed');
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      const now = clock.monotonic();
      crashedAt = [...crashedAt.filter((at) => at > now - 60_000), now];
      if (crashedAt.length <= maxCrashesAMinute) return load(window);
      dialog.showErrorBox(
        'The console keeps crashing',
        'The desk itself runs, and its orders stay as they are. Close Deskcheck and start it again.',
      );
    });
  }

  function bringForward(): void {
    const last = [...windows].at(-1);
    if (last === undefined) return;
    if (last.isMinimized()) last.restore();
    last.focus();
  }

  return {
    open,
    show: () => (windows.size === 0 ? open() : bringForward()),
    areInFront: () => [...windows].some((window) => !window.isDestroyed() && window.isFocused()),
    has: (contents) =>
      [...windows].some((window) => !window.isDestroyed() && window.webContents === contents),
  };
}
