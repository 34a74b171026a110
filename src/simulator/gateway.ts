import type { EpochMs } from '#shared/domain/ports.ts';

import { afterReading, systemClock } from './clock.ts';
import type { GatewayControl } from './gateway-control.ts';
import { createGatewayCore } from './gateway-core.ts';
import { parseGatewayOptions, type SimulatedGatewayOptions } from './gateway-options.ts';
import { listen } from './gateway-server.ts';
import { openMarket } from './open-market.ts';
import { sessionMs } from './market/trading-calendar.ts';
import { StateFile } from './persistence/state-file.ts';
import { readFaultScript } from './script/read-script.ts';
import { SteppedClock } from './stepped-clock.ts';
import { startVirtualPace } from './virtual-pace.ts';

export interface SimulatedGateway {
  host: string;
  port: number;
  control: GatewayControl;
  /** Its own clock, in whose time faults end: the machine's, or the virtual one. */
  now(): EpochMs;
  /** Saves, stops listening and breaks every connection. */
  close(): Promise<void>;
}

/**
 * Starts a simulated gateway on 127.0.0.1. Throws GatewayOptionsError, BarFileError, ReplayError or FaultScriptError,
 * each with a sentence that says what is wrong and what to do, and the system's error when the port is taken.
 */
export async function startSimulatedGateway(
  options: SimulatedGatewayOptions = {},
): Promise<SimulatedGateway> {
  const { clock: machine = systemClock(), onNotice = () => {}, ...rest } = options;
  const settings = parseGatewayOptions(rest);
  const stateFile =
    settings.stateFile === undefined ? null : new StateFile(settings.stateFile, onNotice);
  const { market, start } = openMarket(settings, stateFile?.read()?.moment ?? null);
  const stepped = settings.virtual ? new SteppedClock(market.calendar.openAt(start)) : null;
  const clock = stepped ?? machine;
  const core = createGatewayCore({
    settings,
    market,
    start: start * sessionMs,
    clock,
    stateFile,
    script:
      settings.script === undefined ? null : readFaultScript(settings.script, market.instruments),
    notice: onNotice,
  });
  try {
    const server = await listen({
      port: settings.port,
      accept: (connection) => core.accept(connection),
      clock: machine,
      notice: onNotice,
    });
    core.standBehind(server);
    const pace =
      stepped === null
        ? null
        : startVirtualPace({
            clock: stepped,
            machine,
            afterReading,
            traffic: () => core.traffic(),
          });
    return {
      host: server.host,
      // It may change: see the fault port-reset.
      get port() {
        return server.port;
      },
      control: core.control,
      now: () => clock.now(),
      close: async () => {
        pace?.stop();
        core.close(true);
        await server.close();
      },
    };
  } catch (error) {
    // Another gateway may be at this port, with this state file.
    core.close(false);
    throw error;
  }
}
