import { message } from '../../src/simulator/wire/fields.ts';

/** A message as the gateway would write it. */
export function framed(...fields: readonly (string | number)[]): Buffer {
  const text = Buffer.from(message(...fields));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text]);
}
