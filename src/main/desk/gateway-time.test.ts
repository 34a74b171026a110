import { describe, expect, test } from 'vitest';

import { GatewayTimeFollower } from './gateway-time.ts';

const machineStart = Date.UTC(2026, 0, 5, 9, 0);
const gatewayStart = Date.UTC(2020, 2, 9, 13, 30);

/** Hears a clock of a speed once a second, in whole seconds, with an answer that is late now and then. */
function follow(
  follower: GatewayTimeFollower,
  speed: number,
  seconds: number,
  from = { gateway: gatewayStart, machine: machineStart },
): { gateway: number; machine: number } {
  for (let second = 1; second <= seconds; second += 1) {
    const lateMs = (second * 37) % 120;
    const gateway = from.gateway + second * 1000 * speed;
    follower.hear(Math.floor(gateway / 1000) * 1000, from.machine + second * 1000 + lateMs);
  }
  return {
    gateway: from.gateway + seconds * 1000 * speed,
    machine: from.machine + seconds * 1000,
  };
}

describe("the gateway's clock", () => {
  test('is not known before it is heard, and runs true until it is known better', () => {
    const follower = new GatewayTimeFollower();
    expect(follower.time).toBeNull();
    expect(follower.hear(gatewayStart, machineStart)).toEqual({
      at: gatewayStart,
      heardAt: machineStart,
      rate: 1,
    });
  });

  test.each([1, 2, 10, 60, 1000])('at %i× is followed within seconds', (speed) => {
    const follower = new GatewayTimeFollower();
    const offBy = (): number => Math.abs((follower.time?.rate ?? 0) / speed - 1);
    const at = follow(follower, speed, 8);
    expect(offBy()).toBeLessThan(0.01);
    follow(follower, speed, 120, at);
    expect(offBy()).toBeLessThan(0.01);
  });

  test.each([1, 60])('at %i× keeps its speed over a night that is passed over', (speed) => {
    const follower = new GatewayTimeFollower();
    const evening = follow(follower, speed, 30);
    const rates = new Set<number | undefined>();
    const morning = { gateway: evening.gateway + 17.5 * 3_600_000, machine: evening.machine };
    for (let second = 1; second <= 40; second += 1) {
      follow(follower, speed, 1, {
        gateway: morning.gateway + second * 1000 * speed,
        machine: morning.machine + second * 1000,
      });
      rates.add(follower.time?.rate);
    }
    expect([...rates]).toEqual([speed]);
    expect(follower.time?.at).toBeGreaterThan(morning.gateway);
  });

  test('that changes its speed is followed', () => {
    const follower = new GatewayTimeFollower();
    const at = follow(follower, 1, 60);
    follow(follower, 60, 25, at);
    expect(follower.time?.rate).toBe(60);
  });

  test('keeps its speed when this machine is set back', () => {
    const follower = new GatewayTimeFollower();
    const at = follow(follower, 60, 20);
    follow(follower, 60, 20, { ...at, machine: at.machine - 3_600_000 });
    expect(follower.time?.rate).toBe(60);
  });

  test.each([1, 60])('at %i× keeps its speed when this machine is set forward', (speed) => {
    const follower = new GatewayTimeFollower();
    const at = follow(follower, speed, 8);
    const rates = new Set<number | undefined>();
    const later = { ...at, machine: at.machine + 1_800_000 };
    for (let second = 1; second <= 30; second += 1) {
      const { gateway, machine } = later;
      follow(follower, speed, 1, {
        gateway: gateway + second * 1000 * speed,
        machine: machine + second * 1000,
      });
      rates.add(follower.time?.rate);
    }
    expect([...rates]).toEqual([speed]);
  });

  test('keeps its speed when one answer takes its time', () => {
    const follower = new GatewayTimeFollower();
    const at = follow(follower, 60, 20);
    const later = { gateway: at.gateway + 30_000 * 60, machine: at.machine + 30_000 };
    follow(follower, 60, 1, later);
    expect(follower.time?.rate).toBe(60);
  });
});
