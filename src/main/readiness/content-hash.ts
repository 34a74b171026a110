import { sha256 } from './evidence-folder.ts';

/** Of the JSON with its keys in order, so that the same content always has the same hash. Lower-case hex SHA-256. */
export function contentHash(content: unknown): string {
  return sha256(JSON.stringify(ordered(content)));
}

function ordered(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(ordered);
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(
    Object.entries(content)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, ordered(value)]),
  );
}
