/**
 * Stands in for the `electron` package in tests, which cannot require the real one: that starts a download of its
 * binary. Each part is typed by electron.d.ts, does what the desk relies on, and keeps what it was asked, so that a
 * test can look. Only what the desk uses is here; anything else is missing, not silently accepted.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

/** A process-wide application that is ready at once. */
class AppDouble extends EventEmitter {
  sandboxed = false;
  quits = 0;

  enableSandbox(): void {
    this.sandboxed = true;
  }

  async whenReady(): Promise<void> {
    return Promise.resolve();
  }

  requestSingleInstanceLock(): boolean {
    return true;
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    return `/double/${name}`;
  }

  getVersion(): string {
    return '0.0.0';
  }

  quit(): void {
    this.quits += 1;
    this.emit('will-quit', { preventDefault: () => undefined });
  }
}

/** What one scheme was asked to answer with. */
type SchemeHandler = Parameters<Electron.Protocol['handle']>[1];

class ProtocolDouble {
  readonly privileged: Electron.CustomScheme[] = [];
  readonly handlers = new Map<string, SchemeHandler>();

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.privileged.push(...schemes);
  }

  handle(scheme: string, handler: SchemeHandler): void {
    if (this.handlers.has(scheme)) throw new Error(`The scheme ${scheme} is handled already`);
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.handlers.delete(scheme);
  }
}

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];

/** A session; its handlers stay null until the shell sets them, as in Electron, where null allows. */
export class SessionDouble extends EventEmitter {
  readonly protocol = new ProtocolDouble();
  permissionRequest: RequestHandler = null;
  permissionCheck: CheckHandler = null;
  devicePermission: DeviceHandler = null;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.devicePermission = handler;
  }
}

const sessions = new Map<string, SessionDouble>();

function sessionOf(partition: string): SessionDouble {
  const known = sessions.get(partition);
  if (known !== undefined) return known;
  const made = new SessionDouble();
  sessions.set(partition, made);
  return made;
}

/** A frame of a page: what an IPC event names as its sender. */
export interface FrameDouble {
  readonly url: string;
  readonly origin: string;
  readonly parent: FrameDouble | null;
}

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** The page of a window. `posted` holds what main sent to it with `postMessage`, ports included. */
export class WebContentsDouble extends EventEmitter {
  static #next = 1;
  readonly id = WebContentsDouble.#next++;
  readonly session: SessionDouble;
  mainFrame: FrameDouble = { url: 'about:blank', origin: 'null', parent: null };
  windowOpen: OpenHandler | null = null;
  readonly posted: { channel: string; message: unknown; ports: readonly MessagePortDouble[] }[] =
    [];

  constructor(session: SessionDouble) {
    super();
    this.session = session;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.windowOpen = handler;
  }

  postMessage(channel: string, message: unknown, ports: readonly MessagePortDouble[] = []): void {
    this.posted.push({ channel, message, ports });
  }
}

/** A window that loads at once and never shows. */
export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents: WebContentsDouble;
  shown = false;
  destroyed = false;

  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.all.filter((window) => !window.destroyed);
  }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    this.webContents = new WebContentsDouble(sessionOf(options.webPreferences?.partition ?? ''));
    BrowserWindow.all.push(this);
  }

  async loadURL(url: string): Promise<void> {
    const { protocol, host } = new URL(url);
    this.webContents.mainFrame = { url, origin: `${protocol}//${host}`, parent: null };
    this.emit('ready-to-show');
    return Promise.resolve();
  }

  show(): void {
    this.shown = true;
  }

  focus(): void {
    this.shown = true;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  close(): void {
    this.destroyed = true;
    this.emit('closed');
  }
}

/** One end of a message channel. As in Electron it speaks only once started, and then says what it kept back. */
export class MessagePortDouble extends EventEmitter {
  #peer: MessagePortDouble | null = null;
  #kept: unknown[] = [];
  #started = false;

  static pair(): readonly [MessagePortDouble, MessagePortDouble] {
    const ends = [new MessagePortDouble(), new MessagePortDouble()] as const;
    ends[0].#peer = ends[1];
    ends[1].#peer = ends[0];
    return ends;
  }

  postMessage(message: unknown): void {
    const peer = this.#peer;
    if (peer !== null) peer.#hear(structuredClone(message));
  }

  start(): void {
    this.#started = true;
    for (const message of this.#kept.splice(0)) this.#hear(message);
  }

  close(): void {
    const peer = this.#peer;
    if (peer === null) return;
    this.#peer = null;
    this.emit('close');
    peer.close();
  }

  #hear(message: unknown): void {
    if (!this.#started) {
      this.#kept.push(message);
      return;
    }
    queueMicrotask(() => this.emit('message', { data: message, ports: [] }));
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortDouble;
  readonly port2: MessagePortDouble;

  constructor() {
    [this.port1, this.port2] = MessagePortDouble.pair();
  }
}

export const app = new AppDouble();
export const protocol = new ProtocolDouble();
export const ipcMain = new EventEmitter();
export const session = { fromPartition: sessionOf, defaultSession: sessionOf('') };
