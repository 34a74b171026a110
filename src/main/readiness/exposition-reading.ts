/** A family of a Prometheus exposition, as it was read. */
export interface ReadFamily {
  name: string;
  type: string;
  hasHelp: boolean;
}

/** An exposition as it was read. */
export interface ReadExposition {
  families: ReadonlyMap<string, ReadFamily>;
  /** By name and labels, as they stand in the line: `deskcheck_denials_total{request="new"}`. */
  samples: ReadonlyMap<string, { family: string; value: number }>;
  /** Lines that say the same series twice, or nothing that is understood; each a sentence. */
  problems: readonly string[];
}

const sampleLine =
  /^(?<series>(?<name>[a-zA-Z_:][\w:]*)(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\]|\\.)*",?)*\})?) (?<value>\S+)$/;

/** Reads metrics as Prometheus does. Source: Prometheus, "Exposition formats", text format 0.0.4. */
export function readExposition(text: string): ReadExposition {
  const families = new Map<string, ReadFamily>();
  const samples = new Map<string, { family: string; value: number }>();
  const problems: string[] = [];
  const family = (name: string): ReadFamily =>
    families.get(name) ?? { name, type: 'untyped', hasHelp: false };
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === 'HELP') families.set(name, { ...family(name), hasHelp: rest !== '' });
    else if (keyword === 'TYPE') families.set(name, { ...family(name), type: rest });
    else if (!line.startsWith('#')) {
      const found = sampleLine.exec(line)?.groups;
      const { series, name: of = '', value } = found ?? {};
      if (series === undefined) problems.push(`The line “${line}” is no sample.`);
      else if (samples.has(series)) problems.push(`${series} is said twice.`);
      else samples.set(series, { family: of, value: valueOf(value ?? '') });
    }
  }
  return { families, samples, problems };
}

function valueOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}
