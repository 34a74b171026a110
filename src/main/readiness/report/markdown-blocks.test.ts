import { expect, it } from 'vitest';

import { markdownBlocks } from './markdown-blocks.ts';

it('makes blocks of headings, paragraphs, lists and tables, and plain text of marks', () => {
  const page = [
    '# The title',
    '',
    'See [the page](other.md) of `deskcheck`,',
    'which is **here**, and *The end* of [this one](#end).',
    '## Part',
    '- one',
    '  goes on',
    '- two',
    '',
    '1. first',
    '2. then',
    '',
    '| a | b |',
    '|---|---|',
    '| 1 | `2` |',
  ].join('\n');
  expect(markdownBlocks(page, 'x')).toEqual([
    {
      kind: 'paragraph',
      text: 'See the page of deskcheck, which is here, and “The end” of “this one”.',
    },
    { kind: 'heading', level: 2, id: 'x-2', text: 'Part' },
    { kind: 'list', items: [{ text: 'one goes on' }, { text: 'two' }] },
    { kind: 'list', items: [{ text: 'first' }, { text: 'then' }], ordered: true },
    {
      kind: 'table',
      columns: [{ title: 'a' }, { title: 'b' }],
      rows: [[{ text: '1' }, { text: '2' }]],
    },
  ]);
});
