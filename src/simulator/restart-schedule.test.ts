import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { bareGateway } from './core-client.fixture.ts';

/** Days of a simulated week at speed 1000, and at which the gateway restarted. */
function restartsIn(
  days: number,
  options: { dailyRestart?: string; weeklyLogoff?: boolean },
): string[] {
  const clock = new VirtualClock();
  const gateway = bareGateway(clock, { speed: 1000, startDate: '2020-03-09', ...options });
  for (let ms = 0; ms < days * 23_400; ms += 100) clock.advance(100);
  const told = gateway.control.status().recent.map(({ sentence }) => sentence);
  gateway.close();
  return told.filter((sentence) => sentence.includes('New York')).toReversed();
}

const daily = '23:45 in New York: the daily restart.';
const weekly = 'Sunday, 01:00 in New York: everyone is logged off and must log in again.';

describe('the gateway by itself', () => {
  it('never restarts unless it is told to', () => expect(restartsIn(7, {})).toEqual([]));

  it('restarts every night, and a weekend once', () => {
    expect(restartsIn(6.5, { dailyRestart: '23:45' })).toEqual([
      daily,
      daily,
      daily,
      daily,
      daily,
      daily,
    ]);
  });

  it('restarts within a session', () => {
    expect(restartsIn(2, { dailyRestart: '12:00' })).toHaveLength(2);
  });

  it('logs everyone off on Sunday', () => {
    expect(restartsIn(6.5, { weeklyLogoff: true })).toEqual([weekly]);
    expect(restartsIn(6.5, { dailyRestart: '23:45', weeklyLogoff: true })[4]).toBe(weekly);
  });

  it('closes its connections when it does, and opens again', () => {
    const clock = new VirtualClock();
    const gateway = bareGateway(clock, { speed: 1000, dailyRestart: '10:00' });
    const client = gateway.client();
    clock.advance(2000);
    expect(client.isClosed).toBe(true);
    expect(gateway.connect().events).toBeNull();
    clock.advance(10_000);
    expect(gateway.client().isClosed).toBe(false);
  });
});
