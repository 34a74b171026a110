import type { Wire } from '#shared/contract/wire.ts';

/** One way to reach the desk. */
export interface DeskTransport {
  /** Resolves with an open wire. Rejects with `AdmissionRefused`, or with any error when it is worth another try. */
  open(): Promise<Wire>;
  /** Calls back when trying again makes sense although the desk had refused. */
  onNewChance(listener: () => void): void;
  /** Opens a second window on the same desk. */
  openWindow(): Promise<void>;
}

/** The desk does not let this window in; trying again changes nothing. The message says what to do. */
export class AdmissionRefused extends Error {
  override readonly name = 'AdmissionRefused';
}
