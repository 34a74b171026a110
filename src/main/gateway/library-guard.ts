import type { IBApi } from '@stoqey/ib';

import { FrameWatch } from './frame-watch.ts';

/** The client library is not built as the guard knows it; the guard cannot hold and the link must not start. */
export class LibraryChangedError extends Error {
  override readonly name = 'LibraryChangedError';

  constructor(part: string) {
    super(
      `The TWS client library has no ${part} any more. Install the version that package.json names, or adapt the guard to the new one.`,
    );
  }
}

export interface GuardHandlers {
  /** A whole message has come, whatever it is. */
  onHeard(): void;
  /** The extra reject text of an error message, before it is taken out; the error itself follows as usual. */
  onRejectText(text: string): void;
  /** A message could not be decoded and is lost. */
  onUndecodable(messageId: string, error: unknown): void;
  /** The peer does not speak the protocol; nothing more of it is read. */
  onGarbage(length: number): void;
}

const errorMessageId = '4';
const rejectTextAt = 5;

/**
 * Stands between the library's socket and its decoder. Decoding runs inside the socket's own data event, so whatever
 * it throws ends the process: malformed reject JSON does, and so does a count that is not a number. Neither is
 * reachable through the library's public face, hence these replacements on the instance. Reference/tws.md,
 * trap 12.
 */
export function guardLibrary(api: IBApi, handlers: GuardHandlers): void {
  const controller = objectAt(api, 'controller');
  const socket = objectAt(controller, 'socket');
  const decoder = objectAt(controller, 'decoder');
  const onData = methodAt(socket, 'onData');
  const onMessage = methodAt(controller, 'onMessage');
  const process = methodAt(controller, 'processIngressQueue');
  const watch = new FrameWatch();
  let lost = false;
  let messageId = '';

  Reflect.set(socket, 'onData', (chunk: Uint8Array) => {
    if (lost) return;
    const badLength = watch.feed(chunk);
    if (badLength === null) {
      onData(chunk);
      return;
    }
    lost = true;
    handlers.onGarbage(badLength);
  });

  Reflect.set(controller, 'onMessage', (tokens: string[]) => {
    handlers.onHeard();
    messageId = tokens[0] ?? '';
    if (messageId === errorMessageId) takeOutRejectText(tokens, handlers);
    onMessage(tokens);
  });

  Reflect.set(controller, 'processIngressQueue', () => {
    try {
      process();
    } catch (error) {
      // What is left of the broken message would be taken for the start of the next one.
      Reflect.set(decoder, 'dataQueue', []);
      Reflect.set(decoder, 'emitQueue', []);
      handlers.onUndecodable(messageId, error);
    }
  });
}

/**
 * Lets every message leave at once. Left to itself the operating system holds a small message back until the one
 * before it is acknowledged, up to 40 ms: too long for a cancel, and it bunches what the pacer has spaced. To be
 * called when the socket is open.
 */
export function sendWithoutDelay(api: IBApi): void {
  const socket = objectAt(objectAt(api, 'controller'), 'socket');
  methodAt(objectAt(socket, 'client'), 'setNoDelay')(true);
}

/** The desk has no use for the text beyond the log, and the library throws on what it cannot parse. */
function takeOutRejectText(tokens: string[], handlers: GuardHandlers): void {
  const text = tokens[rejectTextAt];
  if (text === undefined || text === '') return;
  tokens[rejectTextAt] = '';
  handlers.onRejectText(text);
}

function objectAt(owner: object, part: string): object {
  const found: unknown = Reflect.get(owner, part);
  if (typeof found !== 'object' || found === null) throw new LibraryChangedError(part);
  return found;
}

function methodAt(owner: object, part: string): (...values: unknown[]) => void {
  const found: unknown = Reflect.get(owner, part);
  if (typeof found !== 'function') throw new LibraryChangedError(part);
  return (...values) => {
    Reflect.apply(found, owner, values);
  };
}
