import { beforeEach, describe, expect, it } from 'vitest';

import { message } from '../wire/fields.ts';
import { ClientSession, type OutgoingFrame } from './client-session.ts';

let written: string[];
let pauses: boolean[];
let session: ClientSession;

beforeEach(() => {
  written = [];
  pauses = [];
  session = new ClientSession({
    write: (bytes) => {
      for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt32BE(at)) {
        written.push(bytes.toString('utf8', at + 4, at + 4 + bytes.readUInt32BE(at)));
      }
    },
    end: () => {},
    destroy: () => {},
    pauseReading: (paused) => void pauses.push(paused),
    backlog: () => 0,
  });
});

const status = message(3, 41, 'Filled');
const time = message(49, 1, 1_583_764_200);

describe('an interceptor', () => {
  it('learns the id and the fields of each message', () => {
    const seen: OutgoingFrame[] = [];
    session.interceptor = (frame, deliver) => {
      seen.push(frame);
      deliver(frame);
    };
    session.send(status);
    session.send(time);
    session.flush();
    expect(seen).toEqual([
      { messageId: 3, text: status },
      { messageId: 49, text: time },
    ]);
    expect(written).toEqual([status, time]);
  });

  it('may hold a message, send it twice, later or changed', () => {
    const held: (() => void)[] = [];
    session.interceptor = (frame, deliver) => {
      if (frame.messageId === 3) held.push(() => deliver(frame));
      else {
        deliver(frame);
        deliver({ ...frame, text: message(49, 1, 0) });
      }
    };
    session.send(status);
    session.send(time);
    session.flush();
    expect(written).toEqual([time, message(49, 1, 0)]);
    for (const release of held) release();
    session.flush();
    expect(written.at(-1)).toBe(status);
  });

  it('does not see the handshake, which has no id', () => {
    session.interceptor = () => {};
    session.sendHandshake(message(193, '20200309 09:30:00 US/Eastern'));
    session.flush();
    expect(written).toHaveLength(1);
  });

  it('delivers nothing to a client that has gone', () => {
    let release = (): void => {};
    session.interceptor = (frame, deliver) => {
      release = () => deliver(frame);
    };
    session.send(status);
    session.drop();
    release();
    session.flush();
    expect(written).toEqual([]);
  });
});

it('counts what it has for a client, delivered or not', () => {
  session.send(status);
  session.interceptor = () => {};
  session.send(status);
  expect(session.messagesOut).toBe(2);
});

it('loses what is said while it is half open, and only that', () => {
  session.send(status);
  session.halfOpen(true);
  expect(written).toEqual([status]);
  session.send(time);
  session.flush();
  session.halfOpen(false);
  session.send(message(62, 1));
  session.flush();
  expect(written).toEqual([status, message(62, 1)]);
  expect(pauses).toEqual([]);
});

it('reads again only when nothing holds it', () => {
  session.holdReading('throttle', true);
  session.silence(true);
  session.holdReading('throttle', false);
  session.silence(false);
  expect(pauses).toEqual([true, true, true, false]);
});

it('sends broken bytes as they are', () => {
  const bytes = Buffer.from([0, 0, 0, 3, 0x34, 0x39, 0]);
  session.sendBytes(bytes);
  session.flush();
  expect(written).toEqual(['49\0']);
});
