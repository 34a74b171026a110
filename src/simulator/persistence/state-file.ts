import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

import { GatewayOptionsError } from '../gateway-options.ts';
import { gatewayStateSchema, type GatewayState } from './gateway-state.ts';

/** Reads and writes the file in which a simulated gateway keeps its accounts and orders. */
export class StateFile {
  readonly #path: string;
  readonly #notice: (sentence: string) => void;
  #failing = false;

  constructor(path: string, notice: (sentence: string) => void) {
    this.#path = path;
    this.#notice = notice;
  }

  /**
   * The saved state; null when there is none or it is of no use. Throws {@link GatewayOptionsError} where no state
   * file can be: what is there then, a folder say, is not this gateway's to set aside.
   */
  read(): GatewayState | null {
    const text = this.#text();
    if (text === null) return null;
    try {
      return gatewayStateSchema.parse(JSON.parse(text));
    } catch (error) {
      this.setAside(
        error instanceof SyntaxError ? 'it is not JSON' : 'something in it is missing or wrong',
      );
      return null;
    }
  }

  #text(): string | null {
    try {
      if (existsSync(this.#path)) return readFileSync(this.#path, 'utf8');
      const folder = dirname(this.#path);
      makeFolder(folder);
      accessSync(folder, constants.W_OK);
      return null;
    } catch (error) {
      throw new GatewayOptionsError(
        `The simulated gateway cannot keep its account in ${this.#path}: ${reasonOf(error)}. Name a file in a folder that can be written.`,
      );
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

  /**
   * Replaces the file in one step, so that a crash leaves the old one or the new one, never half of it. Where that
   * fails practice goes on, and a notice says, once, what it will not remember.
   */
  write(state: GatewayState): void {
    try {
      this.#replace(JSON.stringify(state));
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) {
        this.#notice(
          `The simulated gateway cannot save its account in ${this.#path}: ${reasonOf(error)}. Practice goes on, ` +
            'but what happens until it can be saved is forgotten when it ends.',
        );
      }
      this.#failing = true;
    }
  }

  #replace(text: string): void {
    makeFolder(dirname(this.#path));
    const draft = `${this.#path}.draft`;
    const file = openSync(draft, 'w');
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, this.#path);
  }
}

/**
 * Makes a folder and those above it that are missing, one at a time. Node's own recursive way never comes back where
 * a parent denies that it is missing, as it is under /proc.
 */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = resolve(folder); !existsSync(at); at = dirname(at)) missing.push(at);
  for (const step of missing.toReversed()) mkdirSync(step);
  if (!statSync(folder).isDirectory()) throw new Error(`ENOTDIR: ${folder} is not a folder`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
