/** A line of CSV with its line end. Source: RFC 4180. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/**
 * One value as a cell. Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are
 * numbers and keep their sign. Source: OWASP, "CSV Injection".
 */
function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The lines of a CSV text, each as its cells, as {@link csvLine} wrote them: an apostrophe that kept text from being a
 * formula is taken off. Text only: who reads a number makes it one. Source: RFC 4180.
 */
export function csvCells(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (cells.lastIndex < text.length) {
    const found = cells.exec(text);
    if (found === null)
      throw new Error(`A cell of a CSV text is not closed, in line ${lines.length + 1}.`);
    const [, quoted, plain = '', end] = found;
    const value = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    line.push(value.replace(/^'(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/, ''));
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  // The last cell of a last line without its end.
  if (line.length > 0) lines.push([...line, '']);
  return lines;
}
