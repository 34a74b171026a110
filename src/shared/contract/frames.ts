import { z } from 'zod';

import { contractErrorSchema } from './error.ts';

/** Milliseconds between two batches to one reader of a topic: 20 a second is as much as a person can follow. */
export const batchIntervalMs = 50;

/** Largest frame a side accepts, bytes of JSON text: an attached file of 2 MiB in base64 fits. */
export const maxFrameBytes = 3 * 1_048_576;

const requestId = z.number().int().nonnegative();

/** What the renderer may say. Anything else is refused and ends the connection: an unknown frame fails closed. */
export const clientFrameSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id: requestId, command: z.string(), input: z.unknown() }),
  z.strictObject({ t: z.literal('listen'), id: requestId, topic: z.string(), params: z.unknown() }),
  z.strictObject({ t: z.literal('unlisten'), id: requestId }),
  /** The reader has taken the last batch of this topic and is ready for the next. */
  z.strictObject({ t: z.literal('took'), id: requestId }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

export const serverFrameSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('done'), id: requestId, output: z.unknown() }),
  z.strictObject({ t: z.literal('failed'), id: requestId, error: contractErrorSchema }),
  /** Replaces everything the reader held of this topic. */
  z.strictObject({ t: z.literal('snapshot'), id: requestId, items: z.array(z.unknown()) }),
  /** Adds to it; `removed` holds keys. */
  z.strictObject({
    t: z.literal('items'),
    id: requestId,
    items: z.array(z.unknown()),
    removed: z.array(z.union([z.string(), z.number()])),
  }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;
