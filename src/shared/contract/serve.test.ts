import { describe, expect, test } from 'vitest';

import { nobody, type Person } from '#shared/domain/people.ts';

import { callerWith, deskDouble, type DeskDouble } from '../../../test/support/desk-double.ts';
import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { createDeskClient, type DeskClient } from './client.ts';
import { ContractError } from './error.ts';
import { maxFrameBytes } from './frames.ts';
import { memoryTextPair } from './memory-wire.ts';
import { maxOpenCalls, maxOpenTopics, serveWire, type ServeFault } from './serve.ts';
import type { WindowCaller } from './service.ts';
import type { Wire } from './wire.ts';

function serve(
  desk: DeskDouble,
  caller = callerWith('operator'),
): { client: DeskClient; wire: Wire; faults: ServeFault[] } {
  const { server, client } = memoryTextPair();
  const faults: ServeFault[] = [];
  serveWire(server.wire, desk.service, caller, {
    clock: new VirtualClock(),
    ids: { next: () => 'ref-1' },
    onFault: (fault) => faults.push(fault),
  });
  return { client: createDeskClient(client.wire), wire: client.wire, faults };
}

const limitTicket = {
  instrumentId: 1,
  side: 'BUY',
  orderType: 'LMT',
  quantity: 10,
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'DAY',
  outsideRth: false,
} as const;

