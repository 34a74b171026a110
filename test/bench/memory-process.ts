/**
 * A desk in a process of its own that lives through one hour of desk time, compressed: the orders and quotes of an hour
 * come within a minute and a half. Takes the gateway's host and port as arguments, and posts `sample` messages and one
 * `done`.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { startBenchDesk } from './bench-desk.ts';
import { restingTicket } from './bench-order.ts';
import { hour } from './memory-load.ts';
import { pause } from './pause.ts';

const [host = '', port = ''] = process.argv.slice(2);

/** A full collection, so that a sample counts what is held and not what is litter. */
setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

const desk = await startBenchDesk({ host, port: Number(port) });
const limitPrice = await desk.restingPrice();
const screen = desk.openScreen();
screen.listen('quotes', {}, { onSnapshot: () => {}, onItems: () => {} });
screen.listen('orders', {}, { onSnapshot: () => {}, onItems: () => {} });

const started = performance.now();
let placed = 0;
/** Denied, or refused because the link was late for a moment on a busy machine. */
let refused = 0;
for (let sample = 0; sample <= hour.samples; sample += 1) {
  const due = Math.round((hour.orders * sample) / hour.samples);
  while (placed < due) {
    const wanted = Math.min(
      due,
      Math.floor(((performance.now() - started) / hour.wallMs) * hour.orders),
    );
    for (; placed < wanted; placed += 1) place(placed).catch(() => (refused += 1));
    await pause(2);
  }
  await pause(50);
  if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({
    type: 'sample',
    minutes: (60 * sample) / hour.samples,
    rssBytes: rss,
    heapBytes: heapUsed,
  });
}
process.send?.({ type: 'done', placed, refused });
await desk.close();
process.disconnect();

/** In turns an order that fills at once, one that undoes it, and one that rests and is cancelled. */
async function place(number: number): Promise<void> {
  const resting = restingTicket(limitPrice);
  const market = { ...resting, orderType: 'MKT', limitPrice: null } as const;
  const turn = number % 3;
  const ticket = turn === 2 ? resting : ({ ...market, side: turn === 0 ? 'BUY' : 'SELL' } as const);
  const { orderRef, allowed } = await desk.service.commands['order.place']({ ticket }, desk.caller);
  if (!allowed) refused += 1;
  else if (turn === 2) await desk.service.commands['order.cancel']({ orderRef }, desk.caller);
}
