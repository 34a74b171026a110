import { expect, it } from 'vitest';

import { standing } from './delivery-words.ts';

const now = Date.UTC(2020, 2, 9, 14);
const at = new Date(now - 60_000).toISOString();
const failing = { problem: 'It answers 503', failingSince: at, deliveredAt: null };

it.each([
  [{ ...failing, waiting: 0 }, /503\. Nothing new waits for it/],
  [{ ...failing, waiting: 1 }, /503\. One waits in the journal/],
  [{ ...failing, waiting: 12 }, /^Not taken since \d\d:\d\d:\d\d: .* 503\. 12 wait in the journal/],
  [{ problem: null, failingSince: null, waiting: 0, deliveredAt: null }, /^Nothing has been due/],
  [{ problem: null, failingSince: null, waiting: 0, deliveredAt: at }, /^Last taken \d\d:/],
])('a receiver that is %j', (status, sentence) => {
  expect(standing(status, now)).toMatch(sentence);
});
