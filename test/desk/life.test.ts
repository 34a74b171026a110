import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { exampleOrder, exampleVerdicts } from '../../src/main/journal/facts.fixture.ts';
import { openJournal } from '../../src/main/journal/journal.ts';
import { startSimulatedGateway } from '../../src/simulator/gateway.ts';
import { systemPorts } from '../../src/main/desk/ports.ts';
import { StartRefused } from '../../src/main/desk/start-refused.ts';
import { silentLog } from '../support/silent-log.ts';
import { Trial } from '../support/desk-under-test.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await Trial.begin();
});
afterEach(() => trial.end());

/** A port at which nobody listens. */
function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}

async function refusalOf(start: Promise<unknown>): Promise<StartRefused> {
  const outcome = await start.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof StartRefused) return outcome;
  throw new Error(`It was not refused: ${String(outcome)}`);
}

describe('a desk that is started again', () => {
  test('has the orders of others that it has seen, and counts them', async () => {
    const before = await (await trial.start({ reconcileEveryMs: 200 })).ready();
    const bid = before.bid() ?? 0;
    trial.control.placeManualOrder({
      symbol: 'SPY',
      side: 'BUY',
      orderType: 'LMT',
      quantity: 5,
      limitPrice: Math.round(bid * 97) / 100,
    });
    await before.until('the order is seen', () => before.orders().some((each) => each.external));
    await before.desk.close('Restart.');

    const after = await (await trial.start()).ready();
    const { orderRef } = after.orders().find((each) => each.external) ?? { orderRef: '' };
    await after.untilStatus(orderRef, 'WORKING');
    const { verdicts } = await after.place(after.resting());
    expect(verdicts.find(({ controlId }) => controlId === 'open-order-count')).toMatchObject({
      outcome: 'pass',
      observed: 2,
    });
  });

  test('has its orders, fills, positions, alerts, watchlist and trading state', async () => {
    const before = await (await trial.start()).ready();
    await before.until('a watchlist', () => before.topics.watchlist({}).snapshot().length === 12);
    const resting = await before.working();
    const { orderRef } = await before.place(before.market());
    await before.untilStatus(orderRef, 'FILLED');
    const removed = before.topics.watchlist({}).snapshot().at(0)?.instrumentId ?? 0;
    await before.commands['watchlist.remove']({ instrumentId: removed }, before.caller);
    await before.setState('REDUCING');
    before.desk.halt('being tried', new Error('a trial'));
    await before.until('an alert', () => before.alert('desk-defect') !== undefined);
    const executions = before.topics.executions({}).snapshot();
    await before.desk.close('Restart.');

    const after = await (await trial.start()).ready();
    await after.untilStatus(resting, 'WORKING');
    expect(after.order(orderRef)).toMatchObject({ status: 'FILLED', filledQuantity: 10 });
    expect(after.topics.executions({}).snapshot()).toEqual(executions);
    expect(after.topics.positions({}).snapshot()).toEqual([
      expect.objectContaining({ quantity: 10 }),
    ]);
    expect(after.alert('desk-defect')).toEqual(before.alert('desk-defect'));
    expect(
      after.topics
        .watchlist({})
        .snapshot()
        .map((row) => row.instrumentId),
    ).not.toContain(removed);
    expect(after.topics.watchlist({}).snapshot()).toHaveLength(11);
    expect(after.status()).toMatchObject({ tradingState: 'HALTED', breaks: [] });
    expect(await after.commands['journal.verify']({}, after.caller)).toMatchObject({ ok: true });
    expect(trial.control.orders()).toHaveLength(2);
  });

  test('makes its first watchlist only where it never had one', async () => {
    const before = await (await trial.start()).ready();
    await before.until('a watchlist', () => before.topics.watchlist({}).snapshot().length === 12);
    for (const { instrumentId } of before.topics.watchlist({}).snapshot()) {
      await before.commands['watchlist.remove']({ instrumentId }, before.caller);
    }
    await before.desk.close('Restart.');
    const after = await trial.start();
    await after.untilLink('ready');
    expect(after.topics.watchlist({}).snapshot()).toEqual([]);
  });

  test('is not started twice on one data folder', async () => {
    let simulators = 0;
    await trial.start();
    const refusal = await refusalOf(trial.start({ onSimulator: () => (simulators += 1) }));
    expect(refusal.message).toMatch(/in use|another|already/i);
    expect(refusal.advice).not.toBe('');
    // The saved accounts of the running one's simulated gateway are not even opened.
    expect(simulators).toBe(0);
  });
});

