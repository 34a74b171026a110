/** What each alert rule is called. A monitor's alerts go by its own name: their rule is the monitor's id. */
export const alertTitles = {
  'link-down': 'The link is not ready',
  'order-unacknowledged': 'No answer from the broker',
  heartbeat: 'The gateway answers slowly',
  'order-unknown': 'The fate of an order is unknown',
  'order-rejected': 'Order rejected by the broker',
  'order-denials': 'Many orders denied',
  'order-rejections': 'Many orders rejected',
  'fill-corrected': 'The venue changed a fill',
  'fill-after-end': 'Fill on an order that had ended',
  'external-order': 'Order of another client',
  'reconciliation-break': 'The desk and the broker differ',
  'gateway-read-only': 'The gateway refuses orders',
  'reconciliation-incomplete': 'Reconciliation is incomplete',
  'market-data-stale': 'Stale quote',
  'quote-problem': 'No quotes',
  'feed-gap': 'Gap in the feed',
  'fill-far-from-quote': 'Fill far from the quote',
  'broker-liquidation': 'The broker liquidates',
  'gross-exposure': 'Gross exposure',
  'net-exposure': 'Net exposure',
  concentration: 'Concentration',
  'sector-gross-exposure': 'Gross exposure in a sector',
  'sector-net-exposure': 'Net exposure in a sector',
  'sector-concentration': 'Concentration in a sector',
  'asset-class-gross-exposure': 'Gross exposure in an asset class',
  'asset-class-net-exposure': 'Net exposure in an asset class',
  'asset-class-concentration': 'Concentration in an asset class',
  'message-rate': 'Many messages',
  'position-over-limit': 'Position above its limit',
  'daily-loss': 'Daily loss reached',
  'day-drawdown': 'Drawdown from the day\u2019s peak',
  'all-time-drawdown': 'Drawdown from the highest P&L',
  'daily-pnl-unknown': 'The day\u2019s P&L is not known',
  'kill-engaged': 'Kill switch engaged',
  'bracket-broken': 'A bracket is not whole',
  'flatten-waiting': 'A position waits to be closed',
  'flatten-failed': 'A position was not closed',
  'desk-defect': 'The desk met a fault of its own',
  'clock-skew': 'The clocks differ',
  'event-loop-delay': 'The desk is slow',
  'journal-lag': 'The journal is slow',
  'disk-space': 'Little room on the disk',
  'backup-age': 'No backup for long',
  'gateway-gone': 'The gateway has ended',
  'certificate-invalid': 'The certificate holds no more',
  'passphrase-given': 'A passphrase was set by somebody else',
  'passphrase-unwitnessed': 'A given passphrase was changed',
  'delivery-failing': 'Alerts are not delivered',
  'alert-flood': 'More alerts than a person can work through',
  'gateway-notice': 'Notice from the gateway',
} as const satisfies Record<string, string>;

export type AlertRuleId = keyof typeof alertTitles;

const titles: ReadonlyMap<string, string> = new Map(Object.entries(alertTitles));

/** What a rule is called; one that this version does not know goes by its id. */
export function titleOfRule(rule: string): string {
  return titles.get(rule) ?? rule;
}
