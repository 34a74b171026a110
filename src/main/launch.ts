import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { defaultDataDir } from './data-folder.ts';
import type { Log } from './desk/log.ts';
import { systemPorts, type Ports } from './desk/ports.ts';
import { gatewayOf, startDesk, type RunningDesk } from './desk/start-desk.ts';
import { commitOf } from './commit.ts';
import { buildReportInThread } from './report-in-thread.ts';
import { scratchDesks } from './scratch-desk.ts';
import { watchMachine, type MachineWatch } from './machine-watch.ts';
import { openLog } from './open-log.ts';
import { startSimulatorThread, type SimulatorThreadOptions } from './simulator-thread.ts';
import { parseStartOptions, type StartOptions } from './start-options.ts';

/** Where `package.json`, `resources` and `out` are: `out/main` and `src/main` are equally deep. */
export const appRoot = join(import.meta.dirname, '../..');
export const rendererDir = join(appRoot, 'out/renderer');

/** What a command line asks for, before anything of the desk runs. */
export interface Launch {
  options: StartOptions;
  dataDir: string;
  log: Log;
  ports: Ports;
  machine: MachineWatch;
}

/** Reads the command line and opens the log. Throws StartRefused with what is wrong and what to do. */
export function readLaunch(argv: readonly string[]): Launch {
  const options = parseStartOptions(argv);
  const { platform, env } = process;
  const dataDir = options.data ?? defaultDataDir({ platform, env, home: homedir() });
  const log = openLog(dataDir);
  const ports = systemPorts();
  return { options, dataDir, log, ports, machine: watchMachine(dataDir, ports.clock, log) };
}

/** Starts the desk a launch asks for, with the simulated gateway in a thread of its own. Throws StartRefused. */
export function startLaunchedDesk(launch: Launch): Promise<RunningDesk> {
  const { options, dataDir, log, ports, machine } = launch;
  const { gateway } = options;
  return startDesk({
    dataDir,
    appRoot,
    version: packageVersion(),
    gateway:
      gateway === undefined ? null : gatewayOf(gateway, options.host, options['gateway-port']),
    ports,
    machine: () => machine.figures(),
    log,
    startSimulator: (stateFile) =>
      startSimulatorThread({ stateFile, ...simulatorOptions(options) }, log, ports.clock),
    commit: commitOf(appRoot),
    buildReport: (folder, attemptId) =>
      buildReportInThread({
        folder,
        attemptId,
        appRoot,
        version: packageVersion(),
        now: ports.clock.now(),
      }),
    scratchDesk: scratchDesks({ appRoot, version: packageVersion(), ports, log }),
  });
}

function simulatorOptions({
  seed,
  speed,
  bars,
  replay,
  script,
}: StartOptions): Omit<SimulatorThreadOptions, 'stateFile'> {
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(speed === undefined ? {} : { speed }),
    ...(bars === undefined ? {} : { bars: [bars] }),
    ...(replay === undefined ? {} : { replay }),
    ...(script === undefined ? {} : { script }),
  };
}

export function packageVersion(): string {
  const text = readFileSync(join(appRoot, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
