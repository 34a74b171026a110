/** Whatever a client sends, the gateway answers or refuses it, and stays. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import {
  bareGateway,
  orderFields,
  type BareGateway,
  type CoreClient,
} from '../core-client.fixture.ts';
import type { Field } from '../wire/fields.ts';
import { requestTable } from './request-table.ts';

const versions = [176, 178, 187, 193] as const;
const spy: Field[] = [756733, '', '', '', 0, '', '', 'SMART', '', '', '', ''];

/** A proper message of each request that has fields worth breaking. */
const proper: ReadonlyMap<number, (version: number) => Field[]> = new Map<
  number,
  (version: number) => Field[]
>([
  [1, () => [1, 11, 5, ...spy, 0, '233', 0, 0, '']],
  [3, (version) => [3, 1, ...orderFields(version, { orderType: 'LMT', limitPrice: 150 })]],
  [4, (version) => (version >= 192 ? [4, 1, '', '', ''] : [4, 1, 1, ''])],
  [7, () => [7, 3, 5, 0, '', '', '', '', '', '']],
  [9, () => [9, 8, 5, ...spy, 0, '', '', '']],
  [10, () => [10, 5, 5, ...spy, 5, 1, '']],
  [20, () => [20, 5, ...spy, 0, '', '1 min', '300 S', 1, 'TRADES', 1, 0, '']],
  [50, () => [50, 3, 5, ...spy, 5, 'TRADES', 1, '']],
  [54, () => [54, 2, 5, ...spy, 1, 280, '']],
  [59, () => [59, 1, 3]],
  [62, () => [62, 1, 5, 'All', 'NetLiquidation']],
  [78, () => [78, 5, 'SPY', '', 'STK', 756733]],
  [86, () => [86, 5, 756733, 'SIM', '', '', 10, '']],
  [87, () => [87, 5, ...spy, 0, 1, 'TRADES', 1]],
  [88, () => [88, 5, ...spy, 0, 1, '3 days']],
  [96, () => [96, 5, ...spy, 0, '', '20200309-13:30:00', 10, 'TRADES', 1, 0, '']],
  [97, () => [97, 5, ...spy, 'BidAsk', 0, 0]],
]);

/** Fields as they might come from a client that is wrong about something, or means harm. */
const anyField = fc.oneof(
  fc.constantFrom<Field>(
    '',
    '0',
    '1',
    '-1',
    '2147483647',
    '1.7976931348623157E308',
    'NaN',
    '1e400',
  ),
  fc.constantFrom<Field>('__proto__', 'constructor', '￿', ' ', '%s', '20200309 09:30:00', '1 D'),
  fc.integer().map((value): Field => value),
  fc.double().map((value): Field => value),
  fc.string({ maxLength: 40 }).map((value): Field => value.replaceAll('\0', '')),
);

const requestIds = [...requestTable.keys()];

function stillServes(client: CoreClient, gateway: BareGateway): void {
  expect(gateway.notices).toEqual([]);
  expect(client.isClosed).toBe(false);
  client.forget();
  client.send(49, 1);
  expect(client.of(49)).toHaveLength(1);
}

function playing(version: number, play: (client: CoreClient, clock: VirtualClock) => void): void {
  const clock = new VirtualClock();
  const gateway = bareGateway(clock, { quoteRate: 1 });
  const client = gateway.client(1, version);
  play(client, clock);
  clock.advance(3000);
  stillServes(client, gateway);
  gateway.close();
}

describe('the gateway survives', () => {
  it('any request with any fields', () => {
    const messages = fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom(...requestIds), fc.integer()),
        fc.array(anyField, { maxLength: 30 }),
      ),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...versions), messages, (version, requests) => {
        playing(version, (client) => {
          for (const [id, fields] of requests) client.send(id, ...fields);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('a proper request with some fields that are wrong', () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: 60 }), anyField), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...versions),
        fc.array(fc.tuple(fc.constantFrom(...proper.keys()), damage), { maxLength: 12 }),
        (version, requests) => {
          playing(version, (client) => {
            for (const [id, changes] of requests) {
              const fields = proper.get(id)?.(version) ?? [];
              for (const [at, value] of changes) {
                if (fields.length > 1) fields[1 + (at % (fields.length - 1))] = value;
              }
              client.send(...fields);
            }
          });
        },
      ),
      { numRuns: 80 },
    );
  });

  it('bytes that are frames of nothing', () => {
    const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(bodies, (frames) => {
        playing(193, (client) => {
          for (const body of frames) {
            const length = Buffer.alloc(4);
            length.writeUInt32BE(body.length);
            client.bytes(Buffer.concat([length, body]));
          }
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(versions)('a request cut short at %i', (version) => {
  it.each([...proper.keys()])('%i is an error, or as good as whole', (id) => {
    const clock = new VirtualClock();
    const gateway = bareGateway(clock, { quoteRate: 1 });
    const client = gateway.client(1, version);
    const fields = proper.get(id)?.(version) ?? [];
    const codes = fields.map((_, length) => {
      client.forget();
      client.send(...fields.slice(0, length + 1));
      return client.errors().map(({ code }) => code);
    });
    // The id alone is never enough, save for requests that need nothing.
    expect(codes[0]).toEqual([320]);
    stillServes(client, gateway);
    gateway.close();
  });
});

it('the name of what every object has is no name of anything', () => {
  const clock = new VirtualClock();
  const gateway = bareGateway(clock);
  const client = gateway.client(1);
  client.forget();
  client.send(97, 1, ...spy, '__proto__', 5, 0);
  client.send(97, 2, ...spy, 'constructor', 0, 0);
  client.send(96, 3, ...spy, 0, '', '20200309-13:30:00', 1, '__proto__', 1, 0, '');
  client.send(20, 4, ...spy, 0, '', 'toString', '300 S', 1, '__proto__', 1, 0, '');
  clock.advance(1000);
  expect(client.errors().map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  stillServes(client, gateway);
});

it('every error names the request it is about', () => {
  const clock = new VirtualClock();
  const gateway = bareGateway(clock);
  const client = gateway.client(1);
  client.forget();
  client.send(20, 77, 'x');
  client.send(1, 11, 78);
  client.send(96, 79, 756733);
  client.send(250, 1, 2);
  expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
    [77, 320],
    [78, 320],
    [79, 320],
    [-1, 321],
  ]);
});
