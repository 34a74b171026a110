import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { factKinds } from '#shared/domain/fact.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { dataFiles } from './data-files.ts';
import {
  exampleExecution,
  exampleOrder,
  exampleVerdicts,
  filledOrder,
  numbered,
  oneOfEach,
} from './facts.fixture.ts';
import { appendNext, emptyFolder, listeningLog, thrownBy } from './folder.fixture.ts';
import { headSyncDelayMs, readHead } from './head-file.ts';
import { openJournal, type Journal } from './journal.ts';
import { JournalWriteFailed } from './refusals.ts';

let clock: VirtualClock;
let dataDir: string;
let journal: Journal;

function open(): Journal {
  return openJournal({ dataDir, clock, log: listeningLog() });
}

beforeEach(() => {
  clock = new VirtualClock();
  dataDir = emptyFolder();
  journal = open();
});

afterEach(() => journal.close());

const moduleUrl = (file: string): string => pathToFileURL(join(import.meta.dirname, file)).href;

const everything = { beforeSeq: null, limit: 1000, kinds: [], orderRef: null, text: null };

describe('a new journal', () => {
  it('is empty, and its head is before the first fact', async () => {
    expect(journal.head()).toEqual({ seq: 0, hash: '0'.repeat(64), at: null });
    expect([...journal.facts()]).toEqual([]);
    expect(journal.page(everything)).toEqual({ entries: [], more: false });
    expect(await journal.verify()).toEqual({ ok: true, facts: 0, difference: null });
  });

  it('makes its folder, with the folders above it', () => {
    const deep = join(dataDir, 'a', 'b');
    openJournal({ dataDir: deep, clock, log: listeningLog() }).close();
    expect(existsSync(join(deep, 'journal.db'))).toBe(true);
  });
});

describe('recording', () => {
  it('gives back every kind of fact as it was, after opening again too', () => {
    const facts = numbered(oneOfEach());
    expect(new Set(facts.map(({ kind }) => kind))).toEqual(new Set(factKinds));
    journal.append(facts);
    expect([...journal.facts()]).toEqual(facts);
    const { hash } = journal.head();
    journal.close();
    journal = open();
    expect([...journal.facts()]).toEqual(facts);
    expect(journal.head()).toEqual({ seq: facts.length, hash, at: facts.at(-1)?.at });
  });

  it('gives facts from a seq on', () => {
    journal.append(numbered(oneOfEach()));
    expect([...journal.facts(20)].map(({ seq }) => seq)).toEqual(
      oneOfEach()
        .map((_, index) => index + 1)
        .slice(19),
    );
  });

  it('goes on while the facts are being read', () => {
    appendNext(journal, Array.from({ length: 300 }, (_, n) => filledOrder(n)).flat());
    let read = 0;
    for (const fact of journal.facts()) {
      read += 1;
      if (fact.seq === 10) appendNext(journal, filledOrder(900));
    }
    expect(read).toBe(1505);
  });

  it('chains on where the last run ended', async () => {
    appendNext(journal, oneOfEach());
    journal.close();
    journal = open();
    appendNext(journal, filledOrder(5));
    journal.close();
    journal = open();
    expect(await journal.verify()).toMatchObject({ ok: true, facts: oneOfEach().length + 5 });
  });

  it('of nothing changes nothing', () => {
    journal.append([]);
    expect(journal.head().seq).toBe(0);
  });

  it('keeps the head outside the database, at once', () => {
    journal.append(numbered(oneOfEach()));
    expect(readHead(dataFiles(dataDir).head)).toEqual(journal.head());
  });

  it('leaves no timer behind when it is closed', () => {
    journal.append(numbered(oneOfEach()));
    expect(clock.pendingCount).toBe(1);
    journal.close();
    expect(clock.pendingCount).toBe(0);
    clock.advance(headSyncDelayMs * 2);
  });

  it('keeps text of any kind as it is, what UTF-8 cannot hold as its substitute', () => {
    const reason = 'NUL \0, quote ", backslash \\, line\nfeed, separator \u2028, emoji 🦊, 価格';
    appendNext(journal, [{ kind: 'desk.stopped', by: 'a\ud800b', body: { reason } }]);
    journal.close();
    journal = open();
    expect([...journal.facts()]).toMatchObject([{ by: 'a\ufffdb', body: { reason } }]);
  });
});

describe('facts that do not follow', () => {
  it.each([
    ['a gap before the first', [2, 3]],
    ['a gap in between', [1, 3]],
    ['a seq twice', [1, 1]],
    ['an old seq', [0]],
  ])('are refused, and nothing after them is taken: %s', (_name, seqs) => {
    const facts = seqs.flatMap((seq) =>
      numbered([{ kind: 'desk.stopped', by: 'desk', body: { reason: 'x' } }], seq),
    );
    expect(() => journal.append(facts)).toThrow(/does not follow fact 0 without a gap/);
    expect(journal.head().seq).toBe(0);
    expect(() => journal.append(numbered(oneOfEach()))).toThrow(JournalWriteFailed);
    journal.close();
    journal = open();
    expect([...journal.facts()]).toEqual([]);
  });
});

