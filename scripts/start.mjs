/** `npm start`: installs what is missing, builds what is stale, and runs the desk in a window or the browser. */
import { join } from 'node:path';
import { electronBinary, fetchElectron } from './lib/electron-binary.mjs';
import { openPage } from './lib/open-page.mjs';
import { NODE, ROOT } from './lib/places.mjs';
import { runAttached } from './lib/processes.mjs';
import { setUp } from './lib/set-up.mjs';
import { chooseShell, downloadHelps, hasDisplay } from './lib/shell-choice.mjs';
import { helpText, readStartOptions } from './lib/start-options.mjs';
import { failWith } from './lib/fail.mjs';

/** A window that goes this soon after its start, before the desk was ready, could not be opened at all. */
const WINDOW_FAILED_MS = 10_000;

async function chosenShell(asked) {
  const have = {
    asked,
    binary: electronBinary() !== null,
    display: hasDisplay(process.platform, process.env),
    root: process.getuid?.() === 0,
    platform: process.platform,
  };
  if (downloadHelps(have)) {
    have.binary =
      (await fetchElectron({ insist: asked === 'electron', say: console.log })) !== null;
  }
  return chooseShell(have);
}

/** Runs the desk in the browser shell and opens the page it names. */
function runBrowser({ open, handedOn }) {
  let opened = !open;
  return runAttached({
    command: NODE,
    args: [join(ROOT, 'out', 'main', 'host.js'), ...handedOn],
    cwd: process.cwd(),
    node: true,
    onLine(line) {
      console.log(line);
      const [url] = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line) ?? [];
      if (opened || url === undefined) return;
      opened = true;
      void openPage(url).then((why) => {
        if (why !== null)
          console.log(`The browser was not opened (${why}): open the address above.`);
      });
    },
  });
}

/** Runs the desk in Electron's window. `started` says whether it came as far as a ready desk. */
async function runElectron({ handedOn }) {
  const begun = Date.now();
  let ready = false;
  const end = await runAttached({
    command: electronBinary(),
    args: [ROOT, ...handedOn],
    cwd: process.cwd(),
    node: false,
    onLine(line) {
      console.log(line);
      ready ||= line.startsWith('Deskcheck is ready');
    },
  });
  const died = end.code !== 0 && !end.asked;
  return { ...end, started: ready || !died || Date.now() - begun > WINDOW_FAILED_MS };
}

async function main() {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    console.log(helpText());
    return 0;
  }
  await setUp();
  const choice = await chosenShell(options.shell);
  if ('refused' in choice) {
    console.error(choice.refused);
    return 1;
  }
  if (choice.why !== null) console.log(`The console opens in the browser: ${choice.why}.`);
  let end;
  if (choice.shell === 'electron') {
    const { started, ...ended } = await runElectron(options);
    end = ended;
    if (!started && options.shell === 'electron') {
      console.error(
        'Electron could not open its window. Leave out --shell electron for the same console in the browser.',
      );
      return 1;
    }
    if (!started) {
      console.log('The console opens in the browser: Electron could not open its window.');
      end = await runBrowser(options);
    }
  } else {
    end = await runBrowser(options);
  }
  // Being asked to stop is not a failure: Ctrl-C is how the desk is left, so a clean stop is 0.
  if (end.asked) return 0;
  if (end.signal !== null) {
    console.error(
      `The desk was ended by ${end.signal}. What was acknowledged is recorded; run npm start again.`,
    );
    return 1;
  }
  return end.code ?? 1;
}

main().then((code) => {
  process.exitCode = code;
}, failWith);
