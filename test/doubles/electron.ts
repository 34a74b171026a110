/**
 * Stands in for Electron in tests: importing the real package would fetch its binary. Each class has the members the
 * shell uses, in the shapes of electron.d.ts, so that what only the double would accept does not compile; and a
 * test can make happen what in Electron a page or a person makes happen.
 */
import { EventEmitter } from 'node:events';
import { MessageChannel as NodeChannel, type MessagePort as NodePort } from 'node:worker_threads';

import type * as Electron from 'electron';

class AppDouble
  extends EventEmitter
  implements
    Pick<Electron.App, 'requestSingleInstanceLock' | 'enableSandbox' | 'quit' | 'exit' | 'setPath'>
{
  hasLock = true;
  sandboxed = false;
  readonly paths = new Map<string, string>();
  exitCode: number | null = null;

  requestSingleInstanceLock(): boolean {
    return this.hasLock;
  }
  enableSandbox(): void {
    this.sandboxed = true;
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  quit(): void {
    this.emit('before-quit', new EventDouble());
  }
  exit(code = 0): void {
    this.exitCode ??= code;
  }
}

/** An event a listener can prevent. */
export class EventDouble {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Electron's end of a MessagePort: like the real one it holds messages back until it is started. */
export class MessagePortMain
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'close' | 'postMessage' | 'start'>
{
  readonly #port: NodePort;
  constructor(port: NodePort) {
    super();
    this.#port = port;
    port.on('close', () => this.emit('close'));
  }
  start(): void {
    this.#port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }
  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }
  close(): void {
    this.#port.close();
  }
}

type FrameFacts = Pick<
  Electron.WebFrameMain,
  'origin' | 'processId' | 'frameToken' | 'detached'
> & { parent: FrameFacts | null };

export function frame(facts: Partial<FrameFacts> = {}): FrameFacts {
  return {
    origin: 'app://deskcheck',
    processId: 7,
    frameToken: 'main',
    detached: false,
    parent: null,
    ...facts,
  };
}

export class WebContentsDouble
  extends EventEmitter
  implements Pick<Electron.WebContents, 'isDestroyed' | 'setWindowOpenHandler'>
{
  mainFrame = frame();
  destroyed = false;
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null;

  isDestroyed(): boolean {
    return this.destroyed;
  }
  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler;
  }
}

type WindowMembers =
  | 'focus'
  | 'isDestroyed'
  | 'isFocused'
  | 'isMinimized'
  | 'loadURL'
  | 'restore'
  | 'show'
  | 'close';

export class BrowserWindow
  extends EventEmitter
  implements Pick<Electron.BrowserWindow, WindowMembers>
{
  static readonly opened: BrowserWindow[] = [];
  /** Set to make the next page fail to load. */
  static loadError: Error | null = null;

  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new WebContentsDouble();
  readonly loaded: string[] = [];
  minimized = false;
  /** Whether it has the focus; `focused` counts how often it was given it. */
  inFront = false;
  focused = 0;
  shown = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    BrowserWindow.opened.push(this);
    app.emit('web-contents-created', new EventDouble(), this.webContents);
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    const error = BrowserWindow.loadError;
    BrowserWindow.loadError = null;
    return error === null ? Promise.resolve() : Promise.reject(error);
  }
  isDestroyed(): boolean {
    return this.webContents.destroyed;
  }
  isFocused(): boolean {
    return this.inFront;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  focus(): void {
    this.focused += 1;
  }
  show(): void {
    this.shown = true;
  }
  close(): void {
    this.webContents.destroyed = true;
    this.emit('closed');
    if (BrowserWindow.opened.every((each) => each.isDestroyed())) app.emit('window-all-closed');
  }
}

export class Notification
  extends EventEmitter
  implements Pick<Electron.Notification, 'show' | 'close'>
{
  static supported = true;
  static readonly shown: Notification[] = [];
  static isSupported(): boolean {
    return Notification.supported;
  }

  readonly options: Electron.NotificationConstructorOptions;
  closed = false;

  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show(): void {
    Notification.shown.push(this);
  }
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.emit('close', new EventDouble());
  }
}

