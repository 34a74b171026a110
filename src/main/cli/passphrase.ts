import { ContractError } from '#shared/contract/error.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';

import type { Ports } from '../desk/ports.ts';
import { resetPassphrase } from '../desk/reset-passphrase.ts';
import type { JournalLog } from '../journal/journal.ts';
import { JournalRefused } from '../journal/refusals.ts';
import { say, type ExitCode, type Output } from './output.ts';
import { readNewSecret, SecretNotGiven, type SecretInput } from './read-secret.ts';
import { NoSuchJournal, theJournal } from './the-journal.ts';

export interface PassphraseOptions {
  dataDir: string;
  /** A practice desk has no passphrases. */
  gateway: Exclude<GatewayKind, 'simulated'>;
  personId: string;
}

/**
 * Gives a person of a stopped desk a new passphrase, from whoever owns its data folder. 0: given; 2: it cannot be done,
 * and nothing was changed.
 */
export async function setPassphrase(
  { dataDir, gateway, personId }: PassphraseOptions,
  input: SecretInput,
  output: Output,
  ports: Pick<Ports, 'clock' | 'secrets' | 'soon'>,
): Promise<ExitCode> {
  try {
    const { name } = await resetPassphrase({
      folder: theJournal(dataDir, gateway),
      personId,
      readPassphrase: (person) =>
        readNewSecret(input, output.err, `New passphrase of ${person.name}`),
      ports,
      log: complainingLog(output),
    });
    say(output.out, `${name} has a new passphrase. It is on record as by the command line.`);
    return 0;
  } catch (error) {
    if (error instanceof SecretNotGiven) {
      say(output.err, `${error.message} Nothing was changed.`);
      return 2;
    }
    const refused =
      error instanceof JournalRefused ||
      error instanceof NoSuchJournal ||
      error instanceof ContractError;
    if (!refused) throw error;
    say(output.err, `${error.message} ${error.advice}`);
    return 2;
  }
}

/** What the journal finds wrong is for the person at the terminal; that all is well is not said. */
function complainingLog({ err }: Output): JournalLog {
  return {
    info: () => undefined,
    warn: (_fields, message) => say(err, message),
    error: (_fields, message) => say(err, message),
  };
}
