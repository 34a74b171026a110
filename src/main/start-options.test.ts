import { describe, expect, test } from 'vitest';

import { StartRefused } from './desk/start-refused.ts';
import { parseStartOptions } from './start-options.ts';

function refusalOf(argv: readonly string[]): StartRefused {
  try {
    parseStartOptions(argv);
  } catch (error) {
    if (error instanceof StartRefused) return error;
    throw error;
  }
  throw new Error(`${argv.join(' ')} was accepted.`);
}

describe('start options', () => {
  test('none are needed', () => expect(parseStartOptions([])).toEqual({}));

  test('are read in either form', () =>
    expect(
      parseStartOptions([
        '--gateway',
        'paper',
        '--host=localhost',
        '--gateway-port=4002',
        '--data',
        '/tmp/desk',
        '--port',
        '0',
      ]),
    ).toEqual({
      gateway: 'paper',
      host: 'localhost',
      'gateway-port': 4002,
      data: '/tmp/desk',
      port: 0,
    }));

  test('of the market are numbers', () =>
    expect(parseStartOptions(['--seed', '4294967295', '--speed', '2.5'])).toEqual({
      seed: 4_294_967_295,
      speed: 2.5,
    }));

  test('of the simulated gateway name what it plays', () =>
    expect(
      parseStartOptions(['--bars', 'SPY=./my=bars.csv', '--replay=SPY@2008-10', '--script', 'x']),
    ).toEqual({
      bars: { symbol: 'SPY', file: './my=bars.csv' },
      replay: 'SPY@2008-10',
      script: 'x',
    }));

  test.each([
    [['--gateway', 'live'], '--gateway cannot be "live".', 'simulated, paper or shadow'],
    [['--gateway'], '--gateway has no value.', 'simulated, paper or shadow'],
    [['--gateway', '--host', 'x'], '--gateway has no value.', 'simulated'],
    [['--gateway', 'paper', '--host='], '--host cannot be "".', '127.0.0.1'],
    [['--gateway', 'paper', '--gateway-port', '0'], '--gateway-port cannot be "0".', '7497'],
    [['--gateway', 'paper', '--gateway-port', '65536'], 'cannot be "65536"', '1 to 65535'],
    [['--gateway', 'paper', '--gateway-port', '4e3'], 'cannot be "4e3"', '1 to 65535'],
    [['--port', '-1'], '--port cannot be "-1".', '0 to 65535'],
    [['--port', ''], '--port cannot be "".', '0 to 65535'],
    [['--port', '0x50'], '--port cannot be "0x50".', '0 to 65535'],
    [['--port', '80.5'], '--port cannot be "80.5".', '0 to 65535'],
    [['--seed', ' '], '--seed cannot be " ".', 'whole number'],
    [['--seed', '4294967296'], '--seed cannot be', 'whole number'],
    [['--speed', '0.5'], '--speed cannot be "0.5".', '1 to 1000'],
    [['--speed', '1001'], '--speed cannot be', '1 to 1000'],
    [['--speed', 'fast'], '--speed cannot be "fast".', '1 to 1000'],
    [['--bars', 'SPY'], '--bars cannot be "SPY".', 'AAPL=mine.csv'],
    [['--replay', ''], '--replay cannot be "".', 'SPY@2008-10-15'],
    [['--gateway', 'paper', '--script', 'x'], '--script is for the simulated', 'Leave it out'],
    [['--data', ''], '--data cannot be "".', 'folder'],
    [['--colour', 'red'], 'There is no option --colour.', '--gateway, --host'],
    [['-p', '80'], 'There is no option -p.', '--port'],
    [['paper'], '"paper" is no option.', '--gateway'],
    [['--host', '10.0.0.1'], 'no gateway is named', '--gateway paper'],
    [['--gateway', 'simulated', '--gateway-port', '4002'], 'is for TWS', '--gateway paper'],
  ])('%j is refused: %s', (argv, message, advice) => {
    const refusal = refusalOf(argv);
    expect(refusal.message).toContain(message);
    expect(refusal.advice).toContain(advice);
    expect(refusal.message).not.toContain('\n');
  });
});