describe('a write that fails', () => {
  async function expectFailure(fail: () => void, message: RegExp): Promise<void> {
    const before = journal.head();
    const error = thrownBy(fail);
    expect(error).toBeInstanceOf(JournalWriteFailed);
    expect(error.message).toMatch(message);
    expect(() => appendNext(journal, filledOrder(2))).toThrow(JournalWriteFailed);
    expect(journal.head()).toEqual(before);
    journal.close();
    journal = open();
    expect(journal.head()).toEqual(before);
    expect(await journal.verify()).toMatchObject({ ok: true });
  }

  it('records none of its facts, says why, and takes no more', async () => {
    appendNext(journal, oneOfEach());
    const blocker = new Database(dataFiles(dataDir).database, { timeout: 0 });
    blocker.exec('BEGIN IMMEDIATE');
    await expectFailure(() => {
      try {
        appendNext(journal, filledOrder(1));
      } finally {
        blocker.close();
      }
    }, /^Facts could not be recorded: another program holds the journal\./);
  });

  it('for one fact is a failure of all that came with it', async () => {
    const execution = exampleExecution({ price: Number.NaN });
    await expectFailure(() => {
      appendNext(journal, [
        ...filledOrder(1),
        { kind: 'execution.received', by: 'desk', body: { execution, corrects: null } },
      ]);
    }, /NOT NULL constraint failed: executions\.price/);
  });

  it('on a disk that takes no more is one of these', () => {
    const script = `
      const { openJournal } = await import('${moduleUrl('journal.ts')}');
      const { filledOrder, numbered } = await import('${moduleUrl('facts.fixture.ts')}');
      const timer = { cancel() {} };
      const clock = { now: () => 0, monotonic: () => 0, after: () => timer, every: () => timer };
      const log = { info() {}, warn() {}, error() {} };
      const journal = openJournal({ dataDir: process.argv[1], clock, log });
      try {
        for (let n = 0; n < 5000; n += 1) {
          journal.append(numbered(filledOrder(n), journal.head().seq + 1));
        }
      } catch (error) {
        console.log(error.name, journal.head().seq, error.message);
      }`;
    journal.close();
    const limited = 'ulimit -f 400; exec "$0" --input-type=module -e "$1" "$2"';
    const { stdout } = spawnSync('bash', ['-c', limited, process.execPath, script, dataDir], {
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^JournalWriteFailed \d+ .*: the disk reported an error\./);
    journal = open();
    expect(journal.head().seq).toBe(Number(stdout.split(' ')[1]));
  });
});

describe('a page of the journal', () => {
  beforeEach(() => {
    appendNext(journal, oneOfEach());
    appendNext(journal, filledOrder(7));
    appendNext(journal, filledOrder(8));
  });

  const seqs = (query: Partial<typeof everything> | Record<string, unknown>): number[] =>
    journal.page({ ...everything, ...query }).entries.map(({ seq }) => seq);

  it('is newest first, and the next page goes on where it ends', () => {
    const all = seqs({});
    expect(all).toEqual(all.toSorted((a, b) => b - a));
    const pages: number[] = [];
    let beforeSeq: number | null = null;
    for (;;) {
      const page: ReturnType<Journal['page']> = journal.page({
        ...everything,
        limit: 4,
        beforeSeq,
      });
      pages.push(...page.entries.map(({ seq }) => seq));
      beforeSeq = page.entries.at(-1)?.seq ?? null;
      if (!page.more) break;
    }
    expect(pages).toEqual(all);
  });

  it('shows a fact with its text as stored and its hash', () => {
    const [newest] = journal.page({ ...everything, limit: 1 }).entries;
    expect(newest).toMatchObject({ kind: 'commission.received', by: 'desk', ...journal.head() });
    expect(JSON.parse(newest?.body ?? '')).toMatchObject({ commissionMicros: 2_500_000 });
  });

  it('narrows by kind', () => {
    const page = journal.page({ ...everything, kinds: ['trading-state.changed'] });
    expect(page.entries.map(({ kind }) => kind)).toEqual([
      'trading-state.changed',
      'trading-state.changed',
    ]);
  });

  it('narrows by several kinds', () => {
    const kinds = new Set(
      journal
        .page({ ...everything, kinds: ['watchlist.added', 'kill.engaged', 'nothing'] })
        .entries.map(({ kind }) => kind),
    );
    expect(kinds).toEqual(new Set(['watchlist.added', 'kill.engaged']));
  });

  it('narrows by who did it, to the letter', () => {
    const all = journal.page(everything).entries;
    const mine = all.filter(({ by }) => by === 'rosa').map(({ seq }) => seq);
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.length).toBeLessThan(all.length);
    expect(seqs({ by: 'rosa' })).toEqual(mine);
    expect(seqs({ by: 'ros' })).toEqual([]);
  });

  it('narrows by window', () => {
    appendNext(journal, [
      { kind: 'watchlist.added', by: 'ana', window: 'left', body: { instrumentId: 75 } },
      { kind: 'watchlist.added', by: 'ana', window: 'right', body: { instrumentId: 75 } },
    ]);
    expect(seqs({ window: 'left' })).toEqual([journal.head().seq - 1]);
    expect(seqs({ window: 'lef' })).toEqual([]);
  });

  it('narrows by instrument: what names it, and every fact of its orders', () => {
    const order = exampleOrder({ orderRef: 'other', instrumentId: 75 });
    appendNext(journal, [
      { kind: 'order.intended', by: 'ana', body: { order, verdicts: [], limitsVersion: 1 } },
      { kind: 'order.cancel-intended', by: 'ana', body: { orderRef: 'other' } },
      { kind: 'watchlist.added', by: 'ana', body: { instrumentId: 75 } },
      { kind: 'watchlist.added', by: 'ana', body: { instrumentId: 756 } },
    ]);
    const { seq } = journal.head();
    expect(seqs({ instrumentId: 75 })).toEqual([seq - 1, seq - 2, seq - 3]);
    expect(seqs({ instrumentId: 756 })).toEqual([seq]);
    expect(seqs({ instrumentId: 5 })).toEqual([]);
  });

  it('narrows by time: at or after the one, before the other', () => {
    const all = journal.page(everything).entries;
    const times = [...new Set(all.map(({ at }) => at))].toSorted();
    const [from = '', to = ''] = [times[1], times.at(-1)];
    expect(from < to).toBe(true);
    const within = all.filter(({ at }) => at >= from && at < to).map(({ seq }) => seq);
    expect(within.length).toBeLessThan(all.length);
    expect(seqs({ from, to })).toEqual(within);
    expect(seqs({ from: to, to: from })).toEqual([]);
  });

  it('narrows by everything at once', () => {
    expect(seqs({ by: 'rosa', kinds: ['trading-state.changed'], text: 'earnings' })).toHaveLength(
      1,
    );
    expect(seqs({ by: 'desk', kinds: ['trading-state.changed'], text: 'earnings' })).toEqual([]);
  });

  it("tells an order's whole story: decision, changes, fills, commissions and alerts", () => {
    const story = (orderRef: string): string[] =>
      journal
        .page({ ...everything, orderRef })
        .entries.map(({ kind }) => kind)
        .toReversed();
    expect(story('01E30YK3Q80000000000000007')).toEqual([
      'order.intended',
      'order.changed',
      'execution.received',
      'order.changed',
      'commission.received',
    ]);
    expect(story(exampleOrder().orderRef)).toEqual([
      'order.intended',
      'order.changed',
      'order.modify-denied',
      'order.modify-intended',
      'execution.received',
      'commission.received',
      'execution.received',
      'order.cancel-intended',
      'alert.changed',
    ]);
    expect(story('nothing')).toEqual([]);
  });

  it.each([
    ['runaway', ['trading-state.changed', 'kill.engaged']],
    ['EARNINGS', ['trading-state.changed']],
    ['watchlist.rem', ['watchlist.removed']],
    ['rosa', ['trading-state.changed']],
    ['100%', []],
    ['a_a', []],
  ])('finds text, %s, in body, kind and author, letter by letter', (text, kinds) => {
    expect(journal.page({ ...everything, text }).entries.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('finds text with quotes and backslashes', () => {
    appendNext(journal, [
      { kind: 'desk.stopped', by: 'desk', body: { reason: 'the "C:\\desk" disk' } },
    ]);
    expect(seqs({ text: '"C:\\desk"' })).toEqual([journal.head().seq]);
  });
});

describe('the verdicts of an order', () => {
  it('are those of its placing, all of them', () => {
    appendNext(journal, oneOfEach());
    expect(journal.verdictsOf(exampleOrder().orderRef)).toEqual(exampleVerdicts());
    expect(journal.verdictsOf('01E30YK3Q80000000000000002')).toEqual(exampleVerdicts('max-value'));
  });

  it('are none for an order nobody decided on here', () => {
    appendNext(journal, oneOfEach());
    expect(journal.verdictsOf('external:1100000007')).toEqual([]);
    expect(journal.verdictsOf('nothing')).toEqual([]);
  });
});

describe('closing', () => {
  it('leaves one database file and no companions, and can be done twice', () => {
    journal.append(numbered(oneOfEach()));
    journal.close();
    journal.close();
    expect(readdirSync(dataDir).filter((name) => name.startsWith('journal.db'))).toEqual([
      'journal.db',
    ]);
    expect(existsSync(dataFiles(dataDir).lockHolder)).toBe(false);
  });

  it('takes no facts afterwards', () => {
    journal.close();
    expect(() => journal.append(numbered(oneOfEach()))).toThrow(JournalWriteFailed);
  });
});

describe('proving a running journal', () => {
  it('proves one moment of it, while facts go on being recorded', async () => {
    appendNext(journal, Array.from({ length: 200 }, (_, n) => filledOrder(n)).flat());
    const proof = journal.verify();
    appendNext(journal, [
      {
        kind: 'execution.received',
        by: 'desk',
        body: { execution: exampleExecution(), corrects: null },
      },
    ]);
    expect(await proof).toEqual({ ok: true, facts: 1000, difference: null });
    expect(await journal.verify()).toEqual({ ok: true, facts: 1001, difference: null });
  });
});
