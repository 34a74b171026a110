import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  wireOrderOf,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import { pause } from '../../../test/support/real-clock.ts';
import { startScratchGateway, type ScratchGateway } from '../../../test/support/scratch-gateway.ts';
import {
  currentTime,
  errorMessage,
  managedAccounts,
} from '../../../test/support/scratch-messages.ts';
import { LinkNotReadyError } from './link-errors.ts';

const openOrders = 16;
const completedOrders = 99;
const positions = 61;
const timeAsked = 49;
const order = 3;

/** What a gateway can do to a link, in any order and at any moment. */
const happenings: Record<string, (gateway: ScratchGateway) => void> = {
  'the broker is lost': (gateway) => gateway.peer().send(errorMessage(-1, 1100, 'Lost.')),
  'TWS lost its server': (gateway) => gateway.peer().send(errorMessage(-1, 2110, 'Lost.')),
  'back, data lost': (gateway) => gateway.peer().send(errorMessage(-1, 1101, 'Back.')),
  'back, data kept': (gateway) => gateway.peer().send(errorMessage(-1, 1102, 'Back.')),
  'another account': (gateway) => gateway.peer().send(managedAccounts('DU1000001', 'DU1000002')),
  'one account': (gateway) => gateway.peer().send(managedAccounts('DU1000001')),
  'the socket closes': (gateway) => gateway.peer().hangUp(),
  'the client id is taken': (gateway) => gateway.peer().send(errorMessage(-1, 326, 'In use.')),
  'lists are kept back': (gateway) => gateway.silence(openOrders, completedOrders, positions),
  'lists are answered': answerLists,
  'time is kept back': (gateway) => gateway.silence(timeAsked),
  'time is answered': answerTime,
  'lists are refused': (gateway) =>
    gateway.answer(openOrders, ({ peer }) =>
      peer.send(errorMessage(-1, 321, 'The API interface is currently in Read-Only mode.')),
    ),
  'garbage in a message': (gateway) => gateway.peer().send([5, 'not', 'an', 'order']),
  nothing: () => {},
};

function answerLists(gateway: ScratchGateway): void {
  gateway.answer(openOrders, ({ peer }) => peer.send([53, 1]));
  gateway.answer(completedOrders, ({ peer }) => peer.send([102]));
  gateway.answer(positions, ({ peer }) => peer.send([62, 1]));
}

function answerTime(gateway: ScratchGateway): void {
  gateway.answer(timeAsked, ({ peer }) => peer.send(currentTime(1_583_760_600)));
}

/** Whether the link takes an order; any other refusal than that it is not ready fails the test. */
function tryOrder({ link }: LinkUnderTest): boolean {
  try {
    link.placeOrder(wireOrderOf({ orderId: link.nextOrderId() }));
    return true;
  } catch (error) {
    if (error instanceof LinkNotReadyError) return false;
    throw error;
  }
}

const step = fc.record({
  what: fc.constantFrom(...Object.keys(happenings)),
  waitMs: fc.integer({ min: 0, max: 40 }),
});

describe('whatever happens to it, in whatever order', () => {
  it('the link is ready again when all is well, and lets no order go while it is not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const gateway = await startScratchGateway();
        const link = linkUnderTest(gateway.port, {
          timings: {
            snapshotMs: 60,
            executionsMs: 20,
            recoverMs: 20,
            backoff: { firstMs: 4, longestMs: 12 },
            heartbeat: { periodMs: 10, lateMs: 25, deadMs: 5_000, stuckMs: 10_000, checkMs: 5 },
          },
        });
        try {
          link.start();
          await link.until('a connection', () => gateway.peers.length > 0);
          let accepted = 0;
          for (const { what, waitMs } of steps) {
            happenings[what]?.(gateway);
            await pause(waitMs);
            const isReady = link.status().state === 'ready';
            const isTaken = tryOrder(link);
            expect(isTaken).toBe(isReady);
            if (isTaken) accepted += 1;
          }
          answerLists(gateway);
          answerTime(gateway);
          await link.until('a connection stands', () => link.link.accountIds().length > 0);
          gateway.peer().send(currentTime(1_583_760_600));
          // Only the broker's own word ends that; everything else must end by itself.
          if (link.status().reason.includes('lost the broker')) {
            gateway.peer().send(errorMessage(-1, 1102, 'Back.'));
          }
          await link.until('it is ready', () => link.status().state === 'ready');
          expect(gateway.ofKind(order).length).toBeLessThanOrEqual(accepted);
        } finally {
          await link.stop();
          await gateway.close();
        }
      }),
      { numRuns: 30, seed: 20_260_413 },
    );
  });
});
