/** A stored body with its fields on lines of their own; text that is not JSON stays as it is. */
export function prettyJson(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return JSON.stringify(value, null, 2);
  } catch {
    return body;
  }
}