describe('a journal that is broken', () => {
  test('is set aside, the last backup restored, and the desk HALTED with the reason', async () => {
    const before = await (await trial.start()).ready();
    const orderRef = await before.working();
    await before.desk.close('It makes a backup on the way out.');
    const folder = join(trial.dataDir, 'simulated');
    expect(readdirSync(join(folder, 'backups')).some((name) => name.endsWith('.db'))).toBe(true);
    writeFileSync(join(folder, 'journal.db'), 'no database at all');

    const after = await (await trial.start()).ready();
    expect(after.status()).toMatchObject({
      tradingState: 'HALTED',
      tradingStateReason: expect.stringContaining('its last backup was restored') as unknown,
    });
    await after.untilStatus(orderRef, 'WORKING');
    expect(await after.place(after.resting())).toMatchObject({ allowed: false });
    await after.setState('ACTIVE');
    await after.working();
  });

  test('and has no backup is refused in a sentence, not with a crash', async () => {
    const before = await trial.start();
    await before.desk.close('Closed.');
    const folder = join(trial.dataDir, 'simulated');
    writeFileSync(join(folder, 'journal.db'), 'no database at all');
    trial.removeBackups();
    const refusal = await refusalOf(trial.start());
    expect(refusal.message).toContain('No backup can be restored');
    expect(refusal.advice).toContain('--data');
  });
});

test('a long journal is not held in memory whole, and every order of it can still be read', async () => {
  const dataDir = join(trial.dataDir, 'simulated');
  const { clock } = systemPorts();
  mkdirSync(dataDir);
  const journal = openJournal({ dataDir, clock, log: silentLog });
  const denied = 8000;
  journal.append(
    Array.from({ length: denied }, (_each, index) => ({
      kind: 'order.denied' as const,
      by: 'operator',
      seq: index + 1,
      at: '2026-01-05T14:30:00.000Z',
      body: {
        order: exampleOrder({
          orderRef: `old-${index}`,
          orderId: 0,
          permId: null,
          status: 'DENIED',
        }),
        verdicts: exampleVerdicts('max-value'),
        limitsVersion: 1,
      },
    })),
  );
  journal.close();
  const desk = await (await trial.start()).ready();
  expect(desk.orders().length).toBeLessThan(6000);
  const { ordersNotListed = 0 } = desk.status();
  expect(ordersNotListed + desk.orders().length).toBe(denied);
  const read = await desk.commands['order.read']({ orderRef: 'old-0' }, desk.caller);
  expect(read.order).toMatchObject({ orderRef: 'old-0', status: 'DENIED' });
  expect(read.verdicts).toEqual(exampleVerdicts('max-value'));
  await desk.working();
  expect(await desk.commands['journal.verify']({}, desk.caller)).toMatchObject({ ok: true });
});

test('a journal that contradicts itself is refused with the fact that does', async () => {
  const dataDir = join(trial.dataDir, 'simulated');
  const { clock } = systemPorts();
  mkdirSync(dataDir);
  const journal = openJournal({ dataDir, clock, log: silentLog });
  journal.append([
    {
      kind: 'order.cancel-intended',
      by: 'operator',
      seq: 1,
      at: '2026-01-05T14:30:00.000Z',
      body: { orderRef: 'never-made' },
    },
  ]);
  journal.close();
  const refusal = await refusalOf(trial.start());
  expect(refusal.message).toContain('fact 1: The journal has a fact about order never-made');
  expect(refusal.advice).toContain('deskcheck verify');
});

test('settings that no link can work with are refused, and the data folder is let go of', async () => {
  const at = (host: string) => ({ kind: 'paper', host, port: 7497, clientId: 1 }) as const;
  const refusal = await refusalOf(trial.start({ gateway: at(' ') }));
  expect(refusal.message).toContain('has no host');
  await trial.start({ gateway: at('127.0.0.1') });
});

