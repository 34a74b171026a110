import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';
import { startScratchGateway } from '../support/scratch-gateway.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await Trial.begin();
});
afterEach(() => trial.end());

const globalCancel = 58;
const cancelOrder = 4;

test('the kill switch sends nothing to a gateway of another account, also before its snapshot', async () => {
  const before = await (await trial.start()).ready();
  await before.working();
  await before.desk.close('The gateway is logged in to another account.');
  const other = await startScratchGateway({ accountIds: ['DU7777777'] });
  try {
    // It names its accounts and answers nothing else: the desk is reconciling for as long as it waits.
    for (const kind of [5, 7, 16, 61, 62, 99]) other.silence(kind);
    const desk = await trial.start({ on: { port: other.port } });
    await desk.untilLink('reconciling');
    expect(await desk.kill()).toEqual({
      cancelsSent: 0,
      waitingForLink: true,
      positionsToClose: 0,
    });
    expect([...other.ofKind(globalCancel), ...other.ofKind(cancelOrder)]).toEqual([]);
    await desk.desk.close('Done.');
  } finally {
    await other.close();
  }
});

test('a gateway with Read-Only API is said, with what to do, and is over when it is cleared', async () => {
  const readOnly = await Trial.begin({ readOnly: true });
  try {
    const desk = await (await trial.start({ on: readOnly.gateway })).ready();
    const { orderRef } = await desk.place(desk.resting());
    await desk.untilStatus(orderRef, 'REJECTED');
    await desk.until('it says so', () => desk.status().readOnlyApi);
    await desk.until('an alert', () => desk.alert('gateway-read-only') !== undefined);
    expect(desk.alert('gateway-read-only')).toMatchObject({
      severity: 'critical',
      detail: expect.stringContaining('clear Read-Only API') as unknown,
    });
    await desk.desk.close('It is cleared.');
    const after = await (await trial.start()).ready();
    expect(after.status().readOnlyApi).toBe(false);
    await after.until(
      'it clears',
      () => after.alert('gateway-read-only')?.conditionCleared === true,
    );
  } finally {
    await readOnly.end();
  }
});

test('what goes over the wire is in the status', async () => {
  const desk = await (await trial.start()).ready();
  await desk.until('quotes run', () => (desk.status().traffic?.quoteLines.used ?? 0) > 5);
  const { traffic } = desk.status();
  expect(traffic).toMatchObject({ limitPerSecond: null, quoteLines: { limit: 100 } });
  expect(traffic?.waiting.map(({ lane }) => lane).slice(0, 3)).toEqual(['kill', 'cancel', 'order']);
});

describe('the simulated gateway of this desk', () => {
  const simulator = (desk: DeskUnderTest) => desk.topics.simulator({}).snapshot().at(0);

  test('is seen, takes faults and gives them up', async () => {
    const desk = await (await trial.start()).ready();
    await desk.until('it is seen', () => simulator(desk) !== undefined);
    expect(simulator(desk)).toMatchObject({ port: trial.gateway.port, active: [] });
    const { commands, caller } = desk;
    await commands['simulator.inject']({ fault: { kind: 'pause-fills', forMs: 60_000 } }, caller);
    expect(simulator(desk)?.active).toMatchObject([{ fault: { kind: 'pause-fills' } }]);
    const { orderRef } = await desk.place(desk.market());
    await desk.untilStatus(orderRef, 'WORKING');
    await commands['simulator.clear']({ faultId: null }, caller);
    expect(simulator(desk)?.active).toEqual([]);
    await desk.untilStatus(orderRef, 'FILLED');
    await commands['simulator.set-speed']({ speed: 2 }, caller);
    expect(simulator(desk)?.speed).toBe(2);
    await expect(
      commands['simulator.inject'](
        { fault: { kind: 'price-shock', symbol: 'NOSUCH', percent: -5 } },
        caller,
      ),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('NOSUCH') as unknown,
    });
  });

  test('is nobody\u2019s on a paper desk', async () => {
    const { host, port } = trial.gateway;
    const desk = await trial.start({ gateway: { kind: 'paper', host, port, clientId: 3 } });
    await desk.untilLink('ready');
    expect(desk.topics.simulator({}).snapshot()).toEqual([]);
    for (const asked of [
      desk.commands['simulator.inject']({ fault: { kind: 'bust' } }, desk.caller),
      desk.commands['simulator.clear']({ faultId: 1 }, desk.caller),
      desk.commands['simulator.set-speed']({ speed: 2 }, desk.caller),
    ]) {
      await expect(asked).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('does not run a simulated gateway') as unknown,
      });
    }
  });

  test('that dies is said, is not tried again, and leaves a desk that refuses orders', async () => {
    let die: (sentence: string) => void = () => {};
    const died = new Promise<string>((resolve) => {
      die = resolve;
    });
    const desk = await (await trial.start({ died })).ready();
    die('The simulated gateway has ended: out of memory.');
    await desk.until('an alert', () => desk.alert('gateway-gone') !== undefined);
    expect(desk.alert('gateway-gone')).toMatchObject({
      severity: 'critical',
      detail: expect.stringContaining('out of memory. Nothing can be sent') as unknown,
    });
    await desk.until('the link is down', () => desk.link() === 'down');
    expect(desk.status().link).toMatchObject({
      reason: 'The simulated gateway has ended: out of memory.',
      nextAttemptAt: null,
    });
    expect(await desk.place(desk.resting({ limitPrice: 250 }))).toMatchObject({ allowed: false });
  });
});
