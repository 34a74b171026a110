import { refusals } from '../exchange/refusals.ts';
import { momentText } from '../market/time-zone.ts';
import { marketZone } from '../market/trading-calendar.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import type { FieldReader } from '../wire/fields.ts';
import {
  completedOrder,
  completedOrdersEnd,
  handEntered,
  openOrder,
  openOrderEnd,
} from '../wire/order-messages.ts';
import { minimumServerVersion as since } from '../wire/server-versions.ts';
import { noRequest } from '../wire/session-messages.ts';
import { bindManualOrders, mayBind } from './manual-orders.ts';
import { sendOrder } from './order-answers.ts';
import { judgeOrder } from './order-validation.ts';
import { readPlaceOrder } from './place-order-fields.ts';
import type { GatewayRooms, RequestEntry } from './rooms.ts';

function placeOrder(session: ClientSession, fields: FieldReader, rooms: GatewayRooms): void {
  const orderId = fields.integer('orderId');
  const readOnly = rooms.faults.readOnlyRefusal();
  if (readOnly !== null) return session.sendError(orderId, readOnly);
  const raw = readPlaceOrder(fields, session.serverVersion);
  if ('unsupported' in raw) return session.sendError(orderId, raw.unsupported);
  if (!raw.whatIf && rooms.faults.takeSwallow()) return;
  const judged = judgeOrder(raw, rooms, rooms.tick().moment);
  if ('code' in judged) return session.sendError(orderId, judged);
  const request = { clientId: session.clientId, orderId, ...judged };
  const tooLarge = rooms.exchange.sizeRefusal(request);
  if (tooLarge !== null) return session.sendError(orderId, tooLarge);
  if (raw.whatIf) {
    session.send(
      openOrder(session.serverVersion, {
        ...request,
        permId: 0,
        accountId: judged.account.id,
        status: 'PreSubmitted',
        trailStop: null,
        preview: rooms.exchange.preview(request),
      }),
    );
    return;
  }
  const injected = rooms.faults.takeRejection();
  if (injected !== undefined) return session.sendError(orderId, injected);
  const outcome = rooms.exchange.place(request, !rooms.faults.takeLostAcknowledgement());
  if (outcome.kind === 'refused') session.sendError(orderId, outcome.refusal);
}

function cancelOrder(session: ClientSession, fields: FieldReader, rooms: GatewayRooms): void {
  if (session.serverVersion < since.cmeTaggingFields) fields.skip('version');
  const orderId = fields.integer('orderId');
  const refusal =
    rooms.faults.readOnlyRefusal() ?? rooms.exchange.cancel(session.clientId, orderId);
  if (refusal !== null) session.sendError(orderId, refusal);
}

/** Requests about orders. */
export const orderRequests: readonly (readonly [number, RequestEntry])[] = [
  [3, { name: 'placeOrder', idField: 1, handle: placeOrder }],
  [
    4,
    {
      name: 'cancelOrder',
      idField: (serverVersion) => (serverVersion < since.cmeTaggingFields ? 2 : 1),
      handle: cancelOrder,
    },
  ],
  [
    58,
    {
      name: 'reqGlobalCancel',
      idField: null,
      handle(session, _fields, { exchange, faults }) {
        const readOnly = faults.readOnlyRefusal();
        if (readOnly === null) exchange.cancelAll();
        else session.sendError(noRequest, readOnly);
      },
    },
  ],
  [
    5,
    {
      name: 'reqOpenOrders',
      idField: null,
      handle(session, _fields, rooms) {
        bindManualOrders(session, rooms);
        for (const order of rooms.exchange.workingOrders()) {
          if (order.clientId === session.clientId) sendOrder(session, order);
        }
        session.send(openOrderEnd());
      },
    },
  ],
  [
    16,
    {
      name: 'reqAllOpenOrders',
      idField: null,
      handle(session, _fields, { exchange }) {
        for (const order of exchange.workingOrders()) sendOrder(session, order);
        session.send(openOrderEnd());
      },
    },
  ],
  [
    15,
    {
      name: 'reqAutoOpenOrders',
      idField: null,
      handle(session, fields) {
        fields.skip('version');
        const bind = fields.flag('bAutoBind');
        if (mayBind(session)) session.manualOrders = bind ? 'bind' : 'hear';
        else {
          session.sendError(
            noRequest,
            refusals.invalid('Only the default client (i.e. 0) can auto bind orders'),
          );
        }
      },
    },
  ],
  [
    99,
    {
      name: 'reqCompletedOrders',
      idField: null,
      handle(session, fields, { exchange, market }) {
        const ofClientsAlone = fields.flag('apiOnly');
        for (const order of exchange.completedOrders()) {
          if (ofClientsAlone && order.clientId === handEntered) continue;
          const at = market.calendar.epochOf(order.completedAt ?? order.placedAt);
          session.send(completedOrder(session.serverVersion, order, momentText(at, marketZone)));
        }
        session.send(completedOrdersEnd());
      },
    },
  ],
];
