import { readFileSync } from 'node:fs';

import type { EpochMs } from '#shared/domain/ports.ts';

import { afterReading, systemClock } from './clock.ts';
import type { GatewayControl } from './gateway-control.ts';
import { createGatewayCore } from './gateway-core.ts';
import {
  GatewayOptionsError,
  parseGatewayOptions,
  type GatewaySettings,
  type SimulatedGatewayOptions,
} from './gateway-options.ts';
import { listen } from './gateway-server.ts';
import { readCatalogue, type Catalogue } from './market/catalogue.ts';
import { BarFileError, parseDailyBars } from './market/daily-bars.ts';
import { defaultStartDate, Market, type OwnBars } from './market/market.ts';
import { sessionMs } from './market/trading-calendar.ts';
import { parseReplay, type MarketReplay } from './market/replay.ts';
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
  const catalogue = readCatalogue();
  const ownBars = readOwnBars(settings, catalogue);
  const firstDate = startDate(settings, ownBars);
  const replay = settings.replay === undefined ? {} : { replay: readReplay(settings.replay) };
  const market = new Market(catalogue, ownBars, settings.seed, { startDate: firstDate, ...replay });
  const { stateFile } = settings;
  const start = market.calendar.positionOnOrAfter(firstDate);
  const stepped = settings.virtual ? new SteppedClock(market.calendar.openAt(start)) : null;
  const clock = stepped ?? machine;
  const core = createGatewayCore({
    settings,
    market,
    start: start * sessionMs,
    clock,
    stateFile: stateFile === undefined ? null : new StateFile(stateFile, onNotice),
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

function readOwnBars(settings: GatewaySettings, catalogue: Catalogue): OwnBars[] {
  return settings.bars.map(({ symbol, file }) => {
    if (!catalogue.instruments.some(({ localSymbol }) => localSymbol === symbol)) {
      throw new GatewayOptionsError(
        `There is no instrument ${symbol} for the bars in ${file}. Name one of the catalogue, such as SPY.`,
      );
    }
    return { symbol, bars: parseDailyBars(readBarFile(file), file) };
  });
}

function readReplay(text: string): MarketReplay {
  const replay = parseReplay(text);
  return 'file' in replay
    ? { bars: parseDailyBars(readBarFile(replay.file), replay.file) }
    : replay;
}

function readBarFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BarFileError(
      `The bars in ${file} cannot be read: ${why}. Check the name of the file.`,
    );
  }
}

/** The date asked for; else the usual one where the user's own bars have it, else the first that all of them have. */
function startDate(settings: GatewaySettings, ownBars: readonly OwnBars[]): string {
  if (settings.startDate !== undefined) return settings.startDate;
  const firstDates = ownBars.map(({ bars }) => bars[0]?.date ?? defaultStartDate);
  const covered = ownBars.every(
    ({ bars }, i) =>
      (firstDates[i] ?? '') <= defaultStartDate && (bars.at(-1)?.date ?? '') >= defaultStartDate,
  );
  return covered ? defaultStartDate : (firstDates.toSorted().at(-1) ?? defaultStartDate);
}
