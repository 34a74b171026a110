import { describe, expect, test } from 'vitest';
import { BadOption, helpText, OPTIONS, readStartOptions } from './start-options.mjs';

describe('the options of npm start', () => {
  test.each([
    { argv: [], read: { shell: null, open: true, help: false, handedOn: [] } },
    { argv: ['--no-open'], read: { open: false } },
    { argv: ['--shell', 'browser'], read: { shell: 'browser', handedOn: [] } },
    { argv: ['--shell=electron'], read: { shell: 'electron' } },
    { argv: ['--gateway', 'paper'], read: { handedOn: ['--gateway', 'paper'] } },
    { argv: ['--host=::1'], read: { handedOn: ['--host', '::1'] } },
    { argv: ['--gateway-port', '7497'], read: { handedOn: ['--gateway-port', '7497'] } },
    { argv: ['--data', 'my desk = here'], read: { handedOn: ['--data', 'my desk = here'] } },
    { argv: ['--data=a=b'], read: { handedOn: ['--data', 'a=b'] } },
    { argv: ['--port', '0'], read: { handedOn: ['--port', '0'] } },
    {
      argv: ['--seed', '4294967295', '--speed', '1.5'],
      read: { handedOn: ['--seed', '4294967295', '--speed', '1.5'] },
    },
    { argv: ['--help'], read: { help: true } },
  ])('$argv', ({ argv, read }) => {
    expect(readStartOptions(argv)).toMatchObject(read);
  });

  test.each([
    { argv: ['--frob'], says: '--frob is not an option of npm start' },
    { argv: ['paper'], says: 'paper is not an option of npm start' },
    { argv: ['--constructor', 'x'], says: '--constructor is not an option' },
    { argv: ['--shell', 'netscape'], says: 'Give electron or browser.' },
    { argv: ['--gateway', 'live'], says: 'Give simulated, paper or shadow.' },
    { argv: ['--gateway-port', '0'], says: 'Give a port from 1 to 65535' },
    { argv: ['--port', '65536'], says: '--port cannot be "65536"' },
    { argv: ['--port', '80a'], says: '--port cannot be "80a"' },
    { argv: ['--port'], says: '--port needs a value' },
    { argv: ['--seed', '--port'], says: '--seed needs a value' },
    { argv: ['--seed', '-1'], says: '--seed cannot be "-1"' },
    { argv: ['--speed', '1001'], says: 'a number from 1 to 1000' },
    { argv: ['--data='], says: '--data cannot be ""' },
    { argv: ['--host', 'a b'], says: '--host cannot be "a b"' },
    { argv: ['--no-open=yes'], says: '--no-open takes no value' },
    { argv: ['--port', '1', '--port', '2'], says: '--port is given twice' },
  ])('$argv is refused with what to do', ({ argv, says }) => {
    expect(() => readStartOptions(argv)).toThrow(BadOption);
    expect(() => readStartOptions(argv)).toThrow(says);
  });

  test('help explains every option', () => {
    for (const name of Object.keys(OPTIONS)) expect(helpText()).toContain(`--${name}`);
  });
});
