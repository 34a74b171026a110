import { afterEach, describe, expect, test } from 'vitest';

import { createDeskClient, type DeskClient } from '#shared/contract/client.ts';
import { ContractError } from '#shared/contract/error.ts';
import { maxFrameBytes, serverFrameSchema } from '#shared/contract/frames.ts';
import type { DeskService } from '#shared/contract/service.ts';
import { serveWire, type ServeFault } from '#shared/contract/serve.ts';
import { maxQueuedChanges } from '#shared/contract/topic-sender.ts';
import type { Wire } from '#shared/contract/wire.ts';
import type { Clock } from '#shared/domain/ports.ts';
import type { Quote } from '#shared/domain/quote.ts';

import { activity, callerWith, deskDouble, quote } from './desk-double.ts';

/** The machine's clock: sockets do not live in virtual time. */
export const wallClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, task) {
    const handle = setTimeout(task, delayMs);
    return { cancel: () => clearTimeout(handle) };
  },
  every(periodMs, task) {
    const handle = setInterval(task, periodMs);
    return { cancel: () => clearInterval(handle) };
  },
};

export interface OpenWire {
  client: Wire;
  /** Puts something on the way to the desk past the client's own wire, as a broken or hostile page would. */
  sendRaw(data: string): void;
  /** Takes the connection away without a word. */
  cut(): void;
  dispose(): Promise<void>;
}

/** Opens one connection and hands its server end to `serve`. */
export type OpenWirePair = (serve: (wire: Wire) => void) => Promise<OpenWire>;

