import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '../../out/main/cli.js');

/** The built simulated gateway alone, as a person runs it from the command line. */
export class GatewayProcess {
  #child: ChildProcess | null = null;

  /** Starts it on `port` (0: any free one) with further options of `deskcheck gateway`; gives its port. */
  async start(port: number, ...options: string[]): Promise<number> {
    const child = spawn(process.execPath, [cli, 'gateway', '--port', String(port), ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    return new Promise((resolve, reject) => {
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const [, heard] = /"port":(\d+)/.exec(said) ?? [];
        if (heard !== undefined) resolve(Number(heard));
      });
      child.once('exit', (code) => {
        reject(new Error(`The gateway ended with ${code} before it listened.`));
      });
    });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
}

/** A port of this machine on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return address.port;
}
