import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { cpus, platform, release, totalmem } from 'node:os';

import type { Environment } from '#shared/domain/readiness.ts';

/** The machine the desk runs on, without its name. */
export function thisMachine(): Pick<
  Environment,
  'platform' | 'processor' | 'cores' | 'memoryBytes' | 'nodeVersion'
> {
  const processors = cpus();
  return {
    platform: `${platform()} ${release()}`,
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    nodeVersion: process.versions.node,
  };
}

/** What the process uses now. */
export function processOfNow(): { residentBytes: number; heapBytes: number; cpuMs: number } {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { residentBytes: rss, heapBytes: heapUsed, cpuMs: (user + system) / 1000 };
}

/** What the heap holds after a full collection, so that what nobody needs any more does not count. */
export function heldHeapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
  return process.memoryUsage().heapUsed;
}
