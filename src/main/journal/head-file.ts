import { hash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { z } from 'zod';

import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { Head } from './chain.ts';

/** Two slots in two blocks of the disk: a write that is torn by a power loss spoils one and leaves the other. */
const slotBytes = 4096;
const slotOffsets = [0, slotBytes] as const;
const textBytes = 256;

/** Milliseconds within which a written head is also synced. See docs/decisions/journal-head.md. */
export const headSyncDelayMs = 200;

const headSchema = z.strictObject({
  seq: z.number().int().nonnegative(),
  hash: z.string().length(64),
  at: z.string().nullable(),
});

function encode(head: Head): Buffer {
  const text = JSON.stringify({ seq: head.seq, hash: head.hash, at: head.at });
  return Buffer.from(`${text} ${hash('sha256', text, 'hex')}`.padEnd(textBytes - 1) + '\n');
}

function decode(slot: string): Head | null {
  const [text, sum] = slot.trimEnd().split(' ');
  if (text === undefined || sum === undefined || hash('sha256', text, 'hex') !== sum) return null;
  const parsed = headSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

/** The newest head that a head file holds: `missing` without a file, `damaged` when no slot is whole. */
export function readHead(path: string): Head | 'missing' | 'damaged' {
  if (!existsSync(path)) return 'missing';
  const bytes = readFileSync(path);
  let newest: Head | null = null;
  for (const offset of slotOffsets) {
    const head = decode(bytes.toString('utf8', offset, offset + textBytes));
    if (head !== null && (newest === null || head.seq >= newest.seq)) newest = head;
  }
  return newest ?? 'damaged';
}

/** Puts a head file in place whole and synced, or leaves what was there. */
export function createHead(path: string, head: Head): void {
  const bytes = Buffer.alloc(2 * slotBytes, ' ');
  for (const offset of slotOffsets) encode(head).copy(bytes, offset);
  const descriptor = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.new`, path);
  syncFolder(dirname(path));
}

/** Makes a rename last through a power loss. Windows keeps folders synced itself and refuses to open them. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Keeps the head outside the database. `write` hands it to the operating system at once, which outlives the
 * process; the disk has it within {@link headSyncDelayMs}, off the order path.
 */
export class HeadFile {
  readonly #clock: Clock;
  readonly #onSyncFailed: (error: Error) => void;
  readonly #descriptor: number;
  #slot = 0;
  #timer: Timer | null = null;
  #syncing = false;
  #dirty = false;
  #closed = false;

  /** `onSyncFailed` is called at most once per failed sync; what was written since the last good one may be lost. */
  constructor(path: string, clock: Clock, onSyncFailed: (error: Error) => void) {
    this.#clock = clock;
    this.#onSyncFailed = onSyncFailed;
    this.#descriptor = openSync(path, 'r+');
  }

  /** Throws the file system's error. */
  write(head: Head): void {
    writeSync(this.#descriptor, encode(head), 0, textBytes, slotOffsets[this.#slot]);
    this.#slot = 1 - this.#slot;
    this.#dirty = true;
    this.#schedule();
  }

  /** Syncs what was written and closes. Throws the file system's error. */
  close(): void {
    this.#timer?.cancel();
    this.#closed = true;
    if (this.#dirty) fdatasyncSync(this.#descriptor);
    this.#dirty = false;
    if (!this.#syncing) closeSync(this.#descriptor);
  }

  #schedule(): void {
    if (this.#timer !== null || this.#syncing || this.#closed) return;
    this.#timer = this.#clock.after(headSyncDelayMs, () => {
      this.#timer = null;
      this.#sync();
    });
  }

  #sync(): void {
    this.#syncing = true;
    this.#dirty = false;
    fdatasync(this.#descriptor, (error) => {
      this.#syncing = false;
      if (this.#closed) {
        closeSync(this.#descriptor);
        return;
      }
      if (error !== null) this.#onSyncFailed(error);
      if (this.#dirty) this.#schedule();
    });
  }
}
