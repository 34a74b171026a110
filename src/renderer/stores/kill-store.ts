import { create } from 'zustand';

import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';

import { problemOf, type Problem } from '../problem.ts';
import { announce } from '../ui/announcer-store.ts';
import { call } from './connection-store.ts';
import { orders } from './desk-topics.ts';

/** How long the switch is held before it acts, ms. The same as `--hold` in the theme. */
export const holdMs = 1_000;

export type KillStage =
  | { at: 'idle' }
  | { at: 'holding' }
  | { at: 'engaging' }
  | { at: 'engaged'; cancelsSent: number; waitingForLink: boolean }
  | { at: 'failed'; problem: Problem };

export const useKill = create<{ stage: KillStage }>(() => ({ stage: { at: 'idle' } }));

let timer: ReturnType<typeof setTimeout> | null = null;

/** What the switch will do, in a sentence a person can read within the second. */
export function killSentence(all: Iterable<Order>): string {
  const open = [...all].filter((order) => isOpen(order.status));
  if (open.length === 0) return 'This halts the desk. There is no open order to cancel.';
  const symbols = [...new Set(open.map((order) => order.displaySymbol))];
  const named = symbols.slice(0, 5).join(', ');
  const rest = symbols.length > 5 ? ` and ${symbols.length - 5} more` : '';
  const count = open.length === 1 ? 'the 1 open order' : `all ${open.length} open orders`;
  return `This halts the desk and cancels ${count}: ${named}${rest}.`;
}

/** Starts the second. It acts at its end unless it is called off. */
export function holdKill(): void {
  const { at } = useKill.getState().stage;
  if (at === 'holding' || at === 'engaging') return;
  useKill.setState({ stage: { at: 'holding' } });
  announce(killSentence(orders.store.getState().rows.values()), 'assertive');
  timer = setTimeout(() => {
    timer = null;
    void engage();
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

/** Puts away what the switch last reported. */
export function dismissKill(): void {
  const { at } = useKill.getState().stage;
  if (at === 'engaged' || at === 'failed') useKill.setState({ stage: { at: 'idle' } });
}

async function engage(): Promise<void> {
  useKill.setState({ stage: { at: 'engaging' } });
  try {
    const { cancelsSent, waitingForLink } = await call('kill.engage', {
      reason: 'Pressed on the console.',
    });
    useKill.setState({ stage: { at: 'engaged', cancelsSent, waitingForLink } });
    announce('Kill switch engaged. The desk is halted.', 'assertive');
  } catch (error) {
    const problem = problemOf(error);
    useKill.setState({ stage: { at: 'failed', problem } });
    announce(`Kill switch failed. ${problem.message}`, 'assertive');
  }
}
