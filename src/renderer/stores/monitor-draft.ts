import {
  monitorIds,
  monitorSettingProblems,
  type MonitorId,
  type MonitorSetting,
  type MonitorSettings,
} from '#shared/domain/monitor-settings.ts';

/** One monitor's setting as it is being written: figures as typed. */
export interface MonitorLine {
  readonly id: MonitorId;
  readonly unit: string;
  /** Empty for none. */
  readonly soft: string;
  /** Empty for none. */
  readonly hard: string;
  /** Milliseconds. */
  readonly holdMs: string;
  readonly action: MonitorSetting['action'];
  readonly reason: string;
}

export type MonitorField = 'soft' | 'hard' | 'holdMs' | 'action' | 'reason';

/** What is wrong with a line, and in which of its fields. */
export interface MonitorLineProblem {
  readonly fields: readonly MonitorField[];
  readonly sentence: string;
}

export function monitorLinesOf(settings: MonitorSettings): readonly MonitorLine[] {
  return monitorIds.map((id) => {
    const { unit, soft, hard, holdMs, action, reason } = settings[id];
    const typed = (figure: number | null): string => (figure === null ? '' : String(figure));
    return {
      id,
      unit,
      soft: typed(soft),
      hard: typed(hard),
      holdMs: String(holdMs),
      action,
      reason,
    };
  });
}

/** Null for none, undefined for what is no threshold. */
function threshold(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** What is wrong with a line; null when nothing is. The rules themselves are the desk's. */
export function monitorLineProblem(line: MonitorLine): MonitorLineProblem | null {
  const [soft, hard] = [threshold(line.soft), threshold(line.hard)];
  if (soft === undefined || hard === undefined) {
    return {
      fields: soft === undefined ? ['soft'] : ['hard'],
      sentence: 'Write a number that is not below 0, or leave it empty for none.',
    };
  }
  const holdMs = Number(line.holdMs);
  if (line.holdMs.trim() === '' || !Number.isSafeInteger(holdMs) || holdMs < 0) {
    return { fields: ['holdMs'], sentence: 'Write a whole number of milliseconds; 0 for at once.' };
  }
  if (line.reason.trim() === '') {
    return { fields: ['reason'], sentence: 'Say why the monitor is set as it is.' };
  }
  const [wrong] = monitorSettingProblems(line.id, { ...line, soft, hard, holdMs });
  if (wrong === undefined) return null;
  const { field, sentence } = wrong;
  const fields: readonly MonitorField[] =
    field === 'action' || field === 'holdMs' ? [field] : ['soft', 'hard'];
  return { fields, sentence };
}

/** The settings that the lines ask for, over those in force. Only for lines in which nothing is wrong. */
export function settingsOfLines(
  lines: readonly MonitorLine[],
  inForce: MonitorSettings,
): MonitorSettings {
  const settings = { ...inForce };
  for (const { id, unit, soft, hard, holdMs, action, reason } of lines) {
    settings[id] = {
      unit,
      soft: threshold(soft) ?? null,
      hard: threshold(hard) ?? null,
      holdMs: Number(holdMs),
      action,
      reason: reason.trim(),
    };
  }
  return settings;
}
