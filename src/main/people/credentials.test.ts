import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { fingerprintOf, makeCredential, opens } from './credential.ts';
import { CredentialsFile } from './credentials-file.ts';
import { requireGoodPassphrase } from './passphrase-rules.ts';

let drawn = 0;
const secrets = {
  bytes(count: number): Uint8Array {
    drawn += 1;
    return new Uint8Array(count).fill(drawn);
  },
};
const cheap = { N: 2 ** 4, r: 1, p: 1 };
const passphrase = 'seven quiet herons wade';

describe('a credential', () => {
  it('is opened by its passphrase alone, and does not hold it', async () => {
    const credential = await makeCredential('ana', passphrase, secrets, cheap);
    expect(await opens(credential, passphrase)).toBe(true);
    expect(await opens(credential, `${passphrase} `)).toBe(false);
    expect(JSON.stringify(credential)).not.toContain('herons');
    const other = await makeCredential('ana', passphrase, secrets, cheap);
    expect(other.key).not.toBe(credential.key);
  });

  it('is found by the fingerprint of the journal; one put there by hand or changed is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskcheck-people-'));
    const file = new CredentialsFile(folder);
    const credential = await makeCredential('ana', passphrase, secrets, cheap);
    const fingerprint = fingerprintOf(credential);
    expect(file.find(fingerprint)).toBeNull();
    file.add(credential);
    expect(file.find(fingerprint)).toEqual(credential);
    const path = join(folder, 'credentials.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);

    const forged = await makeCredential('ana', 'mallory knows this one', secrets, cheap);
    writeFileSync(path, JSON.stringify({ version: 1, credentials: [forged] }));
    expect(file.find(fingerprint)).toBeNull();
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 20));
    expect(() => file.find(fingerprint)).toThrow(/credentials\.json cannot be read/);
  });

  it('keeps only those that count', async () => {
    const file = new CredentialsFile(mkdtempSync(join(tmpdir(), 'deskcheck-people-')));
    const [old, present] = await Promise.all([
      makeCredential('ana', passphrase, secrets, cheap),
      makeCredential('ana', passphrase, secrets, cheap),
    ]);
    file.add(old);
    file.add(present);
    file.keepOnly(new Set([fingerprintOf(present)]));
    expect(file.find(fingerprintOf(old))).toBeNull();
    expect(file.find(fingerprintOf(present))).toEqual(present);
  });
});

describe('a passphrase', () => {
  it.each([
    ['elevenchars', 'has 11 characters; 12 are the least'],
    ['x'.repeat(257), 'longer than 256'],
    ['Password1234', 'one of the commonest'],
    ['correct horse battery staple', 'one of the commonest'],
    ['aaaaaabbbbbb', 'repeats the same few'],
    ['Ana Ana Ana Ana', 'repeats the same few|little more than'],
    ['magdalena1234', 'little more than'],
  ])('%s is refused: %s', (given, why) => {
    expect(() => requireGoodPassphrase(given, 'Magdalena')).toThrow(new RegExp(why));
  });

  it('needs no sign, digit or capital', () =>
    expect(() => requireGoodPassphrase(passphrase, 'Ana')).not.toThrow());
});
