import { z } from 'zod';

import { severitySchema } from './alert.ts';

/** `alertmanager`: its HTTP API of version 2. `webhook`: every change as JSON, in order. */
export const receiverKindSchema = z.enum(['alertmanager', 'webhook']);
export type ReceiverKind = z.infer<typeof receiverKindSchema>;

/** Where alerts are delivered to besides the screens. Its token is a secret and stands nowhere in a fact. */
export const receiverSchema = z.object({
  receiverId: z.string(),
  kind: receiverKindSchema,
  /** Alertmanager: where it is, without `/api/v2`. Webhook: the whole address. */
  url: z.string(),
  /** What this desk is called there, so that several can be told apart. */
  deskName: z.string(),
  /** Alerts less grave than this are not delivered. */
  leastSeverity: severitySchema,
  /** Whether a bearer token goes with each request. */
  hasToken: z.boolean(),
});
export type Receiver = z.infer<typeof receiverSchema>;

/** A receiver as it stands. */
export const deliveryStatusSchema = receiverSchema.extend({
  /** Facts of alerts it has not taken yet, counted up to a bound. */
  waiting: z.number().int(),
  /** The fact up to which it has taken everything. */
  throughSeq: z.number().int(),
  /** When it last took something, ISO-8601; null before the first time. */
  deliveredAt: z.string().nullable(),
  /** Since when it has not taken what it was sent, ISO-8601; null while it does. */
  failingSince: z.string().nullable(),
  /** Why, in a sentence; null while it does. */
  problem: z.string().nullable(),
});
export type DeliveryStatus = z.infer<typeof deliveryStatusSchema>;

/** The hosts of this machine itself: a token never leaves it unencrypted. */
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Why an address cannot be a receiver's, in a sentence; null when it can. */
export function addressProblem(url: string, hasToken: boolean): string | null {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return 'That is no address. Write it like http://127.0.0.1:9093.';
  }
  const { protocol, username, password, hash, hostname } = parsed;
  if (protocol !== 'http:' && protocol !== 'https:') return 'Only http and https are possible.';
  if (username !== '' || password !== '') {
    return 'No user and password in the address: it goes on record. Use the token.';
  }
  if (hash !== '') return 'An address of a receiver has no part after #.';
  if (hasToken && protocol === 'http:' && !loopback.has(hostname)) {
    return 'A token is sent over https only, except to this machine itself.';
  }
  return null;
}
