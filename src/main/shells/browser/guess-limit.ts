import type { Clock } from '#shared/domain/ports.ts';

/** Wrong tokens in one minute after which none is looked at until the minute is over. */
export const maxWrongTokens = 10;
const wrongTokenWindowMs = 60_000;

/** Counts wrong guesses at one kind of token. */
export interface GuessLimit {
  /** Whether there were so many that no token, right or wrong, is looked at now. */
  isReached(): boolean;
  /** To be called when a token was wrong. */
  count(): void;
}

export function createGuessLimit(clock: Clock): GuessLimit {
  let wrongAt: number[] = [];
  return {
    isReached() {
      const since = clock.monotonic() - wrongTokenWindowMs;
      wrongAt = wrongAt.filter((at) => at > since);
      return wrongAt.length >= maxWrongTokens;
    },
    count() {
      wrongAt.push(clock.monotonic());
    },
  };
}
