import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FrameBatch, FrameReader, ProtocolError } from './frames.ts';

function framed(...messages: string[]): Buffer {
  const batch = new FrameBatch();
  for (const message of messages) batch.add(message);
  return batch.take();
}

const mark = Buffer.from('API\0');

describe('frames', () => {
  it('come out as they went in, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 300, unit: 'binary' }), { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (messages, cuts) => {
          const bytes = Buffer.concat([mark, framed(...messages)]);
          const reader = new FrameReader();
          const read: string[] = [];
          for (let at = 0, i = 0; at < bytes.length; i += 1) {
            const size = cuts[i % cuts.length] ?? 1;
            read.push(...reader.push(bytes.subarray(at, at + size)));
            at += size;
          }
          expect(read).toEqual(messages);
        },
      ),
    );
  });

  it.each([
    ['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['the old handshake without a mark', Buffer.from('76\0')],
    ['a frame of no bytes', Buffer.concat([mark, Buffer.alloc(4)])],
    ['a frame too long to be one', Buffer.concat([mark, Buffer.from([0x7f, 0xff, 0xff, 0xff])])],
  ])('refuse %s', (_, bytes) => {
    expect(() => new FrameReader().push(bytes)).toThrow(ProtocolError);
  });

  it('grow with what is put in and are empty once taken', () => {
    const batch = new FrameBatch();
    for (let i = 0; i < 5000; i += 1) batch.add(`${i}\0`);
    expect(new FrameReader().push(Buffer.concat([mark, batch.take()]))).toHaveLength(5000);
    expect(batch.isEmpty).toBe(true);
  });
});
