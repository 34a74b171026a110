import { Button, SegmentedControl } from '@mantine/core';
import type { ColDef } from 'ag-grid-community';
import type { CustomCellRendererProps } from 'ag-grid-react';
import { useEffect, useMemo } from 'react';

import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';

import { ActionButton } from '../../actions/ActionButton.tsx';
import { actionOf } from '../../actions/all-actions.ts';
import { formatMoment, formatPrice, formatQuantity, localZoneName } from '../../format.ts';
import { orders } from '../../stores/desk-topics.ts';
import { tickOf } from '../../stores/instruments.ts';
import { rowsOf } from '../../stores/row-source.ts';
import { selectInstrument, selectOrder, useSelection } from '../../stores/selection-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Blotter } from '../../ui/Blotter.tsx';
import { figureColumn, textColumn } from '../../ui/columns.ts';
import { offerOrdersExport, saveOrdersAsCsv, showOrders, useBlotter } from './blotter-store.ts';
import { orderNote, orderStatusWords, sideWords, workingPrice } from './order-words.ts';

function StatusCell({ data }: CustomCellRendererProps<Order>) {
  if (data === undefined) return null;
  const { word, tone } = orderStatusWords[data.status];
  return <Badge tone={tone}>{word}</Badge>;
}

/** Sorts by time, and within one moment by reference, which counts up. */
function madeAt(order: Order | undefined): string {
  return order === undefined ? '' : `${order.placedAt} ${order.orderRef}`;
}

/** The columns an order has wherever orders are listed. */
export function orderColumns(): ColDef<Order>[] {
  return [
    textColumn<Order>(
      `Time (${localZoneName(Date.now())})`,
      ({ placedAt }) => formatMoment(placedAt, Date.now()),
      {
        width: 112,
        cellClass: 'muted',
        comparator: (_a, _b, one, other) => madeAt(one.data).localeCompare(madeAt(other.data)),
        sort: 'desc',
      },
    ),
    textColumn<Order>('Symbol', ({ displaySymbol }) => displaySymbol, {
      width: 84,
      cellClass: 'strong',
    }),
    textColumn<Order>('Side', ({ side }) => sideWords[side], {
      width: 60,
      cellClassRules: {
        buy: ({ data }) => data?.side === 'BUY',
        sell: ({ data }) => data?.side === 'SELL',
      },
    }),
    figureColumn<Order>('Quantity', ({ quantity }) => quantity, formatQuantity, { width: 84 }),
    textColumn<Order>('Type', ({ orderType }) => orderType, { width: 76 }),
    figureColumn<Order>(
      'Price',
      workingPrice,
      (price, { instrumentId }) => formatPrice(price, tickOf(instrumentId)),
      {
        width: 92,
        tooltip: ({ data }) =>
          data !== undefined && workingPrice(data) === null
            ? 'An order at market has no price of its own.'
            : null,
      },
    ),
    textColumn<Order>('TIF', ({ timeInForce }) => timeInForce, { width: 56 }),
    figureColumn<Order>('Filled', ({ filledQuantity }) => filledQuantity, formatQuantity, {
      width: 72,
      enableCellChangeFlash: true,
    }),
    textColumn<Order>('State', ({ status }) => orderStatusWords[status].word, {
      width: 104,
      cellRenderer: StatusCell,
    }),
    textColumn<Order>('Note', (order) => orderNote(order, tickOf(order.instrumentId)), {
      flex: 1,
      minWidth: 140,
      cellClass: 'muted',
      tooltip: ({ data }) =>
        data === undefined ? null : orderNote(data, tickOf(data.instrumentId)),
    }),
  ];
}

const source = rowsOf(orders);
const isWorking = ({ status }: Order): boolean => isOpen(status);

/** The desk's orders and those of other clients, newest first. */
export function OrdersPanel() {
  const columns = useMemo(orderColumns, []);
  const shown = useBlotter((state) => state.orders);
  const selected = useSelection((state) => state.orderRef);
  useEffect(
    () => () => {
      offerOrdersExport(null);
    },
    [],
  );
  return (
    <Blotter<Order>
      label="Orders"
      source={source}
      keyOf={orders.keyOf}
      columns={columns}
      keep={shown === 'working' ? isWorking : undefined}
      selected={selected}
      onSelect={({ orderRef, instrumentId }) => {
        selectOrder(orderRef);
        selectInstrument(instrumentId);
      }}
      onOpen={({ orderRef }) => {
        selectOrder(orderRef);
        actionOf('order.journal').run();
      }}
      onReady={(api) => {
        offerOrdersExport(() => {
          api.exportDataAsCsv({ fileName: 'orders.csv' });
        });
      }}
      empty={
        shown === 'working' ? (
          <p>No order is working.</p>
        ) : (
          <p>No orders yet. Select an instrument and press B to buy or S to sell.</p>
        )
      }
    />
  );
}

/** How many orders there are. */
export function useOrderCount(): number {
  return useTopic(orders, ({ rows }) => rows.size);
}

export function OrdersHeader() {
  const shown = useBlotter((state) => state.orders);
  const working = useTopic(orders, ({ rows }) => {
    let count = 0;
    for (const order of rows.values()) if (isWorking(order)) count += 1;
    return count;
  });
  return (
    <>
      <ActionButton action="order.modify" label="Modify" size="compact-xs" variant="subtle" />
      <ActionButton action="order.cancel" label="Cancel" size="compact-xs" variant="subtle" />
      <SegmentedControl
        className="quiet-segments"
        size="xs"
        aria-label="Which orders"
        value={shown}
        data={[
          { value: 'working', label: `Working ${working}` },
          { value: 'all', label: 'All' },
        ]}
        onChange={showOrders}
      />
      <Button size="compact-xs" variant="subtle" className="quiet-button" onClick={saveOrdersAsCsv}>
        CSV
      </Button>
    </>
  );
}
