import type { FactKind } from '#shared/domain/fact.ts';
import {
  monitorsOfTooLittle,
  type MonitorId,
  type MonitorSetting,
} from '#shared/domain/monitor-settings.ts';
import type { Severity } from '#shared/domain/alert.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

import { condition, type AlertCondition } from './alert-rules.ts';
import type { MonitorView } from './monitor-view.ts';

export type Level = 'soft' | 'hard';

/** What a threshold is where it is crossed, for the sentence that says so. */
export interface Crossed {
  readonly level: Level;
  /** In the unit of the reading. */
  readonly threshold: number;
}

/** One figure that a monitor compares. */
export interface Reading {
  /** What it is about, unique within the monitor; empty for the desk itself. */
  readonly subject: string;
  readonly observed: number;
  /** What is 100 percent where the monitor counts in percent of a limit, in the unit of `observed`. */
  readonly whole?: number;
  /** What a person reads `observed` in; null where it is no figure and is not shown as one. */
  readonly unit: string | null;
  /** It is a warning at least, whatever the figure says. */
  readonly atLeastSoft?: boolean;
  /** What was seen, against what, and what it means for orders. */
  readonly detail: (crossed: Crossed) => string;
  readonly orderRef?: string | null;
  readonly instrumentId?: number | null;
}

/** A monitor is looked at every second, and at once when one of `onFacts` happens. */
export interface Monitor {
  /** Also the alert's rule. */
  readonly id: MonitorId;
  readonly onFacts: readonly FactKind[];
  /** Whether a figure at its threshold has crossed it; a limit that may be used in full is crossed only beyond. */
  readonly crossed: 'at' | 'beyond';
  /** Whose trading state its action tightens. */
  readonly actsOn: 'desk' | 'instrument';
  /** All that can be compared now. Pure. */
  read(view: MonitorView): readonly Reading[];
}

/** A tightening that goes with an alert. */
export interface AlertAction {
  readonly state: Exclude<TradingState, 'ACTIVE'>;
  /** Null for the desk. */
  readonly instrumentId: number | null;
}

/** A crossed threshold. */
export interface Crossing {
  readonly level: Level;
  readonly holdMs: number;
  readonly seen: AlertCondition;
  /** Null where only people are told. */
  readonly action: AlertAction | null;
}

const severities: Record<Level, Severity> = { soft: 'warning', hard: 'critical' };

/** Every threshold that a reading crosses, the gravest first. */
export function crossingsOf(
  monitor: Pick<Monitor, 'id' | 'crossed' | 'actsOn'>,
  reading: Reading,
  setting: MonitorSetting,
  limitsVersion: number,
): readonly Crossing[] {
  const levels: readonly Level[] = ['hard', 'soft'];
  return levels.flatMap((level) => {
    const set = setting[level];
    if (set === null) return [];
    const threshold = reading.whole === undefined ? set : (reading.whole * set) / 100;
    const holds = isCrossed(monitor, reading.observed, threshold);
    if (!holds && !(level === 'soft' && reading.atLeastSoft === true)) return [];
    const action = level === 'hard' ? actionOf(monitor, reading, setting) : null;
    const seen = condition(
      monitor.id,
      reading.subject,
      withAction(reading.detail({ level, threshold }), action),
      {
        severity: severities[level],
        orderRef: reading.orderRef ?? null,
        instrumentId: reading.instrumentId ?? null,
        figures:
          reading.unit === null
            ? null
            : { observed: reading.observed, threshold, unit: reading.unit, limitsVersion },
      },
    );
    return [{ level, holdMs: setting.holdMs, seen, action }];
  });
}

function isCrossed(
  { id, crossed }: Pick<Monitor, 'id' | 'crossed'>,
  observed: number,
  threshold: number,
): boolean {
  // A figure that makes no sense has crossed every threshold.
  if (Number.isNaN(observed)) return true;
  if (observed === threshold) return crossed === 'at';
  return monitorsOfTooLittle.has(id) ? observed < threshold : observed > threshold;
}

function actionOf(
  monitor: Pick<Monitor, 'actsOn'>,
  reading: Reading,
  setting: MonitorSetting,
): AlertAction | null {
  if (setting.action === 'alert') return null;
  const instrumentId = monitor.actsOn === 'instrument' ? (reading.instrumentId ?? null) : null;
  return { state: setting.action, instrumentId };
}

const meanings: Record<AlertAction['state'], string> = {
  REDUCING: 'REDUCING: only orders that shrink exposure are accepted until a person lifts it',
  HALTED: 'HALTED: only cancels leave until a person lifts it',
};

/** A state that is stricter already stays: the sentence is true for it, too. */
export function withAction(detail: string, action: AlertAction | null): string {
  if (action === null) return detail;
  const what = action.instrumentId === null ? 'the desk' : 'the instrument';
  return `${detail} This makes ${what} at least ${meanings[action.state]}.`;
}
