import { z } from 'zod';

import { factBodySchemas, type Fact, type FactKind } from '#shared/domain/fact.ts';

import type { StoredFact } from './chain.ts';
import { JournalBroken } from './refusals.ts';

function isFactKind(kind: string): kind is FactKind {
  return Object.hasOwn(factBodySchemas, kind);
}

/** Brands a fact whose body its kind's schema has accepted: TypeScript cannot see that the two belong together. */
function isAccepted(
  fact: { kind: FactKind; body: unknown },
  accepted: { success: boolean; data?: unknown },
): fact is Fact {
  return accepted.success && accepted.data === fact.body;
}

/**
 * A fact from its stored text. Throws {@link JournalBroken} for a kind this program does not know and for a body
 * that does not have the form of its kind.
 */
export function parseFact(stored: StoredFact): Fact {
  const { seq, at, kind, by, window } = stored;
  if (!isFactKind(kind)) {
    throw new JournalBroken(`Fact ${seq} is of a kind that this Deskcheck does not know: ${kind}.`);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(stored.body);
  } catch {
    throw new JournalBroken(`Fact ${seq} (${kind}) is not readable: its body is not JSON.`);
  }
  const parsed = factBodySchemas[kind].safeParse(raw);
  const from = window === null ? {} : { window };
  const fact = { seq, at, kind, by, ...from, body: parsed.data };
  if (isAccepted(fact, parsed)) return fact;
  const why = parsed.error === undefined ? '' : z.prettifyError(parsed.error).replaceAll('\n', ' ');
  throw new JournalBroken(`Fact ${seq} (${kind}) does not have the form of its kind: ${why}`);
}
