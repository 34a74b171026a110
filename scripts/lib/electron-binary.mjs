/** The Electron binary: it is not in the npm package, which fetches it from the network when first asked. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { filesUnder } from './files.mjs';
import { NODE, ROOT } from './places.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'electron');
/** When a download last failed; without it every start on a machine without network would wait for one. */
const TRIED = join(ROOT, 'out', '.electron-tried');
const TRY_AGAIN_MS = 24 * 60 * 60 * 1000;
const FIRST_BYTE_MS = 5_000;
const ALL_MS = 60_000;

/**
 * The path of the Electron binary, or null if it is not installed. Looks where `require('electron')` would,
 * `ELECTRON_OVERRIDE_DIST_PATH` included, but never starts a download.
 */
export function electronBinary() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const named = join(PACKAGE, 'path.txt');
  const name = existsSync(named) ? readFileSync(named, 'utf8') : 'electron';
  const path = join(override ?? join(PACKAGE, 'dist'), name);
  return existsSync(path) ? path : null;
}

/**
 * Tries to download the binary: gives up after 5 s without a byte and after 60 s in all, and does not try again
 * for a day unless `insist`.
 * @param {{ insist: boolean, say: (line: string) => void }} how
 * @returns {Promise<string | null>} its path
 */
export async function fetchElectron({ insist, say }) {
  if (!insist && existsSync(TRIED) && Date.now() - statSync(TRIED).mtimeMs < TRY_AGAIN_MS)
    return null;
  say('Downloading the Electron binary.');
  // The downloader writes below the temporary folder it is given: what grows there is progress.
  const temporary = mkdtempSync(join(tmpdir(), 'deskcheck-electron-'));
  const child = spawn(NODE, [join(PACKAGE, 'install.js')], {
    env: {
      ...process.env,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      ELECTRON_GET_NO_PROGRESS: '1',
    },
    stdio: 'ignore',
    windowsHide: true,
  });
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('close', resolve);
  });
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  try {
    const started = await Promise.race([ended.then(() => true), firstByte(temporary, child)]);
    if (started) await Promise.race([ended, wait(ALL_MS, undefined, { ref: false })]);
  } finally {
    stop();
    await ended;
    process.off('exit', stop);
    rmSync(temporary, { recursive: true, force: true });
  }
  const path = electronBinary();
  mkdirSync(dirname(TRIED), { recursive: true });
  if (path === null) writeFileSync(TRIED, '');
  else rmSync(TRIED, { force: true });
  return path;
}

/** Whether a byte arrives in time. */
async function firstByte(folder, child) {
  const deadline = Date.now() + FIRST_BYTE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    if (filesUnder(folder, ['.']).some((path) => sizeOf(path) > 0)) return true;
    await wait(100);
  }
  return false;
}

function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
