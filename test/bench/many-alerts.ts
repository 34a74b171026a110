import { performance } from 'node:perf_hooks';

import { createDeskClient } from '#shared/contract/client.ts';
import { memoryTextPair } from '#shared/contract/memory-wire.ts';
import { serveWire } from '#shared/contract/serve.ts';
import type { Alert } from '#shared/domain/alert.ts';

import { decideEscalate, decideInhibit } from '../../src/main/alerts/alert-decisions.ts';
import { AlertTimes } from '../../src/main/alerts/alert-times.ts';
import { alertsFrom } from '../../src/main/alerts/alerts.ts';
import { decideFlood } from '../../src/main/alerts/flood.ts';
import { forgetResolved } from '../../src/main/alerts/forget-resolved.ts';
import { systemPorts } from '../../src/main/desk/ports.ts';
import { alertFigures } from '../../src/renderer/stores/alert-figures.ts';
import { alertQueue, everyAlert } from '../../src/renderer/stores/alert-queue.ts';
import { callerWith, deskDouble } from '../support/desk-double.ts';
import { badDay } from './bad-day.ts';
import type { BenchResult, Figure } from './figures.ts';
import { Latencies } from './latencies.ts';

const ALERTS = 10_000;
const ROUNDS = 300;
const CHANGES = 500;
const START = Date.parse('2020-03-09T14:00:00.000Z');
/** What a console can do between two frames of a screen. */
const FRAME_MS = 16;

/** What ten thousand open and closed alerts cost: the desk each second, a screen that opens, a screen that sorts. */
export async function benchManyAlerts(): Promise<BenchResult> {
  const held = badDay(ALERTS, START);
  const second = secondOfTheDesk(held);
  const work = consoleWork(held);
  return {
    name: 'many-alerts',
    title: 'Ten thousand alerts',
    how: `${ALERTS.toLocaleString('en-US')} alerts, half of them resolved. A second of the desk is all that it does about alerts beside its monitors; the console's work is what it does when one alert changes, without the drawing; the feed goes over a wire in the process, parsed and checked at the other end.`,
    figures: [
      figure('a second of the desk, p99', second.percentile(99), FRAME_MS),
      figure('a second of the desk, p50', second.percentile(50), null),
      figure('console: queue and figures anew, p99', work.percentile(99), FRAME_MS),
      figure('console: queue and figures anew, p50', work.percentile(50), null),
      ...(await feedFigures(held)),
    ],
  };
}

function figure(what: string, value: number, atMost: number | null): Figure {
  return { what, unit: 'ms', value, beside: [], target: atMost === null ? null : { atMost } };
}

function secondOfTheDesk(held: readonly Alert[]): Latencies {
  const alerts = alertsFrom(held);
  const times = new AlertTimes(alerts, START, 0);
  const latencies = new Latencies();
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = performance.now();
    decideInhibit(alerts, START);
    decideFlood(alerts, START, () => 'flood');
    decideEscalate(alerts, START, times, 0);
    forgetResolved(alerts, START);
    latencies.addMs(performance.now() - before);
  }
  return latencies;
}

function consoleWork(held: readonly Alert[]): Latencies {
  const latencies = new Latencies();
  const context = { personId: 'rosa', silences: [], now: START };
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = performance.now();
    alertQueue(held, { ...everyAlert, view: 'all', text: 'SPY' }, context);
    alertFigures(held, START);
    latencies.addMs(performance.now() - before);
  }
  return latencies;
}

async function feedFigures(held: readonly Alert[]): Promise<Figure[]> {
  const { service, feeds } = deskDouble();
  feeds.alerts.held = [...held];
  const { clock, ids } = systemPorts();
  const { server, client } = memoryTextPair();
  serveWire(server.wire, service, callerWith('operator'), {
    clock,
    ids,
    onFault: ({ where, error }) => console.error(`Desk: ${where}`, error),
  });
  const screen = createDeskClient(client.wire);
  const all = Promise.withResolvers<void>();
  const latencies = new Latencies();
  let come = 0;
  let heard = Promise.withResolvers<void>();
  const opened = performance.now();
  const stop = screen.listen(
    'alerts',
    {},
    {
      onSnapshot: (items) => take(items),
      onItems: (items) => take(items),
      onFailed: (error) => all.reject(error),
    },
  );
  function take(items: readonly Alert[]): void {
    come += items.length;
    if (come >= ALERTS) all.resolve();
    if (come > ALERTS) heard.resolve();
  }
  await all.promise;
  const opening = performance.now() - opened;
  const [first] = held;
  if (first === undefined) throw new Error('There are no alerts to change.');
  for (let change = 0; change < CHANGES; change += 1) {
    heard = Promise.withResolvers<void>();
    const before = performance.now();
    feeds.alerts.publish({ ...first, count: change + 2 });
    await heard.promise;
    latencies.addMs(performance.now() - before);
  }
  stop();
  return [
    figure('a screen that opens has all of them', opening, null),
    figure('one more change to that screen, p99', latencies.percentile(99), 250),
  ];
}