describe('a gateway that is not there', () => {
  test('leaves the desk usable, says why and when it tries again, and is found when it comes', async () => {
    const port = await closedPort();
    const desk = await trial.start({
      gateway: { kind: 'paper', host: '127.0.0.1', port, clientId: 11 },
    });
    await desk.until('it waits', () => desk.status().link?.nextAttemptAt != null);
    const { link } = desk.status();
    expect(link).toMatchObject({ state: 'down', port });
    expect(link?.reason).toContain('Cannot connect');
    expect(link?.advice.length).toBeGreaterThan(0);
    const { commands, caller } = desk;
    await expect(commands['instrument.search']({ text: 'SPY' }, caller)).rejects.toMatchObject({
      code: 'not-ready',
      message: expect.stringContaining('Wait until it is ready') as unknown,
    });
    await expect(
      commands['bars.read']({ instrumentId: 1, barSize: '1 day' }, caller),
    ).rejects.toMatchObject({ code: 'not-found' });
    await desk.staff();
    expect(await desk.place(desk.resting({ limitPrice: 250 }))).toMatchObject({ allowed: false });
    expect(await desk.kill()).toMatchObject({ cancelsSent: 0, waitingForLink: true });
    await desk.rearm('ACTIVE');

    const gateway = await startSimulatedGateway({ port });
    try {
      // It has been away for as long as its people took to come, so the next try is a while off.
      await desk.until('the link is ready', () => desk.link() === 'ready', 40_000);
      expect(desk.status()).toMatchObject({ gatewayKind: 'paper', accountId: 'DU1000001' });
    } finally {
      await desk.desk.close('Done.');
      await gateway.close();
    }
  });
});

describe('choosing the gateway', () => {
  test('for practice keeps the desk as it runs, and cannot be chosen again', async () => {
    const desk = await trial.start({ gateway: null });
    await desk.ready();
    expect(desk.status().gatewayKind).toBeNull();
    await desk.commands['gateway.choose']({ kind: 'simulated' }, desk.caller);
    expect(desk.status().gatewayKind).toBe('simulated');
    await expect(
      desk.commands['gateway.choose']({ kind: 'simulated' }, desk.caller),
    ).rejects.toMatchObject({ code: 'conflict' });
    await desk.desk.close('Restart.');
    const again = await trial.start({ gateway: null });
    expect(again.status().gatewayKind).toBe('simulated');
  });

  test('for paper closes the practice desk and moves every screen over', async () => {
    let closedSimulators = 0;
    const desk = await trial.start({
      gateway: null,
      onSimulatorClosed: () => (closedSimulators += 1),
    });
    await desk.ready();
    const chart = desk.topics.bars({ instrumentId: 756733, barSize: '1 min' });
    chart.subscribe(
      () => {},
      () => {},
    );
    const heard: string[] = [];
    desk.topics.quotes({}).subscribe(
      () => {},
      (key) => heard.push(String(key)),
    );
    const paper = await Trial.begin({ accounts: ['DU5555555'] });
    try {
      const { host, port } = paper.gateway;
      await desk.commands['gateway.choose'](
        { kind: 'paper', host, port, clientId: 3 },
        desk.caller,
      );
      expect(closedSimulators).toBe(1);
      expect(heard).toContain('756733');
      expect(chart.snapshot()).toEqual([]);
      await desk.untilLink('ready');
      expect(desk.status()).toMatchObject({ gatewayKind: 'paper', accountId: 'DU5555555' });
      expect(paper.control.clients()).toEqual([3]);
      expect(trial.control.clients()).toEqual([]);
    } finally {
      await desk.desk.close('Done.');
      await paper.end();
    }
  });

  test('that cannot be opened leaves the practice desk as it was', async () => {
    writeFileSync(join(trial.dataDir, 'paper'), 'a file where a folder should be');
    const desk = await trial.start({ gateway: null });
    await desk.ready();
    await expect(
      desk.commands['gateway.choose'](
        { kind: 'paper', host: '127.0.0.1', port: 7497, clientId: 3 },
        desk.caller,
      ),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('cannot be made') as unknown,
    });
    expect(desk.status().gatewayKind).toBeNull();
    await desk.working();
    await desk.commands['gateway.choose']({ kind: 'simulated' }, desk.caller);
  });
});

test('a simulated gateway that does not start refuses the start, and lets go of the data folder', async () => {
  const failing = trial.start({
    onSimulator() {
      throw new StartRefused('The simulated gateway could not start: no room.', 'Make room.');
    },
  });
  expect((await refusalOf(failing)).message).toContain('no room');
  await trial.start();
});
