import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Only what the window itself cannot do: clipboard keys, zoom, windows. The console has the rest in its palette. */
export function setApplicationMenu(openWindow: () => void, isDevelopment: boolean): void {
  const development: MenuItemConstructorOptions[] = isDevelopment
    ? [{ label: 'Development', submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }] }]
    : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: 'File',
        submenu: [
          { label: 'New Window', accelerator: 'CommandOrControl+Shift+N', click: openWindow },
          { type: 'separator' },
          { role: 'quit' },
        ],
      },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'resetZoom' },
          { role: 'togglefullscreen' },
        ],
      },
      { label: 'Window', submenu: [{ role: 'minimize' }, { role: 'close' }] },
      ...development,
    ]),
  );
}
