import { beforeEach, describe, expect, test } from 'vitest';

import { emptyQuote } from '#shared/domain/quote.ts';

import { activity, deskDouble } from '../../../test/support/desk-double.ts';
import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { unknownLosses } from '../risk/loss-figures.ts';
import { meterDesk, type DeskMeter } from './desk-meter.ts';
import { exampleStatus } from './status.fixture.ts';
import { unwatchedMachine } from './machine-figures.ts';

let clock: VirtualClock;
let double: ReturnType<typeof deskDouble>;
let head: { seq: number; at: string | null };
let meter: DeskMeter;
beforeEach(() => {
  clock = new VirtualClock();
  double = deskDouble();
  double.feeds.status.held = [exampleStatus];
  head = { seq: 0, at: null };
  meter = meterDesk({
    topics: double.service.topics,
    journalHead: () => head,
    gauges: () => ({
      losses: unknownLosses,
      machine: unwatchedMachine,
      longestJournalLagMs: 3,
      backupAgeMs: 5,
    }),
    clock,
  });
});

function record(kind: string): void {
  double.feeds.activity.publish({ ...activity(1), kind });
}

test('counts facts by kind and quotes, until it is stopped', () => {
  record('order.intended');
  record('order.intended');
  record('execution.received');
  double.feeds.quotes.publish(emptyQuote(1));
  const before = meter.figures().totals;
  expect([...before.facts]).toEqual([
    ['order.intended', 2],
    ['execution.received', 1],
  ]);
  expect(before.quotes).toBe(1);

  meter.stop();
  record('order.intended');
  double.feeds.quotes.publish(emptyQuote(1));
  expect(meter.figures().totals).toEqual(before);
  expect([double.feeds.activity.readers, double.feeds.quotes.readers]).toEqual([0, 0]);
});

test('has the status, the orders, the alerts and the positions of now', () => {
  expect(meter.figures()).toMatchObject({
    status: exampleStatus,
    orders: [],
    alerts: [],
    positions: [],
  });
  double.feeds.status.held = [{ ...exampleStatus, tradingState: 'HALTED' }];
  expect(meter.figures().status.tradingState).toBe('HALTED');
});

test('figures that were given out do not change afterwards', () => {
  const before = meter.figures();
  record('order.intended');
  expect(before.totals.facts.size).toBe(0);
});

describe('the age of the last commit', () => {
  test('is unknown before the first fact', () => {
    expect(meter.figures().journal).toEqual({
      headSeq: 0,
      lastCommitAgeMs: null,
      longestLagMs: 3,
      backupAgeMs: 5,
    });
  });

  test('grows until the next', () => {
    head = { seq: 7, at: new Date(clock.now()).toISOString() };
    clock.advance(1500);
    expect(meter.figures().journal).toMatchObject({ headSeq: 7, lastCommitAgeMs: 1500 });
    head = { seq: 8, at: new Date(clock.now()).toISOString() };
    expect(meter.figures().journal).toMatchObject({ headSeq: 8, lastCommitAgeMs: 0 });
  });

  test("is never negative, also when the machine's clock was set back", () => {
    head = { seq: 7, at: new Date(clock.now() + 60_000).toISOString() };
    expect(meter.figures().journal.lastCommitAgeMs).toBe(0);
  });
});
