/** `npm run dev`: the console, rebuilt and restarted as the sources change. Takes the options of `npm start`. */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { electronBinary } from './lib/electron-binary.mjs';
import { failWith } from './lib/fail.mjs';
import { binOf, NODE, ROOT } from './lib/places.mjs';
import { runInstead } from './lib/processes.mjs';
import { build, setUp } from './lib/set-up.mjs';
import { chooseShell, hasDisplay } from './lib/shell-choice.mjs';
import { readStartOptions } from './lib/start-options.mjs';

/** Changes come in bursts; a build starts when one is over. */
const QUIET_MS = 200;

/** Rebuilds on every change of a source, and starts the desk anew on each build that succeeds. */
function runInBrowser(handedOn) {
  let desk = null;
  let timer = null;
  let building = false;
  const start = () => {
    desk = spawn(NODE, [join(ROOT, 'out', 'main', 'host.js'), ...handedOn], { stdio: 'inherit' });
  };
  const rebuild = async () => {
    if (building) {
      soon();
      return;
    }
    building = true;
    const { code, output } = await build();
    building = false;
    if (code !== 0) {
      console.error(output.trim());
      return;
    }
    desk.once('exit', start);
    if (desk.exitCode !== null || !desk.kill('SIGTERM')) start();
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void rebuild().catch(failWith), QUIET_MS);
  };
  start();
  const watchers = ['src', 'resources'].map((folder) =>
    watch(join(ROOT, folder), { recursive: true }, soon),
  );
  const stop = () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    desk.removeAllListeners('exit');
    desk.kill('SIGTERM');
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function main() {
  const { shell, handedOn } = readStartOptions(process.argv.slice(2));
  await setUp();
  const choice = chooseShell({
    asked: shell,
    binary: electronBinary() !== null,
    display: hasDisplay(process.platform, process.env),
    root: process.getuid?.() === 0,
    platform: process.platform,
  });
  if ('refused' in choice) {
    console.error(choice.refused);
    process.exitCode = 1;
  } else if (choice.shell === 'electron') {
    process.exitCode = await runInstead(NODE, [
      binOf('electron-vite'),
      'dev',
      '--watch',
      '--',
      ...handedOn,
    ]);
  } else {
    runInBrowser(handedOn);
  }
}

main().catch(failWith);
