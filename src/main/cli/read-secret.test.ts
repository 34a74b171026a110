import { PassThrough, Writable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { readNewSecret, type SecretInput } from './read-secret.ts';

function prompts(): Writable & { said: string } {
  const stream = new Writable({
    decodeStrings: false,
    write(piece: string, _encoding, done) {
      shown.said += piece;
      done();
    },
  });
  const shown = Object.assign(stream, { said: '' });
  return shown;
}

function terminal(): PassThrough & SecretInput & { raw: boolean[]; type(text: string): void } {
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    raw: [] as boolean[],
    setRawMode(raw: boolean) {
      stream.raw.push(raw);
    },
    type(text: string) {
      stream.write(text);
    },
  });
  return stream;
}

function piped(text: string): PassThrough {
  const stream = new PassThrough();
  stream.end(text);
  return stream;
}

/** Answers each prompt once it is there, as a person does. */
async function answered(
  answers: readonly string[],
): Promise<{ secret: string; shown: string; raw: boolean[] }> {
  const input = terminal();
  const shown = prompts();
  const secret = readNewSecret(input, shown, 'New passphrase');
  const typing = async (): Promise<void> => {
    for (const answer of answers) {
      input.type(answer);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  };
  const [given] = await Promise.all([secret, typing()]);
  return { secret: given, shown: shown.said, raw: input.raw };
}

describe('a secret from a terminal', () => {
  it('is asked for twice and shown at no time', async () => {
    const { secret, shown, raw } = await answered(['seven quiet\r', 'seven quiet\r']);
    expect(secret).toBe('seven quiet');
    expect(shown).toBe('New passphrase: \nAgain: \n');
    expect(raw).toEqual([true, false, true, false]);
  });

  it('can be mended while it is typed; arrows and the like write nothing', async () => {
    const { secret } = await answered(['sevem\u007F', 'n', '\u001B[D', ' wäde\r', 'seven wäde\n']);
    expect(secret).toBe('seven wäde');
  });

  it('is not taken where the two differ', async () => {
    await expect(answered(['one\r', 'two\r'])).rejects.toThrow('The two differ.');
  });

  it('need not be given, and the terminal is as it was', async () => {
    const input = terminal();
    const secret = readNewSecret(input, prompts(), 'New passphrase');
    input.type('half\u0003');
    await expect(secret).rejects.toThrow('Left without an answer.');
    expect(input.raw).toEqual([true, false]);
  });
});

describe('a secret from another program', () => {
  it('is the first line of what it writes', async () => {
    expect(await readNewSecret(piped('two words\r\nmore\n'), prompts(), 'New passphrase')).toBe(
      'two words',
    );
    expect(await readNewSecret(piped('no end of line'), prompts(), 'New passphrase')).toBe(
      'no end of line',
    );
  });

  it('is missed where there is none', async () => {
    await expect(readNewSecret(piped(''), prompts(), 'New passphrase')).rejects.toThrow(
      'The input holds no new passphrase.',
    );
  });
});
