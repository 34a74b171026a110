import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { app, dialog } from 'electron';

import { StartRefused } from './desk/start-refused.ts';
import { appRoot, readLaunch, rendererDir, startLaunchedDesk, type Launch } from './launch.ts';
import { haltOnProcessFaults } from './process-faults.ts';
import { pageUrl } from './shells/electron/app-origin.ts';
import { prepareElectron, startElectronShell } from './shells/electron/start-electron-shell.ts';

/** Electron's entry: the desk and its console in windows of their own. */

/** Electron becomes ready only after this module has run, so nothing here may wait for that at the top level. */
function start(): void {
  // A packaged application has no argument for the folder it runs.
  const launch = readLaunch(process.argv.slice(app.isPackaged ? 1 : 2));
  const consoleDir = join(launch.dataDir, 'console');
  mkdirSync(consoleDir, { recursive: true, mode: 0o700 });
  if (!prepareElectron(consoleDir)) {
    console.log('Deskcheck runs already on this data folder; its window has come to the front.');
    app.exit(0);
    return;
  }
  app
    .whenReady()
    .then(() => run(launch))
    .catch(fail);
}

async function run(launch: Launch): Promise<void> {
  const { log, ports } = launch;
  const desk = await startLaunchedDesk(launch);
  haltOnProcessFaults(process, desk, log);
  await startElectronShell({
    service: desk.service,
    caller: (windowId) => desk.caller(windowId),
    stopDesk: () => desk.close('The console was closed.'),
    rendererDir,
    preloadFile: join(appRoot, 'out/preload/index.cjs'),
    isDevelopment: !app.isPackaged && process.env['DESKCHECK_DEVELOPMENT'] === '1',
    clock: ports.clock,
    ids: ports.ids,
    secrets: ports.secrets,
    log,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => app.quit());
  }
  await desk.ready;
  console.log(`Deskcheck is ready at ${pageUrl}`);
}

function fail(error: unknown): void {
  const refused = error instanceof StartRefused;
  const sentence = refused
    ? `${error.message} ${error.advice}`.trim()
    : 'It met a fault of its own. Start it again; if this stays, look in the log of the data folder.';
  console.error(refused ? `Deskcheck cannot start. ${sentence}` : error);
  dialog.showErrorBox('Deskcheck cannot start', sentence);
  app.exit(refused ? 2 : 1);
}

try {
  start();
} catch (error) {
  fail(error);
}
