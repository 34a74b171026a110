import type { Clock } from '#shared/domain/ports.ts';

/** Null when the other end took it; else why not, in a sentence. */
export type Posted = string | null;

export type Post = (
  url: string,
  body: object,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Posted>;

/** The other end must have answered by then, milliseconds. */
const ANSWERS_WITHIN_MS = 10_000;

/** Sends JSON over HTTP. Never throws: whatever goes wrong is a sentence. A redirect is not followed: the token would go with it. */
export function httpPost(clock: Clock, answersWithinMs = ANSWERS_WITHIN_MS): Post {
  return async (url, body, headers, stopped) => {
    const deadline = new AbortController();
    const timer = clock.after(answersWithinMs, () => deadline.abort());
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([stopped, deadline.signal]),
      });
      await response.body?.cancel();
      return response.ok ? null : `It answered ${response.status} ${response.statusText}`.trim();
    } catch (error) {
      if (deadline.signal.aborted) return `It did not answer within ${answersWithinMs / 1000} s`;
      return `It could not be reached: ${causeOf(error)}`;
    } finally {
      timer.cancel();
    }
  };
}

/** What fetch hides behind "fetch failed". */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== ''
    ? error.cause.message
    : error.message;
}
