import { create } from 'zustand';

import type { KillDrill, KillStatus } from '#shared/domain/kill.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';

import { formatMoney, formatQuantity } from '../format.ts';
import { problemOf, type Problem } from '../problem.ts';
import { announce } from '../ui/announcer-store.ts';
import { call } from './connection-store.ts';
import { orders, readKillStatus } from './desk-topics.ts';

/** How long the switch is held before it acts, ms. The same as `--hold` in the theme. */
export const holdMs = 1_000;

/** `flatten`: whether it was held to close every position as well. */
export type KillStage =
  | { at: 'idle' }
  | { at: 'holding'; flatten: boolean }
  | { at: 'engaging'; flatten: boolean }
  | {
      at: 'engaged';
      flatten: boolean;
      cancelsSent: number;
      waitingForLink: boolean;
      positionsToClose: number;
    }
  | { at: 'failed'; flatten: boolean; problem: Problem };

export type DrillStage =
  | { at: 'idle' }
  | { at: 'running' }
  | { at: 'done'; drill: KillDrill }
  | { at: 'failed'; problem: Problem };

interface KillStore {
  stage: KillStage;
  drill: DrillStage;
  dialogOpen: boolean;
}

export const useKill = create<KillStore>(() => ({
  stage: { at: 'idle' },
  drill: { at: 'idle' },
  dialogOpen: false,
}));

let timer: ReturnType<typeof setTimeout> | null = null;

function named(symbols: readonly string[]): string {
  const rest = symbols.length > 5 ? ` and ${symbols.length - 5} more` : '';
  return `${symbols.slice(0, 5).join(', ')}${rest}`;
}

function cancelWords(all: Iterable<Order> | null): string {
  if (all === null) {
    return 'This halts the desk and cancels every open order. Which they are is not shown at this window now.';
  }
  const open = [...all].filter((order) => isOpen(order.status));
  if (open.length === 0) return 'This halts the desk. There is no open order to cancel.';
  const symbols = [...new Set(open.map((order) => order.displaySymbol))];
  const count = open.length === 1 ? 'the 1 open order' : `all ${open.length} open orders`;
  return `This halts the desk and cancels ${count}: ${named(symbols)}.`;
}

/** What flattening trades, in a sentence: side and size of each position, and what they are worth together. */
function flattenWords({ positions, grossValue, baseCurrency }: KillStatus): string {
  if (positions.length === 0) return 'There is no position to close.';
  const trades = positions.map(
    ({ side, quantity, displaySymbol }) => `${side} ${formatQuantity(quantity)} ${displaySymbol}`,
  );
  const worth =
    grossValue === null
      ? 'of a value that is not known'
      : `about ${formatMoney(grossValue)} ${baseCurrency}`;
  return `Then it closes ${positions.length === 1 ? 'the 1 position' : `all ${positions.length} positions`} at the market, ${worth}: ${named(trades)}.`;
}

/** Every order the desk has told this window of; null while it may not see them, as at a locked one. */
export function knownOrders(): Iterable<Order> | null {
  const { loaded, rows } = orders.store.getState();
  return loaded ? rows.values() : null;
}

/** What the switch will do, in a sentence or two that a person can read within the second. */
export function killSentence(
  all: Iterable<Order> | null,
  status: KillStatus | null,
  flatten: boolean,
): string {
  const cancels = cancelWords(all);
  if (!flatten) {
    const held = status?.positions.length ?? 0;
    if (held === 0) return cancels;
    return `${cancels} What is held stays: ${held === 1 ? '1 position' : `${held} positions`}.`;
  }
  if (status === null) {
    return `${cancels} Then it closes every position at the market; what is held is not known here.`;
  }
  return `${cancels} ${flattenWords(status)}`;
}

/** Starts the second. It acts at its end unless it is called off. */
export function holdKill(flatten = false): void {
  const { at } = useKill.getState().stage;
  if (at === 'holding' || at === 'engaging') return;
  useKill.setState({ stage: { at: 'holding', flatten } });
  announce(killSentence(knownOrders(), readKillStatus(), flatten), 'assertive');
  timer = setTimeout(() => {
    timer = null;
    void engage(flatten);
  }, holdMs);
}

/** Calls it off before the second is over. */
export function releaseKill(): void {
  if (useKill.getState().stage.at !== 'holding') return;
  if (timer !== null) clearTimeout(timer);
  timer = null;
  useKill.setState({ stage: { at: 'idle' } });
  announce('Kill switch called off.', 'polite');
}

/** How many orders a kill has yet to see ended: none once the desk is armed again, whose new orders are not the kill's. */
export function killRemains(isHalted: boolean, all: Iterable<Order>): number {
  return isHalted ? [...all].filter(({ status }) => isOpen(status)).length : 0;
}

/** Puts away what the switch last reported. */
export function dismissKill(): void {
  const { at } = useKill.getState().stage;
  if (at === 'engaged' || at === 'failed') useKill.setState({ stage: { at: 'idle' } });
}

/** Shows what the switch would do, with flattening and the drill. */
export function openKillDialog(): void {
  dismissKill();
  useKill.setState({ dialogOpen: true });
}

export function closeKillDialog(): void {
  releaseKill();
  dismissKill();
  useKill.setState({ dialogOpen: false, drill: { at: 'idle' } });
}

/** Runs the drill, in sight of its result. */
export async function runKillDrill(): Promise<void> {
  openKillDialog();
  if (useKill.getState().drill.at === 'running') return;
  useKill.setState({ drill: { at: 'running' } });
  try {
    const drill = await call('kill.drill', {});
    useKill.setState({ drill: { at: 'done', drill } });
    announce(
      drill.failure === null
        ? 'The drill of the kill switch went the whole way.'
        : `The drill of the kill switch found something: ${drill.failure}`,
      'polite',
    );
  } catch (error) {
    const problem = problemOf(error);
    useKill.setState({ drill: { at: 'failed', problem } });
    announce(`The drill failed. ${problem.message}`, 'assertive');
  }
}

async function engage(flatten: boolean): Promise<void> {
  useKill.setState({ stage: { at: 'engaging', flatten } });
  try {
    const { cancelsSent, waitingForLink, positionsToClose } = await call('kill.engage', {
      reason: flatten
        ? 'Pressed on the console, to close every position as well.'
        : 'Pressed on the console.',
      flatten,
    });
    useKill.setState({
      stage: { at: 'engaged', flatten, cancelsSent, waitingForLink, positionsToClose },
    });
    announce('Kill switch engaged. The desk is halted.', 'assertive');
  } catch (error) {
    const problem = problemOf(error);
    useKill.setState({ stage: { at: 'failed', flatten, problem } });
    announce(`Kill switch failed. ${problem.message}`, 'assertive');
  }
}
