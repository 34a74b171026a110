import { randomBytes, webcrypto } from 'node:crypto';

import { monotonicFactory } from 'ulid';

import type { Clock, IdSource, RandomSource, SecretSource } from '#shared/domain/ports.ts';

/** Everything the desk takes from the machine it runs on. The only file of the desk that touches clock and chance. */
export interface Ports {
  clock: Clock;
  random: RandomSource;
  ids: IdSource;
  secrets: SecretSource;
  /** Runs a task once the events already waiting have been heard: what arrives together is recorded together. */
  soon(task: () => void): void;
}

const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, task) {
    const handle = setTimeout(task, delayMs);
    return { cancel: () => clearTimeout(handle) };
  },
  every(periodMs, task) {
    const handle = setInterval(task, periodMs);
    return { cancel: () => clearInterval(handle) };
  },
};

/** The real machine's clock, chance and ids. */
export function systemPorts(): Ports {
  const nextUlid = monotonicFactory(() => {
    const [value] = webcrypto.getRandomValues(new Uint32Array(1));
    return (value ?? 0) / 2 ** 32;
  });
  return {
    clock: systemClock,
    random: { next: () => Math.random() },
    ids: { next: () => nextUlid(Date.now()) },
    secrets: { bytes: (count) => new Uint8Array(randomBytes(count)) },
    soon: (task) => {
      setImmediate(task);
    },
  };
}
