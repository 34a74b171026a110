import { ContractError } from '#shared/contract/error.ts';

/** Length over composition: no sign or digit is asked for. Source: NIST SP 800-63B, 3.1.1. */
export const leastCharacters = 12;
export const mostCharacters = 256;

/** What is guessed first of all that is long enough; compared without case and without what is between the letters. */
const commonest: ReadonlySet<string> = new Set([
  'password1234',
  'passwordpassword',
  'password12345',
  'password123456',
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456781234',
  '1234567890ab',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdf',
  'qwertyqwerty',
  'qwerty123456',
  'letmeinletmein',
  'iloveyouiloveyou',
  'iloveyou1234',
  'adminadmin12',
  'administrator',
  'administrator1',
  'welcome12345',
  'welcome123456',
  'changemenow1',
  'changemechangeme',
  'correcthorsebatterystaple',
  'tradingtrading',
  'interactivebrokers',
  'deskcheckdeskcheck',
  'deskcheck1234',
  'passphrase123',
  'passphrasepassphrase',
  'abcdefghijkl',
  'abcdefghijklm',
  'abc123abc123',
  'monkeymonkey',
  'dragondragon',
  'superman1234',
  'football1234',
  'baseball1234',
  'sunshine1234',
  'princess1234',
]);

/** Throws the refusal of a passphrase that is too easy to guess for the person of this name. */
export function requireGoodPassphrase(passphrase: string, name: string): void {
  const characters = passphrase.length;
  if (characters < leastCharacters) {
    throw refused(`The passphrase has ${characters} characters; ${leastCharacters} are the least.`);
  }
  if (characters > mostCharacters) {
    throw refused(`The passphrase is longer than ${mostCharacters} characters.`);
  }
  const plain = bare(passphrase);
  if (commonest.has(plain)) throw refused('This passphrase is one of the commonest there are.');
  if (new Set(plain).size < 4) throw refused('The passphrase repeats the same few characters.');
  const ownName = bare(name);
  if (ownName.length > 2 && plain.replaceAll(ownName, '').length < 8) {
    throw refused('The passphrase is little more than the person’s name.');
  }
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[\s._-]/g, '');
}

function refused(message: string): ContractError {
  return new ContractError({
    code: 'bad-input',
    message,
    advice: 'Take four or five words that do not belong together.',
  });
}
