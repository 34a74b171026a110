import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The built desk with the browser shell, in a process and a data folder of its own, as `npm start` runs it. */
export class DeskProcess {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-e2e-'));
  #child: ChildProcess | null = null;
  #output = '';

  /**
   * Starts the desk and gives the address of its console: where it says it is ready, or where it shows why it is not.
   * A later option overrides an earlier one.
   */
  start(...options: string[]): Promise<string> {
    return this.run('out/main/host.js', '--data', this.dataDir, '--port', '0', ...options);
  }

  /** Runs another program that serves a desk, by its path in the repository; gives the address of its console. */
  async run(program: string, ...options: string[]): Promise<string> {
    this.#output = '';
    const child = spawn(process.execPath, [join(root, program), ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    return new Promise((resolve, reject) => {
      const hear = (text: string): void => {
        this.#output += text;
        const [, url] = /(?:Deskcheck is ready|The console is) at (\S+)/.exec(this.#output) ?? [];
        if (url !== undefined) resolve(url);
      };
      child.stdout.setEncoding('utf8').on('data', hear);
      child.stderr.setEncoding('utf8').on('data', hear);
      child.once('exit', (code) => {
        reject(new Error(`The desk ended with ${code} before it was ready:\n${this.#output}`));
      });
    });
  }

  /** Stops the desk as Ctrl-C does; gives its exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === null) return null;
    this.#child = null;
    if (child.exitCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    await exited;
    return child.exitCode;
  }

  /** Ends the desk as a power cut does: it does nothing more, and what it was doing stays half done. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null) throw new Error('No desk runs that could be killed.');
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
