import type { AlertRuleId } from '#shared/domain/alert-titles.ts';
import type { Severity } from '#shared/domain/alert.ts';

/**
 * `condition`: holds for a while, is looked at again and again, and clears by itself. `event`: happened once and
 * is over; seen again it counts up.
 */
export type AlertNature = 'condition' | 'event';

interface AlertRule {
  readonly nature: AlertNature;
  /** How grave it is where the one who raises it does not say. */
  readonly severity: Severity;
}

/**
 * Everything the desk alerts on. Source of the list: reference/controls.md, Monitors; reference/tws.md. That people are
 * alerted in real time is RTS 6 art. 16, which names no list.
 */
export const alertRules = {
  'link-down': { nature: 'condition', severity: 'warning' },
  'order-unacknowledged': { nature: 'condition', severity: 'critical' },
  heartbeat: { nature: 'condition', severity: 'warning' },
  'order-unknown': { nature: 'condition', severity: 'critical' },
  'order-rejected': { nature: 'event', severity: 'warning' },
  'order-denials': { nature: 'condition', severity: 'warning' },
  'order-rejections': { nature: 'condition', severity: 'warning' },
  'fill-corrected': { nature: 'event', severity: 'critical' },
  'fill-after-end': { nature: 'event', severity: 'critical' },
  'external-order': { nature: 'event', severity: 'warning' },
  'reconciliation-break': { nature: 'condition', severity: 'critical' },
  'gateway-read-only': { nature: 'condition', severity: 'critical' },
  'reconciliation-incomplete': { nature: 'condition', severity: 'warning' },
  'market-data-stale': { nature: 'condition', severity: 'warning' },
  'quote-problem': { nature: 'condition', severity: 'warning' },
  'feed-gap': { nature: 'condition', severity: 'warning' },
  'fill-far-from-quote': { nature: 'event', severity: 'warning' },
  'broker-liquidation': { nature: 'event', severity: 'critical' },
  'gross-exposure': { nature: 'condition', severity: 'critical' },
  'net-exposure': { nature: 'condition', severity: 'critical' },
  concentration: { nature: 'condition', severity: 'critical' },
  'sector-gross-exposure': { nature: 'condition', severity: 'critical' },
  'sector-net-exposure': { nature: 'condition', severity: 'critical' },
  'sector-concentration': { nature: 'condition', severity: 'critical' },
  'asset-class-gross-exposure': { nature: 'condition', severity: 'critical' },
  'asset-class-net-exposure': { nature: 'condition', severity: 'critical' },
  'asset-class-concentration': { nature: 'condition', severity: 'critical' },
  'message-rate': { nature: 'condition', severity: 'warning' },
  'position-over-limit': { nature: 'condition', severity: 'critical' },
  'daily-loss': { nature: 'condition', severity: 'critical' },
  'day-drawdown': { nature: 'condition', severity: 'critical' },
  'all-time-drawdown': { nature: 'condition', severity: 'critical' },
  'daily-pnl-unknown': { nature: 'condition', severity: 'warning' },
  'kill-engaged': { nature: 'event', severity: 'critical' },
  'bracket-broken': { nature: 'event', severity: 'critical' },
  'flatten-waiting': { nature: 'condition', severity: 'critical' },
  'flatten-failed': { nature: 'event', severity: 'critical' },
  'desk-defect': { nature: 'event', severity: 'critical' },
  'clock-skew': { nature: 'condition', severity: 'warning' },
  'event-loop-delay': { nature: 'condition', severity: 'warning' },
  'journal-lag': { nature: 'condition', severity: 'warning' },
  'disk-space': { nature: 'condition', severity: 'warning' },
  'backup-age': { nature: 'condition', severity: 'warning' },
  'gateway-gone': { nature: 'event', severity: 'critical' },
  'certificate-invalid': { nature: 'event', severity: 'critical' },
  'passphrase-given': { nature: 'condition', severity: 'critical' },
  'passphrase-unwitnessed': { nature: 'condition', severity: 'critical' },
  'delivery-failing': { nature: 'condition', severity: 'warning' },
  'alert-flood': { nature: 'condition', severity: 'warning' },
  'gateway-notice': { nature: 'event', severity: 'info' },
} as const satisfies Record<AlertRuleId, AlertRule>;

/**
 * The share of its threshold by which a figure must have moved on, since it was last shown, to count as worse. A figure
 * that grows by time alone, such as an age, has none: it goes on, it does not grow worse.
 */
export const worseningSteps: Partial<Record<AlertRuleId, number>> = {
  'position-over-limit': 0.1,
  'daily-loss': 0.1,
  'day-drawdown': 0.1,
  'all-time-drawdown': 0.1,
  'gross-exposure': 0.1,
  'net-exposure': 0.1,
  concentration: 0.1,
  'sector-gross-exposure': 0.1,
  'sector-net-exposure': 0.1,
  'sector-concentration': 0.1,
  'asset-class-gross-exposure': 0.1,
  'asset-class-net-exposure': 0.1,
  'asset-class-concentration': 0.1,
  'disk-space': 0.5,
  'clock-skew': 1,
  'order-denials': 1,
  'order-rejections': 1,
  'alert-flood': 1,
};

/** What was measured against what. */
interface AlertFigures {
  readonly observed: number;
  readonly threshold: number;
  readonly unit: string;
  /** Version of the limits the threshold is from; null where it is not a limit. */
  readonly limitsVersion: number | null;
}

/** Something a person must see, before it is an alert. */
export interface AlertCondition {
  readonly rule: AlertRuleId;
  /** What it is about, unique within the rule: an orderRef, an instrument; empty for the desk itself. */
  readonly subject: string;
  readonly severity: Severity;
  /** What was seen, against what, and what it means for orders. */
  readonly detail: string;
  readonly orderRef: string | null;
  readonly instrumentId: number | null;
  /** Null where the rule compares no figures. */
  readonly figures: AlertFigures | null;
  /** Set where it holds already and has grown graver without another severity. */
  readonly worse?: boolean;
}

/** A condition with the rule's own severity unless said otherwise. */
export function condition(
  rule: AlertRuleId,
  subject: string,
  detail: string,
  about: Partial<Pick<AlertCondition, 'severity' | 'orderRef' | 'instrumentId' | 'figures'>> = {},
): AlertCondition {
  return {
    rule,
    subject,
    severity: about.severity ?? alertRules[rule].severity,
    detail,
    orderRef: about.orderRef ?? null,
    instrumentId: about.instrumentId ?? null,
    figures: about.figures ?? null,
  };
}

/** One unresolved alert per fingerprint. */
export function fingerprintOf({ rule, subject }: Pick<AlertCondition, 'rule' | 'subject'>): string {
  return subject === '' ? rule : `${rule}:${subject}`;
}

const severities: ReadonlyMap<string, Severity> = new Map(
  Object.entries(alertRules).map(([rule, { severity }]) => [rule, severity]),
);

export function isKnownRule(rule: string): boolean {
  return severities.has(rule);
}

/** Whether alerts of a rule are critical from the start. */
export function isCritical(rule: string): boolean {
  return severities.get(rule) === 'critical';
}

const natures: ReadonlyMap<string, AlertNature> = new Map(
  Object.entries(alertRules).map(([rule, { nature }]) => [rule, nature]),
);

/** The nature of an alert's rule. A rule that this version does not know is an event: nobody would clear it. */
export function natureOf(rule: string): AlertNature {
  return natures.get(rule) ?? 'event';
}
