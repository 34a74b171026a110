/**
 * A process between a client and a gateway. It hands every byte on, counts what the client sends, and on demand
 * floods the client's market-data lines with ticks, faster than any gateway makes them. Started by
 * `wire-tap-process.ts`; the address of the gateway is in the arguments.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

import { z } from 'zod';

import { FrameBatch, FrameReader } from '../../src/simulator/wire/frames.ts';
import { pause } from './pause.ts';
import { tickField, tickPrice, tickSize } from '../../src/simulator/wire/quote-messages.ts';

const requestMarketData = '1';
const cancelOrder = '4';
/** As much as a socket hands over at once. */
const TICKS_A_CHUNK = 1500;
/** Between two chunks at a fixed rate. */
const PACE_MS = 5;

const requestSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('flood'),
    ticks: z.number().int(),
    /** Null for as fast as they are taken. */
    perSecond: z.number().nullable(),
    /** Last price of the last tick, by which the reader knows the end. */
    lastPrice: z.number(),
  }),
  z.object({ type: z.literal('close') }),
]);

const [host = '', port = ''] = process.argv.slice(2);
const lines = new Set<number>();
let client: Socket | null = null;
let cancels = 0;

const server = createServer((accepted) => {
  const gateway = connect({ host, port: Number(port) });
  for (const socket of [accepted, gateway]) {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
  }
  accepted.on('close', () => gateway.destroy());
  gateway.on('close', () => accepted.destroy());
  client = accepted;
  lines.clear();
  const reader = new FrameReader();
  accepted.on('data', (bytes) => {
    gateway.write(bytes);
    for (const frame of reader.push(bytes)) hear(frame);
  });
  const whole = wholeFrames();
  gateway.on('data', (bytes) => {
    const complete = whole(bytes);
    if (complete.length > 0) accepted.write(complete);
  });
});

function hear(frame: string): void {
  const fields = frame.split('\0');
  if (fields[0] === requestMarketData) {
    lines.add(Number(fields[2]));
    process.send?.({ type: 'lines', count: lines.size });
  }
  if (fields[0] === cancelOrder) {
    cancels += 1;
    process.send?.({
      type: 'cancelled',
      count: cancels,
      at: performance.timeOrigin + performance.now(),
    });
  }
}

/** Holds back what is not a whole frame yet, so that ticks can be put between any two writes. */
function wholeFrames(): (bytes: Buffer) => Buffer {
  let pending = Buffer.alloc(0);
  return (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    let end = 0;
    while (pending.length - end >= 4) {
      const next = end + 4 + pending.readUInt32BE(end);
      if (next > pending.length) break;
      end = next;
    }
    const complete = pending.subarray(0, end);
    pending = pending.subarray(end);
    return complete;
  };
}

/** Half prices and half sizes, in turn for every line, no two in a row alike. */
function chunkOfTicks(count: number, seed: number): FrameBatch {
  const ids = [...lines];
  const batch = new FrameBatch();
  for (let i = 0; i < count; i += 1) {
    const id = ids[i % ids.length] ?? 0;
    const price = 250 + ((seed + i) % 500) / 100;
    const kind = Math.floor(i / ids.length) % 4;
    if (kind === 0) batch.add(tickPrice(id, tickField.bid, price, 100 + (i % 7), true));
    if (kind === 1) batch.add(tickPrice(id, tickField.ask, price + 0.01, 100 + (i % 5), true));
    if (kind === 2) batch.add(tickSize(id, tickField.bidSize, 200 + (i % 9)));
    if (kind === 3) batch.add(tickSize(id, tickField.askSize, 200 + (i % 11)));
  }
  return batch;
}

async function flood(
  to: Socket,
  ticks: number,
  perSecond: number | null,
  lastPrice: number,
): Promise<void> {
  const size = perSecond === null ? TICKS_A_CHUNK : Math.round((perSecond * PACE_MS) / 1000);
  const chunks = [0, 100, 200, 300].map((seed) => chunkOfTicks(size, seed).take());
  const started = performance.now();
  let sent = 0;
  for (let i = 0; sent + size < ticks; i += 1) {
    const chunk = chunks[i % chunks.length];
    if (chunk !== undefined && !to.write(chunk)) await once(to, 'drain');
    sent += size;
    if (perSecond !== null) {
      const early = started + (sent / perSecond) * 1000 - performance.now();
      if (early > 0) await pause(early);
    }
  }
  const rest = chunkOfTicks(ticks - sent - 1, 0);
  rest.add(tickPrice([...lines][0] ?? 0, tickField.last, lastPrice, 1, false));
  to.write(rest.take());
}

process.on('message', (message) => {
  const request = requestSchema.parse(message);
  if (request.type === 'close') process.exit(0);
  if (client !== null) void flood(client, request.ticks, request.perSecond, request.lastPrice);
});
// Without whoever started it there is nothing to do.
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') {
    process.send?.({ type: 'listening', port: address.port });
  }
});
