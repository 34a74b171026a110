import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { runQuietly } from './processes.mjs';

const PROCESSES = new URL('processes.mjs', import.meta.url).href;

/** A program that runs `child` with runAttached and prints how it ended. */
function attached(child, graceMs = 5_000) {
  const source = `
    import { runAttached } from ${JSON.stringify(PROCESSES)};
    const end = await runAttached({ command: process.execPath, args: ['-e', ${JSON.stringify(child)}],
      cwd: process.cwd(), node: true, graceMs: ${graceMs}, onLine: (line) => console.log(line) });
    console.log(JSON.stringify(end));`;
  const program = spawn(process.execPath, ['--input-type=module', '-e', source]);
  const heard = [];
  program.stdout.setEncoding('utf8').on('data', (text) => heard.push(text));
  program.stderr.setEncoding('utf8').on('data', (text) => heard.push(text));
  const said = (text) =>
    expect.poll(() => heard.join(''), { timeout: 10_000, interval: 20 }).toContain(text);
  return { program, said, lines: () => heard.join('').trim().split('\n') };
}

const DESK = `process.on('SIGTERM', () => { console.log('stopped'); process.exit(0); });
  setInterval(() => {}, 1000); console.log('pid', process.pid);`;
const DEAF = DESK.replace("console.log('stopped'); process.exit(0);", '');

const pidOf = (lines) => Number(/pid (\d+)/.exec(lines.join('\n'))?.[1]);

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
  '%s asks the desk to stop, once, and waits for it',
  async (signal) => {
    const { program, said, lines } = attached(DESK);
    await said('pid');
    program.kill(signal);
    const [code] = await once(program, 'close');
    expect(code).toBe(0);
    expect(lines().filter((line) => line === 'stopped')).toHaveLength(1);
    expect(JSON.parse(lines().at(-1))).toEqual({ code: 0, signal: null, asked: true });
  },
);

test('a desk that does not stop in time is killed, and it is said', async () => {
  const { program, said, lines } = attached(DEAF, 100);
  await said('pid');
  program.kill('SIGTERM');
  await once(program, 'close');
  expect(lines().join('\n')).toContain('did not stop within 0.1 s');
  expect(isRunning(pidOf(lines()))).toBe(false);
});

test('a second signal kills at once', async () => {
  const { program, said, lines } = attached(DEAF, 60_000);
  await said('pid');
  program.kill('SIGINT');
  program.kill('SIGTERM');
  await once(program, 'close');
  expect(isRunning(pidOf(lines()))).toBe(false);
});

test('a desk whose starter is killed ends by itself', async () => {
  const { program, said, lines } = attached(DESK);
  await said('pid');
  program.kill('SIGKILL');
  await once(program, 'exit');
  await expect.poll(() => isRunning(pidOf(lines())), { timeout: 10_000 }).toBe(false);
});

test('how a desk ends by itself is told', async () => {
  const { program, lines } = attached("console.log('no newline at the end'); process.exitCode = 3");
  await once(program, 'close');
  expect(lines()).toEqual(['no newline at the end', '{"code":3,"signal":null,"asked":false}']);
});

test('a quiet run keeps both streams and the code', async () => {
  const run = await runQuietly(process.execPath, [
    '-e',
    "console.log('a'); console.error('b'); process.exitCode = 4",
  ]);
  expect(run).toMatchObject({ code: 4, stdout: 'a\n' });
  expect(run.output).toContain('b');
});

test('a program that is not there is a code, not a crash', async () => {
  expect(await runQuietly('/no/such/program', [])).toMatchObject({ code: 127 });
});

test('a quiet run ends at its deadline', async () => {
  const run = await runQuietly(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    deadlineMs: 100,
  });
  expect(run.code).toBe(128);
});

test.each(['runAttached', 'runInstead'])(
  'a desk under npm stops when npm is gone (%s)',
  async (how) => {
    const run = {
      runAttached: `runAttached({ command: process.execPath, args: ['-e', desk], cwd: process.cwd(), node: true,
      onLine: (line) => console.log(line) })`,
      runInstead: `runInstead(process.execPath, ['-e', desk])`,
    }[how];
    const source = `import { ${how} } from ${JSON.stringify(PROCESSES)};
    const desk = ${JSON.stringify(DESK)};
    await ${run};`;
    // The npm of this test: it starts the script and is gone, as npm is after a SIGTERM.
    const npm = `const child = require('node:child_process').spawn(process.execPath,
    ['--input-type=module', '-e', ${JSON.stringify(source)}], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', (text) => { process.stdout.write(text); });`;
    const program = spawn(process.execPath, ['-e', npm], {
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    let heard = '';
    program.stdout.setEncoding('utf8').on('data', (text) => {
      heard += text;
    });
    await expect.poll(() => heard, { timeout: 10_000, interval: 20 }).toContain('pid');
    const pid = pidOf([heard]);
    program.kill('SIGKILL');
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  },
);
