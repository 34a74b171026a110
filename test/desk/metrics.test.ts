import { afterEach, beforeEach, expect, test } from 'vitest';

import { metricsText } from '../../src/main/desk/metrics.ts';
import { runBrowserShell, trialMetricsToken, type RunningShell } from '../support/browser-shell.ts';
import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';
import { eventually } from '../support/real-clock.ts';

let trial: Trial;
let desk: DeskUnderTest;
let running: RunningShell;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start()).ready();
  running = await runBrowserShell({
    service: desk.desk.service,
    metricsText: () =>
      metricsText(desk.desk.figures(), {
        residentMemoryBytes: 1,
        heapBytes: 1,
        eventLoopDelayMs: 0,
      }),
  });
});
afterEach(async () => {
  await running.stop();
  await trial.end();
});

/** Every sample by its name and labels, as a scraper of the desk's own HTTP server gets them. */
async function scrape(): Promise<Map<string, number>> {
  const answer = await fetch(`${running.shell.url}metrics`, {
    headers: { authorization: `Bearer ${trialMetricsToken}` },
  });
  expect(answer.status).toBe(200);
  const samples = new Map<string, number>();
  for (const line of (await answer.text()).split('\n')) {
    if (line === '' || line.startsWith('# ')) continue;
    const [, series, value] = /^([a-z_]+(?:\{(?:[a-z_]+="[^"\n]*",?)+\})?) (\S+)$/.exec(line) ?? [];
    expect(series, `the line ${line}`).toBeDefined();
    samples.set(series ?? '', Number(value));
  }
  return samples;
}

test('a scraper sees what happens at a desk', async () => {
  const atFirst = await scrape();
  expect(atFirst.get('deskcheck_build_info{version="trial",gateway_kind="simulated"}')).toBe(1);
  expect(atFirst.get('deskcheck_link_state{state="ready"}')).toBe(1);
  expect(atFirst.get('deskcheck_trading_state{state="ACTIVE"}')).toBe(1);
  expect(atFirst.get('deskcheck_orders_total')).toBe(0);
  expect(atFirst.get('deskcheck_positions')).toBe(0);
  expect(atFirst.get('deskcheck_quotes_total')).toBeGreaterThan(0);
  expect(atFirst.get('deskcheck_quote_lines_used')).toBeGreaterThan(0);
  const headAtFirst = atFirst.get('deskcheck_journal_head_seq') ?? 0;
  expect(headAtFirst).toBeGreaterThan(0);

  await desk.working();
  const { orderRef } = await desk.place(desk.market());
  await desk.untilStatus(orderRef, 'FILLED');
  expect((await desk.place(desk.resting({ quantity: 50_000 }))).allowed).toBe(false);
  await desk.setState('REDUCING');

  const later = await scrape();
  expect(later.get('deskcheck_orders_total')).toBe(2);
  expect(later.get('deskcheck_open_orders{status="WORKING"}')).toBe(1);
  expect(later.get('deskcheck_denials_total{request="new"}')).toBe(1);
  expect(later.get('deskcheck_executions_total')).toBe(
    desk.topics.executions({}).snapshot().length,
  );
  expect(later.get('deskcheck_positions')).toBe(1);
  expect(later.get('deskcheck_trading_state{state="ACTIVE"}')).toBe(0);
  expect(later.get('deskcheck_trading_state{state="REDUCING"}')).toBe(1);
  expect(later.get('deskcheck_journal_head_seq')).toBeGreaterThan(headAtFirst);
  expect(later.get('deskcheck_journal_last_commit_age_seconds')).toBeLessThan(5);
  await eventually('quotes go on', () => {
    const { quotes } = desk.desk.figures().totals;
    return quotes > (later.get('deskcheck_quotes_total') ?? Number.POSITIVE_INFINITY);
  });
});

test('a scraper sees the link drop and come back', async () => {
  await desk.working();
  trial.control.refuseConnections(true);
  trial.control.drop();
  await desk.until('the link is lost', () => desk.link() !== 'ready');
  const dropped = await scrape();
  expect(dropped.get('deskcheck_link_state{state="ready"}')).toBe(0);
  expect(dropped.get('deskcheck_open_orders{status="UNKNOWN"}')).toBe(1);
  trial.control.refuseConnections(false);
  await desk.untilLink('ready');
  expect((await scrape()).get('deskcheck_link_state{state="ready"}')).toBe(1);
});

test('totals count from the start of the desk, the journal goes on', async () => {
  const { orderRef } = await desk.place(desk.market());
  await desk.untilStatus(orderRef, 'FILLED');
  const before = await scrape();
  expect(before.get('deskcheck_orders_total')).toBe(1);
  await desk.desk.close('Restart.');

  desk = await (await trial.start()).ready();
  const after = await scrape();
  expect(after.get('deskcheck_orders_total')).toBe(0);
  expect(after.get('deskcheck_positions')).toBe(1);
  expect(after.get('deskcheck_journal_head_seq')).toBeGreaterThan(
    before.get('deskcheck_journal_head_seq') ?? Number.POSITIVE_INFINITY,
  );
});
