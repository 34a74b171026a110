export function parse(text: string): string {
  const parsed = JSON.parse(text); // breaks
  return String(parsed);
}
