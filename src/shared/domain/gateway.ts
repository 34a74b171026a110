import { z } from 'zod';

/** What the desk is connected to. A live account is always `shadow`, whatever was asked for. */
export const gatewayKindSchema = z.enum(['simulated', 'paper', 'shadow']);
export type GatewayKind = z.infer<typeof gatewayKindSchema>;

/** An account id as the broker gives it, for example `DU1000001`. */
export type AccountId = string;

export type AccountKind = 'paper' | 'live';

/**
 * Paper accounts start with DU, paper advisor accounts with DF; everything else is live. The account id decides,
 * never the port: a port is a habit of the installation, the id is the broker's word.
 * Source: IB, "Paper Trading Account"; reference/tws.md.
 */
export function accountKind(accountId: AccountId): AccountKind {
  return /^D[UF]\d+$/.test(accountId) ? 'paper' : 'live';
}

export const linkStateSchema = z.enum([
  'down',
  'connecting',
  'handshaking',
  'reconciling',
  'ready',
  'impaired',
]);
/** New risk is accepted in `ready` alone. */
export type LinkState = z.infer<typeof linkStateSchema>;

export const linkStatusSchema = z.object({
  state: linkStateSchema,
  /** Why the link is in this state, in one plain sentence. */
  reason: z.string(),
  /** What a person can do about it; empty where nothing is to be done. */
  advice: z.array(z.string()),
  host: z.string(),
  port: z.number().int(),
  clientId: z.number().int(),
  serverVersion: z.number().int().nullable(),
  /** Milliseconds of the last heartbeat's round trip. */
  roundTripMs: z.number().nullable(),
  /** When the next attempt to connect will be made, ISO-8601; null when none is planned. */
  nextAttemptAt: z.string().nullable(),
  attempt: z.number().int(),
});
export type LinkStatus = z.infer<typeof linkStatusSchema>;
