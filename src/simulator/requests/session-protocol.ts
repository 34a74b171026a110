import type { Clock } from '#shared/domain/ports.ts';

import { refusals } from '../exchange/refusals.ts';
import { requestTable } from './request-table.ts';
import type { GatewayRooms } from './rooms.ts';
import { FieldReader, MalformedRequest } from '../wire/fields.ts';
import { newestServerVersion, oldestServerVersion } from '../wire/server-versions.ts';
import {
  errorMessage,
  managedAccounts,
  nextValidId,
  noRequest,
  serverVersionAndTime,
} from '../wire/session-messages.ts';
import { sessionRefusals, type ClientSession } from '../sessions/client-session.ts';
import type { SessionDirectory } from '../sessions/session-directory.ts';

const startApi = 71;

/** What every client hears after it has started. */
const farmNotices = [
  { code: 2104, message: 'Market data farm connection is OK:usfarm' },
  { code: 2106, message: 'HMDS data farm connection is OK:ushmds' },
  { code: 2158, message: 'Sec-def data farm connection is OK:secdefnj' },
] as const;

export interface ProtocolSettings {
  rooms: GatewayRooms;
  directory: SessionDirectory;
  clock: Clock;
  /** The newest protocol to agree on. */
  maxServerVersion: number;
  /** Messages a client may send in a second; null lifts the limit. */
  messagesPerSecondLimit: number | null;
  /** The time of a new connection in IB's notation. */
  connectionTime: () => string;
  /** Says in a sentence why a client was sent away. */
  notice: (sentence: string) => void;
}

/** What a client says, frame by frame: version, start, then requests. */
export class SessionProtocol {
  readonly #settings: ProtocolSettings;

  constructor(settings: ProtocolSettings) {
    this.#settings = settings;
  }

  receive(session: ClientSession, frame: string): void {
    session.messagesIn += 1;
    switch (session.phase) {
      case 'version':
        return this.#agreeOnVersion(session, frame);
      case 'start':
        if (this.#isWithinRate(session)) this.#start(session, frame);
        return;
      case 'started':
        if (this.#isWithinRate(session)) this.#answer(session, frame);
        return;
      case 'ended':
        return;
    }
  }

  /** `v100..193`, possibly with connect options after a space. The higher end decides. */
  #agreeOnVersion(session: ClientSession, frame: string): void {
    const match = /^v(\d{1,5})(?:\.\.(\d{1,5}))?(?:[ \0].*)?$/s.exec(frame);
    const lowest = Number(match?.[1] ?? 0);
    const highest = Number(match?.[2] ?? match?.[1] ?? 0);
    const agreed = Math.min(highest, this.#settings.maxServerVersion, newestServerVersion);
    if (match === null || agreed < oldestServerVersion || lowest > agreed) {
      this.#settings.notice(
        `A client was sent away: it asked for protocol '${frame.slice(0, 40)}', and ${oldestServerVersion} to ` +
          `${this.#settings.maxServerVersion} are spoken here. Use a newer TWS API client.`,
      );
      session.drop();
      return;
    }
    session.serverVersion = agreed;
    session.phase = 'start';
    session.sendHandshake(serverVersionAndTime(agreed, this.#settings.connectionTime()));
  }

  #start(session: ClientSession, frame: string): void {
    const { rooms, directory, notice } = this.#settings;
    try {
      const fields = new FieldReader(frame);
      if (fields.integer('message id') !== startApi)
        throw new MalformedRequest('It is not startApi.');
      fields.skip('version');
      const clientId = fields.integer('clientId');
      if (clientId < 0) throw new MalformedRequest(`clientId is ${clientId}, below 0.`);
      if (!directory.claim(session, clientId)) {
        session.sendError(noRequest, sessionRefusals.clientIdInUse);
        session.end();
        return;
      }
    } catch (error) {
      if (!(error instanceof MalformedRequest)) throw error;
      notice(`A client was sent away: its first message could not be read. ${error.message}`);
      session.sendError(noRequest, refusals.malformed(error.message));
      session.end();
      return;
    }
    session.phase = 'started';
    session.send(managedAccounts([...rooms.accounts.keys()]));
    session.send(nextValidId(rooms.ids.nextOrderId(session.clientId)));
    for (const farm of farmNotices) session.send(errorMessage(noRequest, farm));
  }

  #answer(session: ClientSession, frame: string): void {
    let requestId = noRequest;
    try {
      const fields = new FieldReader(frame);
      const messageId = fields.integer('message id');
      const entry = requestTable.get(messageId);
      if (entry === undefined) {
        session.sendError(noRequest, refusals.invalid(`There is no request ${messageId}`));
        return;
      }
      requestId = requestIdIn(frame, entry.idField, session.serverVersion);
      entry.handle(session, fields, this.#settings.rooms);
    } catch (error) {
      if (!(error instanceof MalformedRequest)) throw error;
      session.sendError(requestId, refusals.malformed(error.message));
    }
  }

  #isWithinRate(session: ClientSession): boolean {
    const { clock, messagesPerSecondLimit: limit } = this.#settings;
    if (limit === null) return true;
    const now = clock.monotonic();
    const recent = session.recentMessages;
    while (recent[0] !== undefined && recent[0] <= now - 1000) recent.shift();
    recent.push(now);
    if (recent.length <= limit) return true;
    session.sendError(noRequest, sessionRefusals.tooManyMessages(limit, recent.length));
    session.end();
    return false;
  }
}

/** The id an error about this message refers to, as far as it can be read. */
function requestIdIn(
  frame: string,
  idField: ((serverVersion: number) => number) | number | null,
  serverVersion: number,
): number {
  if (idField === null) return noRequest;
  const at = typeof idField === 'number' ? idField : idField(serverVersion);
  const text = frame.split('\0', at + 1)[at] ?? '';
  return /^-?\d{1,15}$/.test(text) ? Number(text) : noRequest;
}