describe('serving commands', () => {
  test('bad input is refused in the schema’s own words, with the path of the field', async () => {
    let ran = false;
    const { client } = serve(
      deskDouble({
        'order.place': () => {
          ran = true;
          return Promise.resolve({ orderRef: 'x', allowed: true, verdicts: [] });
        },
      }),
    );
    const error: unknown = await client
      .call('order.place', { ticket: { ...limitTicket, limitPrice: 5, quantity: -1 } })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'bad-input',
      message: 'ticket.quantity: The quantity must be more than 0.',
    });
    await expect(client.call('order.place', { ticket: limitTicket })).rejects.toThrow(
      'ticket.limitPrice: A LMT order needs a limit price. Enter one.',
    );
    expect(ran).toBe(false);
  });

  test('input arrives at the handler as the schema leaves it', async () => {
    const heard: string[] = [];
    const { client } = serve(
      deskDouble({
        'kill.engage': ({ reason }) => {
          heard.push(reason);
          return Promise.resolve({ cancelsSent: 0, waitingForLink: false, positionsToClose: 0 });
        },
      }),
    );
    await client.call('kill.engage', { reason: '  runaway quotes ' });
    expect(heard).toEqual(['runaway quotes']);
  });

  test('a caller without the capability is refused before the handler runs', async () => {
    let ran = 0;
    const desk = deskDouble({
      'order.place': () => {
        ran += 1;
        return Promise.resolve({ orderRef: 'x', allowed: true, verdicts: [] });
      },
    });
    const ticket = { ...limitTicket, limitPrice: 5 };
    await expect(
      serve(desk, callerWith('tester')).client.call('order.place', { ticket }),
    ).rejects.toMatchObject({
      code: 'not-allowed',
      message: 'First Person (tester) is not allowed to use order.place.',
    });
    await expect(
      serve(desk, callerWith()).client.call('order.place', { ticket }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
    expect(ran).toBe(0);
  });

  test('a caller who may not see the desk gets no topic', async () => {
    const { client } = serve(deskDouble(), callerWith());
    const { promise, resolve } = Promise.withResolvers<ContractError>();
    client.listen(
      'orders',
      {},
      { onSnapshot: () => undefined, onItems: () => undefined, onFailed: resolve },
    );
    expect((await promise).code).toBe('not-allowed');
  });

  test('who is at the window is looked up at each call, and a topic ends when they may not see it', async () => {
    let person: Person = { personId: 'p-1', name: 'First Person', roles: ['operator'] };
    const listeners = new Set<() => void>();
    const caller: WindowCaller = {
      windowId: 'window-1',
      get person() {
        return person;
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      used: () => undefined,
    };
    const desk = deskDouble({ 'order.cancel': () => Promise.resolve({}) });
    const { client, wire } = serve(desk, caller);
    const failures: ContractError[] = [];
    const reader = {
      onSnapshot: () => undefined,
      onItems: () => undefined,
      onFailed: (error: ContractError) => failures.push(error),
    };
    client.listen('orders', {}, reader);
    client.listen('session', {}, reader);
    await client.call('order.cancel', { orderRef: 'x' });
    expect([desk.feeds.orders.readers, desk.feeds.session.readers]).toEqual([1, 1]);

    person = nobody;
    for (const tell of listeners) tell();
    await expect(client.call('order.cancel', { orderRef: 'x' })).rejects.toMatchObject({
      code: 'not-allowed',
      message: 'Nobody is signed in at this window, so order.cancel is refused.',
    });
    expect([desk.feeds.orders.readers, desk.feeds.session.readers]).toEqual([0, 1]);
    expect(failures.map(({ code }) => code)).toEqual(['not-allowed']);
    wire.close('Done.');
    await Promise.resolve();
    expect(listeners.size).toBe(0);
  });

  test('a command that needs nobody signed in is open to nobody', async () => {
    const heard: string[] = [];
    const desk = deskDouble({
      'session.switch': ({ personId }) => {
        heard.push(personId);
        return Promise.resolve({});
      },
    });
    await serve(desk, callerWith()).client.call('session.switch', { personId: 'tester' });
    expect(heard).toEqual(['tester']);
  });

  test('an output that breaks its own schema is a fault of the desk and is not sent', async () => {
    const wrong = { instruments: [{ instrumentId: 'one' }] };
    const { client, faults } = serve(
      deskDouble({ 'instrument.search': () => Promise.resolve(JSON.parse(JSON.stringify(wrong))) }),
    );
    await expect(client.call('instrument.search', { text: 'SPY' })).rejects.toThrow('ref-1');
    expect(faults).toMatchObject([{ id: 'ref-1', where: 'instrument.search' }]);
  });

  test('an answer too large for a frame is refused in words', async () => {
    const body = 'x'.repeat(Math.ceil(maxFrameBytes / 1000));
    const entry = { seq: 1, at: '', kind: '', by: '', window: null, sentence: '', body, hash: '' };
    const { client, faults } = serve(
      deskDouble({
        'journal.read': () =>
          Promise.resolve({ entries: Array.from({ length: 1000 }, () => entry), more: false }),
      }),
    );
    await expect(
      client.call('journal.read', {
        beforeSeq: null,
        limit: 1000,
        kinds: [],
        orderRef: null,
        text: null,
      }),
    ).rejects.toThrow('The answer is too large to show at once.');
    expect(faults).toEqual([]);
  });

  test('a handler that throws at once is a fault, not a crash', async () => {
    const { client, faults } = serve(
      deskDouble({
        'limits.read': () => {
          throw new TypeError('boom');
        },
      }),
    );
    await expect(client.call('limits.read', {})).rejects.toMatchObject({ code: 'internal' });
    expect(faults).toHaveLength(1);
  });

  test('more commands at once than the limit are refused, the kill switch is not', async () => {
    const gate = Promise.withResolvers<never>();
    const { client } = serve(
      deskDouble({
        'limits.read': () => gate.promise,
        'kill.engage': () =>
          Promise.resolve({ cancelsSent: 3, waitingForLink: false, positionsToClose: 0 }),
      }),
    );
    const pending = Array.from({ length: maxOpenCalls }, () => client.call('limits.read', {}));
    await expect(client.call('order.cancel', { orderRef: 'a' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(client.call('kill.engage', { reason: 'stop' })).resolves.toMatchObject({
      cancelsSent: 3,
    });
    gate.reject(new ContractError({ code: 'timed-out', message: 'Late.', advice: '' }));
    const settled = await Promise.allSettled(pending);
    expect(settled.every((each) => each.status === 'rejected')).toBe(true);
  });

  test('more topics than the limit are refused; a stopped one makes room', async () => {
    const { client } = serve(deskDouble());
    const snapshot = async (): Promise<{ stop: () => void; failed: string | null }> => {
      const { promise, resolve } = Promise.withResolvers<string | null>();
      const stop = client.listen(
        'orders',
        {},
        {
          onSnapshot: () => resolve(null),
          onItems: () => undefined,
          onFailed: (error) => resolve(error.code),
        },
      );
      return { stop, failed: await promise };
    };
    const first = await snapshot();
    for (let opened = 1; opened < maxOpenTopics; opened += 1) await snapshot();
    expect((await snapshot()).failed).toBe('conflict');
    first.stop();
    expect((await snapshot()).failed).toBeNull();
  });

  test('a command under way runs on when its window is gone', async () => {
    const gate = Promise.withResolvers<void>();
    let finished = false;
    const { client, wire } = serve(
      deskDouble({
        'order.cancel': async () => {
          await gate.promise;
          finished = true;
          return {};
        },
      }),
    );
    const call = client.call('order.cancel', { orderRef: 'a' });
    await Promise.resolve();
    await Promise.resolve();
    wire.close('window closed');
    await expect(call).rejects.toMatchObject({ code: 'disconnected' });
    gate.resolve();
    await expect.poll(() => finished).toBe(true);
  });

  test('a source that throws ends its topic with a reference, and only that', async () => {
    const desk = deskDouble();
    desk.feeds.positions.snapshot = () => {
      throw new Error('boom');
    };
    const { client, faults } = serve(desk);
    const { promise, resolve } = Promise.withResolvers<ContractError>();
    client.listen(
      'positions',
      {},
      { onSnapshot: () => undefined, onItems: () => undefined, onFailed: resolve },
    );
    expect((await promise).code).toBe('internal');
    expect(faults).toMatchObject([{ where: 'positions' }]);
    expect(desk.feeds.positions.readers).toBe(0);
  });

  test.each([
    ['a command', { t: 'call', id: 1, command: 'order.cancel', input: { orderRef: 'b' } }],
    ['a topic', { t: 'listen', id: 1, topic: 'orders', params: {} }],
  ])('the id of a command under way cannot be used again for %s', async (_, frame) => {
    const asked: string[] = [];
    const { client, wire } = serve(
      deskDouble({
        'order.cancel': ({ orderRef }) => {
          asked.push(orderRef);
          return Promise.withResolvers<never>().promise;
        },
      }),
    );
    const call = client.call('order.cancel', { orderRef: 'a' });
    wire.send(frame);
    await expect(call).rejects.toMatchObject({ code: 'disconnected' });
    expect(asked).toEqual(['a']);
  });

  test('a person’s role is the one on the call, not one the page claims', async () => {
    const administrator: Person = { personId: 'p', name: 'A', roles: ['administrator'] };
    const { wire } = serve(deskDouble(), { ...callerWith(), person: administrator });
    const closed = Promise.withResolvers<string>();
    wire.onClose(closed.resolve);
    wire.send({
      t: 'call',
      id: 1,
      command: 'limits.read',
      input: {},
      person: { roles: ['operator'] },
    });
    await expect(closed.promise).resolves.toContain('not one of the contract');
  });
});
