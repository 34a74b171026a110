import { createHash, timingSafeEqual } from 'node:crypto';

import type { Clock } from '#shared/domain/ports.ts';

import { createGuessLimit } from './guess-limit.ts';
import { headerValues, type RawHeaders } from './loopback-address.ts';

export type MetricsAccess = 'granted' | 'refused' | 'too-many-guesses';

export interface MetricsGate {
  access(rawHeaders: RawHeaders): MetricsAccess;
}

/**
 * Lets a scraper in that sends the token as `Authorization: Bearer …`. Only a token that was sent and is wrong counts
 * as a guess: no page of a browser can send one here, so none can use up the guesses and blind whoever watches.
 */
export function createMetricsGate(token: string, clock: Clock): MetricsGate {
  const wanted = digestOf(token);
  const guesses = createGuessLimit(clock);
  return {
    access(rawHeaders) {
      const values = headerValues(rawHeaders, 'authorization');
      if (values.length === 0) return 'refused';
      if (guesses.isReached()) return 'too-many-guesses';
      const [value = '', ...more] = values;
      const given = /^Bearer ([\w-]+)$/i.exec(value)?.[1] ?? '';
      if (timingSafeEqual(digestOf(given), wanted) && more.length === 0) return 'granted';
      guesses.count();
      return 'refused';
    },
  };
}

/** Of equal length for tokens of any, so that comparing tells nothing. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
