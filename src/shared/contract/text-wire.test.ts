import { describe, expect, test } from 'vitest';

import { maxFrameBytes } from './frames.ts';
import { exceedsFrameLimit, FrameTooLarge, textWire } from './text-wire.ts';

function wire(): ReturnType<typeof textWire> & {
  sent: string[];
  closed: string[];
  ended: string[];
} {
  const sent: string[] = [];
  const closed: string[] = [];
  const ended: string[] = [];
  const made = textWire({
    send: (text) => sent.push(text),
    close: (reason) => closed.push(reason),
  });
  made.wire.onClose((reason) => ended.push(reason));
  return { ...made, sent, closed, ended };
}

describe('a text wire', () => {
  test('keeps what comes before anyone listens, in order', () => {
    const { wire: end, received } = wire();
    received('1');
    received('"two"');
    const heard: unknown[] = [];
    end.onMessage((message) => heard.push(message));
    received('3');
    expect(heard).toEqual([1, 'two', 3]);
  });

  test('keeps only so much: a peer that floods before it is heard is cut off', () => {
    const { received, closed } = wire();
    for (let count = 0; count <= 1000; count += 1) received('0');
    expect(closed).toEqual(['Too many frames came before anyone listened.']);
  });

  test.each([
    ['an object', { t: 'took' }],
    ['bytes', new Uint8Array(3)],
    ['nothing', undefined],
    ['broken JSON', '{'],
    ['more than the limit', `"${'x'.repeat(maxFrameBytes)}"`],
    ['more than the limit in bytes, not in characters', `"${'訂'.repeat(maxFrameBytes / 2)}"`],
  ])('%s ends the connection once, and nothing is heard after', (_, data) => {
    const { wire: end, received, closed, ended } = wire();
    const heard: unknown[] = [];
    end.onMessage((message) => heard.push(message));
    received(data);
    received('1');
    expect([closed.length, ended.length, heard.length]).toEqual([1, 1, 0]);
  });

  test('closing tells the carrier and the listeners once; sending after it does nothing', () => {
    const { wire: end, lost, sent, closed, ended } = wire();
    end.close('done');
    end.close('again');
    lost('gone');
    end.send({});
    expect({ sent, closed, ended }).toEqual({ sent: [], closed: ['done'], ended: ['done'] });
    const late: string[] = [];
    end.onClose((reason) => late.push(reason));
    expect(late).toEqual(['done']);
  });

  test('a loss is told without closing the carrier again', () => {
    const { lost, closed, ended } = wire();
    lost('cable');
    expect({ closed, ended }).toEqual({ closed: [], ended: ['cable'] });
  });

  test('refuses to send what the other end would refuse to hear', () => {
    const { wire: end, sent } = wire();
    expect(() => end.send('x'.repeat(maxFrameBytes))).toThrow(FrameTooLarge);
    expect(sent).toEqual([]);
  });

  test('the limit counts bytes, to the byte', () => {
    expect(exceedsFrameLimit('x'.repeat(maxFrameBytes))).toBe(false);
    expect(exceedsFrameLimit('x'.repeat(maxFrameBytes + 1))).toBe(true);
    expect(exceedsFrameLimit('é'.repeat(maxFrameBytes / 2))).toBe(false);
    expect(exceedsFrameLimit(`${'é'.repeat(maxFrameBytes / 2)}x`)).toBe(true);
  });
});
