import type { Session } from 'electron';

import type { Log } from '../../desk/log.ts';
import { appOrigin } from './app-origin.ts';

/** A file that the page holds in its memory; nothing is fetched for it. */
const madeByPage = `blob:${appOrigin}/`;

/**
 * Takes from the pages of a session everything the console does not need: permissions, devices, network, and every
 * download but what the page made itself (the journal as a file), for which the person is asked where it goes.
 */
export function guardSession(session: Session, log: Log, isDevelopment: boolean): void {
  // A data: URL carries its own content and reaches nothing; what a page may use it for is the policy's matter.
  const allowedPrefixes = [
    `${appOrigin}/`,
    madeByPage,
    'data:',
    ...(isDevelopment ? ['devtools://'] : []),
  ];

  session.setPermissionRequestHandler((_contents, permission, callback) => {
    log.warn({ permission }, 'permission refused');
    callback(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    const allowed = allowedPrefixes.some((prefix) => url.startsWith(prefix));
    if (!allowed) log.warn({ url: url.slice(0, 200) }, 'request refused');
    callback({ cancel: !allowed });
  });
  session.on('will-download', (event, item) => {
    if (item.getURL().startsWith(madeByPage)) return;
    log.warn({ url: item.getURL().slice(0, 200) }, 'download refused');
    event.preventDefault();
  });
}
