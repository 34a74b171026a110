import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../test/support/virtual-clock.ts';
import type { GatewayTraffic } from './gateway-core.ts';
import { SteppedClock } from './stepped-clock.ts';
import { startVirtualPace } from './virtual-pace.ts';

/** A pace over a gateway that says something to its clients every ten virtual milliseconds. */
function paced(): {
  machine: VirtualClock;
  clock: SteppedClock;
  traffic: GatewayTraffic;
  stop(): void;
} {
  const machine = new VirtualClock();
  const clock = new SteppedClock(0);
  const traffic = { received: 0, sent: 0, unread: 0, isWaitingForClients: false };
  clock.every(10, () => (traffic.sent += 1));
  const { stop } = startVirtualPace({
    clock,
    machine,
    afterReading: (task) => void machine.after(0, task),
    traffic: () => traffic,
  });
  return { machine, clock, traffic, stop };
}

describe('virtual time', () => {
  it('goes on a millisecond after each word to clients', () => {
    const { machine, clock } = paced();
    machine.advance(100);
    expect(clock.monotonic()).toBe(1010);
  });

  it('waits for clients that answer', () => {
    const { machine, clock, traffic } = paced();
    const answering = machine.every(0.5, () => (traffic.received += 1));
    machine.advance(100);
    expect(clock.monotonic()).toBe(10);
    answering.cancel();
    machine.advance(10);
    expect(clock.monotonic()).toBeGreaterThan(50);
  });

  it.each([
    ['that could come', { isWaitingForClients: true }],
    ['that have not read', { unread: 1 }],
  ])('stands still for clients %s', (_, state) => {
    const { machine, clock, traffic } = paced();
    Object.assign(traffic, state);
    machine.advance(100);
    expect(clock.monotonic()).toBe(0);
    Object.assign(traffic, { isWaitingForClients: false, unread: 0 });
    machine.advance(100);
    expect(clock.monotonic()).toBeGreaterThan(100);
  });

  it('ends with its gateway', () => {
    const { machine, clock, stop } = paced();
    stop();
    machine.advance(100);
    expect([clock.monotonic(), machine.pendingCount]).toEqual([0, 0]);
  });
});