class ProtocolDouble implements Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'> {
  readonly handlers = new Map<string, Parameters<Electron.Protocol['handle']>[1]>();
  schemes: Electron.CustomScheme[] = [];

  handle(scheme: string, handler: Parameters<Electron.Protocol['handle']>[1]): void {
    this.handlers.set(scheme, handler);
  }
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.schemes = schemes;
  }
}

type PermissionRequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DevicePermissionHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type RequestListener = (
  details: Pick<Electron.OnBeforeRequestListenerDetails, 'url'>,
  callback: (response: Electron.CallbackResponse) => void,
) => void;

class SessionDouble
  extends EventEmitter
  implements
    Pick<
      Electron.Session,
      'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
    >
{
  readonly protocol = new ProtocolDouble();
  permissionRequest: PermissionRequestHandler = null;
  permissionCheck: PermissionCheckHandler = null;
  devicePermission: DevicePermissionHandler = null;
  request: RequestListener | null = null;
  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener): void => {
      this.request = listener;
    },
  };

  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheckHandler): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: DevicePermissionHandler): void {
    this.devicePermission = handler;
  }
}

export const app = new AppDouble();
export const ipcMain = new EventEmitter();
export const protocol = new ProtocolDouble();
export const session = { defaultSession: new SessionDouble() };

export const dialog = {
  errors: [] as string[],
  showErrorBox(title: string, _content: string): void {
    dialog.errors.push(title);
  },
} satisfies Pick<Electron.Dialog, 'showErrorBox'> & { errors: string[] };

export const Menu = {
  template: [] as Electron.MenuItemConstructorOptions[],
  buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): unknown {
    Menu.template = template;
    return {};
  },
  setApplicationMenu(_menu: unknown): void {},
};

/** The preload's side: what it puts into the page, and from which frame of which window its messages come. */
export const page: { world: Map<string, unknown>; contents: WebContentsDouble | null } = {
  world: new Map(),
  contents: null,
};

export const contextBridge = {
  exposeInMainWorld(key: string, api: unknown): void {
    page.world.set(key, api);
  },
} satisfies Pick<Electron.ContextBridge, 'exposeInMainWorld'>;

export const ipcRenderer = {
  send(channel: string, ...args: unknown[]): void {
    ipcMain.emit(channel, ipcEvent(page.contents), ...args);
  },
  postMessage(channel: string, message: unknown, transfer: NodePort[] = []): void {
    const ports = transfer.map((port) => new MessagePortMain(port));
    ipcMain.emit(channel, ipcEvent(page.contents, { ports }), message);
  },
} satisfies Pick<Electron.IpcRenderer, 'send'> & {
  postMessage(channel: string, message: unknown, transfer?: NodePort[]): void;
};

export interface IpcEventFacts {
  type: string;
  senderFrame: FrameFacts | null;
  ports: MessagePortMain[];
}

/** What ipcMain's listeners are given for a message of these contents, from its main frame unless told otherwise. */
export function ipcEvent(
  contents: WebContentsDouble | null,
  facts: Partial<IpcEventFacts> = {},
): IpcEventFacts & { sender: WebContentsDouble | null } {
  return {
    type: 'frame',
    sender: contents,
    senderFrame: contents?.mainFrame ?? null,
    ports: [],
    ...facts,
  };
}

/** A port as a hostile page might send it, with its other end. */
export function portPair(): { sent: MessagePortMain; kept: NodePort } {
  const { port1, port2 } = new NodeChannel();
  return { sent: new MessagePortMain(port2), kept: port1 };
}

/** Back to an Electron that has just started. */
export function resetElectron(): void {
  for (const emitter of [app, ipcMain, session.defaultSession]) emitter.removeAllListeners();
  app.hasLock = true;
  app.sandboxed = false;
  app.exitCode = null;
  BrowserWindow.opened.length = 0;
  BrowserWindow.loadError = null;
  Notification.supported = true;
  Notification.shown.length = 0;
  dialog.errors = [];
  page.contents = null;
}
