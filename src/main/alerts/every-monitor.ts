import type { Monitor } from './monitor.ts';
import { linkMonitors } from './monitors/link.ts';
import { lossMonitors } from './monitors/loss.ts';
import { machineMonitors } from './monitors/machine.ts';
import { marketMonitors } from './monitors/market.ts';
import { orderMonitors } from './monitors/orders.ts';

/** Everything the desk watches again and again; `fact-conditions.ts` has what it sees in a single fact. */
export const monitors: readonly Monitor[] = [
  ...linkMonitors,
  ...orderMonitors,
  ...marketMonitors,
  ...lossMonitors,
  ...machineMonitors,
];
