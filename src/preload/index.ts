import { contextBridge, ipcRenderer } from 'electron';

import {
  connectChannel,
  openWindowChannel,
  type DeskBridge,
} from '#shared/contract/electron-bridge.ts';

/**
 * All that a page in Electron gets of the desk: text there and back. The port stays in this isolated world; were it
 * posted into the page, whatever runs there could take it and hand it on.
 */
const bridge: DeskBridge = {
  connect(onText, onClosed) {
    const { port1: own, port2: deskEnd } = new MessageChannel();
    let open = true;
    own.addEventListener('message', (event) => {
      if (open && 'data' in event && typeof event.data === 'string') onText(event.data);
    });
    own.addEventListener('close', () => {
      if (!open) return;
      open = false;
      onClosed();
    });
    own.start();
    ipcRenderer.postMessage(connectChannel, null, [deskEnd]);
    return {
      send(text) {
        if (open && typeof text === 'string') own.postMessage(text);
      },
      close() {
        open = false;
        own.close();
      },
    };
  },
  openWindow() {
    ipcRenderer.send(openWindowChannel);
  },
};

contextBridge.exposeInMainWorld('deskcheck', bridge);
