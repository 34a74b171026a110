import { message, sevenBit } from './fields.ts';

/** 14: version, bulletin, type, text, exchange it is about. */
export function newsBulletin(id: number, type: number, text: string, exchange: string): string {
  return message(14, 1, id, type, sevenBit(text), exchange);
}

export interface NewsProvider {
  code: string;
  name: string;
}

/** 85, without a version: count; then of each provider its code and name. */
export function newsProviders(providers: readonly NewsProvider[]): string {
  return message(
    85,
    providers.length,
    ...providers.flatMap(({ code, name }) => [code, sevenBit(name)]),
  );
}

export interface Headline {
  providerCode: string;
  articleId: string;
  text: string;
}

/** 84, without a version: request, epoch milliseconds, provider, article, headline, more. */
export function tickNews(requestId: number, epochMs: number, headline: Headline): string {
  const { providerCode, articleId, text } = headline;
  return message(84, requestId, epochMs, providerCode, articleId, sevenBit(text), '');
}

/**
 * 86, without a version: request, time, provider, article, headline.
 *
 * @param time UTC, `2020-03-09 20:00:00.0`
 */
export function historicalNews(requestId: number, time: string, headline: Headline): string {
  const { providerCode, articleId, text } = headline;
  return message(86, requestId, time, providerCode, articleId, sevenBit(text));
}

/** 87, without a version: request, whether there is more. */
export function historicalNewsEnd(requestId: number, hasMore: boolean): string {
  return message(87, requestId, hasMore);
}

/** 83, without a version: request, type (0 is plain text), text. */
export function newsArticle(requestId: number, text: string): string {
  return message(83, requestId, 0, sevenBit(text));
}
