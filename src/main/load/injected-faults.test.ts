import { beforeEach, describe, expect, it } from 'vitest';

import { loadScenariosSchema, type LoadFault, type LoadMark } from '#shared/domain/load.ts';
import type { SimulatorFault } from '#shared/domain/simulator-fault.ts';

import { Durations } from './durations.ts';
import { InjectedFaults } from './injected-faults.ts';
import { LoadMeter } from './load-meter.ts';
import { loadScenario, loadScenarios } from './scenarios.ts';
import { Schedule, type Operation } from './schedule.ts';

const stages = [{ title: 'all', seconds: 10, quotesPerSecond: 0, ordersPerSecond: 1 }];
const faults: LoadFault[] = [
  { atSeconds: 1, title: 'Fills paused', fault: { kind: 'pause-fills', forMs: 1000 } },
  { atSeconds: 4, title: 'Link dropped', fault: { kind: 'drop', clientId: null } },
];

/** A gateway that has what lasts until it is told that its time has come. */
class FakeGateway {
  active: { faultId: number }[] = [];
  readonly injected: string[] = [];
  refuses = false;
  async inject({ kind }: SimulatorFault): Promise<void> {
    if (this.refuses) throw new Error('The fault cannot be started.');
    this.injected.push(kind);
    if (kind !== 'drop') this.active = [{ faultId: this.injected.length }];
  }
  async clear(): Promise<void> {
    this.active = [];
  }
  async status() {
    return { active: [...this.active] };
  }
}

let gateway: FakeGateway;
let meter: LoadMeter;
let marks: LoadMark[];
let isLinkReady: boolean;
let injected: InjectedFaults;

beforeEach(() => {
  gateway = new FakeGateway();
  meter = new LoadMeter('run', stages);
  marks = [];
  isLinkReady = true;
  injected = new InjectedFaults({
    faults,
    gateway,
    meter,
    isLinkReady: () => isLinkReady,
    onMark: (mark, before) => {
      if (before === null) marks.push(mark);
      else marks[marks.indexOf(before)] = mark;
    },
  });
});

async function at(nowMs: number): Promise<void> {
  injected.turn(nowMs);
  await injected.settled();
}

/** An order that was due and begun at once. */
function order(number: number, dueMs: number): Operation {
  const operation: Operation = {
    kind: 'order',
    dueMs,
    stage: 0,
    stream: 0,
    number,
    fills: false,
  };
  meter.offered(operation);
  return operation;
}

function summary() {
  return meter.summary({
    heapGrowthKb: 0,
    leftOpen: 0,
    journal: null,
    loopDelay: new Durations(),
    ramps: false,
    hasFaults: true,
  });
}

describe('the faults of a load run', () => {
  it('begin when they are due, and are over when the gateway no longer has them', async () => {
    await at(900);
    expect(marks).toEqual([]);
    await at(1010);
    await at(1500);
    expect(gateway.injected).toEqual(['pause-fills']);
    expect(marks).toEqual([{ kind: 'fault', atMs: 1010, toMs: null, what: 'Fills paused' }]);
    gateway.active = [];
    await at(2020);
    expect(marks).toEqual([{ kind: 'fault', atMs: 1010, toMs: 2020, what: 'Fills paused' }]);
    expect(summary().faults).toMatchObject([{ fromMs: 1010, toMs: 2020 }]);
  });

  it('last until the link is ready again, which a desk needs a moment to notice that it is not', async () => {
    await at(4000);
    await at(4200);
    expect(marks.at(-1)).toMatchObject({ what: 'Link dropped', toMs: null });
    isLinkReady = false;
    await at(4300);
    await at(6000);
    expect(marks.at(-1)).toMatchObject({ toMs: null });
    isLinkReady = true;
    await at(6100);
    expect(marks.at(-1)).toMatchObject({ toMs: 6100 });
  });

  it('have what was under way in the midst of them counted, failures by kind, and what was not apart', async () => {
    const before = order(0, 500);
    meter.ended(before, 500, 600, null);
    const acrossTheBeginning = order(1, 900);
    await at(1000);
    meter.ended(acrossTheBeginning, 900, 1100, 'rejected');
    meter.ended(order(2, 1200), 1200, 1300, 'rejected');
    meter.ended(order(3, 1250), 1250, 1350, 'refused: not-ready');
    const acrossTheEnd = order(4, 1900);
    gateway.active = [];
    await at(2000);
    meter.ended(acrossTheEnd, 1900, 2500, null);
    meter.ended(order(5, 2600), 2600, 2700, 'rejected');
    const { faults: found, outsideFaults, failed, kinds } = summary();
    expect(found).toMatchObject([
      {
        offered: 4,
        errors: [
          { what: 'rejected', count: 2 },
          { what: 'refused: not-ready', count: 1 },
        ],
        latency: { count: 1, maxMs: 600 },
      },
    ]);
    expect(outsideFaults).toEqual({ offered: 2, failed: 1 });
    expect(failed).toBe(4);
    expect(kinds[0]?.errors).toEqual([
      { what: 'rejected', count: 3 },
      { what: 'refused: not-ready', count: 1 },
    ]);
  });

  it('begin no more once the run ends, and what goes on is ended', async () => {
    await at(1000);
    injected.end();
    await at(9000);
    expect(gateway.injected).toEqual(['pause-fills']);
    expect(marks).toMatchObject([{ toMs: 9000 }]);
  });

  it('end the run where one cannot be started', async () => {
    gateway.refuses = true;
    injected.turn(1000);
    await expect(injected.settled()).rejects.toThrow('The fault cannot be started.');
    expect(() => injected.turn(1001)).toThrow('The fault cannot be started.');
  });
});

describe('the scenarios that ship', () => {
  it('have their faults within what is measured, with time to be themselves again', () => {
    for (const scenario of loadScenarios) {
      const { durationMs } = new Schedule(scenario);
      for (const { atSeconds } of scenario.faults ?? []) {
        expect(atSeconds * 1000).toBeLessThan(durationMs - 2000);
      }
    }
    expect(loadScenario('mixed-faults')?.faults?.length).toBeGreaterThan(4);
  });

  it('are refused with faults on the desk itself', () => {
    const [first] = loadScenarios;
    expect(() => loadScenariosSchema.parse([{ ...first, drives: 'desk', faults }])).toThrow(
      'Faults are only for a desk of its own.',
    );
  });
});
