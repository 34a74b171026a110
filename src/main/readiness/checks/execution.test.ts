import { describe, expect, it } from 'vitest';

import type { OrderLife } from '../order-life.ts';
import { goLiveBlockers, type BeforeGoLive } from './go-live-blockers.ts';
import { errorRate, orderLatencies, type OrderOutcome } from './order-series.ts';
import { transitionProblems, type ShadowSeen } from './transition.ts';
import { orderOf } from '../order.fixture.ts';

const at = (ms: number): string =>
  new Date(Date.parse('2026-01-05T10:00:00.000Z') + ms).toISOString();

describe('a series of orders', () => {
  it('has a rate of errors', () => {
    const outcome = (ended: string): OrderOutcome => ({ nth: 1, expected: 'FILLED', ended });
    expect(errorRate([])).toBeNull();
    expect(errorRate([outcome('FILLED'), outcome('FILLED')])).toBe(0);
    expect(errorRate([outcome('FILLED'), outcome('CANCELLED')])).toBe(50);
    expect(errorRate([outcome('It is denied.')])).toBe(100);
  });

  it('has latencies from the record of the intent on; what did not come is not one', () => {
    const life = (...steps: [OrderLife['steps'][number]['status'], number][]): OrderLife => ({
      order: orderOf(),
      steps: steps.map(([status, ms], seq) => ({ status, seq, at: at(ms) })),
      verdicts: 1,
      executions: [],
      figures: [],
      cancelAsked: false,
    });
    const measured = orderLatencies([
      life(['SENDING', 0], ['WORKING', 20], ['FILLED', 70]),
      life(['SENDING', 5], ['FILLED', 45]),
      life(['SENDING', 0], ['REJECTED', 10]),
    ]);
    expect(measured.map(({ acknowledged, filled }) => [acknowledged, filled])).toEqual([
      [20, 70],
      [40, 40],
      [null, null],
    ]);
  });
});

describe('what stands against going live', () => {
  const nothing: BeforeGoLive = {
    status: {
      tradingState: 'ACTIVE',
      tradingStateReason: null,
      instrumentStates: [],
      stoppedInstruments: [],
      breaks: [],
      fault: null,
      readOnlyApi: false,
      reconciledAt: at(0),
      link: { state: 'ready', reason: '' },
    },
    orders: [orderOf({ status: 'FILLED' }), orderOf({ status: 'WORKING' })],
    alerts: [],
  };
  const status = (change: Partial<BeforeGoLive['status']>): Partial<BeforeGoLive> => ({
    status: { ...nothing.status, ...change },
  });
  const alert = {
    rule: 'kill-engaged',
    title: 'T',
    detail: 'D',
    conditionCleared: true,
    clearedAt: null,
  } as const;
  const condition = { ...alert, rule: 'journal-lag', severity: 'critical', state: 'open' } as const;

  it.each<[string, Partial<BeforeGoLive>, string[]]>([
    ['nothing', {}, []],
    ['a halt', status({ tradingState: 'HALTED' }), ['the desk is HALTED']],
    ['a fault', status({ fault: 'The disk is full.' }), ['the desk has stopped']],
    ['no link', status({ link: null }), ['the link is not ready']],
    ['Read-Only API', status({ readOnlyApi: true }), ['the gateway refuses orders']],
    ['no reconciliation', status({ reconciledAt: null }), ['not reconciled']],
    [
      'a stopped instrument',
      status({ stoppedInstruments: [{ instrumentId: 1, executions: 9 }] }),
      ['an instrument is stopped'],
    ],
    [
      'a break',
      status({
        breaks: [
          {
            breakId: 'b',
            kind: 'cash',
            subject: 'Cash in USD',
            desk: '1.00 USD',
            broker: '2.00 USD',
            instrumentId: null,
            orderRef: null,
            acceptable: true,
          },
        ],
      }),
      ['a break'],
    ],
    [
      'an order of unknown fate',
      { orders: [orderOf({ status: 'UNKNOWN' })] },
      ['an unsettled order'],
    ],
    ['an unanswered order', { orders: [orderOf({ status: 'SENDING' })] }, ['an unsettled order']],
    [
      'a critical alert',
      { alerts: [{ ...alert, severity: 'critical', state: 'acknowledged' }] },
      ['a critical alert'],
    ],
    [
      'one that is resolved',
      { alerts: [{ ...alert, severity: 'critical', state: 'resolved' }] },
      [],
    ],
    [
      'a condition that holds',
      { alerts: [{ ...condition, conditionCleared: false }] },
      ['a critical alert'],
    ],
    ['one that is over', { alerts: [{ ...condition, clearedAt: at(0) }] }, []],
    ['a warning', { alerts: [{ ...alert, severity: 'warning', state: 'open' }] }, []],
    [
      'a doubtful fill',
      { alerts: [{ ...alert, rule: 'fill-corrected', severity: 'warning', state: 'open' }] },
      ['a doubtful fill'],
    ],
  ])('is %s', (_, change, kinds) => {
    expect(goLiveBlockers({ ...nothing, ...change }).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('the transition to a live account', () => {
  const traits = { limits: 'a', 'alert rules': 'b', controls: 'c' };
  const sound: ShadowSeen = {
    attempts: [{ way: 'LMT', deniedBy: ['account-kind'], left: false }],
    intended: 0,
    atGateway: 0,
    whatIfMissing: null,
    breaks: 0,
    cash: { broker: 100, desk: 100 },
    here: traits,
    there: traits,
  };

  it.each<[string, Partial<ShadowSeen>, RegExp]>([
    ['as it must be', {}, /^$/],
    [
      'open to an order',
      { attempts: [{ way: 'MKT', deniedBy: ['account-kind'], left: true }] },
      /MKT is let through/,
    ],
    [
      'denied by another control alone',
      { attempts: [{ way: 'MKT', deniedBy: ['price-collar'], left: false }] },
      /MKT is not denied by account-kind/,
    ],
    ['one with an intent', { intended: 1 }, /1 orders are on record/],
    ['one with an order at the gateway', { atGateway: 1 }, /gateway has 1/],
    ['without what-if', { whatIfMissing: 'It is late.' }, /no what-if: It is late/],
    ['with a break', { breaks: 1 }, /differ in 1/],
    ['without a reconciliation', { breaks: null }, /not complete/],
    ['with other cash', { cash: { broker: 100, desk: 99 } }, /took over 99/],
    ['under other limits', { there: { ...traits, limits: 'x' } }, /The limits are not the same/],
    [
      'under other alert rules',
      { there: { ...traits, 'alert rules': 'x' } },
      /The alert rules are not the same/,
    ],
  ])('is %s', (_, change, says) => {
    expect(transitionProblems({ ...sound, ...change }).join(' ')).toMatch(says);
  });
});
