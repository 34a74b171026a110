import type { Clock } from '#shared/domain/ports.ts';

import { BarFileError } from '../../simulator/market/daily-bars.ts';
import { ReplayError } from '../../simulator/market/replay.ts';
import { GatewayOptionsError } from '../../simulator/gateway-options.ts';
import { startSimulatedGateway, type SimulatedGateway } from '../../simulator/gateway.ts';
import { FaultScriptError } from '../../simulator/script/fault-script.ts';
import { GatewayWatch } from './gateway-watch.ts';
import { say, type ExitCode, type Output } from './output.ts';

export interface GatewayCommandOptions {
  /** 0 takes any free port. */
  port: number;
  seed: number;
  /** Simulated time over wall time, 1 to 1000. */
  speed: number;
  /** Time moves as fast as clients take what comes. */
  virtual?: boolean;
  /** ISO date of the first simulated day; the usual one where it is left out. */
  startDate?: string;
  /** Ids of the accounts; one paper account where it is left out. A live one makes a gateway to read only. */
  accounts?: string[];
  /** Where accounts, orders and executions are kept between runs. */
  stateFile?: string;
  /** CSV files of daily bars that drive an instrument, by its local symbol. */
  bars?: { symbol: string; file: string }[];
  /** Days that are played again: SPY@2008-10-15, SPY@2020-03 or a CSV file of daily bars. */
  replay?: string;
  /** A fault script: a file, or the name of one that ships. */
  script?: string;
  /** Whether every order is refused, as with Read-Only API ticked. */
  readOnly?: boolean;
  /** The market data the accounts pay for. */
  subscriptions?: 'all' | 'delayed' | 'none';
  /** New York time as 23:45. */
  dailyRestart?: string;
  weeklyLogoff?: boolean;
}

/**
 * Runs the simulated gateway alone until `stopped` resolves. Once it listens, one JSON line with host, port, seed
 * and speed is printed; who is connected is shown beside it. 0: stopped as asked; 2: it could not start.
 */
export async function runGateway(
  options: GatewayCommandOptions,
  stopped: Promise<unknown>,
  { out, err }: Output,
  clock: Clock,
): Promise<ExitCode> {
  let gateway: SimulatedGateway;
  let watch: GatewayWatch | null = null;
  try {
    gateway = await startSimulatedGateway({
      ...options,
      onNotice: (sentence) => {
        if (watch === null) say(err, sentence);
        else watch.say(sentence);
      },
    });
  } catch (error) {
    const sentence = refusal(error, options.port);
    if (sentence === null) throw error;
    say(err, sentence);
    return 2;
  }
  const { host, port } = gateway;
  say(out, JSON.stringify({ host, port, seed: options.seed, speed: options.speed }));
  watch = new GatewayWatch(err, clock, gateway);
  await stopped;
  watch.stop();
  await gateway.close();
  return 0;
}

const spokenErrors = [GatewayOptionsError, BarFileError, ReplayError, FaultScriptError] as const;

function refusal(error: unknown, port: number): string | null {
  if (!(error instanceof Error)) return null;
  if (spokenErrors.some((kind) => error instanceof kind)) return error.message;
  if (!('code' in error)) return null;
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is in use. Choose another with --port, or leave it out to take any free one.`;
  }
  if (error.code === 'EACCES') {
    return `Port ${port} may not be used without administrator rights. Choose one above 1023 with --port.`;
  }
  return null;
}
