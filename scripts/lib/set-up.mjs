/** What must be there before anything runs: packages and a build, each made only when missing or stale. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fingerprint } from './files.mjs';
import { isInstalled } from './lock-file.mjs';
import { binOf, NODE, ROOT } from './places.mjs';
import { runQuietly } from './processes.mjs';

/** Something that must be there is not. `message` says what happened and what to do; `details` is a log. */
export class SetUpFailed extends Error {
  constructor(message, details = '') {
    super(message);
    this.details = details;
  }
}

/** What a build is made of. */
const SOURCES = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];
const isSource = (path) => !/\.test\.tsx?$/.test(path);
const BUILT = [
  'out/main/index.js',
  'out/main/host.js',
  'out/main/cli.js',
  'out/renderer/index.html',
];
const STAMP = join(ROOT, 'out', '.sources');

/**
 * Installs and builds what is missing or stale.
 * @param {{ build?: boolean, say?: (line: string) => void }} [wanted] `say` hears of whatever takes time
 */
export async function setUp({ build: wantsBuild = true, say = console.log } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetUpFailed(
      `Deskcheck needs Node 20.19 or later; this is ${process.versions.node}. Install a newer Node.`,
    );
  }
  await alone(say, async () => {
    await install(say);
    if (wantsBuild) await makeBuild(say);
  });
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

async function install(say) {
  const lock = readJson(join(ROOT, 'package-lock.json'));
  const installed = readJson(join(ROOT, 'node_modules', '.package-lock.json'));
  if (isInstalled(lock, installed) && existsSync(NODE)) return;
  say('Installing packages; the first time this takes about a minute.');
  // On Windows a running node.exe cannot be deleted, and this may be the one in node_modules: install over it.
  const inUse = process.platform === 'win32' && process.execPath === NODE;
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund'];
  const command = inUse ? 'install' : 'ci';
  // npm would compile better-sqlite3 for its binding.gyp, though its binaries come with it: that needs Python, a
  // compiler and Node's headers from the network. Only "node" has a script that is needed.
  const run = await npm([command, '--include=dev', '--ignore-scripts', ...quiet]);
  if (run.code !== 0) {
    throw new SetUpFailed(
      'The packages could not be installed. Check the network and try again.',
      run.output,
    );
  }
  const fetched = await npm(['rebuild', 'node', '--ignore-scripts=false', ...quiet]);
  if (fetched.code !== 0 || !existsSync(NODE)) {
    throw new SetUpFailed(
      'The Node that Deskcheck runs on was not installed. Check the network and run npm rebuild node.',
      fetched.output,
    );
  }
}

/** Runs the npm that started this script, or the one on the path. */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script !== undefined && basename(script) === 'npm-cli.js') {
    return runQuietly(process.env.npm_node_execpath ?? process.execPath, [script, ...args], {
      cwd: ROOT,
    });
  }
  const windows = process.platform === 'win32';
  return runQuietly(windows ? 'npm.cmd' : 'npm', args, { cwd: ROOT, shell: windows });
}

/** Whether what is built was made of the sources as they are. */
export function isBuilt() {
  if (![STAMP, ...BUILT.map((file) => join(ROOT, file))].every((file) => existsSync(file)))
    return false;
  return readFileSync(STAMP, 'utf8') === fingerprint(ROOT, SOURCES, isSource);
}

async function makeBuild(say) {
  if (isBuilt()) return;
  say('Building the console; this takes some seconds.');
  const run = await build();
  if (run.code !== 0) throw new SetUpFailed('The build failed.', run.output);
}

/** Builds, and stamps the result with the sources it was made of. */
export async function build() {
  // Taken before: a source changed while the build runs makes it stale.
  const made = fingerprint(ROOT, SOURCES, isSource);
  rmSync(STAMP, { force: true });
  const run = await runQuietly(NODE, [binOf('electron-vite'), 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (run.code === 0) {
    mkdirSync(join(ROOT, 'out'), { recursive: true });
    writeFileSync(STAMP, made);
  }
  return run;
}

/** Runs `task` while no other set-up of this folder runs: two at once would destroy each other's packages. */
async function alone(say, task) {
  const name = createHash('sha256').update(ROOT).digest('hex').slice(0, 16);
  const file = join(tmpdir(), `deskcheck-set-up-${name}.lock`);
  let waiting = false;
  while (!take(file)) {
    if (holderIsGone(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!waiting) say('Waiting for another set-up of this folder to finish.');
    waiting = true;
    await wait(200);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await task();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take(file) {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderIsGone(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid === 0) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH' || error.code === 'ENOENT';
  }
}
