import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';

import type { Clock, Timer } from '#shared/domain/ports.ts';

import { filledOrder, numbered } from './facts.fixture.ts';
import { openJournal } from './journal.ts';

/**
 * Records facts until it is killed, in groups of the size given, and prints a head's seq and hash only after its
 * facts were acknowledged. Arguments: data folder, facts in a group.
 */
const [dataDir = '', groupSize = '1'] = process.argv.slice(2);

const never: Timer = { cancel: () => {} };
const clock: Clock = { now: () => 0, monotonic: () => 0, after: () => never, every: () => never };
const log = { info: () => {}, warn: () => {}, error: () => {} };

const journal = openJournal({ dataDir, clock, log });
// Node writes it when a process ends, which one that is killed never does.
flushCompileCache();
let waiting = filledOrder(journal.head().seq + 1);
for (;;) {
  const { seq } = journal.head();
  while (waiting.length < Number(groupSize)) waiting.push(...filledOrder(seq + waiting.length + 1));
  journal.append(numbered(waiting.slice(0, Number(groupSize)), seq + 1));
  waiting = waiting.slice(Number(groupSize));
  writeSync(1, `${journal.head().seq} ${journal.head().hash}\n`);
}
