import { showProblem } from '../problem.ts';
import { announce } from '../ui/announcer-store.ts';
import { call } from './connection-store.ts';
import { orders } from './desk-topics.ts';
import { useSelection } from './selection-store.ts';

/** Asks the desk to cancel the selected order. */
export async function cancelSelectedOrder(): Promise<void> {
  const { orderRef } = useSelection.getState();
  const order = orderRef === null ? undefined : orders.store.getState().rows.get(orderRef);
  if (order === undefined) return;
  try {
    await call('order.cancel', { orderRef: order.orderRef });
    announce(`Cancel of ${order.displaySymbol} asked for.`, 'polite');
  } catch (error) {
    showProblem(`The cancel of ${order.displaySymbol} was refused`, error);
  }
}

/** Takes the selected instrument off the watchlist. */
export async function unwatchSelectedInstrument(): Promise<void> {
  const { instrumentId } = useSelection.getState();
  if (instrumentId === null) return;
  try {
    await call('watchlist.remove', { instrumentId });
    useSelection.setState({ instrumentId: null });
  } catch (error) {
    showProblem('The instrument stays on the watchlist', error);
  }
}
