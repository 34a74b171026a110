import { afterEach, describe, expect, it } from 'vitest';

import { linkUnderTest, type LinkUnderTest } from '../../../test/support/link-under-test.ts';
import { startScratchGateway, type ScratchGateway } from '../../../test/support/scratch-gateway.ts';
import { openOrder, scratchOrder } from '../../../test/support/scratch-messages.ts';

let gateway: ScratchGateway;
let link: LinkUnderTest;

afterEach(async () => {
  await link.stop();
  await gateway.close();
});

describe('connecting', () => {
  it('asks for everything, waits for the desk to accept it, and is ready', async () => {
    gateway = await startScratchGateway({ nextOrderId: 42 });
    link = linkUnderTest(gateway.port, { accepts: false });
    link.start();
    await link.until('a snapshot', () => link.snapshots.length === 1);
    expect(link.status().state).toBe('reconciling');
    link.accept();
    expect(link.states()).toEqual(['connecting', 'handshaking', 'reconciling', 'ready']);
    expect(link.snapshots[0]).toMatchObject({
      accountIds: ['DU1000001'],
      nextOrderId: 42,
      complete: true,
    });
    expect(link.link.nextOrderId()).toBe(42);
    expect(link.link.nextOrderId()).toBe(43);
  });

  it('decodes an open order of the snapshot to the last field', async () => {
    gateway = await startScratchGateway();
    gateway.answer(16, ({ peer }) =>
      peer.send(openOrder(scratchOrder({ orderId: 5, orderRef: '01J', permId: 77 })), [53, 1]),
    );
    link = linkUnderTest(gateway.port);
    await link.ready();
    expect(link.snapshots[0]?.openOrders).toEqual([
      {
        orderId: 5,
        clientId: 7,
        permId: 77,
        orderRef: '01J',
        accountId: 'DU1000001',
        instrumentId: 756733,
        displaySymbol: 'SPY',
        side: 'BUY',
        orderType: 'LMT',
        quantity: 100,
        limitPrice: 250.5,
        stopPrice: null,
        timeInForce: 'DAY',
        outsideRth: false,
        brokerStatus: 'Submitted',
        filledQuantity: null,
        reason: null,
      },
    ]);
    expect(link.link.nextOrderId()).toBe(6);
    expect(link.log).not.toContainEqual(expect.stringContaining('Decoding error'));
  });
});
