import type { z } from 'zod';

/**
 * Reads what this browser kept of a person's choices. Anything missing, broken or from another version gives the
 * fallback: a choice of looks is never worth an error.
 */
export function readStored<Value>(key: string, schema: z.ZodType<Value>, fallback: Value): Value {
  try {
    const text = localStorage.getItem(key);
    if (text === null) return fallback;
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : fallback;
  } catch {
    // Storage is switched off, or the text is not JSON.
    return fallback;
  }
}

/** Keeps a choice in this browser; false when there is no room or storage is switched off. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forgetStored(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is switched off: then there is nothing to forget.
  }
}
