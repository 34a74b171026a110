/** One figure of a metric, told apart from its siblings by labels. */
export interface Sample {
  labels?: Readonly<Record<string, string>>;
  value: number;
}

export interface MetricFamily {
  /** In base units, with the unit in the name: seconds, bytes; `_total` where it only grows. */
  name: string;
  type: 'counter' | 'gauge';
  help: string;
  samples: readonly Sample[];
}

export const expositionContentType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Metrics as Prometheus reads them. A family without samples keeps its HELP and TYPE, so that what is not known at the
 * moment can be told from what does not exist.
 * Source: Prometheus, "Exposition formats", text format 0.0.4.
 */
export function expositionText(families: readonly MetricFamily[]): string {
  return families.map((family) => familyText(family)).join('');
}

function familyText({ name, type, help, samples }: MetricFamily): string {
  const lines = [
    `# HELP ${name} ${escapeHelp(help)}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${valueText(value)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`);
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', String.raw`\"`);
}

function valueText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}
