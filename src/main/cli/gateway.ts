import { BarFileError } from '../../simulator/market/daily-bars.ts';
import { GatewayOptionsError } from '../../simulator/gateway-options.ts';
import { startSimulatedGateway, type SimulatedGateway } from '../../simulator/gateway.ts';
import { say, type ExitCode, type Output } from './output.ts';

export interface GatewayCommandOptions {
  /** 0 takes any free port. */
  port: number;
  seed: number;
  /** Simulated time over wall time, 1 to 1000. */
  speed: number;
  /** ISO date of the first simulated day; the usual one where it is left out. */
  startDate?: string;
  /** Ids of the accounts; one paper account where it is left out. A live one makes a gateway to read only. */
  accounts?: string[];
  /** Where accounts, orders and executions are kept between runs. */
  stateFile?: string;
  /** CSV files of daily bars that drive an instrument, by its local symbol. */
  bars?: { symbol: string; file: string }[];
}

/**
 * Runs the simulated gateway alone until `stopped` resolves. Once it listens, one JSON line with host, port, seed
 * and speed is printed. 0: stopped as asked; 2: it could not start.
 */
export async function runGateway(
  options: GatewayCommandOptions,
  stopped: Promise<unknown>,
  { out, err }: Output,
): Promise<ExitCode> {
  let gateway: SimulatedGateway;
  try {
    gateway = await startSimulatedGateway({
      ...options,
      onNotice: (sentence) => say(err, sentence),
    });
  } catch (error) {
    const sentence = refusal(error, options.port);
    if (sentence === null) throw error;
    say(err, sentence);
    return 2;
  }
  const { host, port } = gateway;
  say(out, JSON.stringify({ host, port, seed: options.seed, speed: options.speed }));
  await stopped;
  await gateway.close();
  return 0;
}

function refusal(error: unknown, port: number): string | null {
  if (error instanceof GatewayOptionsError || error instanceof BarFileError) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is in use. Choose another with --port, or leave it out to take any free one.`;
  }
  if (error.code === 'EACCES') {
    return `Port ${port} may not be used without administrator rights. Choose one above 1023 with --port.`;
  }
  return null;
}
