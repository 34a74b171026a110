import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type CoreClient } from '../core-client.fixture.ts';

const spy = 756733;
let clock: VirtualClock;
let client: CoreClient;

beforeEach(() => {
  clock = new VirtualClock();
  // The S&P 500 closed 7.6 % down on 9 March 2020.
  client = bareGateway(clock, { startDate: '2020-03-10', speed: 1000, quoteRate: 1 }).client();
  client.forget();
});

const ask = (start = '', end = '', count = 10, providers = 'SIM'): void =>
  client.send(86, 5, spy, providers, start, end, count, '');
const headlines = (): string[] => client.of(86).map((fields) => fields[5] ?? '');
const codes = (): number[] => client.errors().map(({ code }) => code);

describe('news', () => {
  it('have one provider', () => {
    client.send(85);
    expect(client.of(85)).toEqual([['85', '1', 'SIM', 'Simulated Newswire']]);
  });

  it('report the days that moved much, the latest first', () => {
    ask();
    expect(client.of(86)[0]?.join('|')).toBe(
      '86|5|2020-03-09 20:00:00.0|SIM|SIM$20200309-756733|SPY closes down 7.6 %',
    );
    const times = client.of(86).map((fields) => fields[2] ?? '');
    expect(times).toEqual(times.toSorted().toReversed());
    expect(client.of(87)).toEqual([['87', '5', '1']]);
  });

  it('of a stretch of time are those within it', () => {
    ask('2020-03-01 00:00:00.0', '2020-03-05 00:00:00.0', 300);
    expect(client.of(86).every(([, , time = '']) => time < '2020-03-05')).toBe(true);
    expect(headlines().length).toBeGreaterThan(0);
    expect(client.of(87)).toEqual([['87', '5', '0']]);
  });

  it('can be read', () => {
    client.send(84, 6, 'SIM', 'SIM$20200309-756733', '');
    const [[, id, type, text = ''] = []] = client.of(83);
    expect([id, type]).toEqual(['6', '0']);
    expect(text).toContain('down 7.6 %');
  });

  it('stream to a line that asks for them, as the next session begins', () => {
    client.send(1, 11, 7, spy, '', '', '', 0, '', '', '', '', '', '', '', 0, '292:SIM', 0, 0, '');
    expect(client.of(84)).toEqual([]);
    clock.advance(25_000);
    // 10 March closed 4.9 % up.
    expect(client.of(84).map((fields) => fields[5])).toEqual(['SPY closes up 4.9 %']);
  });

  it('that are not there, or of others, are refused', () => {
    client.send(84, 6, 'SIM', 'SIM$20200307-756733', '');
    // The day is not over.
    client.send(84, 6, 'SIM', 'SIM$20200310-756733', '');
    client.send(84, 6, 'BRFG', 'BRFG$1', '');
    client.send(86, 5, 1, 'SIM', '', '', 10, '');
    ask('', '', 10, 'BRFG+DJNL');
    ask('yesterday');
    expect(codes()).toEqual([10172, 10172, 10276, 321, 10276, 321]);
  });
});
