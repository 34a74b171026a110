import { maxFrameBytes } from './frames.ts';
import type { Wire } from './wire.ts';

/** Messages kept for a listener that is not there yet; a peer that sends more before it is heard is not ours. */
const maxUnheardMessages = 1000;

/** What moves text between two ends: a WebSocket, a MessagePort, a pair in memory. */
export interface TextCarrier {
  send(text: string): void;
  /** Ends the connection. Called at most once. */
  close(reason: string): void;
}

/** A wire over a carrier of text, with the two ways in through which the carrier reports. */
export interface TextWire {
  wire: Wire;
  /** Something arrived. Anything but JSON text within the size limit ends the connection. */
  received: (data: unknown) => void;
  /** The connection has ended at the other end or on the way. */
  lost: (reason: string) => void;
}

/** A message that is larger than the other end would accept. It was not sent. */
export class FrameTooLarge extends Error {
  override readonly name = 'FrameTooLarge';
}

/**
 * Both shells carry the same JSON text, although a MessagePort could carry objects: so a frame means the same in
 * both (no Date, Map or NaN gets through one of them), and one size limit holds for both.
 */
export function textWire(carrier: TextCarrier): TextWire {
  let listener: ((message: unknown) => void) | null = null;
  let unheard: unknown[] = [];
  let closedBecause: string | null = null;
  const closeListeners: ((reason: string) => void)[] = [];

  function end(reason: string): void {
    closedBecause = reason;
    unheard = [];
    for (const tell of closeListeners.splice(0)) tell(reason);
  }

  function close(reason: string): void {
    if (closedBecause !== null) return;
    closedBecause = reason;
    carrier.close(reason);
    end(reason);
  }

  function received(data: unknown): void {
    if (closedBecause !== null) return;
    if (typeof data !== 'string') return close('A frame was not text.');
    if (exceedsFrameLimit(data)) return close('A frame was too large.');
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      return close('A frame was not JSON.');
    }
    if (listener !== null) return listener(message);
    unheard.push(message);
    if (unheard.length > maxUnheardMessages) close('Too many frames came before anyone listened.');
  }

  const wire: Wire = {
    send(message) {
      if (closedBecause !== null) return;
      const text = JSON.stringify(message);
      if (exceedsFrameLimit(text)) {
        throw new FrameTooLarge(`A frame of ${text.length} characters is larger than the limit.`);
      }
      carrier.send(text);
    },
    onMessage(heard) {
      if (listener !== null) throw new Error('This wire already has its listener.');
      listener = heard;
      for (const message of unheard.splice(0)) {
        if (closedBecause === null) heard(message);
      }
    },
    onClose(tell) {
      if (closedBecause === null) closeListeners.push(tell);
      else tell(closedBecause);
    },
    close,
  };

  return {
    wire,
    received,
    lost(reason) {
      if (closedBecause === null) end(reason);
    },
  };
}

const encoder = new TextEncoder();

/** Whether the text is more than `maxFrameBytes` in UTF-8. Counts bytes only where the length leaves it open. */
export function exceedsFrameLimit(text: string): boolean {
  if (text.length > maxFrameBytes) return true;
  if (text.length * 3 <= maxFrameBytes) return false;
  return encoder.encode(text).length > maxFrameBytes;
}
