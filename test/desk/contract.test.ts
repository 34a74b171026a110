import { afterAll, beforeAll, expect, test } from 'vitest';

import { memoryTextPair } from '#shared/contract/memory-wire.ts';
import { createDeskClient, type DeskClient } from '#shared/contract/client.ts';
import { serveWire } from '#shared/contract/serve.ts';

import { systemPorts } from '../../src/main/desk/ports.ts';
import { spyId, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
let client: DeskClient;
const faults: unknown[] = [];
beforeAll(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start()).ready();
  const pair = memoryTextPair();
  const { clock, ids } = systemPorts();
  serveWire(pair.server.wire, desk.desk.service, desk.caller, {
    clock,
    ids,
    onFault: ({ error }) => faults.push(error),
  });
  client = createDeskClient(pair.client.wire);
});
afterAll(() => trial.end());

test.each([
  ['no quantity', { quantity: 0 }, 'The quantity must be more than 0.'],
  ['a negative quantity', { quantity: -10 }, 'The quantity must be more than 0.'],
  ['a quantity that is no number', { quantity: Number.NaN }, 'quantity'],
  ['a quantity without end', { quantity: Number.POSITIVE_INFINITY }, 'quantity'],
  ['no limit price', { limitPrice: null }, 'A LMT order needs a limit price. Enter one.'],
  ['a price that is no number', { limitPrice: Number.NaN }, 'limit price'],
  ['a price its type does not carry', { stopPrice: 250 }, 'A LMT order takes no stop price.'],
  ['no instrument', { instrumentId: 0 }, 'instrumentId'],
  ['half an instrument', { instrumentId: spyId + 0.5 }, 'instrumentId'],
])(
  'a ticket with %s is refused in a sentence, and nothing is recorded',
  async (_what, wrong, says) => {
    const before = desk.orders().length;
    await expect(client.call('order.place', { ticket: desk.resting(wrong) })).rejects.toMatchObject(
      {
        code: 'bad-input',
        message: expect.stringContaining(says) as unknown,
        advice: 'Correct it and try again.',
      },
    );
    expect(desk.orders()).toHaveLength(before);
    expect(trial.control.orders()).toEqual([]);
    expect(faults).toEqual([]);
  },
);

test('every command of a desk that is ready answers in the shape that is declared', async () => {
  const orderRef = await desk.working();
  await client.call('order.preview', { ticket: desk.resting(), withWhatIf: true });
  await client.call('order.read', { orderRef });
  await client.call('order.modify', {
    orderRef,
    change: { quantity: 5, limitPrice: null, stopPrice: null },
  });
  await client.call('instrument.search', { text: 'AAPL' });
  await client.call('bars.read', { instrumentId: spyId, barSize: '1 day' });
  await client.call('limits.read', {});
  await client.call('journal.read', {
    beforeSeq: null,
    limit: 50,
    kinds: [],
    orderRef: null,
    text: null,
  });
  await client.call('journal.verify', {});
  await client.call('kill.engage', { reason: '' });
  expect(faults).toEqual([]);
});
