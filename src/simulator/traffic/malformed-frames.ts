import type { FaultOf } from '../fault-sentences.ts';
import { message } from '../wire/fields.ts';
import { noRequest } from '../wire/session-messages.ts';

type Shape = FaultOf<'malformed-frame'>['shape'];

function framed(text: string): Buffer {
  const body = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

const orderStatus = message(3, 1, 'Submitted', 0, 100, 0, 900_000_001, 0, 0, 1, '', 0);

/** What no gateway should send, by its shape. */
export const malformedFrames: Record<Shape, Buffer> = {
  /** It announces two thousand million bytes, which never come. */
  'bad-length': Buffer.concat([Buffer.from([0x7f, 0xff, 0xff, 0xff]), Buffer.from(orderStatus)]),
  /** Historical bars (17): a thousand are announced, none is there. */
  'bad-count': framed(message(17, noRequest, '20200309 09:30:00', '20200309 16:00:00', 1000)),
  /** Half of an order status; the connection breaks after it. */
  'cut-off': framed(orderStatus).subarray(0, 20),
  /** An error whose field for the reject, which should be JSON, is not. */
  'bad-reject-text': framed(
    message(4, 2, noRequest, 2109, 'A broken reject follows.', '{"reject"'),
  ),
};
