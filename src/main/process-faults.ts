import type { Log } from './desk/log.ts';

/** What a process tells of exceptions that nobody caught; Node's `process` is one. */
export interface FaultSource {
  on(event: 'uncaughtException', listener: (error: unknown) => void): unknown;
  on(event: 'unhandledRejection', listener: (reason: unknown) => void): unknown;
}

/**
 * Keeps the process alive when an exception reaches it, with the desk HALTED: ended, it could cancel nothing any more,
 * and running on as if nothing were wrong it could trade on figures that do not hold.
 */
export function haltOnProcessFaults(
  source: FaultSource,
  desk: { halt(where: string, error: unknown): void },
  log: Log,
): void {
  const halt = (where: string) => (error: unknown) => {
    try {
      desk.halt(where, error);
    } catch (failure) {
      log.error({ err: error, failure }, 'The desk could not be halted after a fault of its own.');
    }
  };
  source.on('uncaughtException', halt('doing something nobody waited for'));
  source.on('unhandledRejection', halt('finishing something nobody waited for'));
}