/** What every wire between a screen and the desk must hold. Run once per wire. */
export function describeWireContract(name: string, openPair: OpenWirePair): void {
  describe(`wire contract over ${name}`, () => {
    const opened: OpenWire[] = [];
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.dispose();
    });

    async function connect(service: DeskService): Promise<{
      wire: OpenWire;
      client: DeskClient;
      faults: ServeFault[];
      protocolErrors: string[];
      closed: Promise<string>;
    }> {
      const faults: ServeFault[] = [];
      const protocolErrors: string[] = [];
      let made = 0;
      const wire = await openPair((server) =>
        serveWire(server, service, callerWith('operator'), {
          clock: wallClock,
          ids: { next: () => `id-${(made += 1)}` },
          onFault: (fault) => faults.push(fault),
          onProtocolError: (reason) => protocolErrors.push(reason),
        }),
      );
      opened.push(wire);
      const { promise: closed, resolve } = Promise.withResolvers<string>();
      wire.client.onClose(resolve);
      return { wire, client: createDeskClient(wire.client), faults, protocolErrors, closed };
    }

    test('a command goes there and its answer comes back', async () => {
      const heard: unknown[] = [];
      const { service } = deskDouble({
        'order.cancel': (input, caller) => {
          heard.push(input, caller.windowId);
          return Promise.resolve({});
        },
      });
      const { client } = await connect(service);
      await expect(client.call('order.cancel', { orderRef: 'Ünïcode 訂單' })).resolves.toEqual({});
      expect(heard).toEqual([{ orderRef: 'Ünïcode 訂單' }, 'window-1']);
    });

    test('answers find their own question whatever the order', async () => {
      const slow = Promise.withResolvers<void>();
      const { service } = deskDouble({
        'instrument.search': async ({ text }) => {
          if (text === 'slow') await slow.promise;
          else slow.resolve();
          throw new ContractError({ code: 'not-found', message: `No ${text}.`, advice: '' });
        },
      });
      const { client } = await connect(service);
      const first = client.call('instrument.search', { text: 'slow' });
      const second = client.call('instrument.search', { text: 'fast' });
      await expect(second).rejects.toThrow('No fast.');
      await expect(first).rejects.toThrow('No slow.');
    });

    test('a refusal keeps its code, sentence and advice', async () => {
      const body = { code: 'conflict', message: 'It is so.', advice: 'Do this.' } as const;
      const { service } = deskDouble({
        'limits.read': () => Promise.reject(new ContractError(body)),
      });
      const { client } = await connect(service);
      await expect(client.call('limits.read', {})).rejects.toSatisfy(
        (error) => error instanceof ContractError && error.toBody().advice === 'Do this.',
      );
      await expect(client.call('limits.read', {})).rejects.toMatchObject(body);
    });

    test('quotes are conflated to the newest of each instrument', async () => {
      const { service, feeds } = deskDouble();
      const { client } = await connect(service);
      const seen = new Map<number, Quote>();
      let received = 0;
      const last = Promise.withResolvers<void>();
      client.listen(
        'quotes',
        {},
        {
          onSnapshot: () => {
            for (let tick = 1; tick <= 20_000; tick += 1)
              feeds.quotes.publish(quote(tick % 5, tick));
          },
          onItems: (items) => {
            received += items.length;
            for (const item of items) seen.set(item.instrumentId, item);
            if (seen.get(0)?.last === 20_000) last.resolve();
          },
        },
      );
      await last.promise;
      expect(received).toBeLessThan(50);
      expect(new Set([...seen.values()].map((each) => each.last))).toEqual(
        new Set([19_996, 19_997, 19_998, 19_999, 20_000]),
      );
    });

    test('of an "every" topic nothing is skipped', async () => {
      const { service, feeds } = deskDouble();
      const { client } = await connect(service);
      const seen: number[] = [];
      const all = Promise.withResolvers<void>();
      client.listen(
        'activity',
        {},
        {
          onSnapshot: () => {
            for (let seq = 1; seq <= 1200; seq += 1) feeds.activity.publish(activity(seq));
          },
          onItems: (items) => {
            seen.push(...items.map((each) => each.seq));
            if (seen.length === 1200) all.resolve();
          },
        },
      );
      await all.promise;
      expect(seen).toEqual(Array.from({ length: 1200 }, (_, index) => index + 1));
    });

    test('a reader too slow for an "every" topic gets a fresh snapshot', async () => {
      const { service, feeds } = deskDouble();
      const { client } = await connect(service);
      const snapshots: number[][] = [];
      const second = Promise.withResolvers<void>();
      client.listen(
        'activity',
        {},
        {
          onSnapshot: (items) => {
            snapshots.push(items.map((each) => each.seq));
            if (snapshots.length === 2) return second.resolve();
            feeds.activity.held = [activity(7), activity(8)];
            for (let seq = 1; seq <= maxQueuedChanges + 1; seq += 1) {
              feeds.activity.publish(activity(seq));
            }
          },
          onItems: () => second.reject(new Error('Changes came where a snapshot was due.')),
        },
      );
      await second.promise;
      expect(snapshots).toEqual([[], [7, 8]]);
    });

    test('a stopped topic is let go of at the desk', async () => {
      const { service, feeds } = deskDouble();
      const { client } = await connect(service);
      const begun = Promise.withResolvers<void>();
      const stop = client.listen(
        'orders',
        {},
        {
          onSnapshot: () => begun.resolve(),
          onItems: () => undefined,
        },
      );
      await begun.promise;
      expect(feeds.orders.readers).toBe(1);
      stop();
      await expect.poll(() => feeds.orders.readers).toBe(0);
    });

    test.each([
      ['something that is not JSON', '{"t":'],
      ['a frame of no kind', '{"t":"eval","id":1,"input":"1"}'],
      ['a frame with a field too many', '{"t":"unlisten","id":1,"and":2}'],
      ['a frame without its id', '{"t":"took"}'],
      ['no object at all', '[1,2,3]'],
      ['a frame that is too large', `{"t":"took","id":1${' '.repeat(maxFrameBytes)}}`],
      ['credit for a batch that was never sent', '{"t":"took","id":1}'],
      ['an id that is in use', '{"t":"listen","id":1,"topic":"orders","params":{}}'],
    ])('%s closes the connection and ends its topics', async (what, raw) => {
      const { service, feeds } = deskDouble();
      const { wire, client, closed } = await connect(service);
      const begun = Promise.withResolvers<void>();
      client.listen('quotes', {}, { onSnapshot: () => begun.resolve(), onItems: () => undefined });
      await begun.promise;
      expect(feeds.quotes.readers, what).toBe(1);
      wire.sendRaw(raw);
      await closed;
      await expect.poll(() => feeds.quotes.readers).toBe(0);
    });

    test('an unknown command or topic is refused and the connection lives on', async () => {
      const { service } = deskDouble();
      const wire = await openPair((server) =>
        serveWire(server, service, callerWith('operator'), {
          clock: wallClock,
          ids: { next: () => 'id' },
          onFault: () => undefined,
        }),
      );
      opened.push(wire);
      const codes = new Map<number, string>();
      wire.client.onMessage((message) => {
        const frame = serverFrameSchema.parse(message);
        codes.set(frame.id, frame.t === 'failed' ? frame.error.code : frame.t);
      });
      wire.sendRaw('{"t":"call","id":1,"command":"order.sell-everything","input":{}}');
      wire.sendRaw('{"t":"call","id":2,"command":"__proto__","input":{}}');
      wire.sendRaw('{"t":"listen","id":3,"topic":"constructor","params":{}}');
      wire.sendRaw('{"t":"listen","id":4,"topic":"orders","params":{}}');
      await expect
        .poll(() => Object.fromEntries(codes))
        .toEqual({ 1: 'unknown-command', 2: 'unknown-command', 3: 'unknown-topic', 4: 'snapshot' });
    });

    test('what is pending when the connection is cut fails as disconnected, on both sides', async () => {
      const { service, feeds } = deskDouble({
        'limits.read': () => Promise.withResolvers<never>().promise,
      });
      const { wire, client } = await connect(service);
      const failed = Promise.withResolvers<ContractError>();
      const begun = Promise.withResolvers<void>();
      client.listen(
        'alerts',
        {},
        {
          onSnapshot: () => begun.resolve(),
          onItems: () => undefined,
          onFailed: failed.resolve,
        },
      );
      const pending = client.call('limits.read', {});
      await begun.promise;
      wire.cut();
      await expect(pending).rejects.toMatchObject({ code: 'disconnected' });
      expect((await failed.promise).code).toBe('disconnected');
      await expect.poll(() => feeds.alerts.readers).toBe(0);
      await expect(client.call('limits.read', {})).rejects.toMatchObject({ code: 'disconnected' });
    });

    test('a fault of the desk is told by its reference only', async () => {
      const { service } = deskDouble({
        'limits.read': () => Promise.reject(new Error('secret path /home/desk/db')),
      });
      const { client, faults } = await connect(service);
      const error: unknown = await client
        .call('limits.read', {})
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'internal' });
      expect(JSON.stringify(error) + String(error)).not.toContain('secret');
      expect(faults).toMatchObject([{ id: 'id-1', where: 'limits.read' }]);
    });
  });
}
