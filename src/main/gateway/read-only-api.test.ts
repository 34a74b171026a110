import { afterEach, describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  wireOrderOf,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import { pause } from '../../../test/support/real-clock.ts';
import { startScratchGateway, type ScratchGateway } from '../../../test/support/scratch-gateway.ts';
import { errorMessage, openOrder, scratchOrder } from '../../../test/support/scratch-messages.ts';
import { BrokerRefusedError } from './link-errors.ts';

const openOrders = 16;
const completedOrders = 99;
const order = 3;
const refusal =
  "Error validating request.-'bO' : cause - The API interface is currently in Read-Only mode.";

let gateway: ScratchGateway;
let link: LinkUnderTest;

afterEach(async () => {
  await link.stop();
  await gateway.close();
});

/** TWS with Read-Only API set answers no list of orders; the id stands for "none". */
async function readOnlyGateway(noId: number, snapshotMs = 400): Promise<void> {
  gateway = await startScratchGateway();
  for (const list of [openOrders, completedOrders]) {
    gateway.answer(list, ({ peer }) => peer.send(errorMessage(noId, 321, refusal)));
  }
  link = linkUnderTest(gateway.port, { timings: { snapshotMs } });
}

describe('Read-Only API', () => {
  it.each([-1, 2_147_483_647])(
    'shows itself on connect without an order, with what to do (id %d)',
    async (noId) => {
      // Far beyond this test's patience: the round ends because it is refused, not because it is late.
      await readOnlyGateway(noId, 60_000);
      await link.ready();
      expect(link.link.readOnlyApi()).toBe(true);
      expect(link.status().reason).toContain('Read-Only API is set');
      expect(link.status().advice[0]).toContain('clear "Read-Only API"');
      expect(link.snapshots[0]?.complete).toBe(false);
    },
  );

  it('is said once, however often the desk asks', async () => {
    await readOnlyGateway(-1);
    await link.ready();
    link.link.requestSnapshot();
    await link.until('another round', () => link.snapshots.length === 2);
    const notices = link.ofKind('notice').filter(({ code }) => code === 321);
    expect(notices).toHaveLength(1);
    expect(notices[0]?.message).toContain('clear "Read-Only API"');
  });

  it('that a person clears is noticed with the next round', async () => {
    await readOnlyGateway(-1);
    await link.ready();
    gateway.answer(openOrders, ({ peer }) => peer.send([53, 1]));
    gateway.answer(completedOrders, ({ peer }) => peer.send([102]));
    link.link.requestSnapshot();
    await link.until('it is noticed', () => !link.link.readOnlyApi());
    expect(link.status().reason).toBe('Connected and reconciled.');
    await link.until('another round', () => link.snapshots.length === 2);
    expect(link.snapshots[1]?.complete).toBe(true);
  });

  it('shows itself with a refused order, and is over when one is taken', async () => {
    gateway = await startScratchGateway();
    link = linkUnderTest(gateway.port);
    await link.ready();
    expect(link.link.readOnlyApi()).toBe(false);
    link.link.placeOrder(wireOrderOf({ orderId: 1 }));
    await link.until('it arrives', () => gateway.ofKind(order).length === 1);
    gateway.peer().send(errorMessage(1, 321, refusal));
    await link.until('it is rejected', () => link.ofKind('order-error').length === 1);
    expect(link.ofKind('order-error')[0]?.error.effect).toBe('rejected');
    expect(link.link.readOnlyApi()).toBe(true);
    expect(link.status().state).toBe('ready');
    // The lists are answered: that alone does not prove that orders are taken again.
    link.link.requestSnapshot();
    await link.until('another round', () => link.snapshots.length === 2);
    expect(link.link.readOnlyApi()).toBe(true);
    gateway.peer().send(openOrder(scratchOrder({ orderId: 2 })));
    await link.until('it is over', () => !link.link.readOnlyApi());
  });

  it('shows itself with a refused preview', async () => {
    gateway = await startScratchGateway();
    link = linkUnderTest(gateway.port);
    await link.ready();
    gateway.answer(order, ({ fields, peer }) =>
      peer.send(errorMessage(Number(fields[1]), 321, refusal)),
    );
    await expect(link.link.whatIf(wireOrderOf())).rejects.toThrow(BrokerRefusedError);
    expect(link.link.readOnlyApi()).toBe(true);
  });

  it('is not taken from another validation error, nor from an order of another client', async () => {
    gateway = await startScratchGateway();
    link = linkUnderTest(gateway.port);
    await link.ready();
    gateway.peer().send(errorMessage(1, 321, 'Missing order exchange'));
    gateway.peer().send(errorMessage(-1, 321, 'Missing exchange'));
    await link.until('both are told', () => link.ofKind('notice').length === 1);
    expect(link.link.readOnlyApi()).toBe(false);
  });

  it('is forgotten with the connection', async () => {
    await readOnlyGateway(-1);
    await link.ready();
    await link.stop();
    expect(link.link.readOnlyApi()).toBe(false);
    await pause(5);
  });
});
