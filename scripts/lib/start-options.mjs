/** The options of `npm start --`, read before anything is installed, so that a typing error costs nothing. */

/** An option that cannot be understood: `message` says what is wrong and what to do. */
export class BadOption extends Error {}

const whole = (least, most) => (text) =>
  /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
const oneOf =
  (...words) =>
  (text) =>
    words.includes(text);

/** `own` options steer this script; the others are handed on to the desk as they are. */
export const OPTIONS = {
  shell: {
    own: true,
    accepts: oneOf('electron', 'browser'),
    expects: 'electron or browser',
    explains: 'the window or the local browser',
  },
  gateway: {
    accepts: oneOf('simulated', 'paper', 'shadow'),
    expects: 'simulated, paper or shadow',
    explains: 'what the desk connects to',
  },
  host: {
    accepts: (text) => /^[\w.:-]+$/.test(text),
    expects: 'the host TWS or IB Gateway runs on, for example 127.0.0.1',
    explains: 'where TWS or IB Gateway runs',
  },
  'gateway-port': {
    accepts: whole(1, 65_535),
    expects: 'a port from 1 to 65535: TWS paper is 7497, IB Gateway paper is 4002',
    explains: 'the API port of TWS or IB Gateway',
  },
  data: {
    accepts: (text) => text !== '',
    expects: 'a folder',
    explains: 'where the journal is kept',
  },
  port: {
    accepts: whole(0, 65_535),
    expects: 'a port from 0 to 65535; 0 takes any free one',
    explains: 'the port of the console in the browser',
  },
  seed: {
    accepts: whole(0, 0xff_ff_ff_ff),
    expects: 'a whole number from 0 to 4294967295',
    explains: 'the seed of the simulated market',
  },
  speed: {
    accepts: (text) => /^\d+(?:\.\d+)?$/.test(text) && Number(text) >= 1 && Number(text) <= 1000,
    expects: 'a number from 1 to 1000',
    explains: 'how fast the simulated market runs',
  },
  bars: {
    accepts: (text) => /^[^=]+=.+$/s.test(text),
    expects: 'an instrument and a CSV file of daily bars, such as AAPL=mine.csv',
    explains: 'bars that drive an instrument of the simulated market',
  },
  replay: {
    accepts: (text) => text.trim() !== '',
    expects: 'SPY@2008-10-15, SPY@2020-03 or a CSV file of daily bars',
    explains: 'days that the simulated market plays again',
  },
  script: {
    accepts: (text) => text.trim() !== '',
    expects: 'a file, or one that ships, such as rough-morning',
    explains: 'a fault script for the simulated gateway',
  },
  'no-open': { own: true, flag: true, explains: 'do not open the browser' },
};

const listed = Object.keys(OPTIONS)
  .map((name) => `--${name}`)
  .join(', ');

/** What `npm start -- --help` prints. */
export function helpText() {
  const rows = Object.entries(OPTIONS).map(([name, { flag, explains, expects }]) => [
    flag ? `--${name}` : `--${name} …`,
    flag ? explains : `${explains}: ${expects}`,
  ]);
  return [
    'npm start -- [options]',
    ...rows.map(([option, text]) => `  ${option.padEnd(18)} ${text}`),
  ].join('\n');
}

/**
 * Reads `--name value` and `--name=value`. Throws {@link BadOption}.
 * @param {readonly string[]} argv
 * @returns {{ shell: 'electron' | 'browser' | null, open: boolean, help: boolean, handedOn: string[] }}
 */
export function readStartOptions(argv) {
  const read = { shell: null, open: true, help: false, handedOn: [] };
  const seen = new Set();
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at];
    if (word === '--help' || word === '-h') {
      read.help = true;
      continue;
    }
    const [, name, , attached] = /^--([^=]+)(=(.*))?$/s.exec(word) ?? [];
    const option = name === undefined || !Object.hasOwn(OPTIONS, name) ? undefined : OPTIONS[name];
    if (option === undefined) {
      throw new BadOption(`${word} is not an option of npm start. Its options are ${listed}.`);
    }
    if (seen.has(name)) throw new BadOption(`--${name} is given twice. Give it once.`);
    seen.add(name);
    if (option.flag) {
      if (attached !== undefined) throw new BadOption(`--${name} takes no value. Write --${name}.`);
      read.open = false;
      continue;
    }
    const value = attached ?? argv[(at += 1)];
    if (value === undefined || (attached === undefined && value.startsWith('--'))) {
      throw new BadOption(`--${name} needs a value: ${option.expects}.`);
    }
    if (!option.accepts(value)) {
      throw new BadOption(`--${name} cannot be "${value}". Give ${option.expects}.`);
    }
    if (option.own) read[name] = value;
    else read.handedOn.push(`--${name}`, value);
  }
  return read;
}
