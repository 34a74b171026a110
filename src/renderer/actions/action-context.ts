import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';

import { useConnection } from '../stores/connection-store.ts';
import { alerts, orders, readStatus, useStatus } from '../stores/desk-topics.ts';
import { useNavigation } from '../stores/navigation-store.ts';
import { actingPerson, readSession, usePerson } from '../stores/session-store.ts';
import { useSelection } from '../stores/selection-store.ts';
import { useTicket } from '../stores/ticket-store.ts';
import { useTopic } from '../stores/topic-store.ts';
import type { ActionContext } from './action.ts';

/** The context as it is at this moment, for a key press. */
export function readActionContext(): ActionContext {
  const { instrumentId, orderRef, alertId } = useSelection.getState();
  return {
    screen: useNavigation.getState().screen,
    connected: useConnection.getState().phase === 'open',
    status: readStatus(),
    person: actingPerson(readSession()),
    hasInstrument: instrumentId !== null,
    order: orderRef === null ? null : (orders.store.getState().rows.get(orderRef) ?? null),
    alert: alertId === null ? null : (alerts.store.getState().rows.get(alertId) ?? null),
    ticketOpen: useTicket.getState().draft !== null,
  };
}

/** The context for a component that shows whether an action can be done. */
export function useActionContext(): ActionContext {
  const screen = useNavigation((state) => state.screen);
  const connected = useConnection((state) => state.phase === 'open');
  const gatewayKind = useStatus((status) => status.gatewayKind);
  const person = usePerson();
  const tradingState = useStatus((status) => status.tradingState);
  const { instrumentId, orderRef, alertId } = useSelection(useShallow((state) => state));
  const order = useTopic(orders, ({ rows }) =>
    orderRef === null ? null : (rows.get(orderRef) ?? null),
  );
  const alert = useTopic(alerts, ({ rows }) =>
    alertId === null ? null : (rows.get(alertId) ?? null),
  );
  const ticketOpen = useTicket((state) => state.draft !== null);
  return useMemo(
    () => ({
      screen,
      connected,
      status: tradingState === null ? null : { gatewayKind, tradingState },
      person,
      hasInstrument: instrumentId !== null,
      order,
      alert,
      ticketOpen,
    }),
    [screen, connected, gatewayKind, person, tradingState, instrumentId, order, alert, ticketOpen],
  );
}
