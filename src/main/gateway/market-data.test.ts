import { afterEach, describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  type LinkTestOptions,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import { startScratchGateway, type ScratchGateway } from '../../../test/support/scratch-gateway.ts';
import {
  depthRow,
  errorMessage,
  marketDataType,
  smartDepthRow,
  tickGeneric,
  tickPrice,
  tickSize,
} from '../../../test/support/scratch-messages.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

import { defaultTimings } from './link-timings.ts';

const quotes = 1;
const cancelQuotes = 2;
const depth = 10;
const cancelDepth = 11;
const history = 20;
const dataType = 59;

let gateway: ScratchGateway;
let link: LinkUnderTest;

afterEach(async () => {
  await link.stop();
  await gateway.close();
});

async function readyLink(options: LinkTestOptions = {}): Promise<void> {
  gateway = await startScratchGateway();
  link = linkUnderTest(gateway.port, options);
  await link.ready();
}

/** The request id of the latest request of this kind. */
function requestId(kind: number): number {
  const { fields } = gateway.ofKind(kind).at(-1) ?? { fields: [] };
  return Number(fields[kind === history ? 1 : 2]);
}

async function quoteRequest(): Promise<number> {
  link.link.subscribeQuotes(spyInstrument);
  await link.until('it is asked for', () => gateway.ofKind(quotes).length === 1);
  return requestId(quotes);
}

const sharesFuture: Instrument = { ...spyInstrument, instrumentId: 402, secType: 'FUT' };

describe('a quote', () => {
  it('of delayed data has every figure of its own ticks, and says that it is delayed', async () => {
    await readyLink();
    const id = await quoteRequest();
    gateway
      .peer()
      .send(
        marketDataType(id, 3),
        tickPrice(id, 66, 250),
        tickPrice(id, 67, 250.1),
        tickPrice(id, 68, 250.05),
        tickSize(id, 69, 300),
        tickSize(id, 70, 400),
        tickSize(id, 71, 50),
        tickPrice(id, 72, 255),
        tickPrice(id, 73, 245),
        tickSize(id, 74, 1_000_000),
        tickPrice(id, 75, 248),
        tickPrice(id, 76, 249),
        tickGeneric(id, 90, 0),
      );
    await link.until('all are heard', () => link.quotes.at(-1)?.open === 249);
    expect(link.quotes.at(-1)).toMatchObject({
      bid: 250,
      ask: 250.1,
      last: 250.05,
      bidSize: 300,
      askSize: 400,
      lastSize: 50,
      high: 255,
      low: 245,
      volume: 1_000_000,
      close: 248,
      open: 249,
      marketDataType: 'delayed',
      halted: false,
    });
  });

  it.each([
    [1, 'live'],
    [2, 'frozen'],
    [3, 'delayed'],
    [4, 'delayed-frozen'],
  ])('says of type %d that it is %s', async (type, name) => {
    await readyLink();
    const id = await quoteRequest();
    gateway.peer().send(marketDataType(id, type), tickPrice(id, 1, 250));
    await link.until('it is heard', () => link.quotes.at(-1)?.bid === 250);
    expect(link.quotes.at(-1)?.marketDataType).toBe(name);
  });

  it('says whether the market is halted and whether shares can be sold short', async () => {
    await readyLink();
    const id = await quoteRequest();
    expect(gateway.ofKind(quotes)[0]?.fields).toContain('236');
    gateway.peer().send(tickGeneric(id, 49, 2), tickGeneric(id, 46, 3), tickSize(id, 89, 12_000));
    await link.until('all are heard', () => link.quotes.at(-1)?.shortableShares === 12_000);
    expect(link.quotes.at(-1)).toMatchObject({ halted: true, shortable: 'available' });
    link.link.subscribeQuotes(sharesFuture);
    await link.until('the future is asked for', () => gateway.ofKind(quotes).length === 2);
    expect(gateway.ofKind(quotes)[1]?.fields).not.toContain('236');
  });
});

describe('market data that does not come', () => {
  it.each([
    [354, 'Requested market data is not subscribed.', 'Delayed data is asked for instead', true],
    [
      10089,
      'Requested market data requires additional subscription for API.',
      'Delayed data is asked for instead',
      true,
    ],
    [
      10168,
      'Requested market data is not subscribed. Delayed market data is not enabled.',
      'Delayed data is asked for instead',
      true,
    ],
    [
      10167,
      'Requested market data is not subscribed. Displaying delayed market data.',
      '15 to 20 minutes old',
      false,
    ],
    [
      10197,
      'No market data during competing live session',
      'Another session of the same user',
      false,
    ],
    [200, 'No security definition has been found for the request', 'Search the instrument', false],
  ])('is shown with what to do: %d', async (code, message, advice, asksDelayed) => {
    await readyLink();
    const id = await quoteRequest();
    gateway.peer().send(errorMessage(id, code, message));
    await link.until('it is told', () => link.ofKind('notice').length === 1);
    const [notice] = link.ofKind('notice');
    expect(notice).toMatchObject({ code, instrumentId: spyInstrument.instrumentId });
    // The instrument is told beside it, so the sentence does not begin with its name.
    expect(notice?.message.startsWith(message)).toBe(true);
    expect(notice?.message).toContain(advice);
    expect(link.link.quoteLines().used).toBe(asksDelayed || code === 10167 ? 1 : 0);
    if (!asksDelayed) return;
    await link.until('it is asked for again', () => gateway.ofKind(quotes).length === 2);
    expect(gateway.ofKind(dataType).map(({ fields }) => fields[2])).toEqual(['3']);
  });

  it('because another session has it is asked for again by itself', async () => {
    await readyLink({ timings: { quotes: { ...defaultTimings.quotes, retryMs: 60 } } });
    const id = await quoteRequest();
    gateway.peer().send(errorMessage(id, 10197, 'No market data during competing live session'));
    await link.until('it is asked for again', () => gateway.ofKind(quotes).length === 2);
    expect(requestId(quotes)).not.toBe(id);
  });

  it('after its farm is back is asked for anew', async () => {
    await readyLink({ timings: { quotes: { ...defaultTimings.quotes, deadFeedMs: 60 } } });
    const id = await quoteRequest();
    gateway
      .peer()
      .send(
        tickPrice(id, 1, 250),
        errorMessage(-1, 2103, 'Market data farm connection is broken:usfarm'),
        errorMessage(-1, 2104, 'Market data farm connection is OK:usfarm'),
      );
    await link.until('it is asked for anew', () => gateway.ofKind(quotes).length === 2);
    expect(gateway.ofKind(cancelQuotes).map(({ fields }) => fields[2])).toEqual([String(id)]);
    expect(requestId(quotes)).not.toBe(id);
    expect(link.ofKind('notice').map(({ code }) => code)).toEqual([2103, 2104, 2104]);
    gateway.peer().send(tickPrice(requestId(quotes), 1, 251));
    await link.until('it flows', () => link.quotes.at(-1)?.bid === 251);
  });
});

describe('everything that is subscribed', () => {
  it('is asked for again after a drop, once however many look, with its users counted', async () => {
    await readyLink();
    const leaveQuotes = link.link.subscribeQuotes(spyInstrument);
    link.link.subscribeQuotes(spyInstrument);
    const leaveBook = link.link.subscribeDepth(spyInstrument, 5, () => {});
    link.link.subscribeBars(spyInstrument, '1 min', () => {});
    const asked = (): number[] =>
      [quotes, depth, history, 6, 62].map((kind) => gateway.ofKind(kind).length);
    await link.until('all are asked for', () => gateway.ofKind(history).length === 1);
    expect(asked()).toEqual([1, 1, 1, 1, 1]);
    gateway.peer().hangUp();
    await link.until('it is ready again', () => gateway.peers.length === 2);
    await link.until('ready', () => link.status().state === 'ready');
    await link.until('all are asked for again', () => gateway.ofKind(depth).length === 2);
    expect(asked()).toEqual([2, 2, 1, 2, 2]);
    leaveQuotes();
    leaveBook();
    await link.until('the book is left', () => gateway.ofKind(cancelDepth).length === 1);
    expect(gateway.ofKind(cancelQuotes)).toEqual([]);
  });

  it('is asked for again after 1101, and not after 1102', async () => {
    await readyLink();
    await quoteRequest();
    link.link.subscribeDepth(spyInstrument, 5, () => {});
    gateway.peer().send(errorMessage(-1, 1102, 'Restored, data maintained.'));
    await link.until('another snapshot', () => link.snapshots.length === 2);
    expect(gateway.ofKind(quotes)).toHaveLength(1);
    gateway.peer().send(errorMessage(-1, 1101, 'Restored, data lost.'));
    await link.until('both are asked for again', () => gateway.ofKind(depth).length === 2);
    expect(gateway.ofKind(quotes)).toHaveLength(2);
    await link.until('another snapshot', () => link.snapshots.length === 3);
  });
});

describe('a book', () => {
  it('joins all exchanges where orders are routed to all', async () => {
    await readyLink();
    const venues: (string | null)[][] = [];
    link.link.subscribeDepth(spyInstrument, 5, (book) =>
      venues.push(book.bids.map(({ venue }) => venue)),
    );
    await link.until('it is asked for', () => gateway.ofKind(depth).length === 1);
    const id = requestId(depth);
    gateway
      .peer()
      .send(
        smartDepthRow(id, 'bid', 0, 'ARCA', 250, 300),
        smartDepthRow(id, 'bid', 1, 'BATS', 249.99, 100),
        smartDepthRow(id, 'ask', 0, 'ARCA', 250.01, 200),
      );
    await link.until('three rows', () => venues.length === 3);
    expect(venues.at(-1)).toEqual(['ARCA', 'BATS']);
    expect(gateway.ofKind(depth)[0]?.fields.at(-2)).toBe('1');
    gateway.peer().send(errorMessage(id, 317, 'Market depth data has been RESET.'));
    await link.until('it is empty', () => venues.at(-1)?.length === 0);
  });

  it('is that of one exchange elsewhere, and is left when nobody looks', async () => {
    await readyLink();
    let best: number | undefined;
    const leave = link.link.subscribeDepth({ ...sharesFuture, exchange: 'CME' }, 10, (book) => {
      best = book.asks[0]?.price;
    });
    await link.until('it is asked for', () => gateway.ofKind(depth).length === 1);
    gateway.peer().send(depthRow(requestId(depth), 'ask', 0, 2_700.25, 12));
    await link.until('a row', () => best === 2_700.25);
    leave();
    await link.until('it is left', () => gateway.ofKind(cancelDepth).length === 1);
    expect(gateway.ofKind(depth)[0]?.fields.at(-2)).toBe('0');
  });
});
