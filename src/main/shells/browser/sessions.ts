import { createHash, timingSafeEqual } from 'node:crypto';

import type { Clock, IdSource, SecretSource } from '#shared/domain/ports.ts';

import { createGuessLimit } from './guess-limit.ts';

/** How long an invitation may lie about, milliseconds. */
export const invitationLifeMs = 10 * 60_000;

const maxInvitations = 16;
const maxSessions = 16;
const maxWindowsPerSession = 32;
const tokenBytes = 32;

/** One window of one browser that has been let in. */
export interface BrowserWindow {
  windowId: string;
}

export type Exchange =
  | { outcome: 'admitted'; sessionToken: string; windowToken: string }
  | { outcome: 'refused' }
  | { outcome: 'too-many-guesses' };

export interface Sessions {
  /** A new one-time token, 256 bits in base64url. */
  invite(): string;
  /**
   * Spends an invitation. A browser that is known already keeps its session and gets one more window, or else its
   * first window would lose the cookie to its second.
   */
  exchange(invitation: string, sessionToken: string | null): Exchange;
  /** The window whose session and window token these are; null when they do not belong together. */
  find(sessionToken: string | null, windowToken: string | null): BrowserWindow | null;
}

/** Only digests are kept, so comparing takes the same time whatever the length, and no list here opens a door. */
type Digest = Buffer;

interface Session {
  digest: Digest;
  windows: { digest: Digest; window: BrowserWindow }[];
}

/** Who has been let in. In memory only: when the desk stops, everyone needs a new invitation. */
export function createSessions(ports: {
  clock: Clock;
  ids: IdSource;
  secrets: SecretSource;
}): Sessions {
  const { clock, ids, secrets } = ports;
  let invitations: { digest: Digest; expiresAt: number }[] = [];
  const sessions: Session[] = [];
  const guesses = createGuessLimit(clock);

  function newToken(): string {
    return Buffer.from(secrets.bytes(tokenBytes)).toString('base64url');
  }

  function spend(token: string): boolean {
    const now = clock.monotonic();
    const live = invitations.filter((each) => each.expiresAt > now);
    const spent = find(live, token);
    invitations = live.filter((each) => each !== spent);
    return spent !== null;
  }

  function admit(sessionToken: string | null): { session: Session; sessionToken: string } {
    const known = sessionToken === null ? null : find(sessions, sessionToken);
    if (known !== null && sessionToken !== null) return { session: known, sessionToken };
    const token = newToken();
    const session: Session = { digest: digestOf(token), windows: [] };
    sessions.push(session);
    if (sessions.length > maxSessions) sessions.shift();
    return { session, sessionToken: token };
  }

  return {
    invite() {
      const token = newToken();
      invitations.push({
        digest: digestOf(token),
        expiresAt: clock.monotonic() + invitationLifeMs,
      });
      if (invitations.length > maxInvitations) invitations.shift();
      return token;
    },
    exchange(invitation, sessionToken) {
      if (guesses.isReached()) return { outcome: 'too-many-guesses' };
      if (!spend(invitation)) {
        guesses.count();
        return { outcome: 'refused' };
      }
      const admitted = admit(sessionToken);
      const windowToken = newToken();
      admitted.session.windows.push({
        digest: digestOf(windowToken),
        window: { windowId: ids.next() },
      });
      if (admitted.session.windows.length > maxWindowsPerSession) admitted.session.windows.shift();
      return { outcome: 'admitted', sessionToken: admitted.sessionToken, windowToken };
    },
    find(sessionToken, windowToken) {
      if (sessionToken === null || windowToken === null) return null;
      const session = find(sessions, sessionToken);
      return session === null ? null : (find(session.windows, windowToken)?.window ?? null);
    },
  };
}

function digestOf(token: string): Digest {
  return createHash('sha256').update(token, 'utf8').digest();
}

function find<T extends { digest: Digest }>(entries: readonly T[], token: string): T | null {
  const wanted = digestOf(token);
  let found: T | null = null;
  for (const entry of entries) {
    if (timingSafeEqual(entry.digest, wanted)) found = entry;
  }
  return found;
}
