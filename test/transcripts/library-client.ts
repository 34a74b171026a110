import { Decoder } from '@stoqey/ib/dist/core/io/decoder.js';
import { Encoder } from '@stoqey/ib/dist/core/io/encoder.js';

import type { CoreClient } from '../../src/simulator/core-client.fixture.ts';
import type { Field } from '../../src/simulator/wire/fields.ts';

/** The code under which the library reports a message that it cannot read. */
const unreadable = 505;

/** An event as an application gets it from the library. */
export interface LibraryEvent {
  name: string;
  values: readonly unknown[];
}

/** A client that writes its requests and reads its answers with @stoqey/ib's own encoder and decoder. */
export class LibraryClient {
  readonly wire: CoreClient;
  /** Writes requests as the library does for the agreed server version. */
  readonly ask: Encoder;
  /** Message ids that were sent. */
  readonly sent = new Set<number>();
  /** What the library could not read, in its words. */
  readonly defects: string[] = [];
  readonly #decoder: Decoder;
  #decoded = 1;
  #events: LibraryEvent[] = [];

  /** @param wire has shaken hands and started */
  constructor(wire: CoreClient) {
    this.wire = wire;
    const serverVersion = Number(wire.received[0]?.[0]);
    this.ask = new Encoder({
      serverVersion,
      sendMsg: (...tokens) => this.#send(tokens),
      emitError: (text) => void this.defects.push(text),
    });
    this.#decoder = new Decoder({
      serverVersion,
      emitEvent: (name, ...values) => void this.#events.push({ name, values }),
      emitError: (text, code, id) => {
        if (code === unreadable) this.defects.push(text);
        else this.#events.push({ name: 'error', values: [id, code, text] });
      },
      emitInfo: (text, code) => void this.#events.push({ name: 'info', values: [code, text] }),
    });
  }

  /** Ids of the messages received. */
  received(): Set<number> {
    return new Set(this.wire.received.slice(1).map(([id]) => Number(id)));
  }

  /** The events of a name, in order. */
  heard(name: string): (readonly unknown[])[] {
    return this.events()
      .filter((event) => event.name === name)
      .map(({ values }) => values);
  }

  events(): readonly LibraryEvent[] {
    for (const fields of this.wire.received.slice(this.#decoded)) {
      this.#decoder.enqueueMessage([...fields]);
      this.#decoder.process();
    }
    this.#decoded = this.wire.received.length;
    return this.#events;
  }

  /** As the library writes tokens: lists within lists are one list, and what has no value is empty. */
  #send(tokens: readonly unknown[]): void {
    const fields = tokens.flat(3).map((token): Field => {
      if (token === undefined || token === null) return '';
      if (typeof token === 'boolean' || typeof token === 'number' || typeof token === 'string') {
        return token;
      }
      throw new TypeError(`The library writes a field that is ${typeof token}.`);
    });
    this.sent.add(Number(fields[0]));
    this.wire.send(...fields);
  }
}
