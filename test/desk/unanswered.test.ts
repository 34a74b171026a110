import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start({ acknowledgementDeadlineMs: 400 })).ready();
});
afterEach(() => trial.end());

const deniedBy = (verdicts: readonly { controlId: string; outcome: string }[]): string[] =>
  verdicts.filter(({ outcome }) => outcome === 'deny').map(({ controlId }) => controlId);

/** An order that the gateway has taken and forgotten, its deadline over. */
async function unanswered(): Promise<string> {
  trial.control.swallowNextOrder();
  const { orderRef } = await desk.place(desk.resting());
  await desk.until('an alert', () => desk.alert('order-unacknowledged')?.severity === 'critical');
  return orderRef;
}

describe('an order that the broker does not answer', () => {
  test('blocks new risk in its instrument, and nothing else', async () => {
    const { orderRef: bought } = await desk.place(desk.market());
    await desk.untilStatus(bought, 'FILLED');
    await unanswered();

    const more = await desk.place(desk.resting());
    expect(more.allowed).toBe(false);
    expect(deniedBy(more.verdicts)).toEqual(['unanswered-order']);
    const preview = await desk.commands['order.preview'](
      { ticket: desk.resting(), withWhatIf: false },
      desk.caller,
    );
    expect(deniedBy(preview.verdicts)).toEqual(['unanswered-order']);

    const less = await desk.place(desk.market({ side: 'SELL', quantity: 4 }));
    expect(less.allowed).toBe(true);
    const other = desk.topics
      .quotes({})
      .snapshot()
      .find(
        ({ instrumentId, bid, ask }) =>
          instrumentId !== desk.resting().instrumentId && bid !== null && ask !== null && bid > 20,
      );
    if (other === undefined || other.bid === null) throw new Error('Nothing else is quoted.');
    const elsewhere = await desk.place(
      desk.resting({
        instrumentId: other.instrumentId,
        quantity: 1,
        limitPrice: Math.round(other.bid * 97) / 100,
      }),
    );
    expect(deniedBy(elsewhere.verdicts)).toEqual([]);
  });

  test('blocks until the broker\u2019s word settles it, and is never sent again', async () => {
    const orderRef = await unanswered();
    trial.control.drop();
    await desk.until('the link is lost', () => desk.link() !== 'ready');
    await desk.untilLink('ready');
    await desk.untilStatus(orderRef, 'UNKNOWN');
    expect(deniedBy((await desk.place(desk.resting())).verdicts)).toEqual(['unanswered-order']);
    expect(trial.control.orders()).toEqual([]);

    // The cancel passes, and the broker's answer that it knows no such order ends it.
    await desk.cancel(orderRef);
    await desk.untilStatus(orderRef, 'CANCELLED');
    await desk.working();
    expect(trial.control.orders()).toHaveLength(1);
  });

  test('within its deadline blocks nothing', async () => {
    await trial.end();
    trial = await Trial.begin();
    desk = await (await trial.start({ acknowledgementDeadlineMs: 60_000 })).ready();
    trial.control.swallowNextOrder();
    await desk.place(desk.resting());
    expect((await desk.place(desk.resting())).allowed).toBe(true);
  });
});
