/** Running other programs: quietly to their end, or as long as this one lives. */
import { spawn } from 'node:child_process';

const WINDOWS = process.platform === 'win32';
const PARENT_CHECK_MS = 250;

/** What makes a Node program end itself when the one that started it is gone; it needs an ipc channel. */
const WATCH_PARENT = ['--import', new URL('end-with-parent.mjs', import.meta.url).href];

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} command @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { deadlineMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string, stdout: string }>} `code` is 127 if it could not be started,
 *   128 if a signal or the deadline ended it; `output` is both streams together.
 */
export function runQuietly(command, args, { deadlineMs, ...options } = {}) {
  return new Promise((resolve) => {
    let output = '';
    let stdout = '';
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...options,
    });
    const stopWith = keepFromOutliving(child);
    const deadline =
      deadlineMs === undefined ? null : setTimeout(() => child.kill('SIGKILL'), deadlineMs);
    const end = (code) => {
      if (deadline !== null) clearTimeout(deadline);
      stopWith();
      resolve({ code, output, stdout });
    };
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text;
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.once('error', (error) => {
      output += error.message;
      end(127);
    });
    child.once('close', (code) => end(code ?? 128));
  });
}

/** Ends `child` when this process is told to end. Returns what undoes it. */
function keepFromOutliving(child) {
  const stop = (signal) => {
    child.kill(signal);
    process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

/**
 * Runs a program for as long as this process lives. A signal to this process, Ctrl-C included, asks it once to
 * end (SIGTERM); a second one, or `graceMs` without an end, kills it with all it started. If this process dies
 * without a word, a Node program notices and ends itself.
 * @param {{ command: string, args: readonly string[], cwd: string, env?: NodeJS.ProcessEnv, node: boolean,
 *   graceMs?: number, onLine: (line: string) => void }} run
 * @returns {Promise<{ code: number | null, signal: string | null, asked: boolean }>} how it ended, and whether
 *   it had been asked to
 */
export function runAttached({
  command,
  args,
  cwd,
  env = process.env,
  node,
  graceMs = 15_000,
  onLine,
}) {
  return new Promise((resolve, reject) => {
    const watch = node ? ['--import', new URL('end-with-parent.mjs', import.meta.url).href] : [];
    const child = spawn(command, [...watch, ...args], {
      cwd,
      env,
      // A group of its own: Ctrl-C reaches this process alone, which passes it on once.
      detached: !WINDOWS,
      stdio: node ? ['ignore', 'pipe', 'inherit', 'ipc'] : ['ignore', 'pipe', 'inherit'],
      windowsHide: true,
    });
    let asked = false;
    let grace = null;
    const killAll = () => {
      if (child.pid === undefined) return;
      try {
        if (WINDOWS) child.kill('SIGKILL');
        else process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    };
    const stop = () => {
      if (asked) return killAll();
      asked = true;
      child.kill('SIGTERM');
      grace = setTimeout(() => {
        console.error(`The desk did not stop within ${graceMs / 1000} s and was ended.`);
        killAll();
      }, graceMs);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    const forget = whenNpmIsGone(stop);
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) onLine(line);
    });
    const finish = () => {
      if (grace !== null) clearTimeout(grace);
      forget();
      for (const signal of signals) process.off(signal, stop);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('close', (code, signal) => {
      finish();
      if (rest !== '') onLine(rest);
      resolve({ code, signal, asked });
    });
  });
}

/**
 * Calls `task` when the npm that runs this script is gone: told to end, npm ends without telling its scripts.
 * Returns what stops the watch.
 */
function whenNpmIsGone(task) {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    task();
  }, PARENT_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Runs a Node script in this one's place: its streams are the script's, signals are passed on.
 * @param {string} node @param {readonly string[]} args
 * @returns {Promise<number>} the exit code to end with
 */
export function runInstead(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [...WATCH_PARENT, ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      windowsHide: true,
    });
    // Ctrl-C reaches the script by itself, being of the same group; it decides when to end.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    process.on('SIGHUP', () => child.kill('SIGHUP'));
    const forget = whenNpmIsGone(() => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      forget();
      resolve(code ?? (signal === null ? 1 : 128));
    });
  });
}
