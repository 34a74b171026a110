import { readLaunch, rendererDir, startLaunchedDesk } from './launch.ts';
import { StartRefused } from './desk/start-refused.ts';
import { metricsText } from './desk/metrics.ts';
import { haltOnProcessFaults } from './process-faults.ts';
import { readMetricsToken } from './shells/browser/metrics-token.ts';
import { startBrowserShell } from './shells/browser/start-browser-shell.ts';

/** The browser shell's entry: the same desk and the same console as in Electron, in a local browser. */

const portDefault = 7410;
/** A link that takes longer than this is not coming by itself; the person should see the console and why. */
const waitForReadyMs = 3000;
/** What is not closed by then is left to the system; the journal is safe at any moment. */
const stopWithinMs = 10_000;

async function main(): Promise<void> {
  const launch = readLaunch(process.argv.slice(2));
  const { options, dataDir, log, ports, machine } = launch;
  // Before the desk: a folder it refuses has sent nothing yet.
  const metricsToken = readMetricsToken(dataDir, ports.secrets);
  const desk = await startLaunchedDesk(launch);
  haltOnProcessFaults(process, desk, log);
  const shell = await startBrowserShell({
    service: desk.service,
    caller: (windowId) => desk.caller(windowId),
    rendererDir,
    port: options.port ?? portDefault,
    metrics: {
      token: metricsToken,
      text() {
        const { rss, heapUsed } = process.memoryUsage();
        return metricsText(desk.figures(), {
          residentMemoryBytes: rss,
          heapBytes: heapUsed,
          eventLoopDelayMs: machine.longestEventLoopDelayMs(),
        });
      },
    },
    clock: ports.clock,
    ids: ports.ids,
    secrets: ports.secrets,
    log,
  });

  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    machine.stop();
    ports.clock.after(stopWithinMs, () => process.exit(1));
    shell
      .close()
      .then(() => desk.close(`Stopped by ${signal}.`))
      .then(() => process.exit(0), fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop(signal));
  }

  if (shell.portWanted !== shell.port && shell.portWanted !== 0) {
    console.log(
      `Port ${shell.portWanted} is in use; the console is on port ${shell.port} instead.`,
    );
  }
  const waiting = ports.clock.after(waitForReadyMs, () => {
    console.log(
      `The console is at ${shell.invitation()} and shows why the link to the gateway is not ready yet.`,
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
