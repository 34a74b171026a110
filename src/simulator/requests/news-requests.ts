import { refusals, type Refusal } from '../exchange/refusals.ts';
import { dayOf, sessionMs } from '../market/trading-calendar.ts';
import {
  historicalNews,
  historicalNewsEnd,
  newsArticle,
  newsProviders,
} from '../wire/news-messages.ts';
import { findArticle, newsOfDay, newswire } from './newswire.ts';
import type { RequestEntry } from './rooms.ts';

/** The most headlines in one answer. Source: IB, TWS API, Historical News Headlines. */
const mostHeadlines = 300;
/** Sessions that are looked through for headlines: two years of them. */
const searchedSessions = 504;

const notAllowed: Refusal = { code: 10276, message: 'News feed is not allowed.' };

function noArticle(articleId: string): Refusal {
  return {
    code: 10172,
    message: `Failed to request news article:There is no article '${articleId}'`,
  };
}

/** `2020-03-09 20:00:00.0`, UTC; -Infinity or Infinity when a side is left open; null when it cannot be read. */
function readTime(text: string, open: number): number | null {
  if (text.trim() === '') return open;
  const match = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?$/.exec(text.trim());
  const at = match === null ? NaN : Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`);
  return Number.isNaN(at) ? null : at;
}

/** Requests for news. */
export const newsRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    84,
    {
      name: 'reqNewsArticle',
      idField: 1,
      handle(session, fields, { market, tick }) {
        const requestId = fields.integer('reqId');
        const provider = fields.text('providerCode');
        const articleId = fields.text('articleId');
        const item = findArticle(market, articleId, dayOf(tick().moment));
        if (provider !== newswire.code) session.sendError(requestId, notAllowed);
        else if (item === null) session.sendError(requestId, noArticle(articleId));
        else session.send(newsArticle(requestId, item.article));
      },
    },
  ],
  [
    85,
    {
      name: 'reqNewsProviders',
      idField: null,
      handle(session) {
        session.send(newsProviders([newswire]));
      },
    },
  ],
  [
    86,
    {
      name: 'reqHistoricalNews',
      idField: 1,
      handle(session, fields, { market, tick }) {
        const requestId = fields.integer('reqId');
        const instrument = market.byConId(fields.integer('conId'));
        const providers = fields.text('providerCodes').split(/[+,]/);
        const from = readTime(fields.text('startDateTime'), -Infinity);
        const to = readTime(fields.text('endDateTime'), Infinity);
        const wanted = Math.min(fields.integer('totalResults'), mostHeadlines);
        if (instrument === undefined) {
          return session.sendError(requestId, refusals.invalid('Invalid contract id'));
        }
        if (!providers.includes(newswire.code)) return session.sendError(requestId, notAllowed);
        if (from === null || to === null) {
          return session.sendError(
            requestId,
            refusals.invalid('Write a time of news as 2020-03-09 20:00:00.0, UTC'),
          );
        }
        const today = dayOf(tick().moment);
        let [sent, hasMore] = [0, false];
        // The latest first, as IB gives them.
        for (let day = today - 1; day >= Math.max(0, today - searchedSessions); day -= 1) {
          const closed = market.calendar.openAt(day) + sessionMs;
          if (closed < from) break;
          const item = closed > to ? null : newsOfDay(market, instrument, day);
          if (item === null) continue;
          hasMore = sent >= wanted;
          if (hasMore) break;
          const time = `${new Date(closed).toISOString().slice(0, 19).replace('T', ' ')}.0`;
          session.send(historicalNews(requestId, time, item));
          sent += 1;
        }
        session.send(historicalNewsEnd(requestId, hasMore));
      },
    },
  ],
];
