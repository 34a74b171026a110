/** The largest frame the protocol knows, in bytes; source: IB's own client. */
const largestFrame = 0xffffff;
const headerBytes = 4;

/**
 * Follows the frames of a stream (four bytes of length, then that many bytes) without keeping them. The client
 * library believes every length: a negative one sends it into an endless loop, a huge one makes it buffer for ever.
 */
export class FrameWatch {
  #header = 0;
  #headerSeen = 0;
  #bodyLeft = 0;

  /** The length that no TWS would send, or null while the stream is sound. After a bad one the stream is lost. */
  feed(chunk: Uint8Array): number | null {
    let at = 0;
    while (at < chunk.length) {
      if (this.#bodyLeft > 0) {
        const taken = Math.min(this.#bodyLeft, chunk.length - at);
        this.#bodyLeft -= taken;
        at += taken;
        continue;
      }
      this.#header = (this.#header << 8) | (chunk[at] ?? 0) | 0;
      this.#headerSeen += 1;
      at += 1;
      if (this.#headerSeen < headerBytes) continue;
      const length = this.#header;
      this.#header = 0;
      this.#headerSeen = 0;
      if (length <= 0 || length > largestFrame) return length;
      this.#bodyLeft = length;
    }
    return null;
  }
}
