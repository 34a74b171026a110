import { describe, expect, it } from 'vitest';

import { orderFields } from '../core-client.fixture.ts';
import { FieldReader, message, type Field } from '../wire/fields.ts';
import { readPlaceOrder } from './place-order-fields.ts';

const versions = [176, 178, 187, 193] as const;

/** The fields of an order after its id at 193, by position; one of them changed. */
function read(
  version: number,
  change?: [at: number, value: Field],
): ReturnType<typeof readPlaceOrder> {
  const fields = orderFields(version, { orderType: 'LMT', limitPrice: 150, orderRef: 'mine' });
  if (change !== undefined) fields[change[0]] = change[1];
  return readPlaceOrder(new FieldReader(message(...fields)), version);
}

it.each(versions)('a plain order is read at %i', (version) => {
  expect(read(version)).toMatchObject({
    contract: { symbol: 'SPY' },
    action: 'BUY',
    quantity: 100,
    orderType: 'LMT',
    limitPrice: 150,
    auxPrice: null,
    timeInForce: 'DAY',
    orderRef: 'mine',
    transmit: true,
    whatIf: false,
  });
});

describe('what the exchange does not do is refused, never ignored', () => {
  // Positions as @stoqey/ib and IB's own EClient write them at 193.
  it.each<[what: string, at: number, value: Field]>([
    ['A block order', 27, 1],
    ['A sweep to fill', 28, 1],
    ['A displayed size', 29, 100],
    ['A trigger method of its own', 30, 2],
    ['A hidden order', 32, 1],
    ['A discretionary amount', 34, 0.05],
    ['A good-after time', 35, '20200309 10:00:00 US/Eastern'],
    ["An advisor's allocation", 37, 'Everyone'],
    ['A model', 40, 'Growth'],
    ['All-or-none', 47, 1],
    ['A least quantity', 48, 10],
    ['An offset by a percentage', 49, 0.01],
    ['An auction strategy', 53, 1],
    ['A delta-neutral order', 62, 'MKT'],
    ['A scale order', 70, 0.1],
    ['A hedge', 74, 'D'],
    ['A delta-neutral contract', 79, 1],
    ['An algo', 80, 'Vwap'],
    ['A random size', 85, 1],
    ['A condition', 87, 1],
    ['An adjustable stop', 88, 'TRAIL'],
    ['An order for an amount of cash', 98, 1000],
  ])('%s', (what, at, value) => {
    const order = read(193, [at, value]);
    expect('unsupported' in order ? order.unsupported.message : order).toContain(
      `${what} is not simulated`,
    );
  });
});
