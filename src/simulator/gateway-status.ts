import type { EpochMs } from '#shared/domain/ports.ts';
import type { SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import type { Doors } from './doors.ts';
import type { Exchange } from './exchange/exchange.ts';
import type { FaultBoard } from './fault-board.ts';
import type { QuoteFeed } from './feeds/quote-feed.ts';
import type { SessionDirectory } from './sessions/session-directory.ts';

/** The gateway at a glance: where it listens, who is connected, what is going wrong on purpose. */
export function gatewayStatus({
  doors,
  seed,
  speed,
  simulatedTime,
  directory,
  exchange,
  quotes,
  board,
}: {
  doors: Doors;
  seed: number;
  speed: number;
  simulatedTime: EpochMs;
  directory: SessionDirectory;
  exchange: Exchange;
  quotes: QuoteFeed;
  board: FaultBoard;
}): SimulatorStatus {
  const working = exchange.workingOrders();
  return {
    host: doors.host,
    port: doors.port,
    seed,
    speed,
    simulatedTime,
    clients: directory.started().map((session) => ({
      clientId: session.clientId,
      serverVersion: session.serverVersion,
      messagesIn: session.messagesIn,
      messagesOut: session.messagesOut,
      quoteLines: quotes.linesOf(session),
      openOrders: working.filter(({ clientId }) => clientId === session.clientId).length,
    })),
    active: board.active(),
    recent: board.recent(),
  };
}
