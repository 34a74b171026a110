/** Opening a page in the person's browser. */
import { spawn } from 'node:child_process';
import { hasDisplay } from './shell-choice.mjs';

const OPENERS = {
  darwin: (url) => ['open', [url]],
  win32: (url) => ['cmd', ['/c', 'start', '""', url.replaceAll('&', '^&')]],
};

/** @returns {Promise<string | null>} why the browser could not be opened, or null if it was */
export function openPage(url) {
  if (!hasDisplay(process.platform, process.env))
    return Promise.resolve('there is no display here');
  const [command, args] = (OPENERS[process.platform] ?? ((address) => ['xdg-open', [address]]))(
    url,
  );
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'ignore',
      detached: true,
      windowsVerbatimArguments: true,
    });
    child.once('error', () => resolve(`${command} is not installed`));
    child.once('exit', (code) => resolve(code === 0 ? null : `${command} ended with ${code}`));
    // A browser started this way may stay; it is the person's, not ours.
    child.unref();
  });
}
