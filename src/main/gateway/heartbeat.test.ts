import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { Heartbeat } from './heartbeat.ts';
import { defaultTimings } from './link-timings.ts';

function beating(answerAfterMs: number | null): {
  clock: VirtualClock;
  heartbeat: Heartbeat;
  said: string[];
  /** The gateway answers after this long from now on; null: not at all. */
  answer(afterMs: number | null): void;
} {
  const clock = new VirtualClock();
  const said: string[] = [];
  let after = answerAfterMs;
  const heartbeat: Heartbeat = new Heartbeat(clock, defaultTimings.heartbeat, {
    ask() {
      said.push(`ask ${clock.monotonic()}`);
      heartbeat.sent();
      if (after === null) return;
      clock.after(after, () => {
        heartbeat.heard();
        heartbeat.answered();
      });
    },
    onLate: (ageMs) => said.push(`late at ${ageMs}`),
    onBack: () => said.push('back'),
    onDead: (reason) => said.push(`dead: ${reason}`),
  });
  return {
    clock,
    heartbeat,
    said,
    answer: (ms) => {
      after = ms;
    },
  };
}

describe('the heartbeat', () => {
  it('asks once a second and knows the round trip', () => {
    const { clock, heartbeat, said } = beating(40);
    heartbeat.start();
    clock.advance(3_100);
    expect(said).toEqual(['ask 0', 'ask 1000', 'ask 2000', 'ask 3000']);
    expect(heartbeat.roundTripMs).toBe(40);
  });

  it('is late after two seconds without an answer and dead after five of silence', () => {
    const { clock, heartbeat, said } = beating(null);
    heartbeat.start();
    clock.advance(1_999);
    expect(said).toEqual(['ask 0']);
    clock.advance(1);
    expect(said).toEqual(['ask 0', 'late at 2000']);
    clock.advance(3_000);
    expect(said.at(-1)).toBe('dead: The gateway has said nothing for 5.0 s.');
    clock.advance(60_000);
    expect(said).toHaveLength(3);
    expect(clock.pendingCount).toBe(0);
  });

  it('comes back when the answer does', () => {
    const { clock, heartbeat, said, answer } = beating(2_600);
    heartbeat.start();
    clock.advance(2_500);
    answer(10);
    clock.advance(250);
    expect(said).toEqual(['ask 0', 'late at 2000', 'back', 'ask 2750']);
  });

  it('does not call a gateway dead that still sends data, but gives up on it in the end', () => {
    const { clock, heartbeat, said } = beating(null);
    heartbeat.start();
    clock.every(100, () => heartbeat.heard());
    clock.advance(19_000);
    expect(said).toEqual(['ask 0', 'late at 2000']);
    clock.advance(1_500);
    expect(said.at(-1)).toContain('although it still sends data');
  });

  it('does not blame the gateway for a pause of the desk itself', () => {
    const clock = new VirtualClock();
    const said: string[] = [];
    let elapsed = 0;
    const heartbeat = new Heartbeat(
      // A machine that sleeps: its timers stand still while its monotonic clock goes on.
      { ...timersOf(clock), now: () => elapsed, monotonic: () => clock.monotonic() + elapsed },
      defaultTimings.heartbeat,
      {
        ask: () => heartbeat.sent(),
        onLate: () => said.push('late'),
        onBack: () => said.push('back'),
        onDead: () => said.push('dead'),
      },
    );
    heartbeat.start();
    clock.advance(500);
    elapsed += 60_000;
    clock.advance(250);
    expect(said).toEqual([]);
    heartbeat.answered();
    clock.advance(900);
    expect(said).toEqual([]);
  });

  it('does not count the time a question waits to be sent', () => {
    const clock = new VirtualClock();
    const said: string[] = [];
    const heartbeat = new Heartbeat(clock, defaultTimings.heartbeat, {
      ask: () => said.push('ask'),
      onLate: () => said.push('late'),
      onBack: () => said.push('back'),
      onDead: () => said.push('dead'),
    });
    heartbeat.start();
    clock.advance(10_000);
    expect(said).toEqual(['ask']);
  });
});

function timersOf(clock: VirtualClock): Pick<VirtualClock, 'after' | 'every'> {
  return {
    after: (delayMs, task) => clock.after(delayMs, task),
    every: (periodMs, task) => clock.every(periodMs, task),
  };
}
