import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { alertTitles } from '#shared/domain/alert-titles.ts';
import { monitorIds, monitorsOfEvents } from '#shared/domain/monitor-settings.ts';

import { monitors } from './every-monitor.ts';
import { limits } from './monitor-view.fixture.ts';
import { monitorSources } from './monitor-sources.ts';
import { eventMonitors } from './monitors/events.ts';

const all = [...monitors, ...eventMonitors];

/** The table of docs/monitors.md as the code and the limits that ship have it. */
function table(): string {
  const rows = monitorIds.map((id) => {
    const { unit, soft, hard, holdMs, action } = limits.monitors[id];
    const actsOn = all.find((each) => each.id === id)?.actsOn ?? 'desk';
    const held = monitorsOfEvents.has(id) ? 'an event' : `${holdMs / 1000} s`;
    const does = action === 'alert' ? 'alert' : `alert, ${actsOn} ${action}`;
    return [
      `\`${id}\``,
      alertTitles[id],
      unit,
      soft ?? '–',
      hard ?? '–',
      held,
      does,
      monitorSources[id],
    ];
  });
  const head = ['monitor', 'alert', 'counts in', 'soft', 'hard', 'hold', 'at hard', 'source'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

test('docs/monitors.md lists every monitor as it ships, and none that there is not', () => {
  const page = readFileSync(new URL('../../../docs/monitors.md', import.meta.url), 'utf8');
  const listed = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .join('\n');
  expect(listed).toBe(table());
});

test('a source is a rule that the controls cite as well, or says that it is the choice of this project', () => {
  const cited = /^(RTS 6 art\. 15\((1\)\(d\)|4\))|FIA: (daily loss|position limit)|IB: )/;
  const own = /^this project's own choice: \S+/;
  expect(
    Object.values(monitorSources).filter((source) => !cited.test(source) && !own.test(source)),
  ).toEqual([]);
});
