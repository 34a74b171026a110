import type { Writable } from 'node:stream';

/** The person left instead of answering. */
export class SecretNotGiven extends Error {
  override readonly name = 'SecretNotGiven';
}

/** What secrets are read from: the standard input, a terminal or not. */
export interface SecretInput extends AsyncIterable<Buffer | string> {
  isTTY?: boolean;
  setRawMode?: (raw: boolean) => unknown;
  setEncoding(encoding: 'utf8'): unknown;
  on(event: 'data', listener: (text: string) => void): unknown;
  off(event: 'data', listener: (text: string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

const longest = 4096;

/**
 * Reads a secret: from a terminal without showing it, else the first line of the input. Throws {@link SecretNotGiven} with a
 * sentence where there is none, or where the person leaves by Ctrl+C.
 */
export async function readSecret(
  input: SecretInput,
  prompts: Writable,
  what: string,
): Promise<string> {
  input.setEncoding('utf8');
  return input.isTTY === true ? typed(input, prompts, `${what}: `) : firstLine(input, what);
}

/** As {@link readSecret}; from a terminal twice, and throws where the two differ. */
export async function readNewSecret(
  input: SecretInput,
  prompts: Writable,
  what: string,
): Promise<string> {
  const first = await readSecret(input, prompts, what);
  if (input.isTTY !== true) return first;
  const again = await typed(input, prompts, 'Again: ');
  if (first !== again) throw new SecretNotGiven('The two differ.');
  return first;
}

async function firstLine(input: SecretInput, what: string): Promise<string> {
  let text = '';
  for await (const piece of input) {
    text += String(piece);
    if (text.includes('\n') || text.length > longest) break;
  }
  const [line = ''] = text.split(/\r?\n/, 1);
  if (line === '') throw new SecretNotGiven(`The input holds no ${what.toLowerCase()}.`);
  return line;
}

const keys = { enter: /[\r\n]/, leave: '\u0003', end: '\u0004', erase: /[\u007F\b]/ };

/** One line from a terminal that shows nothing of it. Keys that write nothing, such as arrows, do nothing. */
function typed(input: SecretInput, prompts: Writable, prompt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const characters: string[] = [];
    const done = (settle: () => void): void => {
      input.off('data', hear);
      input.setRawMode?.(false);
      input.pause();
      prompts.write('\n');
      settle();
    };
    const hear = (text: string): void => {
      if (text.startsWith('\u001B')) return;
      for (const character of text) {
        if (keys.enter.test(character)) {
          done(() => resolve(characters.join('')));
          return;
        }
        if (character === keys.leave || (character === keys.end && characters.length === 0)) {
          done(() => reject(new SecretNotGiven('Left without an answer.')));
          return;
        }
        if (keys.erase.test(character)) characters.pop();
        else if (character >= ' ' && characters.length < longest) characters.push(character);
      }
    };
    prompts.write(prompt);
    input.setRawMode?.(true);
    input.on('data', hear);
    input.resume();
  });
}
