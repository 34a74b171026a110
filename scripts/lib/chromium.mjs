/** Finding a Chromium for the end-to-end tests, and installing one where there is none. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { binOf, NODE, ROOT } from './places.mjs';
import { runQuietly } from './processes.mjs';
import { SetUpFailed } from './set-up.mjs';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const INSTALL_MS = 8 * 60 * 1000;

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first installed Chromium, or null.
 * @param {Record<string, string | undefined>} environment `CHROMIUM_PATH` goes before everything
 * @param {(path: string) => boolean} [executable]
 */
export function findChromium(environment, executable = isExecutable) {
  const folders = [...(environment.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin'];
  const candidates = [
    ...(environment.CHROMIUM_PATH ? [environment.CHROMIUM_PATH] : []),
    ...COMMANDS.flatMap((command) =>
      folders.filter(Boolean).map((folder) => join(folder, command)),
    ),
    ...ELSEWHERE,
  ];
  return candidates.find((path) => executable(path)) ?? null;
}

/** The commands that install Debian's Chromium here, or null if apt-get cannot be used. */
async function debianInstall() {
  if (!findOnPath('apt-get')) return null;
  const root = process.getuid?.() === 0;
  const sudo = !root && findOnPath('sudo') && (await runQuietly('sudo', ['-n', 'true'])).code === 0;
  if (!root && !sudo) return null;
  const before = root ? [] : ['sudo', '-n'];
  return (...args) => {
    const [command, ...rest] = [...before, 'apt-get', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return runQuietly(command, rest, { env, deadlineMs: INSTALL_MS });
  };
}

function findOnPath(command) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.some((folder) => existsSync(join(folder, command)));
}

/**
 * A Chromium, installed if need be: Debian's package where apt-get can, else Playwright's own.
 * @param {(line: string) => void} say
 * @returns {Promise<string>} its path
 */
export async function chromium(say) {
  const found = findChromium(process.env);
  if (found !== null) return found;
  const logs = [];
  const apt = await debianInstall();
  if (apt !== null) {
    say('Installing Chromium for the end-to-end tests.');
    const wanted = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
    let run = await apt(...wanted);
    if (run.code !== 0) {
      logs.push((await apt('update', '-qq')).output);
      run = await apt(...wanted);
    }
    logs.push(run.output);
    const installed = findChromium(process.env);
    if (installed !== null) return installed;
  }
  say("Downloading Playwright's Chromium for the end-to-end tests.");
  const run = await runQuietly(NODE, [binOf('playwright'), 'install', 'chromium'], {
    cwd: ROOT,
    deadlineMs: INSTALL_MS,
  });
  logs.push(run.output);
  const own = await runQuietly(
    NODE,
    ['-e', "console.log(require('playwright').chromium.executablePath())"],
    { cwd: ROOT },
  );
  const path = own.stdout.trim();
  if (run.code === 0 && isExecutable(path)) return path;
  throw new SetUpFailed(
    'The end-to-end tests need Chromium and none could be installed. Install Chromium, or set CHROMIUM_PATH to one.',
    logs.join('\n').slice(-4000),
  );
}
