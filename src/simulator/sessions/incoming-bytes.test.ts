import { beforeEach, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { ClientSession } from './client-session.ts';
import { IncomingBytes } from './incoming-bytes.ts';

let clock: VirtualClock;
let isPaused: boolean;
let taken: string;
let incoming: IncomingBytes;

beforeEach(() => {
  clock = new VirtualClock();
  isPaused = false;
  taken = '';
  const session = new ClientSession({
    write: () => {},
    end: () => {},
    destroy: () => {},
    pauseReading: (paused) => {
      isPaused = paused;
    },
    backlog: () => 0,
  });
  incoming = new IncomingBytes(session, clock, (bytes) => {
    taken += bytes.toString();
  });
});

it('passes bytes on as they come', () => {
  incoming.push(Buffer.from('abc'));
  expect(taken).toBe('abc');
  expect(isPaused).toBe(false);
});

it('reads a slow stream in its order, at its pace, and lets the client wait', () => {
  incoming.throttle(100);
  incoming.push(Buffer.from('abcdefghij'));
  incoming.push(Buffer.from('klmno'));
  expect(isPaused).toBe(true);
  clock.advance(49);
  expect(taken).toBe('');
  clock.advance(51);
  expect(taken).toBe('abcdefghij');
  expect(isPaused).toBe(true);
  clock.advance(50);
  expect(taken).toBe('abcdefghijklmno');
  expect(isPaused).toBe(false);
});

it('reads one byte at a time when that is all the pace allows', () => {
  incoming.throttle(1);
  incoming.push(Buffer.from('abc'));
  clock.advance(2000);
  expect(taken).toBe('ab');
});

it('takes what waits at once when it is quick again, and nothing twice', () => {
  incoming.throttle(10);
  incoming.push(Buffer.from('abc'));
  clock.advance(100);
  incoming.throttle(null);
  incoming.push(Buffer.from('def'));
  clock.advance(10_000);
  expect(taken).toBe('abcdef');
  expect(isPaused).toBe(false);
});

it('forgets what waits when the connection ends', () => {
  incoming.throttle(10);
  incoming.push(Buffer.from('abc'));
  incoming.close();
  clock.advance(10_000);
  expect(taken).toBe('');
});
