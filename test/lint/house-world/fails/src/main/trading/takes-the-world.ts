import { randomBytes, randomFillSync, randomInt, randomUUID, webcrypto } from 'node:crypto'; // breaks
import { performance as stopwatch } from 'node:perf_hooks'; // breaks
import { setTimeout as wait } from 'node:timers/promises'; // breaks
import { clearTimeout as stopWaiting } from 'node:timers'; // breaks
import { ulid } from 'ulid'; // breaks

export function readsTheClock(): number {
  const { now } = Date; // breaks
  const year = new Date().getFullYear(); // breaks
  const text = Date(); // breaks
  const hidden = globalThis.Date.now(); // breaks
  const quoted = Date['now'](); // breaks
  const up = process.uptime(); // breaks
  const high = process.hrtime.bigint(); // breaks
  return Date.now() + now() + year + text.length + hidden + quoted + up + Number(high); // breaks
}

export function throwsDice(): number {
  const bytes = crypto.getRandomValues(new Uint8Array(1)); // breaks
  const id = crypto.randomUUID(); // breaks
  return Math.random() + bytes.length + id.length; // breaks
}

export function waits(task: () => void): void {
  const soon = setTimeout(task, 1); // breaks
  const often = setInterval(task, 1); // breaks
  const next = setImmediate(task); // breaks
  globalThis.setTimeout(task, 1); // breaks
  clearTimeout(soon); // breaks
  clearInterval(often); // breaks
  clearImmediate(next); // breaks
  AbortSignal.timeout(1).throwIfAborted(); // breaks
}

export function measures(): number {
  const meter = performance; // breaks
  return meter.now();
}

export const named = { randomBytes, randomFillSync, randomInt, randomUUID, webcrypto, stopwatch, wait, stopWaiting, ulid };
