import { certificateEnd, currentCertificate } from '../readiness/certification-record.ts';
import { configurationOf } from './certified-configuration.ts';
import type { DeskCore } from './desk-core.ts';
import { record } from './record.ts';

/**
 * Looks whether the certificate in force is still for what runs now: what has changed ends it at once, on record and with
 * an alert. To be called at start, whenever the limits change and each second.
 */
export function watchCertificate(core: DeskCore): void {
  if (core.closing || core.road.fault !== null) return;
  const held = currentCertificate(core.state.certification);
  if (held === null || held.ended !== null) return;
  const { version, commit, limitsInForce } = core;
  const configuration = configurationOf({ version, commit, limits: limitsInForce.current });
  record(core, certificateEnd(held, configuration, core.ports.clock.now()));
}
