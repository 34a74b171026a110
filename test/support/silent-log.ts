import type { Log } from '../../src/main/desk/log.ts';

/** For tests that look at what the desk does and not at what it tells its engineers. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
