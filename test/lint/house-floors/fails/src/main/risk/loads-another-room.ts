export async function load(): Promise<unknown> {
  return import('../journal/journal.ts'); // breaks
}
