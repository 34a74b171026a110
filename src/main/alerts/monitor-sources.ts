import type { MonitorId } from '#shared/domain/monitor-settings.ts';

/** What this project watches by its own judgement, and why: no rule that is cited here names it. */
function own(why: string): string {
  return `this project's own choice: ${why}`;
}

/**
 * Why there is each monitor: the rule that names what it watches, or that it is the project's own choice. The thresholds
 * themselves are the desk's in every case, each with its reason in the limits.
 */
export const monitorSources: Record<MonitorId, string> = {
  'daily-loss': 'FIA: daily loss',
  'day-drawdown': own('a gain given back is a loss that the daily loss does not see'),
  'all-time-drawdown': own('losses of many days can each stay within the daily loss'),
  'daily-pnl-unknown': own('a loss that cannot be valued is watched by nobody'),
  'gross-exposure': 'RTS 6 art. 15(4)',
  'net-exposure': 'RTS 6 art. 15(4)',
  concentration: 'RTS 6 art. 15(4)',
  'sector-gross-exposure': 'RTS 6 art. 15(4)',
  'sector-net-exposure': 'RTS 6 art. 15(4)',
  'sector-concentration': 'RTS 6 art. 15(4)',
  'asset-class-gross-exposure': 'RTS 6 art. 15(4)',
  'asset-class-net-exposure': 'RTS 6 art. 15(4)',
  'asset-class-concentration': 'RTS 6 art. 15(4)',
  'position-over-limit': 'FIA: position limit',
  'market-data-stale': own(
    'no new risk is taken on an old quote, and what is held is blind with it',
  ),
  'feed-gap': own('a feed that is silent as a whole is another fault than a quiet instrument'),
  'quote-problem': own('the gateway says why there is no quote, and only a person can see to it'),
  'fill-far-from-quote': own(
    'what the price collar (RTS 6 art. 15(1)(a)) is for, looked at once more after the fill',
  ),
  'link-down': 'IB: connectivity codes 1100 to 1102',
  heartbeat: own('orders and cancels take as long as the answer to the heartbeat'),
  'clock-skew': own('times of fills and market hours are read from both clocks'),
  'gateway-read-only': 'IB: Read-Only API, code 321',
  'order-unacknowledged': own('an order without an answer may be in the market'),
  'order-unknown': own('an order of unknown fate may be in the market, and is never sent again'),
  'flatten-waiting': own(
    'a position that was ordered closed and is not is a risk somebody believes to be gone',
  ),
  'order-denials': own('many denials are a person or a program that does not listen'),
  'order-rejections': own('many rejections are orders that the desk should have denied'),
  'message-rate': 'RTS 6 art. 15(1)(d); IB: 50 messages a second',
  'external-order': own('an order that no control saw counts in the account all the same'),
  'broker-liquidation': own('a broker who liquidates has found the margin gone'),
  'reconciliation-break': own('limits that are measured on wrong books hold nothing'),
  'reconciliation-incomplete': own('what the broker left out is not proven gone'),
  'event-loop-delay': own(
    'a desk that is late is late with its alerts and its kill switch as well',
  ),
  'journal-lag': own('every order waits until its intent is on disk'),
  'disk-space': own('a desk that cannot record must not trade'),
  'backup-age': own('a journal without a copy is lost with its disk'),
};
