import { limitsSchema, type Limits } from '#shared/domain/limits.ts';

/**
 * The unit each limit is compared in. A file that names another is refused: 5 seconds read as 5 milliseconds
 * would be a different limit.
 */
const units: Record<Exclude<keyof Limits, 'version'>, string> = {
  maxOrderQuantity: 'units',
  maxOrderValue: 'base currency',
  priceCollar: 'percent',
  positionLimit: 'units',
  maxQuoteAge: 'milliseconds',
  acknowledgementDeadline: 'milliseconds',
  dailyLoss: 'base currency',
};

/** A limits file that cannot be used: which file, what is wrong in it and what to do, for a person to read. */
export class LimitsFileError extends Error {
  override readonly name = 'LimitsFileError';
  readonly fileName: string;
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];

  constructor(fileName: string, problems: readonly string[]) {
    super(
      `The limits in ${fileName} cannot be used. ${problems.join(' ')} Correct the file and start the desk again.`,
    );
    this.fileName = fileName;
    this.problems = problems;
  }
}

/** The limits in the text of a limits file. Throws {@link LimitsFileError} naming everything that is wrong. */
export function parseLimits(text: string, fileName: string): Limits {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LimitsFileError(fileName, [`It is not JSON: ${reason}.`]);
  }
  const parsed = limitsSchema.safeParse(content);
  if (!parsed.success) {
    throw new LimitsFileError(
      fileName,
      parsed.error.issues.map(({ path, message }) => `${place(path)}: ${message}.`),
    );
  }
  const limits = parsed.data;
  const wrongUnits = entries(units)
    .filter(([name, unit]) => limits[name].unit !== unit)
    .map(
      ([name, unit]) =>
        `${name}.unit: the desk compares ${name} in ${unit}, not in ${limits[name].unit}.`,
    );
  if (wrongUnits.length > 0) throw new LimitsFileError(fileName, wrongUnits);
  return limits;
}

function place(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'The file' : path.map(String).join('.');
}

function entries<K extends string>(record: Record<K, string>): [K, string][] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys.map((key) => [key, record[key]]);
}
