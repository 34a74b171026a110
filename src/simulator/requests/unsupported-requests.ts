import { refusals } from '../exchange/refusals.ts';
import { noRequest } from '../wire/session-messages.ts';
import type { RequestEntry } from './rooms.ts';

/** Requests that the simulated gateway answers with an error: id, IB's name, and where their request id stands. */
const notSimulated: readonly (readonly [id: number, name: string, idField: number | null])[] = [
  [18, 'requestFA', null],
  [19, 'replaceFA', null],
  [21, 'exerciseOptions', 2],
  [22, 'reqScannerSubscription', 1],
  [23, 'cancelScannerSubscription', 2],
  [24, 'reqScannerParameters', null],
  [52, 'reqFundamentalData', 2],
  [53, 'cancelFundamentalData', 2],
  [68, 'subscribeToGroupEvents', 2],
  [69, 'updateDisplayGroup', 2],
  [70, 'unsubscribeFromGroupEvents', 2],
  [100, 'reqWshMetaData', 1],
  [101, 'cancelWshMetaData', 1],
  [102, 'reqWshEventData', 1],
  [103, 'cancelWshEventData', 1],
];

export const unsupportedRequests: readonly (readonly [number, RequestEntry])[] = notSimulated.map(
  ([id, name, idField]) => [
    id,
    {
      name,
      idField,
      handle(session, fields) {
        for (let at = 1; at < (idField ?? 1); at += 1) fields.skip('version');
        const requestId = idField === null ? noRequest : fields.integer('reqId');
        session.sendError(requestId, refusals.notSimulated(`${name} (request ${id})`));
      },
    },
  ],
);
