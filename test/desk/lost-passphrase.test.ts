import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { listeningOutput } from '../../src/main/cli/listening-output.fixture.ts';
import { setPassphrase } from '../../src/main/cli/passphrase.ts';
import { verify } from '../../src/main/cli/verify.ts';
import { systemPorts } from '../../src/main/desk/ports.ts';
import { passphrase, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

const fresh = 'nine slow barges turn';

let trial: Trial;
let desk: DeskUnderTest;
const start = (): Promise<DeskUnderTest> =>
  trial.start({
    gateway: { kind: 'paper', host: '127.0.0.1', port: trial.gateway.port, clientId: 11 },
  });

beforeEach(async () => {
  trial = await Trial.begin();
  desk = await start();
  await desk.staff();
});
afterEach(() => trial.end());

/** Runs the command with a passphrase piped in. */
async function reset(
  personId: string,
  typed: string,
  dataDir = trial.dataDir,
): Promise<{ code: number; said: string; complained: string }> {
  const input = new PassThrough();
  input.end(`${typed}\n`);
  const output = listeningOutput();
  const code = await setPassphrase(
    { dataDir, gateway: 'paper', personId },
    input,
    output,
    systemPorts(),
  );
  return { code, said: output.said(), complained: output.complained() };
}

const credentials = (): string =>
  readFileSync(join(trial.dataDir, 'paper', 'credentials.json'), 'utf8');

test('whoever owns the data folder gives the only administrator a new passphrase, on record', async () => {
  await desk.desk.close('A test.');
  expect(await reset('administrator', fresh)).toEqual({
    code: 0,
    said: 'Administrator has a new passphrase. It is on record as by the command line.\n',
    complained: '',
  });
  expect(credentials()).not.toContain(fresh);
  expect(JSON.parse(credentials())).toMatchObject({ credentials: { length: 3 } });
  expect(verify(trial.dataDir, listeningOutput())).toBe(0);

  desk = await start();
  const window = desk.desk.caller('a window');
  const signIn = (typed: string): Promise<unknown> =>
    desk.commands['session.sign-in']({ personId: 'administrator', passphrase: typed }, window);
  await expect(signIn(passphrase)).rejects.toMatchObject({ code: 'not-allowed' });
  await signIn(fresh);
  const { entries } = await desk.commands['journal.read'](
    { beforeSeq: null, limit: 10, kinds: ['person.passphrase-set'], orderRef: null, text: null },
    window,
  );
  expect(entries[0]).toMatchObject({ by: 'command-line', window: null });
});

test('while a desk runs on the folder nothing is changed', async () => {
  const before = credentials();
  const { code, complained } = await reset('administrator', fresh);
  expect(code).toBe(2);
  expect(complained).toMatch(/^Another desk \(process \d+\) is using .*paper\. Use its window/);
  expect(credentials()).toBe(before);
});

test.each<[string, string, RegExp]>([
  ['administrator', 'short', /The passphrase has 5 characters; 12 are the least\. Take four/],
  ['administrator', 'Administrator1', /commonest/],
  ['administrator', '', /The input holds no new passphrase of administrator\. Nothing was changed/],
  ['eve', fresh, /This desk has no person eve\. Its people are: administrator, operator, risk-off/],
])(
  '%s with "%s" is refused in a sentence, and nothing is changed',
  async (who, typed, sentence) => {
    await desk.desk.close('A test.');
    const before = credentials();
    const { code, complained } = await reset(who, typed);
    expect(code).toBe(2);
    expect(complained).toMatch(sentence);
    expect(credentials()).toBe(before);
    expect(verify(trial.dataDir, listeningOutput())).toBe(0);
  },
);

test('a folder without a desk on that gateway is named', async () => {
  await desk.desk.close('A test.');
  const elsewhere = join(trial.dataDir, 'none');
  expect(await reset('administrator', fresh, elsewhere)).toMatchObject({
    code: 2,
    complained: expect.stringContaining('There is no folder') as unknown,
  });
});
