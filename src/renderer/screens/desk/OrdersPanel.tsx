import { Button, SegmentedControl } from '@mantine/core';
import type { ColDef, RowClassRules } from 'ag-grid-community';
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
import {
  offerOrdersExport,
  saveOrdersAsCsv,
  showOrders,
  useBlotter,
  type OrdersShown,
} from './blotter-store.ts';
import { orderNote, orderStatusWords, sideWords, workingPrice } from './order-words.ts';
import { OrderExplained } from './OrderExplained.tsx';
import { SymbolOf } from './SymbolCell.tsx';

function StatusCell({ data }: CustomCellRendererProps<Order>) {
  if (data === undefined) return null;
  const { word, tone } = orderStatusWords[data.status];
  return <Badge tone={tone}>{word}</Badge>;
}

function OrderSymbolCell({ data }: CustomCellRendererProps<Order>) {
  if (data === undefined) return null;
  return <SymbolOf {...data} />;
}

function NoteCell({ data }: CustomCellRendererProps<Order>) {
  if (data === undefined) return null;
  return (
    <>
      {data.external && <Badge tone="accent">external</Badge>}{' '}
      {orderNote(data, tickOf(data.instrumentId))}
    </>
  );
}

/** Sorts by time, and within one moment by reference, which counts up. */
function madeAt(order: Order | undefined): string {
  return order === undefined ? '' : `${order.placedAt} ${order.orderRef}`;
}

/** The columns an order has wherever orders are listed, without those that say the same of every one there. */
export function orderColumns(without: readonly string[] = []): ColDef<Order>[] {
  const columns = [
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
      width: 96,
      cellRenderer: OrderSymbolCell,
    }),
    textColumn<Order>('Side', ({ side }) => sideWords[side], {
      width: 60,
      cellClassRules: {
        buy: ({ data }) => data?.side === 'BUY',
        sell: ({ data }) => data?.side === 'SELL',
      },
    }),
    figureColumn<Order>('Quantity', ({ quantity }) => quantity, formatQuantity, { width: 80 }),
    textColumn<Order>('Type', ({ orderType }) => orderType, { width: 74 }),
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
      cellRenderer: NoteCell,
      tooltip: ({ data }) =>
        data === undefined ? null : orderNote(data, tickOf(data.instrumentId)),
    }),
  ];
  return columns.filter(({ headerName }) => !without.includes(headerName ?? ''));
}

const source = rowsOf(orders);
const isWorking = ({ status }: Order): boolean => isOpen(status);
const isExternal = ({ external }: Order): boolean => external;

const keeps: Record<OrdersShown, ((order: Order) => boolean) | undefined> = {
  working: isWorking,
  external: isExternal,
  all: undefined,
};

const emptyWords: Record<OrdersShown, string> = {
  working: 'No order is working.',
  external: 'No order of another client has been seen.',
  all: 'No orders yet. Select an instrument and press B to buy or S to sell.',
};

const rowClassRules: RowClassRules<Order> = { external: ({ data }) => data?.external === true };

/** The desk's orders and those of other clients, newest first. */
export function OrdersPanel() {
  const columns = useMemo(() => orderColumns(), []);
  const shown = useBlotter((state) => state.orders);
  const selected = useSelection((state) => state.orderRef);
  useEffect(
    () => () => {
      offerOrdersExport(null);
    },
    [],
  );
  return (
    <div className="blotter-place">
      <Blotter<Order>
        label="Orders"
        source={source}
        keyOf={orders.keyOf}
        columns={columns}
        keep={keeps[shown]}
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
        rowClassRules={rowClassRules}
        empty={<p>{emptyWords[shown]}</p>}
      />
      <OrderExplained />
    </div>
  );
}

/** How many orders there are. */
export function useOrderCount(): number {
  return useTopic(orders, ({ rows }) => rows.size);
}

function useOrdersThat(holds: (order: Order) => boolean): number {
  return useTopic(orders, ({ rows }) => {
    let count = 0;
    for (const order of rows.values()) if (holds(order)) count += 1;
    return count;
  });
}

export function OrdersHeader() {
  const shown = useBlotter((state) => state.orders);
  const working = useOrdersThat(isWorking);
  const external = useOrdersThat(isExternal);
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
          { value: 'external', label: `External ${external}` },
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
