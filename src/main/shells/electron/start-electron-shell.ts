import { app, session, type WebContents } from 'electron';

import { serveWire } from '#shared/contract/serve.ts';
import type { Caller, DeskService, WindowCaller } from '#shared/contract/service.ts';
import type { Wire } from '#shared/contract/wire.ts';
import { can, nobody } from '#shared/domain/people.ts';
import type { Clock, IdSource, SecretSource } from '#shared/domain/ports.ts';

import type { Log } from '../../desk/log.ts';
import { openRendererFiles } from '../renderer-files.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { setApplicationMenu } from './application-menu.ts';
import { createDeskWindows } from './desk-windows.ts';
import { showDesktopNotices } from './desktop-notices.ts';
import { openIpcGate, watchUnknownChannels } from './ipc-gate.ts';
import { guardNavigation } from './navigation-guards.ts';
import { portWire } from './port-wire.ts';
import { guardSession } from './session-guards.ts';

/** How long the desk may take to stop before the process ends without it, milliseconds. */
export const maxStopMs = 10_000;

/** Connections of all windows together. */
export const maxWires = 64;

export interface ElectronShellOptions {
  service: DeskService;
  /** The person behind a window. */
  caller(windowId: string): WindowCaller;
  /** Stops the desk; called once, before the application ends. */
  stopDesk(): Promise<void>;
  /** The built renderer, `out/renderer`. */
  rendererDir: string;
  /** The built preload, `out/preload/index.cjs`. */
  preloadFile: string;
  isDevelopment: boolean;
  clock: Clock;
  ids: IdSource;
  secrets: SecretSource;
  log: Log;
}

export interface ElectronShell {
  /** Opens one more window on the same desk. */
  openWindow(): void;
}

/**
 * What must happen before Electron is ready. False when another Deskcheck runs already on the same data folder; that
 * one comes to the front, and this one is to quit.
 * @param consoleDir where Electron keeps what the console remembers; exists. The lock is by this folder.
 */
export function prepareElectron(consoleDir: string): boolean {
  app.setPath('userData', consoleDir);
  if (!app.requestSingleInstanceLock()) return false;
  app.enableSandbox();
  registerAppScheme();
  return true;
}

/** A window's way to the desk. */
interface Connection {
  readonly owner: WebContents;
  readonly caller: Caller;
}

/** The application itself reads for its notifications; what a person may be told is asked of the windows. */
const theApplication: Caller = { person: nobody, windowId: 'application' };

/**
 * Opens the console's first window on the desk; Electron has to be ready. Closing the last window stops the desk and
 * ends the application. Throws StartRefused when there is no built console.
 */
export async function startElectronShell(options: ElectronShellOptions): Promise<ElectronShell> {
  const { service, clock, ids, secrets, log, isDevelopment } = options;
  const files = await openRendererFiles(options.rendererDir);
  const pageSession = session.defaultSession;
  const windows = createDeskWindows({
    preloadFile: options.preloadFile,
    isDevelopment,
    clock,
    log,
  });

  guardSession(pageSession, log, isDevelopment);
  serveApp(pageSession.protocol, files, secrets);
  const wires = new Map<Wire, Connection>();
  // Also for contents that are not a window of ours: there should be none, so they get nothing.
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents, log);
    watchUnknownChannels(contents, log);
    contents.on('render-process-gone', () => {
      for (const [wire, { owner }] of wires) {
        if (owner === contents) wire.close('The window crashed.');
      }
    });
  });
  openIpcGate({
    log,
    isOwnWindow: (contents) => windows.has(contents),
    onOpenWindow: () => windows.open(),
    onConnect(port, contents) {
      const windowId = ids.next();
      const wire = portWire(port);
      const caller = options.caller(windowId);
      wires.set(wire, { owner: contents, caller });
      wire.onClose(() => wires.delete(wire));
      if (wires.size > maxWires) return wire.close('Too many connections.');
      serveWire(wire, service, caller, {
        clock,
        ids,
        onFault: ({ id, where, error }) => log.error({ id, where, err: error }, 'desk fault'),
        onProtocolError: (reason) => log.warn({ windowId, reason }, 'window broke the contract'),
      });
    },
  });

  const stopNotices = showDesktopNotices({
    alerts: service.topics.alerts({}, theApplication),
    silences: service.topics.silences({}, theApplication),
    maySeeAlerts: () => [...wires.values()].some(({ caller }) => can(caller.person, 'desk.view')),
    isInFront: () => windows.areInFront(),
    open: () => windows.show(),
    clock,
    log,
  });

  app.on('second-instance', () => windows.show());
  app.on('activate', () => windows.show());
  app.on('window-all-closed', () => app.quit());
  stopBeforeQuit(options, () => {
    stopNotices();
    for (const wire of wires.keys()) wire.close('The desk is stopping.');
  });
  setApplicationMenu(() => windows.open(), isDevelopment);
  windows.open();
  return { openWindow: () => windows.open() };
}

/** Ends the application only after the desk has stopped, or did not manage to in time. */
function stopBeforeQuit(options: ElectronShellOptions, closeWires: () => void): void {
  const { clock, log } = options;
  let stopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    closeWires();
    const deadline = clock.after(maxStopMs, () => {
      log.error({ maxStopMs }, 'the desk did not stop in time');
      app.exit(1);
    });
    options.stopDesk().then(
      () => {
        deadline.cancel();
        app.exit(0);
      },
      (error: unknown) => {
        deadline.cancel();
        log.error({ err: error }, 'the desk did not stop cleanly');
        app.exit(1);
      },
    );
  });
}
