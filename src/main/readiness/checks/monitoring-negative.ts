import type { GatewayBooks } from '#shared/domain/gateway-books.ts';
import type { MonitorLooks } from '#shared/domain/monitor-looks.ts';

import { booksDifference, type DeskBooks } from '../books-compared.ts';
import type { Check } from '../check.ts';
import { readExposition } from '../exposition-reading.ts';
import { waitUntil } from '../wait-until.ts';
import { demandProblems, lifeProblems, type AlertLife } from './alert-life.ts';
import { faultProblems, type FaultOutcome } from './faults-survived.ts';
import { everyGateway } from './gateways.ts';
import { fallenCounters, missingFamilies, unmoved, unreadable } from './metrics-complete.ts';
import { judgePlanted, type PlantedObservation } from './planted-observations.ts';
import { brokenMonitoring, watchedOver } from './unbroken-monitoring.ts';

/** The evaluation of metrics, with the desk's own and one line broken in each. */
function brokenMetrics(text: string): PlantedObservation[] {
  const sound = readExposition(text);
  const without = readExposition(text.replaceAll(/^.*\bdeskcheck_fault\b.*\n/gm, ''));
  const noNumber = readExposition(text.replace(/^(deskcheck_fault) .*$/m, '$1 NaN'));
  const fallen = readExposition(text.replace(/^(deskcheck_quotes_total) .*$/m, '$1 -1'));
  const series = 'deskcheck_orders_total';
  return [
    {
      defect: 'a family of the metrics is missing',
      says: () => missingFamilies(without),
      saysOfTheSound: () => missingFamilies(sound),
    },
    {
      defect: 'a figure of the metrics is no number',
      says: () => unreadable(noNumber),
      saysOfTheSound: () => unreadable(sound),
    },
    {
      defect: 'a counter falls',
      says: () => fallenCounters({ before: sound, after: fallen }),
      saysOfTheSound: () => fallenCounters({ before: sound, after: sound }),
    },
    {
      defect: 'an order is not counted',
      says: () => unmoved({ before: sound, after: sound, moves: [{ series, by: 1 }] }),
      saysOfTheSound: () => unmoved({ before: sound, after: sound, moves: [{ series, by: 0 }] }),
    },
  ];
}

/** The evaluation of looks, with the desk's own groups over a minute that was watched, and that was not. */
function brokenLooks(groups: readonly MonitorLooks[]): PlantedObservation[] {
  const span = { from: 0, to: 90_000 };
  const everySecond = Array.from({ length: 90 }, (_, nth) => nth * 1_000 + 500);
  const saysOf = (looks: readonly number[], ofAll: boolean) => (): string[] =>
    brokenMonitoring(
      groups,
      watchedOver(
        groups.map((each, nth) => ({
          ...each,
          looks: [...(ofAll || nth === 0 ? looks : everySecond)],
        })),
        span,
      ),
    );
  const saysOfTheSound = saysOf(everySecond, true);
  return [
    {
      defect: 'nobody looked for ten seconds',
      says: saysOf(everySecond.toSpliced(40, 10), true),
      saysOfTheSound,
    },
    {
      defect: 'one group of monitors did not look for ten seconds',
      says: saysOf(everySecond.toSpliced(10, 10), false),
      saysOfTheSound,
    },
    {
      defect: 'somebody looks every other second',
      says: saysOf(
        everySecond.filter((_at, nth) => nth % 2 === 0),
        true,
      ),
      saysOfTheSound,
    },
  ];
}

function lifeEntry(second: number, change: AlertLife['expected'][number]['change'], by: string) {
  const at = new Date(second * 1_000).toISOString();
  return { seq: second, at, by, change, severity: 'critical' as const, sentence: 'Seen.' };
}

/** The evaluation of an alert's life. */
function brokenLives(): PlantedObservation[] {
  const entries = [
    lifeEntry(0, 'raised', 'desk'),
    lifeEntry(301, 'escalated', 'desk'),
    lifeEntry(302, 'acknowledged', 'another'),
    lifeEntry(303, 'cleared', 'desk'),
    lifeEntry(304, 'resolved', 'another'),
  ];
  const sound: AlertLife = {
    what: 'An alert',
    entries,
    expected: entries.map(({ change, by }) => ({ change, by })),
    acknowledgeBy: lifeEntry(300, 'raised', 'desk').at,
    notes: ['Seen.'],
  };
  const lives = (changed: AlertLife['entries']) => (): string[] =>
    lifeProblems({ ...sound, entries: changed });
  const saysOfTheSound = lives(entries);
  const demand = 'the maker cannot acknowledge it';
  return [
    {
      defect: 'an alert whose time has run out is not escalated',
      says: lives(entries.toSpliced(1, 1)),
      saysOfTheSound,
    },
    {
      defect: 'an alert is escalated before its time',
      says: lives(entries.with(1, lifeEntry(200, 'escalated', 'desk'))),
      saysOfTheSound,
    },
    {
      defect: 'an alert closes itself',
      says: lives(entries.with(4, lifeEntry(304, 'resolved', 'desk'))),
      saysOfTheSound,
    },
    {
      defect: 'whose order it is acknowledges the alert',
      says: () => demandProblems([{ what: demand, met: false }]),
      saysOfTheSound: () => demandProblems([{ what: demand, met: true }]),
    },
  ];
}

/** The evaluation of faults, and of the books after them. */
function brokenBooks(): PlantedObservation[] {
  const gateway: GatewayBooks = {
    orders: [{ orderRef: 'one', permId: 1, status: 'Filled', quantity: 1, filled: 1 }],
    executions: [
      { execId: 'fill', orderRef: 'one', conId: 1, side: 'BUY', quantity: 1, price: 100 },
    ],
  };
  const sound: DeskBooks = {
    orders: [{ orderRef: 'one', status: 'FILLED', filledQuantity: 1 }],
    execIds: ['fill'],
    positions: [{ instrumentId: 1, quantity: 1 }],
  };
  const books = (changed: Partial<DeskBooks>) => (): string[] =>
    booksDifference({ ...sound, ...changed }, gateway);
  const survived: FaultOutcome = {
    fault: 'a drop',
    againMs: 900,
    differences: [],
    alertDue: 'link-down',
    alerts: ['link-down'],
  };
  return [
    {
      defect: 'a fill counts twice',
      says: books({ execIds: ['fill', 'fill'] }),
      saysOfTheSound: books({}),
    },
    { defect: 'an order is lost', says: books({ orders: [] }), saysOfTheSound: books({}) },
    {
      defect: 'a fault is not said',
      says: () => faultProblems(['a drop'], [{ ...survived, alerts: [] }]),
      saysOfTheSound: () => faultProblems(['a drop'], [survived]),
    },
  ];
}

export const monitoringNegativeControl: Check = {
  checkId: 'monitoring-notices',
  title: 'Defects in alerts, monitors, metrics and books are noticed',
  why: 'A check that cannot fail proves nothing.',
  phase: 5,
  weight: 2,
  critical: true,
  negativeControl: true,
  gateways: everyGateway,
  needs: [],
  withinMs: 60_000,
  async run(world) {
    const { desk } = world;
    // The first heartbeat brings the last of the figures.
    await waitUntil(world, 'every figure of the metrics is known', 20_000, () => {
      return missingFamilies(readExposition(desk.metrics())).length === 0;
    });
    return judgePlanted([
      ...brokenMetrics(desk.metrics()),
      ...brokenLooks(desk.feed('monitoring', {}).snapshot()),
      ...brokenLives(),
      ...brokenBooks(),
    ]);
  },
};
