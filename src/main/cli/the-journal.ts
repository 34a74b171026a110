import { basename, resolve } from 'node:path';

import type { GatewayKind } from '#shared/domain/gateway.ts';

import { journalFolders } from '../journal/journal-folders.ts';

/** It is not plain which journal is meant, or it is not there: a sentence for a person and what to do. */
export class NoSuchJournal extends Error {
  override readonly name = 'NoSuchJournal';
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

/**
 * The folder of the one journal that is meant.
 * @param gateway whose, where the data folder holds those of several gateways; null where there is one.
 * Throws {@link NoSuchJournal}, and what `journalFolders` throws.
 */
export function theJournal(dataDir: string, gateway: GatewayKind | null): string {
  const folders = journalFolders(dataDir);
  const names = folders.map((folder) => basename(folder));
  const wanted = gateway === null ? folders : folders.filter((_, at) => names[at] === gateway);
  const [only, ...others] = wanted;
  if (only !== undefined && others.length === 0) return only;
  if (gateway !== null) {
    throw new NoSuchJournal(
      `There is no journal of the ${gateway} gateway in ${resolve(dataDir)}.`,
      `There is one of: ${names.join(', ')}.`,
    );
  }
  throw new NoSuchJournal(
    `There are ${folders.length} journals in ${resolve(dataDir)}.`,
    `Say which with --gateway: ${names.join(', ')}.`,
  );
}
