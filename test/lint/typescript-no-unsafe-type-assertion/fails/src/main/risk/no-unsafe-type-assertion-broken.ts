export function parse(text: unknown): string {
  return text as string; // breaks
}
