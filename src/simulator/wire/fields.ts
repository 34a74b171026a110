/** How the protocol writes a double that has no value. */
export const unsetDouble = '1.7976931348623157E308';
const unsetInteger = 2_147_483_647;

export type Field = string | number | boolean;

/** Fields as one message: each ends with a NUL. */
export function message(...fields: readonly Field[]): string {
  let text = '';
  for (const field of fields) text += `${typeof field === 'boolean' ? Number(field) : field}\0`;
  return text;
}

/** Text for a message: the protocol is seven-bit, other characters travel as \\uXXXX. NUL would end the field. */
export function sevenBit(text: string): string {
  return text
    .replaceAll('\0', ' ')
    .replaceAll(
      /[^\x20-\x7e\n]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

export class MalformedRequest extends Error {
  override readonly name = 'MalformedRequest';
}

/** Reads the fields of one request in order. Throws {@link MalformedRequest}, in words, for what is not there. */
export class FieldReader {
  readonly #fields: readonly string[];
  #at = 0;

  constructor(frame: string) {
    const fields = frame.split('\0');
    // The last field ends with a NUL too, so what follows it is nothing.
    if (fields.at(-1) === '') fields.pop();
    this.#fields = fields;
  }

  text(name: string): string {
    const field = this.#fields[this.#at];
    if (field === undefined) throw new MalformedRequest(`The message ends before ${name}.`);
    this.#at += 1;
    return field;
  }

  /** A whole number; 0 when the field is empty. */
  integer(name: string): number {
    return this.optionalInteger(name) ?? 0;
  }

  /** A whole number; null when the field is empty or the protocol's unset value. */
  optionalInteger(name: string): number | null {
    const field = this.text(name).trim();
    if (field === '') return null;
    const value = Number(field);
    if (!Number.isSafeInteger(value)) {
      throw new MalformedRequest(`${name} is '${shortened(field)}', which is not a whole number.`);
    }
    return value === unsetInteger ? null : value;
  }

  /** A number; null when the field is empty or the protocol's unset value. */
  optionalNumber(name: string): number | null {
    const field = this.text(name).trim();
    if (field === '') return null;
    const value = Number(field);
    if (value === Number.MAX_VALUE) return null;
    if (!Number.isFinite(value)) {
      throw new MalformedRequest(`${name} is '${shortened(field)}', which is not a number.`);
    }
    return value;
  }

  /** 1 or true; anything else is false. */
  flag(name: string): boolean {
    const field = this.text(name).trim().toLowerCase();
    return field === '1' || field === 'true';
  }

  skip(...names: readonly string[]): void {
    for (const name of names) this.text(name);
  }
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
