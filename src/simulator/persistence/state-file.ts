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
import {
  changedState,
  gatewayStateSchema,
  stateChangeSchema,
  type GatewayState,
  type StateChange,
} from './gateway-state.ts';

/**
 * So much may be added to a file that was written whole before it is written whole again: what of it no longer counts
 * stays small beside what does.
 */
const addedBytesAtLeast = 16 * 2 ** 20;
const addedShare = 2;

/**
 * Reads and writes the file in which a simulated gateway keeps its accounts and orders: on its first line a whole state, on
 * each that follows what became of it. So a save costs what has changed, and not what has ever been traded.
 */
export class StateFile {
  readonly #path: string;
  readonly #notice: (sentence: string) => void;
  #failing = false;
  /** Bytes of the file as it was last written whole, and of what was added since; null where it must be written whole. */
  #size: { whole: number; added: number } | null = null;

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
    const [whole = '', ...lines] = text.split('\n');
    // A line that ends the file without an end of its own was being written when the program died: the one before it stands.
    const changes = lines.slice(0, -1);
    try {
      return changedState(
        gatewayStateSchema.parse(JSON.parse(whole)),
        changes.map((line) => stateChangeSchema.parse(JSON.parse(line))),
      );
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

  /** Whether a change may be added: not before the file was written whole by this program, nor where it has grown too long. */
  takesChanges(): boolean {
    if (this.#size === null) return false;
    const { whole, added } = this.#size;
    return added <= Math.max(addedBytesAtLeast, whole * addedShare);
  }

  /**
   * Replaces the file in one step, so that a crash leaves the old one or the new one, never half of it. Where that
   * fails practice goes on, and a notice says, once, what it will not remember.
   */
  write(state: GatewayState): void {
    try {
      const text = `${JSON.stringify(state)}\n`;
      this.#replace(text);
      this.#size = { whole: text.length, added: 0 };
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) {
        this.#notice(
          `The simulated gateway cannot save its account in ${this.#path}: ${reasonOf(error)}. Practice goes on, ` +
            'but what happens until it can be saved is forgotten when it ends.',
        );
      }
      this.#size = null;
      this.#failing = true;
    }
  }

  /**
   * Adds what has changed, as {@link takesChanges} allows. Where that fails half a line may be there now, or the file is
   * gone: it takes no more, and {@link write}, which must follow, says so if it fails too.
   */
  add(change: StateChange): void {
    const size = this.#size;
    this.#size = null;
    try {
      const text = `${JSON.stringify(change)}\n`;
      this.#append(text);
      if (size !== null) this.#size = { ...size, added: size.added + text.length };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }

  /** Only to a file that is there. */
  #append(text: string): void {
    const file = openSync(this.#path, constants.O_WRONLY | constants.O_APPEND);
    try {
      writeWhole(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  #replace(text: string): void {
    makeFolder(dirname(this.#path));
    const draft = `${this.#path}.draft`;
    const file = openSync(draft, 'w');
    try {
      writeWhole(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, this.#path);
  }
}

/** The system may take less than it is given, and says how much. */
function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
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
