import type { Account } from '../accounts/account.ts';
import { allAccounts, meansAll } from '../accounts/account-kind.ts';
import { ledgerCurrency, summaryTags } from '../accounts/account-report.ts';
import { refusals } from '../exchange/refusals.ts';
import type { AccountView } from '../feeds/account-feed.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import {
  accountDownloadEnd,
  accountSummaryEnd,
  accountUpdateMultiEnd,
  positionEnd,
  positionMultiEnd,
} from '../wire/account-messages.ts';
import type { FieldReader } from '../wire/fields.ts';
import { noRequest } from '../wire/session-messages.ts';
import type { GatewayRooms, RequestEntry } from './rooms.ts';

/** The named account, or the only or first one when none is named; null, after an error, when there is none such. */
function accountNamed(
  session: ClientSession,
  requestId: number,
  name: string,
  { accounts }: GatewayRooms,
): Account | null {
  const [first] = accounts.values();
  const account = name === '' ? first : accounts.get(name);
  if (account === undefined) {
    session.sendError(requestId, refusals.invalid(`Invalid account code '${name}'`));
    return null;
  }
  return account;
}

/** As {@link accountNamed}; the name may also mean all of an advisor's accounts as one. */
function viewNamed(
  session: ClientSession,
  requestId: number,
  name: string,
  rooms: GatewayRooms,
): AccountView | null {
  const ids = [...rooms.accounts.keys()];
  if (meansAll(name, ids)) return { id: allAccounts, accounts: [...rooms.accounts.values()] };
  const account = accountNamed(session, requestId, name, rooms);
  return account === null ? null : { id: account.id, accounts: [account] };
}

/** The named account alone, or all of an advisor's accounts, each for itself. */
function accountsNamed(
  session: ClientSession,
  requestId: number,
  name: string,
  rooms: GatewayRooms,
): readonly Account[] {
  return viewNamed(session, requestId, name, rooms)?.accounts ?? [];
}

function unknownSubscription(requestId: number): { code: number; message: string } {
  return { code: 300, message: `Can't find EId with tickerId:${requestId}` };
}

/** Account summaries a client may be subscribed to at once. Source: IB, TWS API, Account Summary. */
const maxSummaries = 2;

const tooManySummaries = {
  code: 322,
  message: 'Error processing request.-: Maximum number of account summary requests exceeded',
};

/** Every account for `All`; the account itself where its id is given, as TWS takes that, too. */
function summaryGroup(group: string, accounts: ReadonlyMap<string, Account>): Account[] {
  if (group === allAccounts) return [...accounts.values()];
  const account = accounts.get(group);
  return account === undefined ? [] : [account];
}

/** Cancels that carry a version and a request id, or the id alone. */
function cancelEntry(name: string, subscription: string, versioned: boolean): RequestEntry {
  return {
    name,
    idField: versioned ? 2 : 1,
    handle(session: ClientSession, fields: FieldReader, { accountFeed }: GatewayRooms) {
      if (versioned) fields.skip('version');
      const requestId = fields.integer('reqId');
      if (!accountFeed.cancel(session, `${subscription}:${requestId}`)) {
        session.sendError(requestId, unknownSubscription(requestId));
      }
    },
  };
}

/** Requests about accounts, positions and P&L. */
export const accountRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    6,
    {
      name: 'reqAccountUpdates',
      idField: null,
      handle(session, fields, rooms) {
        fields.skip('version');
        const subscribe = fields.flag('subscribe');
        const view = viewNamed(session, noRequest, fields.text('acctCode'), rooms);
        if (view === null) return;
        rooms.accountFeed.cancel(session, 'updates');
        if (!subscribe) return;
        rooms.accountFeed.subscribeUpdates(session, view);
        session.send(accountDownloadEnd(view.id));
      },
    },
  ],
  [
    62,
    {
      name: 'reqAccountSummary',
      idField: 2,
      handle(session, fields, { accounts, accountFeed }) {
        fields.skip('version');
        const requestId = fields.integer('reqId');
        const group = fields.text('groupName');
        const tags = fields
          .text('tags')
          .split(',')
          .map((tag) => tag.trim())
          .filter((tag) => tag !== '');
        const members = summaryGroup(group, accounts);
        if (members.length === 0) {
          session.sendError(requestId, refusals.invalid(`Invalid group '${group}'; use All`));
          return;
        }
        const unknown = tags.filter((tag) => !summaryTags.has(tag) && ledgerCurrency(tag) === null);
        if (tags.length === 0 || unknown.length > 0) {
          session.sendError(
            requestId,
            refusals.invalid(`Invalid account summary tag '${unknown.join(', ')}'`),
          );
          return;
        }
        if (accountFeed.summaries(session) >= maxSummaries) {
          session.sendError(requestId, tooManySummaries);
          return;
        }
        accountFeed.subscribeSummary(session, requestId, members, tags);
        session.send(accountSummaryEnd(requestId));
      },
    },
  ],
  [63, cancelEntry('cancelAccountSummary', 'summary', true)],
  [
    61,
    {
      name: 'reqPositions',
      idField: null,
      handle(session, _fields, { accounts, accountFeed }) {
        accountFeed.subscribePositions(session, [...accounts.values()]);
        session.send(positionEnd());
      },
    },
  ],
  [
    64,
    {
      name: 'cancelPositions',
      idField: null,
      handle(session, _fields, { accountFeed }) {
        accountFeed.cancel(session, 'positions');
      },
    },
  ],
  [
    74,
    {
      name: 'reqPositionsMulti',
      idField: 2,
      handle(session, fields, rooms) {
        fields.skip('version');
        const requestId = fields.integer('reqId');
        const members = accountsNamed(session, requestId, fields.text('account'), rooms);
        if (members.length === 0) return;
        const modelCode = fields.text('modelCode');
        rooms.accountFeed.subscribePositionsMulti(session, requestId, members, modelCode);
        session.send(positionMultiEnd(requestId));
      },
    },
  ],
  [75, cancelEntry('cancelPositionsMulti', 'positions', true)],
  [
    76,
    {
      name: 'reqAccountUpdatesMulti',
      idField: 2,
      handle(session, fields, rooms) {
        fields.skip('version');
        const requestId = fields.integer('reqId');
        const view = viewNamed(session, requestId, fields.text('account'), rooms);
        if (view === null) return;
        const modelCode = fields.text('modelCode');
        rooms.accountFeed.subscribeUpdatesMulti(session, requestId, view, modelCode);
        session.send(accountUpdateMultiEnd(requestId));
      },
    },
  ],
  [77, cancelEntry('cancelAccountUpdatesMulti', 'multi', true)],
  [
    92,
    {
      name: 'reqPnL',
      idField: 1,
      handle(session, fields, rooms) {
        const requestId = fields.integer('reqId');
        const view = viewNamed(session, requestId, fields.text('account'), rooms);
        if (view !== null) rooms.accountFeed.subscribePnl(session, requestId, view);
      },
    },
  ],
  [93, cancelEntry('cancelPnL', 'pnl', false)],
  [
    94,
    {
      name: 'reqPnLSingle',
      idField: 1,
      handle(session, fields, rooms) {
        const requestId = fields.integer('reqId');
        const account = accountNamed(session, requestId, fields.text('account'), rooms);
        fields.skip('modelCode');
        const conId = fields.integer('conId');
        if (account !== null) {
          rooms.accountFeed.subscribePnlSingle(session, requestId, account, conId);
        }
      },
    },
  ],
  [95, cancelEntry('cancelPnLSingle', 'pnlSingle', false)],
];
