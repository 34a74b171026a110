import { createHash } from 'node:crypto';

export interface Clock {
  now(): number;
  setTimeout(task: () => void): void;
}

export function isHandedTheWorld(clock: Clock, performance: { readonly score: number }): string {
  clock.setTimeout(() => undefined);
  const date = new Date(clock.now() + performance.score);
  return createHash('sha256').update(date.toISOString()).digest('hex') + String(Math.max(1, 2));
}
