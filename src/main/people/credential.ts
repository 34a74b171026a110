import { createHash, scrypt, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import type { SecretSource } from '#shared/domain/ports.ts';

/** How dear a guess is: 32 MiB and a tenth of a second. Source: OWASP, Password Storage Cheat Sheet, scrypt. */
export const scryptCost = { N: 2 ** 15, r: 8, p: 3 } as const;
export type ScryptCost = { readonly N: number; readonly r: number; readonly p: number };

const saltBytes = 16;
const keyBytes = 32;

/** What a passphrase is checked against; the passphrase cannot be had from it. Bytes as base64. */
export const credentialSchema = z.strictObject({
  personId: z.string().min(1),
  salt: z.base64(),
  key: z.base64(),
  N: z
    .number()
    .int()
    .min(2)
    .max(2 ** 20),
  r: z.number().int().min(1).max(32),
  p: z.number().int().min(1).max(16),
});
export type Credential = z.infer<typeof credentialSchema>;

export async function makeCredential(
  personId: string,
  passphrase: string,
  secrets: SecretSource,
  cost: ScryptCost = scryptCost,
): Promise<Credential> {
  const salt = secrets.bytes(saltBytes);
  const key = await derive(passphrase, salt, cost);
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return { personId, salt: text(salt), key: text(key), N: cost.N, r: cost.r, p: cost.p };
}

/** Whether the passphrase is the one the credential was made of. */
export async function opens(credential: Credential, passphrase: string): Promise<boolean> {
  const key = await derive(passphrase, Buffer.from(credential.salt, 'base64'), credential);
  const expected = Buffer.from(credential.key, 'base64');
  return key.length === expected.length && timingSafeEqual(key, expected);
}

/** Names a credential in the journal without giving it away: hex SHA-256. */
export function fingerprintOf({ personId, salt, key, N, r, p }: Credential): string {
  return createHash('sha256')
    .update(JSON.stringify([personId, salt, key, N, r, p]), 'utf8')
    .digest('hex');
}

function derive(passphrase: string, salt: Uint8Array, { N, r, p }: ScryptCost): Promise<Buffer> {
  const options = { N, r, p, maxmem: 256 * N * r };
  // The same words typed on another keyboard are the same passphrase.
  const text = passphrase.normalize('NFKC');
  return new Promise((resolve, reject) => {
    scrypt(text, salt, keyBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
