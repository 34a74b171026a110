import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { performControl } from './control-messages.ts';
import { bareGateway, type BareGateway, type CoreClient } from './core-client.fixture.ts';

let clock: VirtualClock;
let gateway: BareGateway;
let client: CoreClient;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock, { seed: 7, speed: 2 });
  client = gateway.client(3, 187);
});

describe('the status of the gateway', () => {
  it('says who is connected and what they do', () => {
    client.send(1, 11, 5, 756733, '', '', '', 0, '', '', '', '', '', '', '', 0, '', 0, 0, '');
    client.placeOrder(1, { orderType: 'LMT', limitPrice: 200 });
    const status = gateway.control.status();
    expect(status).toMatchObject({ host: '127.0.0.1', seed: 7, speed: 2, active: [], recent: [] });
    expect(status.simulatedTime).toBe(Date.parse('2020-03-09T13:30:00Z'));
    expect(status.clients).toEqual([
      {
        clientId: 3,
        serverVersion: 187,
        messagesIn: 4,
        messagesOut: client.received.length,
        quoteLines: 1,
        openOrders: 1,
      },
    ]);
  });

  it('keeps the latest fifty sentences, the newest first', () => {
    for (let code = 2100; code < 2160; code += 1) {
      clock.advance(1);
      gateway.control.inject({ kind: 'notice', code });
    }
    const { recent } = gateway.control.status();
    expect(recent).toHaveLength(50);
    expect(recent[0]).toEqual({ at: clock.now(), sentence: 'Notice 2159 was sent.' });
  });
});

describe('faults', () => {
  it('end one by one or all at once, and ending one twice does nothing', () => {
    gateway.control.inject({ kind: 'halt' });
    gateway.control.inject({ kind: 'pause-fills' });
    gateway.control.inject({ kind: 'read-only' });
    gateway.control.clear(2);
    gateway.control.clear(2);
    expect(gateway.control.status().active.map(({ faultId }) => faultId)).toEqual([1, 3]);
    gateway.control.clear(null);
    expect(gateway.control.status().active).toEqual([]);
  });

  it('in short are the same faults', () => {
    gateway.control.refuseConnections(true);
    gateway.control.swallowNextOrder();
    gateway.control.loseNextAcknowledgement();
    gateway.control.reportNextFillLate();
    gateway.control.rejectNextOrder(201, 'No.');
    expect(gateway.control.status().active.map(({ fault }) => fault.kind)).toEqual([
      'refuse-connections',
      'swallow-order',
      'lose-acknowledgement',
      'late-fill',
      'reject-order',
    ]);
    gateway.control.refuseConnections(false);
    expect(gateway.control.status().active).toHaveLength(4);
  });
});

describe('notices with what they mean', () => {
  it('stop the quotes and let them flow again', () => {
    client.send(1, 11, 5, 756733, '', '', '', 0, '', '', '', '', '', '', '', 0, '', 0, 0, '');
    gateway.control.notify(1100);
    client.forget();
    clock.advance(2000);
    expect(client.of(1)).toEqual([]);
    gateway.control.notify(1102);
    clock.advance(2000);
    expect(client.of(1).length).toBeGreaterThan(0);
    gateway.control.notify(1101);
    client.forget();
    clock.advance(2000);
    expect(client.of(1)).toEqual([]);
  });
});

it('changes the speed of time, within bounds', () => {
  gateway.control.setSpeed(600);
  const before = gateway.control.simulatedTime();
  clock.advance(1000);
  expect(gateway.control.simulatedTime() - before).toBe(600_000);
  expect(() => gateway.control.setSpeed(0)).toThrow('from 1 to 1000');
});

describe('the control as another thread calls it', () => {
  it('does what is asked', () => {
    performControl(gateway.control, 'inject', [{ kind: 'drop' }]);
    expect(client.isClosed).toBe(true);
    expect(performControl(gateway.control, 'clients', [])).toEqual([]);
  });

  it.each<[string, unknown[], string]>([
    ['toString', [], 'There is no control toString.'],
    ['inject', [{ kind: 'flood' }], 'The control inject cannot be called so.'],
    ['inject', [], 'The control inject cannot be called so.'],
    ['setSpeed', [5000], 'The control setSpeed cannot be called so.'],
    ['clear', ['all'], 'The control clear cannot be called so.'],
    ['inject', [{ kind: 'halt', symbol: 'NOSUCH' }], 'There is no instrument NOSUCH'],
  ])('refuses %s(%j) in words', (name, args, sentence) => {
    expect(() => performControl(gateway.control, name, args)).toThrow(sentence);
  });
});
