import type { NewFact } from '#shared/domain/fact.ts';
import type { EpochMs } from '#shared/domain/ports.ts';

import { decideClear, decideRaise } from './alert-decisions.ts';
import { condition, fingerprintOf, type AlertCondition } from './alert-rules.ts';
import type { Alerts } from './alerts.ts';

/** A person who may be somebody else: the one who gave them their passphrase. */
export interface GivenPassphrase {
  readonly personId: string;
  readonly name: string;
  readonly givenBy: string;
  /** Whether it has been changed since. */
  readonly changed: boolean;
}

const rules = ['passphrase-given', 'passphrase-unwitnessed'] as const;

/** Whom an alert about a passphrase is about, by personId; null where an alert is about none. */
export function passphraseOwner({ rule, fingerprint }: AlertRef): string | null {
  return rules.some((each) => each === rule) ? fingerprint.slice(rule.length + 1) : null;
}
interface AlertRef {
  readonly rule: string;
  readonly fingerprint: string;
}

/** An alert for everybody who may be somebody else; over once that is settled. */
export function decidePassphraseWatch(
  alerts: Alerts,
  given: readonly GivenPassphrase[],
  at: EpochMs,
  newAlertId: () => string,
): NewFact[] {
  const holding = new Set<string>();
  const facts: NewFact[] = [];
  for (const each of given) {
    const seen = conditionOf(each);
    holding.add(fingerprintOf(seen));
    facts.push(...decideRaise(alerts, seen, at, newAlertId));
  }
  for (const [fingerprint, alert] of alerts.unresolved) {
    if (passphraseOwner(alert) !== null && !holding.has(fingerprint)) {
      facts.push(...decideClear(alerts, fingerprint, at));
    }
  }
  return facts;
}

function conditionOf({ personId, name, givenBy, changed }: GivenPassphrase): AlertCondition {
  return changed
    ? condition(
        'passphrase-unwitnessed',
        personId,
        `The passphrase that ${givenBy} gave ${name} has been changed, by whoever had it. ${name} approves and signs nothing until a third person, neither ${givenBy} nor ${name}, acknowledges this. Ask ${name} in person whether it was they, first.`,
      )
    : condition(
        'passphrase-given',
        personId,
        `${givenBy} set the passphrase of ${name}, and can come as ${name} while it is not changed. Until then ${name} approves and signs nothing. If ${name} did not ask for it, take away the rights of both and look at what was done since.`,
      );
}
