import { csvLine } from '#shared/domain/csv.ts';
import type { Severity } from '#shared/domain/alert.ts';
import type { Fact } from '#shared/domain/fact.ts';
import { addMicros, fromMicros, notionalMicros, type Micros } from '#shared/domain/money.ts';
import type { MonitorId } from '#shared/domain/monitor-settings.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

/** What a monitor of losses is set to, in the base currency; null where it has no such line. */
export interface LossLine {
  monitorId: MonitorId;
  soft: number | null;
  hard: number | null;
  /** What it makes the desk at its hard line. */
  action: TradingState | 'alert';
}

/** What the desk did about a loss, in the order of the record. */
export type LossStep =
  | {
      seq: number;
      at: string;
      step: 'alert';
      rule: string;
      severity: Severity;
      observed: number | null;
    }
  | { seq: number; at: string; step: 'state'; state: TradingState; by: string; cause: string };

/** How a desk with a long book came through a crash. */
export interface CrashRow {
  crash: string;
  lines: readonly LossLine[];
  steps: readonly LossStep[];
  /** What was let through in which state. */
  asked: readonly { state: TradingState; what: string; must: boolean; allowed: boolean }[];
  /** How far the day's P&L is below its peak, in the base currency: as the desk shows it and by the record. */
  drawdown: { shown: number | null; recorded: number | null };
  /** What the desk is once it has been started again. */
  restarted: TradingState;
}

/** The record is exact; a screen rounds to the cent. */
export const drawdownWithin = 0.01;

/** How far the figure shown is from the record, in the base currency; null where one of them is missing. */
export function drawdownDifference({ drawdown: { shown, recorded } }: CrashRow): number | null {
  return shown === null || recorded === null ? null : Math.abs(shown - recorded);
}

/** What is wrong with how a desk came through crashes, each a sentence. */
export function crashProblems(rows: readonly CrashRow[]): string[] {
  return rows.flatMap((row) => problemsOf(row).map((problem) => `${row.crash}: ${problem}`));
}

function problemsOf(row: CrashRow): string[] {
  const { lines, steps, asked, drawdown, restarted } = row;
  const states = steps.flatMap((step) => (step.step === 'state' ? [step] : []));
  const path = states.map(({ state }) => state).join(', ');
  const difference = drawdownDifference(row);
  return [
    ...(path === 'REDUCING, HALTED'
      ? []
      : [`The desk became ${path === '' ? 'nothing' : path}, not REDUCING and then HALTED.`]),
    ...steps.flatMap((step) => (step.step === 'alert' ? severityProblems(step, lines) : [])),
    ...states.flatMap(({ seq, state, by, cause }) => [
      ...(by === 'desk' && cause === 'loss'
        ? []
        : [`It was made ${state} by ${by} for ${cause}, not by the desk for a loss.`]),
      ...(isExplained({ seq, state }, steps, lines)
        ? []
        : [`It became ${state} with no critical alert that says so.`]),
    ]),
    ...asked
      .filter(({ must, allowed }) => must !== allowed)
      .map(({ state, what, must }) => `While ${state} ${what} is ${must ? 'denied' : 'allowed'}.`),
    ...(difference !== null && difference <= drawdownWithin
      ? []
      : [`It shows a drawdown of ${drawdown.shown}; by the record it is ${drawdown.recorded}.`]),
    ...(restarted === 'HALTED' ? [] : [`Started again it is ${restarted}.`]),
  ];
}

/** An alert is as grave as the line that what it saw is beyond, whether or not the one before was seen. */
function severityProblems(
  { rule, severity, observed }: Extract<LossStep, { step: 'alert' }>,
  lines: readonly LossLine[],
): string[] {
  const line = lines.find(({ monitorId }) => monitorId === rule);
  if (line === undefined || observed === null) return [`${rule} does not say what it saw.`];
  const isBeyond = (threshold: number | null): boolean =>
    threshold !== null && observed >= threshold;
  const due = isBeyond(line.hard) ? 'critical' : isBeyond(line.soft) ? 'warning' : 'nothing';
  return due === severity
    ? []
    : [`${rule} tells of ${observed} as ${severity}; it is ${due} by its lines.`];
}

function isExplained(
  { seq, state }: { seq: number; state: TradingState },
  steps: readonly LossStep[],
  lines: readonly LossLine[],
): boolean {
  return steps.some(
    (step) =>
      step.step === 'alert' &&
      step.seq < seq &&
      step.severity === 'critical' &&
      lines.some(({ monitorId, action }) => monitorId === step.rule && action === state),
  );
}

/** What the record says was done about losses: each alert when it was first so grave, and every state of the desk. */
export function lossSteps(facts: Iterable<Fact>, lines: readonly LossLine[]): LossStep[] {
  const rules = new Set<string>(lines.map(({ monitorId }) => monitorId));
  const told = new Set<string>();
  const steps: LossStep[] = [];
  for (const { seq, at, by, kind, body } of facts) {
    if (kind === 'alert.changed') {
      const { rule, severity, observed } = body.alert;
      if (!rules.has(rule) || told.has(`${rule} ${severity}`)) continue;
      told.add(`${rule} ${severity}`);
      steps.push({ seq, at, step: 'alert', rule, severity, observed });
    } else if (kind === 'trading-state.changed' && body.instrumentId === null) {
      steps.push({ seq, at, step: 'state', state: body.state, by, cause: body.cause });
    }
  }
  return steps;
}

/**
 * How far the day's P&L is below its peak by the record alone, base currency: fills, commissions, what the day began with
 * and the peaks that were marked, with everything in stocks of the base currency. Null where no day was opened or there is
 * no mark for what is held. @param markOf the price that a position is valued at.
 */
export function recordedDrawdown(
  facts: Iterable<Fact>,
  markOf: (instrumentId: number) => number | null,
): number | null {
  const held = new Map<number, number>();
  let cash: Micros = 0;
  const peaks = new Map<string, Micros>();
  let opening: Micros | null = null;
  let today = '';
  for (const { kind, body } of facts) {
    if (kind === 'execution.received') {
      const { instrumentId, side, quantity, price } = body.execution;
      const signed = side === 'BUY' ? quantity : -quantity;
      held.set(instrumentId, (held.get(instrumentId) ?? 0) + signed);
      cash = addMicros(cash, -notionalMicros(price, signed, 1));
    } else if (kind === 'commission.received') {
      cash = addMicros(cash, -body.commissionMicros);
    } else if (kind === 'day.opened') {
      today = body.exchangeDate;
      opening = body.totalMicros;
    } else if (kind === 'pnl.marked') {
      peaks.set(body.exchangeDate, body.dayPeakMicros);
    }
  }
  if (opening === null) return null;
  let total = cash;
  for (const [instrumentId, quantity] of held) {
    if (quantity === 0) continue;
    const mark = markOf(instrumentId);
    if (mark === null) return null;
    total = addMicros(total, notionalMicros(mark, quantity, 1));
  }
  const pnl = addMicros(total, -opening);
  return fromMicros(addMicros(Math.max(peaks.get(today) ?? 0, pnl), -pnl));
}

/** The steps as a table. */
export function stepsCsv(rows: readonly CrashRow[]): string {
  return [
    csvLine(['crash', 'seq', 'at', 'what', 'of', 'severity or cause', 'observed']),
    ...rows.flatMap(({ crash, steps }) =>
      steps.map((step) =>
        step.step === 'alert'
          ? csvLine([crash, step.seq, step.at, 'alert', step.rule, step.severity, step.observed])
          : csvLine([crash, step.seq, step.at, step.state, step.by, step.cause, null]),
      ),
    ),
  ].join('');
}
