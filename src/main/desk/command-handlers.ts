import { ContractError } from '#shared/contract/error.ts';
import type { CommandHandlers } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { factSentence } from '#shared/domain/fact-sentence.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Order } from '#shared/domain/order.ts';
import type { BarSize } from '#shared/domain/quote.ts';

import { parseFact } from '../journal/fact-parsing.ts';
import { decideResetRepeatedExecution } from '../risk/repeated-executions.ts';
import { openOrders } from '../trading/books.ts';
import { acceptBreak } from './accept-break.ts';
import { alertCommands } from './alert-commands.ts';
import { anyOrder } from './any-order.ts';
import { mayCancel } from './cancelling.ts';
import type { CertificationCommand } from './certification-board.ts';
import { displaySymbolOf } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';
import type { LoadCommand } from './load-board.ts';
import { governanceCommands } from './governance-commands.ts';
import {
  knowInstrument,
  knowPriceIncrements,
  rememberInstruments,
  watchEverything,
} from './instruments.ts';
import { asContractError } from './link-refusals.ts';
import { orderCommands } from './order-commands.ts';
import type { PeopleCommand } from './people-commands.ts';
import type { ReadinessCommand } from './readiness-board.ts';
import { recorded } from './record.ts';

/** As much history as a screen shows at once. */
const barCounts: Record<BarSize, number> = {
  '1 min': 390,
  '5 mins': 390,
  '1 hour': 350,
  '1 day': 500,
};

/** Everything a screen can ask of a running desk. Its gateway, a simulated one's faults and its windows' sessions are the affair of who runs it. */
export type DeskCommands = Omit<
  CommandHandlers,
  | 'gateway.choose'
  | 'simulator.inject'
  | 'simulator.clear'
  | 'simulator.set-speed'
  | PeopleCommand
  | ReadinessCommand
  | LoadCommand
  | CertificationCommand
  | 'report.build'
  | 'runbook.read'
>;

/** All of them but those that need more than the core. */
type CoreCommands = Omit<DeskCommands, 'delivery.configure' | 'delivery.remove'>;

export function commandHandlers(core: DeskCore): CoreCommands {
  return {
    ...orderCommands(core),
    'instrument.search': async ({ text }) => {
      const instruments = await core.link.searchInstruments(text).catch((error: unknown) => {
        throw asContractError(error);
      });
      await rememberInstruments(core, instruments);
      return { instruments };
    },
    'instrument.details': async ({ instrumentId }) => {
      const instrument = await requireInstrument(core, instrumentId);
      return { instrument, priceIncrements: [...(await knowPriceIncrements(core, instrument))] };
    },
    'option-chain.read': async ({ instrumentId }) => {
      const instrument = await requireInstrument(core, instrumentId);
      const chains = await core.link.optionChain(instrument).catch((error: unknown) => {
        throw asContractError(error);
      });
      return { chains };
    },
    'watchlist.add': async ({ instrumentId }, caller) => {
      await requireInstrument(core, instrumentId);
      if (core.state.watchlist.has(instrumentId)) return {};
      const by = caller.person.personId;
      const added: NewFact = { kind: 'watchlist.added', by, body: { instrumentId } };
      await recorded(core, [added], undefined, caller);
      watchEverything(core);
      return {};
    },
    'watchlist.remove': async ({ instrumentId }, caller) => {
      if (!core.state.watchlist.has(instrumentId)) return {};
      const by = caller.person.personId;
      const removed: NewFact = { kind: 'watchlist.removed', by, body: { instrumentId } };
      await recorded(core, [removed], undefined, caller);
      watchEverything(core);
      return {};
    },
    'bars.read': async ({ instrumentId, barSize }) => {
      const instrument = await requireInstrument(core, instrumentId);
      const options = { count: barCounts[barSize], endAt: null, outsideRth: false };
      const bars = await core.link
        .historicalBars(instrument, barSize, options)
        .catch((error: unknown) => {
          throw asContractError(error);
        });
      return { bars };
    },
    ...governanceCommands(core, (instrumentId) => refuseWhileKillWaits(core, instrumentId)),
    'repeated-execution.reset': async ({ instrumentId, reason }, caller) => {
      const executions = core.state.repeatedExecutions.of(instrumentId);
      const { personId } = caller.person;
      const facts = decideResetRepeatedExecution(instrumentId, executions, reason, personId);
      await recorded(core, facts, undefined, caller);
      return {};
    },
    ...alertCommands(core),
    'break.accept': ({ breakId, note }, caller) => acceptBreak(core, breakId, note, caller),
    'journal.read': async (query) => {
      const page = core.journal.page(query);
      const nameOf = (instrumentId: number): string => displaySymbolOf(core, instrumentId);
      const orderOf = (orderRef: string): Order | null => anyOrder(core, orderRef);
      return {
        more: page.more,
        entries: page.entries.map((stored) => ({
          seq: stored.seq,
          at: stored.at,
          kind: stored.kind,
          by: stored.by,
          window: stored.window,
          body: stored.body,
          hash: stored.hash,
          sentence: factSentence(parseFact(stored), nameOf, orderOf).sentence,
        })),
      };
    },
    'journal.verify': () => core.journal.verify(),
  };
}

/** The orders of a kill that found no link are still to be cancelled; trading again would drop those cancels. */
function refuseWhileKillWaits(core: DeskCore, instrumentId: number | null): void {
  if (instrumentId !== null || core.state.kill === null || mayCancel(core)) return;
  const open = openOrders(core.state.books).filter((order) => !order.external);
  if (open.length === 0) return;
  throw new ContractError({
    code: 'conflict',
    message: `The kill switch has still to cancel ${open.length} orders, and the link to the gateway is not up.`,
    advice: 'Wait until the link is back and they are cancelled, then set the desk ACTIVE.',
  });
}

async function requireInstrument(core: DeskCore, instrumentId: number): Promise<Instrument> {
  const instrument = await knowInstrument(core, instrumentId);
  if (instrument !== null) return instrument;
  throw new ContractError({
    code: 'not-found',
    message: `The gateway knows no instrument ${instrumentId}, or it cannot be asked now.`,
    advice: 'Search for it by its symbol when the link is ready.',
  });
}
