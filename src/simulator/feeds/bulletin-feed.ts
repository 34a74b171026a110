import type { ClientSession } from '../sessions/client-session.ts';
import { newsBulletin } from '../wire/news-messages.ts';

/** What a bulletin is about. Source: IB, TWS API, EWrapper.updateNewsBulletin. */
export const bulletinTypes = { regular: 1, 'exchange-closed': 2, 'exchange-open': 3 } as const;
export type BulletinType = keyof typeof bulletinTypes;

interface Bulletin {
  id: number;
  type: BulletinType;
  text: string;
  exchange: string;
}

/** The bulletins of IB: sent to those who asked for them, and kept for those who ask for the day's. */
export class BulletinFeed {
  readonly #bulletins: Bulletin[] = [];
  readonly #readers = new Set<ClientSession>();

  /** @param exchange the one it is about; empty for none */
  publish(type: BulletinType, text: string, exchange: string): void {
    const bulletin = { id: this.#bulletins.length + 1, type, text, exchange };
    this.#bulletins.push(bulletin);
    this.#forgetEnded();
    for (const session of this.#readers) send(session, bulletin);
  }

  /** @param withEarlier whether those there are already come too */
  subscribe(session: ClientSession, withEarlier: boolean): void {
    this.#forgetEnded();
    this.#readers.add(session);
    if (withEarlier) for (const bulletin of this.#bulletins) send(session, bulletin);
  }

  cancel(session: ClientSession): void {
    this.#readers.delete(session);
  }

  #forgetEnded(): void {
    for (const session of this.#readers) {
      if (session.phase === 'ended') this.#readers.delete(session);
    }
  }
}

function send(session: ClientSession, { id, type, text, exchange }: Bulletin): void {
  session.send(newsBulletin(id, bulletinTypes[type], text, exchange));
}
