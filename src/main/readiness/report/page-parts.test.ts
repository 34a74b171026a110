import { describe, expect, it } from 'vitest';

import { heading, opening, paragraph, type Block } from './document.ts';
import { pageParts } from './page-parts.ts';

const table = (height: number): Block => ({
  kind: 'table',
  columns: [{ title: String(height) }],
  rows: [],
});
const heightOf = (block: Block): number =>
  block.kind === 'table' ? Number(block.columns[0]?.title) : 1;
const most = 10;

const [one, two, three] = [heading(1, 'one', ''), heading(2, 'two', ''), heading(3, 'three', '')];
const text = paragraph('');

const parts = (...blocks: Block[]) =>
  pageParts(blocks, heightOf, most).map(({ together, rest, isHeadingAlone }) => ({
    together,
    rest,
    isHeadingAlone,
  }));
const whole = (...together: Block[]) => ({ together, rest: [], isHeadingAlone: false });

describe('the parts of a document on its pages', () => {
  it('are what is below each heading', () => {
    expect(parts(three, text, table(3), three, table(2))).toEqual([
      whole(three, text, table(3)),
      whole(three, table(2)),
    ]);
  });

  it('keep the beginning of what is too long together, and let the rest go on', () => {
    expect(parts(two, text, table(5), table(5), text)).toEqual([
      { together: [two, text, table(5)], rest: [table(5), text], isHeadingAlone: false },
    ]);
  });

  it('keep a heading that only introduces with the first of its parts', () => {
    expect(parts(one, text, three, table(3), three, table(3))).toEqual([
      whole(one, text, three, table(3)),
      whole(three, table(3)),
    ]);
    expect(parts(one, text, one, text)).toEqual([whole(one, text), whole(one, text)]);
  });

  it('say where a heading stands alone before what is too long', () => {
    expect(parts(one, text, two, table(30))).toEqual([
      whole(one, text),
      { together: [two], rest: [table(30)], isHeadingAlone: true },
    ]);
    expect(parts(two, table(30))).toEqual([
      { together: [two], rest: [table(30)], isHeadingAlone: true },
    ]);
  });

  it('begin a page where a section says so, and a heading there is not alone at a foot', () => {
    const start = opening('start', '');
    expect(pageParts([text, start, table(30)], heightOf, most)).toEqual([
      { together: [text], rest: [], startsPage: false, isHeadingAlone: false },
      { together: [start], rest: [table(30)], startsPage: true, isHeadingAlone: false },
    ]);
  });

  it('lose no block and change no order', () => {
    const blocks = [one, two, three, text, table(30), three, table(4), table(9), one, text, two];
    expect(
      pageParts(blocks, heightOf, most).flatMap(({ together, rest }) => [...together, ...rest]),
    ).toEqual(blocks);
  });
});
