import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Fact } from '#shared/domain/fact.ts';
import { limitsSchema } from '#shared/domain/limits.ts';
import shippedLimits from '#resources/limits/default.json' with { type: 'json' };

import { systemPorts } from '../../src/main/desk/ports.ts';
import type { RoadPoint } from '../../src/main/desk/road.ts';
import { startDesk } from '../../src/main/desk/start-desk.ts';
import { openJournal } from '../../src/main/journal/journal.ts';
import { verifyDataFolder } from '../../src/main/journal/verification.ts';
import { simulatorAt } from '../support/desk-simulator.ts';
import { gatewayTruth } from '../support/gateway-truth.ts';
import { topicsOf } from '../support/topics-of.ts';
import { silentLog } from '../support/silent-log.ts';
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulator-process.ts';
import { wideLimits } from '../../src/main/load/wide-limits.ts';

/** The order path in two halves, each for a test file of its own. */
type Half = 'up to the order that is sent' | 'what the broker says';

interface Boundary {
  readonly name: string;
  readonly at: RoadPoint;
  readonly kind: Fact['kind'];
}

/** Every boundary of the order path, each a moment at which power can go. */
const boundaries: Record<Half, readonly Boundary[]> = {
  'up to the order that is sent': [
    { name: 'before the intent is recorded', at: 'before-record', kind: 'order.intended' },
    { name: 'after the intent is recorded', at: 'after-record', kind: 'order.intended' },
    { name: 'after the order is sent', at: 'after-act', kind: 'order.intended' },
  ],
  'what the broker says': [
    { name: 'before the acknowledgement is recorded', at: 'before-record', kind: 'order.changed' },
    { name: 'before a fill is recorded', at: 'before-record', kind: 'execution.received' },
    { name: 'after a fill is recorded', at: 'after-record', kind: 'execution.received' },
  ],
};

/** Of a process, on a machine that may be busy with something else. */
const startsWithinMs = 120_000;
const deathsPerBoundary = 9;
const ordersPerLife = 6;

const compileCache = mkdtempSync(join(tmpdir(), 'deskcheck-compiled-'));

interface Life {
  killed: boolean;
  /** orderRefs of orders whose caller was told that the intent is on disk. */
  acknowledged: string[];
}

function liveAndDie(plan: object): Promise<Life> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'doomed-desk.ts'), JSON.stringify(plan)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Spares every life but the first the reading of its sources.
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    },
  );
  let said = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      const acknowledged = [...said.matchAll(/"acknowledged":"([^"]+)","allowed":true/g)].flatMap(
        ([, orderRef]) => orderRef ?? [],
      );
      resolve({ killed: signal === 'SIGKILL', acknowledged });
    });
  });
}

function factsOf(dataDir: string): Fact[] {
  const journal = openJournal({ dataDir, clock: systemPorts().clock, log: silentLog });
  try {
    return [...journal.facts()];
  } finally {
    journal.close();
  }
}

/** Kills a desk again and again at each boundary of one half of the path, and looks at what is left. */
export function killsDesksAt(half: Half): void {
  describe.each(boundaries[half])('a desk killed $name', dies);
  afterAll(() => rmSync(compileCache, { recursive: true }));
}

function dies({ at, kind }: Boundary): void {
  let dataDir: string;
  let gateway: SimulatorProcess;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-kill-'));
    const limits = wideLimits(limitsSchema.parse(shippedLimits));
    writeFileSync(join(dataDir, 'limits.json'), JSON.stringify(limits));
    gateway = await startSimulatorProcess({
      latencyMs: 5,
      messagesPerSecondLimit: null,
      ordersPerSideLimit: null,
    });
  }, startsWithinMs);
  afterAll(async () => {
    await gateway.stop();
    rmSync(dataDir, { recursive: true });
  }, startsWithinMs);

  test(`loses nothing over ${deathsPerBoundary} deaths and sends no order twice`, async () => {
    const acknowledged: string[] = [];
    for (let death = 0; death < deathsPerBoundary; death += 1) {
      const nth = 1 + (death % (ordersPerLife / 2));
      const life = await liveAndDie({
        dataDir,
        gatewayPort: gateway.port,
        at,
        kind,
        nth,
        orders: ordersPerLife,
      });
      expect(life.killed, `life ${death} should have ended at its boundary`).toBe(true);
      acknowledged.push(...life.acknowledged);
    }

    // One more life, to reconcile what the last death left open.
    const desk = await startDesk({
      dataDir,
      appRoot: join(import.meta.dirname, '../..'),
      version: 'survivor',
      gateway: { kind: 'simulated' },
      ports: systemPorts(),
      log: silentLog,
      startSimulator: async () => simulatorAt('127.0.0.1', gateway.port),
    });
    await desk.ready;
    const topics = topicsOf(desk.service, desk.caller('survivor'));
    const orders = topics.orders({}).snapshot();
    const executions = topics.executions({}).snapshot();
    const positions = topics.positions({}).snapshot();
    await desk.close('Checked.');
    const truth = await gatewayTruth(gateway.port);

    const atGateway = [...truth.openOrders, ...truth.completedOrders];
    const orderIdsByRef = new Map<string, Set<number>>();
    for (const { orderRef, permId } of atGateway) {
      const ref = orderRef ?? 'none';
      orderIdsByRef.set(ref, (orderIdsByRef.get(ref) ?? new Set()).add(permId));
    }
    const facts = factsOf(join(dataDir, 'simulated'));
    const intended = new Set(
      facts.flatMap((fact) => (fact.kind === 'order.intended' ? fact.body.order.orderRef : [])),
    );

    for (const [orderRef, permIds] of orderIdsByRef) {
      expect(intended, `the gateway has ${orderRef}, so its intent is on record`).toContain(
        orderRef,
      );
      expect(permIds.size, `orders at the gateway for the intent ${orderRef}`).toBe(1);
    }
    for (const orderRef of acknowledged) expect(intended).toContain(orderRef);
    expect(executions.map(({ execId }) => execId).toSorted()).toEqual(
      truth.executions.map(({ execId }) => execId).toSorted(),
    );
    expect(positions.map(({ instrumentId, quantity }) => ({ instrumentId, quantity }))).toEqual(
      truth.positions.map(({ instrument, quantity }) => ({
        instrumentId: instrument.instrumentId,
        quantity,
      })),
    );
    // An order that the gateway never got stays unknown: it is not sent again and not called rejected.
    const unknown = orders.filter(({ status }) => status === 'UNKNOWN');
    expect(unknown.map(({ orderRef }) => orderRef).toSorted()).toEqual(
      [...intended].filter((orderRef) => !orderIdsByRef.has(orderRef)).toSorted(),
    );
    expect(verifyDataFolder(join(dataDir, 'simulated'))).toMatchObject({ ok: true });
  }, 600_000);
}
