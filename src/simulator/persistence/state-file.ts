import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { gatewayStateSchema, type GatewayState } from './gateway-state.ts';

/** Reads and writes the file in which a simulated gateway keeps its accounts and orders. */
export class StateFile {
  readonly #path: string;
  readonly #notice: (sentence: string) => void;

  constructor(path: string, notice: (sentence: string) => void) {
    this.#path = path;
    this.#notice = notice;
  }

  /** The saved state; null when there is none or it is of no use. */
  read(): GatewayState | null {
    if (!existsSync(this.#path)) return null;
    try {
      return gatewayStateSchema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch (error) {
      this.setAside(
        error instanceof SyntaxError ? 'it is not JSON' : 'something in it is missing or wrong',
      );
      return null;
    }
  }

  /** Keeps an unusable file beside the place of the next one and says so. */
  setAside(why: string): void {
    let number = 1;
    while (existsSync(`${this.#path}.broken-${number}`)) number += 1;
    const kept = `${this.#path}.broken-${number}`;
    renameSync(this.#path, kept);
    this.#notice(
      `The simulated gateway's saved account ${this.#path} cannot be used: ${why}. It is kept as ${kept}, and ` +
        'practice starts with a new account.',
    );
  }

  /** Replaces the file in one step, so that a crash leaves the old one or the new one, never half of it. */
  write(state: GatewayState): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.draft`;
    const file = openSync(draft, 'w');
    try {
      writeSync(file, JSON.stringify(state));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, this.#path);
  }
}
