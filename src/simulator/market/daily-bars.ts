/** One day of an instrument, before rounding to its tick. */
export interface DailyBar {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

export interface DatedBar extends DailyBar {
  /** ISO date. */
  date: string;
}

export class BarFileError extends Error {
  override readonly name = 'BarFileError';
}

const columns = ['open', 'high', 'low', 'close', 'volume'] as const;

/**
 * Daily bars from CSV with the columns date, open, high, low, close, volume (any order, others are ignored).
 * Throws {@link BarFileError} with a sentence that names the line and what is wrong with it.
 */
export function parseDailyBars(csv: string, fileName: string): DatedBar[] {
  const lines = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = (lines[0] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const fail = (line: number, what: string): never => {
    throw new BarFileError(
      `${fileName}, line ${line}: ${what} Correct the file or leave it out, then start again.`,
    );
  };
  const missing = ['date', ...columns].filter((name) => !header.includes(name));
  if (missing.length > 0) {
    fail(
      1,
      `the heading lacks ${missing.join(', ')}; it must name date, open, high, low, close, volume.`,
    );
  }
  const bars: DatedBar[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    bars.push(parseLine(line, header, (what) => fail(index + 1, what), bars.at(-1)?.date));
  }
  if (bars.length === 0) fail(2, 'there is no bar.');
  return bars;
}

function parseLine(
  line: string,
  header: readonly string[],
  fail: (what: string) => never,
  previousDate: string | undefined,
): DatedBar {
  const cells = line.split(',').map((cell) => cell.trim());
  if (cells.length !== header.length) {
    fail(`it has ${cells.length} cells and the heading has ${header.length}.`);
  }
  const cell = (name: string): string => cells[header.indexOf(name)] ?? '';
  const figure = (name: string): number => {
    const value = Number(cell(name));
    if (cell(name) === '' || !Number.isFinite(value))
      fail(`${name} is '${cell(name)}', not a number.`);
    return value;
  };
  const date = cell('date');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(`${date}T00:00:00Z`))) {
    fail(`the date is '${date}'; write it as 2020-03-09.`);
  }
  if (previousDate !== undefined && date <= previousDate) {
    fail(`the date ${date} does not come after ${previousDate}.`);
  }
  const bar = {
    date,
    open: figure('open'),
    high: figure('high'),
    low: figure('low'),
    close: figure('close'),
    volume: figure('volume'),
  };
  if (bar.low <= 0) fail(`the low is ${bar.low}; prices must be above 0.`);
  if (bar.volume < 0) fail(`the volume is ${bar.volume}; it cannot be below 0.`);
  if (bar.high < Math.max(bar.open, bar.close, bar.low))
    fail(`the high ${bar.high} is below another price.`);
  if (bar.low > Math.min(bar.open, bar.close)) fail(`the low ${bar.low} is above another price.`);
  return bar;
}
