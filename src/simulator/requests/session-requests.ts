import {
  currentTime,
  familyCodes,
  managedAccounts,
  nextValidId,
  userInfo,
} from '../wire/session-messages.ts';
import type { RequestEntry } from './rooms.ts';

/** Requests about the session itself. */
export const sessionRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    8,
    {
      name: 'reqIds',
      idField: null,
      handle(session, _fields, { ids }) {
        session.send(nextValidId(ids.nextOrderId(session.clientId)));
      },
    },
  ],
  [
    17,
    {
      name: 'reqManagedAccts',
      idField: null,
      handle(session, _fields, { accounts }) {
        session.send(managedAccounts([...accounts.keys()]));
      },
    },
  ],
  [
    49,
    {
      name: 'reqCurrentTime',
      idField: null,
      handle(session, _fields, { now }) {
        session.send(currentTime(Math.floor(now() / 1000)));
      },
    },
  ],
  // The log of the simulated gateway has one level, so there is nothing to set and nothing to answer.
  [14, { name: 'setServerLogLevel', idField: null, handle() {} }],
  [
    104,
    {
      name: 'reqUserInfo',
      idField: 1,
      handle(session, fields) {
        session.send(userInfo(fields.integer('reqId')));
      },
    },
  ],
  [
    80,
    {
      name: 'reqFamilyCodes',
      idField: null,
      handle(session, _fields, { accounts }) {
        session.send(familyCodes([...accounts.keys()]));
      },
    },
  ],
];
