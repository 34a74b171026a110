import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { frame } from '../../../test/support/scratch-gateway.ts';
import { FrameWatch } from './frame-watch.ts';

describe('the frame watch', () => {
  it('finds sound streams sound, however they are cut', () => {
    const bodies = fc.array(fc.string({ minLength: 1, maxLength: 40 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 17 }), (texts, cut) => {
        const stream = Buffer.concat(texts.map((text) => frame([text])));
        const watch = new FrameWatch();
        for (let at = 0; at < stream.length; at += cut) {
          expect(watch.feed(stream.subarray(at, at + cut))).toBeNull();
        }
      }),
      { seed: 3 },
    );
  });

  it.each([
    ['a negative length', [0xff, 0xff, 0xff, 0xfc], -4],
    ['no length', [0, 0, 0, 0], 0],
    ['a web server', [...Buffer.from('HTTP/1.1 400')], 0x48545450],
  ])('notices %s', (_what, bytes, length) => {
    expect(new FrameWatch().feed(Uint8Array.from(bytes))).toBe(length);
  });

  it('notices it behind sound frames and across chunks', () => {
    const watch = new FrameWatch();
    expect(watch.feed(Buffer.concat([frame(['9', '1', '1']), Buffer.from([0x80])]))).toBeNull();
    expect(watch.feed(Uint8Array.of(0, 0, 1))).toBe(-2_147_483_647);
  });
});
