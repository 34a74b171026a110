import type { MonitorGroup } from '#shared/domain/monitor-looks.ts';

import type { Monitor } from './monitor.ts';
import { groupMonitors } from './monitors/groups.ts';
import { linkMonitors } from './monitors/link.ts';
import { lossMonitors } from './monitors/loss.ts';
import { machineMonitors } from './monitors/machine.ts';
import { marketMonitors } from './monitors/market.ts';
import { orderMonitors } from './monitors/orders.ts';

/** Everything the desk watches again and again; `fact-conditions.ts` has what it sees in a single fact. */
export const monitorGroups: readonly { group: MonitorGroup; monitors: readonly Monitor[] }[] = [
  { group: 'link', monitors: linkMonitors },
  { group: 'orders', monitors: orderMonitors },
  { group: 'market', monitors: [...marketMonitors, ...groupMonitors] },
  { group: 'loss', monitors: lossMonitors },
  { group: 'machine', monitors: machineMonitors },
];

export const monitors: readonly Monitor[] = monitorGroups.flatMap((each) => each.monitors);
