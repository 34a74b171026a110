/** A frame longer than this is not the TWS protocol. Source: the TWS API's reader. */
const maxFrameBytes = 0xffffff;
const apiMark = Buffer.from('API\0', 'latin1');

export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/**
 * Cuts a byte stream into frames: a four-byte big-endian length, then that many bytes. The first frame of a
 * connection has `API\0` in front of it. Throws {@link ProtocolError} for anything else.
 */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);
  #markSeen = false;

  /** The whole frames that are complete with these bytes, as text. */
  push(bytes: Buffer): string[] {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    if (!this.#markSeen && !this.#takeMark()) return [];
    const frames: string[] = [];
    let at = 0;
    while (this.#pending.length - at >= 4) {
      const length = this.#pending.readUInt32BE(at);
      if (length === 0 || length > maxFrameBytes) {
        throw new ProtocolError(
          `A frame of ${length} bytes was announced; 1 to ${maxFrameBytes} are allowed.`,
        );
      }
      if (this.#pending.length - at - 4 < length) break;
      frames.push(this.#pending.toString('utf8', at + 4, at + 4 + length));
      at += 4 + length;
    }
    this.#pending = this.#pending.subarray(at);
    return frames;
  }

  #takeMark(): boolean {
    const seen = Math.min(this.#pending.length, apiMark.length);
    if (!this.#pending.subarray(0, seen).equals(apiMark.subarray(0, seen))) {
      throw new ProtocolError('The connection does not begin with the mark of the TWS API.');
    }
    if (seen < apiMark.length) return false;
    this.#pending = this.#pending.subarray(apiMark.length);
    this.#markSeen = true;
    return true;
  }
}

/** Collects messages into one buffer of frames, so that many ticks cost one write to the socket. */
export class FrameBatch {
  #bytes = Buffer.allocUnsafe(4096);
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(message: string): void {
    // No character takes more than three bytes per UTF-16 unit.
    this.#makeRoom(4 + message.length * 3);
    const written = this.#bytes.write(message, this.#length + 4, 'utf8');
    this.#bytes.writeUInt32BE(written, this.#length);
    this.#length += 4 + written;
  }

  /** Adds bytes as they are, without a length in front of them. */
  addBytes(bytes: Buffer): void {
    this.#makeRoom(bytes.length);
    bytes.copy(this.#bytes, this.#length);
    this.#length += bytes.length;
  }

  /** The frames so far as bytes of their own; the batch is empty afterwards. */
  take(): Buffer {
    const bytes = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return bytes;
  }

  clear(): void {
    this.#length = 0;
  }

  #makeRoom(more: number): void {
    const room = this.#length + more;
    if (room <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(room, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
