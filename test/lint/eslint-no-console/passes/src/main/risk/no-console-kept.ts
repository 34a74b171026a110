export function warn(log: { warn(text: string): void }): void {
  log.warn('late');
}
