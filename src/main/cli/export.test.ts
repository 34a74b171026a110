import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { executionSchema } from '#shared/domain/execution.ts';
import { factKinds } from '#shared/domain/fact.ts';
import { orderSchema } from '#shared/domain/order.ts';
import { positionSchema } from '#shared/domain/position.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { exampleOrder, exampleVerdicts, oneOfEach } from '../journal/facts.fixture.ts';
import { appendNext, emptyFolder, folderWith, listeningLog } from '../journal/folder.fixture.ts';
import { openJournal } from '../journal/journal.ts';
import { exportTable, type ExportOptions } from './export.ts';
import { listeningOutput } from './listening-output.fixture.ts';
import type { ExitCode } from './output.ts';

const clock = new VirtualClock();
let dataDir: string;

beforeEach(() => {
  dataDir = folderWith(clock, oneOfEach());
});

async function exported(
  options: Partial<ExportOptions>,
): Promise<{ code: ExitCode; said: string; complained: string }> {
  const output = listeningOutput();
  const code = await exportTable(
    { dataDir, gateway: null, table: 'journal', format: 'csv', file: null, ...options },
    output,
  );
  return { code, said: output.said(), complained: output.complained() };
}

async function json(options: Partial<ExportOptions>): Promise<unknown[]> {
  const { said } = await exported({ ...options, format: 'json' });
  return z.array(z.unknown()).parse(JSON.parse(said));
}

describe('deskcheck export', () => {
  it('writes the journal with a sentence and the hash of each fact', async () => {
    const { code, said } = await exported({});
    const lines = said.split('\r\n');
    expect(code).toBe(0);
    expect(lines[0]).toBe('seq,at,kind,by,window,sentence,body,hash');
    expect(lines).toHaveLength(oneOfEach().length + 2);
    expect(lines[5]).toMatch(
      /^5,2020-03-09T13:30:00\.005Z,watchlist\.added,ana,,SPY is on the watchlist\.,/,
    );
    expect(said).toContain('Cancelling buy 500 SPY at limit 274.85.');
  });

  it('writes the journal as JSON, each fact as it was recorded', async () => {
    const facts = await json({});
    expect(facts).toMatchObject(oneOfEach());
    const kinds = z.array(z.object({ kind: z.string() })).parse(facts);
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(factKinds));
  });

  it('writes orders, executions and positions as JSON of the form the desk knows', async () => {
    const orders = await json({ table: 'orders' });
    expect(orders).toEqual(orders.map((order) => orderSchema.parse(order)));
    expect(orders).toContainEqual(
      expect.objectContaining({
        orderRef: exampleOrder().orderRef,
        outsideRth: false,
        pendingChange: { quantity: 400, limitPrice: 274.9, stopPrice: null },
        status: 'CANCELLING',
      }),
    );
    const executions = await json({ table: 'executions' });
    expect(executions).toMatchObject(executions.map((row) => executionSchema.parse(row)));
    expect(executions).toMatchObject([
      { corrects: null, correctedBy: '0000e0d5.5e664f3b.01.02', commissionMicros: 1_500_000 },
      { corrects: '0000e0d5.5e664f3b.01.01', correctedBy: null },
    ]);
    const positions = await json({ table: 'positions' });
    expect(positions).toEqual(positions.map((position) => positionSchema.parse(position)));
  });

  it('writes money in CSV in units of its currency', async () => {
    const { said } = await exported({ table: 'positions' });
    expect(said.split('\r\n')).toEqual([
      'accountId,instrumentId,displaySymbol,currency,multiplier,quantity,costBasis,realizedPnl,commissions',
      'DU1000001,756733,SPY,USD,1,400,109440,0,0',
      '',
    ]);
  });

  it('writes an empty table as its head, or as an empty array', async () => {
    dataDir = folderWith(clock, oneOfEach().slice(0, 1));
    expect((await exported({ table: 'executions' })).said).toMatch(/^execId,[^\r\n]*\r\n$/);
    expect(await json({ table: 'executions' })).toEqual([]);
  });

  it('lets no spreadsheet run what somebody typed', async () => {
    const order = exampleOrder({ reason: '=HYPERLINK("x")', placedBy: '@ana' });
    dataDir = folderWith(clock, [
      {
        kind: 'order.denied',
        by: 'ana',
        body: { order, verdicts: exampleVerdicts(), limitsVersion: 1 },
      },
    ]);
    const { said } = await exported({ table: 'orders' });
    expect(said).toContain(`"'=HYPERLINK(""x"")"`);
    expect(said).toContain(",'@ana,");
  });

  it('writes to a new file, and never over one that is there', async () => {
    const file = join(emptyFolder(), 'orders.csv');
    expect(await exported({ table: 'orders', file })).toMatchObject({ code: 0, said: '' });
    expect(readFileSync(file, 'utf8')).toBe((await exported({ table: 'orders' })).said);
    writeFileSync(file, 'mine');
    const again = await exported({ file });
    expect(again.code).toBe(2);
    expect(again.complained).toMatch(/orders\.csv exists already\. Nothing was written\./);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('says so where the file cannot be written', async () => {
    const file = join(emptyFolder(), 'none', 'orders.csv');
    const { code, complained } = await exported({ file });
    expect(code).toBe(2);
    expect(complained).toMatch(/could not be written: ENOENT.* Choose another place with --out\./);
    expect(existsSync(file)).toBe(false);
  });

  it('reads one moment, beside a running desk', async () => {
    const running = emptyFolder();
    const journal = openJournal({ dataDir: running, clock, log: listeningLog() });
    appendNext(journal, oneOfEach());
    expect(await json({ dataDir: running })).toHaveLength(oneOfEach().length);
    journal.close();
  });

  it('asks which journal where there are several, and takes the one of a gateway', async () => {
    const folder = emptyFolder();
    for (const kind of ['paper', 'simulated']) {
      const journal = openJournal({ dataDir: join(folder, kind), clock, log: listeningLog() });
      appendNext(journal, oneOfEach().slice(0, kind === 'paper' ? 2 : 3));
      journal.close();
    }
    const { code, complained } = await exported({ dataDir: folder });
    expect(code).toBe(2);
    expect(complained).toBe(
      `There are 2 journals in ${folder}. Say which with --gateway: paper, simulated.\n`,
    );
    expect(await json({ dataDir: folder, gateway: 'paper' })).toHaveLength(2);
    expect(await json({ dataDir: folder, gateway: 'simulated' })).toHaveLength(3);
    expect(await json({ dataDir: join(folder, 'paper') })).toHaveLength(2);
    expect(await exported({ dataDir: folder, gateway: 'shadow' })).toMatchObject({
      code: 2,
      complained: `There is no journal of the shadow gateway in ${folder}. There is one of: paper, simulated.\n`,
    });
  });

  it('ends with 1 at a fact that cannot be read, and leaves no half file', async () => {
    const database = new Database(join(dataDir, 'journal.db'));
    database.exec('DROP TRIGGER facts_never_change');
    database.exec("UPDATE facts SET body = '{}' WHERE kind = 'order.external-seen'");
    database.close();
    const file = join(emptyFolder(), 'journal.csv');
    const { code, complained } = await exported({ file });
    expect(code).toBe(1);
    expect(complained).toMatch(
      /^Fact \d+ \(order\.external-seen\) does not have the form of its kind/,
    );
    expect(existsSync(file)).toBe(false);
  });

  it('ends with 2 where there is nothing to export', async () => {
    const { code, complained } = await exported({ dataDir: emptyFolder() });
    expect(code).toBe(2);
    expect(complained).toMatch(/^There is no journal in /);
  });
});
