import { ipcMain, type IpcMainEvent, type MessagePortMain, type WebContents } from 'electron';

import { connectChannel, openWindowChannel } from '#shared/contract/electron-bridge.ts';

import type { Log } from '../../desk/log.ts';
import { appOrigin } from './app-origin.ts';

export interface IpcGateOptions {
  isOwnWindow(contents: WebContents): boolean;
  /** A window of ours asks for a wire: this is the desk's end. */
  onConnect(port: MessagePortMain, contents: WebContents): void;
  onOpenWindow(): void;
  log: Log;
}

/**
 * The one gate for everything a page sends. It opens to the main frame of a window of ours at our own origin, on two
 * channels; anything else is refused and its ports are closed. After the gate only the port speaks.
 */
export function openIpcGate(options: IpcGateOptions): { close(): void } {
  function admits(event: IpcMainEvent): boolean {
    const fault = senderFault(event, (contents) => options.isOwnWindow(contents));
    if (fault === null) return true;
    options.log.warn({ fault }, 'ipc refused');
    for (const port of event.ports) port.close();
    return false;
  }

  function connect(event: IpcMainEvent, ...args: unknown[]): void {
    if (!admits(event)) return;
    const [port, ...more] = event.ports;
    if (port === undefined || more.length > 0 || args.length !== 1 || args[0] !== null) {
      options.log.warn({ fault: 'not the contract' }, 'ipc refused');
      for (const each of event.ports) each.close();
      return;
    }
    options.onConnect(port, event.sender);
  }

  function openWindow(event: IpcMainEvent, ...args: unknown[]): void {
    if (!admits(event)) return;
    if (args.length === 0 && event.ports.length === 0) options.onOpenWindow();
    else options.log.warn({ fault: 'not the contract' }, 'ipc refused');
  }

  ipcMain.on(connectChannel, connect);
  ipcMain.on(openWindowChannel, openWindow);
  return {
    close() {
      ipcMain.off(connectChannel, connect);
      ipcMain.off(openWindowChannel, openWindow);
    },
  };
}

/** What is wrong with the sender, or null. A frame that is gone while it is asked about is not ours any more. */
function senderFault(
  event: IpcMainEvent,
  isOwnWindow: (contents: WebContents) => boolean,
): string | null {
  const { sender, senderFrame } = event;
  if (event.type !== 'frame' || senderFrame === null) return 'no frame';
  if (sender.isDestroyed() || !isOwnWindow(sender)) return 'foreign window';
  const { mainFrame } = sender;
  if (
    senderFrame.parent !== null ||
    senderFrame.detached ||
    senderFrame.processId !== mainFrame.processId ||
    senderFrame.frameToken !== mainFrame.frameToken
  ) {
    return 'not the main frame';
  }
  return senderFrame.origin === appOrigin ? null : 'foreign origin';
}

/** Nobody listens on other channels; a message on one is logged, for it comes from a page that is not itself. */
export function watchUnknownChannels(contents: WebContents, log: Log): void {
  const known = new Set([connectChannel, openWindowChannel]);
  const look = (_event: unknown, channel: string): void => {
    if (!known.has(channel)) log.warn({ channel: channel.slice(0, 100) }, 'unknown ipc channel');
  };
  contents.on('ipc-message', look);
  contents.on('ipc-message-sync', look);
}
