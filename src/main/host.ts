import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { defaultDataDir } from './data-folder.ts';
import { systemPorts } from './desk/ports.ts';
import { gatewayOf, startDesk } from './desk/start-desk.ts';
import { StartRefused } from './desk/start-refused.ts';
import { openLog } from './open-log.ts';
import { startBrowserShell } from './shells/browser/start-browser-shell.ts';
import { startSimulatorThread } from './simulator-thread.ts';
import { parseStartOptions } from './start-options.ts';

/** The browser shell's entry: the same desk and the same console as in Electron, in a local browser. */

/** `out/main` and `src/main` are equally deep. */
const appRoot = join(import.meta.dirname, '../..');
const portDefault = 7410;

function packageVersion(): string {
  const text = readFileSync(join(appRoot, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  const dataDir = options.data ?? defaultDataDir({ platform: process.platform, env: process.env, home: homedir() });
  const log = openLog(dataDir);
  const ports = systemPorts();
  const desk = await startDesk({
    dataDir,
    appRoot,
    version: packageVersion(),
    gateway:
      options.gateway === undefined
        ? null
        : gatewayOf(options.gateway, options.host, options['gateway-port']),
    ports,
    log,
    startSimulator: (stateFile) =>
      startSimulatorThread(
        {
          stateFile,
          ...(options.seed === undefined ? {} : { seed: options.seed }),
          ...(options.speed === undefined ? {} : { speed: options.speed }),
        },
        log,
      ),
  });
  const shell = await startBrowserShell({
    service: desk.service,
    caller: (windowId) => desk.caller(windowId),
    rendererDir: join(appRoot, 'out/renderer'),
    port: options.port ?? portDefault,
    clock: ports.clock,
    ids: ports.ids,
    secrets: ports.secrets,
    log,
  });

  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    shell
      .close()
      .then(() => desk.close(`Stopped by ${signal}.`))
      .then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop(signal));
  }

  if (shell.portWanted !== shell.port && shell.portWanted !== 0) {
    console.log(
      `Port ${shell.portWanted} is in use; the console is on port ${shell.port} instead.`,
    );
  }
  const waiting = ports.clock.after(3000, () => {
    console.log(
      `The console is at ${shell.invitation()}; the link to the gateway is not ready yet, the console shows why.`,
    );
  });
  await desk.ready;
  waiting.cancel();
  if (!stopping) console.log(`Deskcheck is ready at ${shell.invitation()}`);
}

function fail(error: unknown): never {
  if (error instanceof StartRefused) {
    console.error(`Deskcheck cannot start. ${error.message} ${error.advice}`.trim());
    process.exit(2);
  }
  console.error(error);
  process.exit(1);
}

main().catch(fail);
