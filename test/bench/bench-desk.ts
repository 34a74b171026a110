import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createDeskClient, type DeskClient } from '#shared/contract/client.ts';
import { memoryTextPair } from '#shared/contract/memory-wire.ts';
import { serveWire } from '#shared/contract/serve.ts';
import type { Caller, DeskService, WindowCaller } from '#shared/contract/service.ts';
import { limitsSchema } from '#shared/domain/limits.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Quote } from '#shared/domain/quote.ts';

import { systemPorts } from '../../src/main/desk/ports.ts';
import type { RoadPoint } from '../../src/main/desk/road.ts';
import { startDesk } from '../../src/main/desk/start-desk.ts';
import { simulatorAt } from '../support/desk-simulator.ts';
import { wideLimits } from '../../src/main/load/wide-limits.ts';
import { restingPrice, spy } from './bench-order.ts';

/** In the base currency: nothing a bench does comes near it. */
const never = 1e12;

const appRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A desk as Deskcheck runs it: its own journal on disk, its own link, its pacing lifted. */
export interface BenchDesk {
  readonly service: DeskService;
  readonly caller: WindowCaller;
  /** A screen on a wire inside the process. */
  openScreen(): DeskClient;
  /** A limit price that rests below the market, from the desk's own quote. */
  restingPrice(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Starts a desk against a gateway and waits until it accepts new risk. Its data folder goes with it. `probe` is told
 * which facts are at which point of the road.
 */
export async function startBenchDesk(
  gateway: { host: string; port: number },
  probe: (point: RoadPoint, facts: readonly Fact[]) => void = () => {},
): Promise<BenchDesk> {
  const dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-bench-'));
  writeWideLimits(dataDir);
  const ports = systemPorts();
  let closing = false;
  const log = {
    info: () => {},
    warn: (_fields: object, message: string) => {
      if (!closing) console.error(`Desk: ${message}`);
    },
    error: (fields: object, message: string) => console.error(`Desk: ${message}`, fields),
  };
  const desk = await startDesk({
    dataDir,
    appRoot,
    version: 'bench',
    gateway: { kind: 'simulated' },
    ports,
    log,
    startSimulator: () => Promise.resolve(simulatorAt(gateway.host, gateway.port)),
    messagesPerSecond: null,
    probe,
  });
  await desk.ready;
  const { service } = desk;
  const caller = desk.caller('bench');
  return {
    service,
    caller,
    openScreen() {
      const { server, client } = memoryTextPair();
      serveWire(server.wire, service, caller, {
        clock: ports.clock,
        ids: ports.ids,
        onFault: ({ where, error }) => console.error(`Desk: ${where}`, error),
      });
      return createDeskClient(client.wire);
    },
    async restingPrice() {
      await service.commands['watchlist.add']({ instrumentId: spy.conId }, caller);
      return restingPrice(await firstBid(service, caller));
    },
    async close() {
      closing = true;
      await desk.close('The bench is done.');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * The shipped limits, wide enough for tens of thousands of orders and what their spreads and commissions cost: a desk that
 * is REDUCING after the first minutes would be measured at denying. The controls and monitors do the same work.
 */
function writeWideLimits(dataDir: string): void {
  const file = join(appRoot, 'resources', 'limits', 'default.json');
  const limits = wideLimits(limitsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  const wide = {
    ...limits,
    positionLimit: { ...limits.positionLimit, value: 10_000_000 },
    dailyLoss: { ...limits.dailyLoss, value: never },
    dayDrawdown: { ...limits.dayDrawdown, value: never },
    allTimeDrawdown: { ...limits.allTimeDrawdown, value: never },
  };
  writeFileSync(join(dataDir, 'limits.json'), JSON.stringify(wide));
}

function firstBid(service: DeskService, caller: Caller): Promise<number> {
  const feed = service.topics.quotes({}, caller);
  const bidOf = ({ instrumentId, bid }: Quote): number | null =>
    instrumentId === spy.conId ? bid : null;
  return new Promise((resolve) => {
    const stop = feed.subscribe(
      (quote) => {
        const bid = bidOf(quote);
        if (bid === null) return;
        stop();
        resolve(bid);
      },
      () => {},
    );
  });
}
