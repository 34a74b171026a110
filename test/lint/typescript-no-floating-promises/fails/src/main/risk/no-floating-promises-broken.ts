export function send(write: () => Promise<void>): void {
  write(); // breaks
}
