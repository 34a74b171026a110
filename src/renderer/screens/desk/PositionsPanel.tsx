import type { ColDef } from 'ag-grid-community';
import type { CustomCellRendererProps } from 'ag-grid-react';

import type { PositionRow } from '#shared/contract/topics.ts';

import {
  directionOf,
  formatAveragePrice,
  formatChange,
  formatMoney,
  formatPrice,
  formatSignedQuantity,
} from '../../format.ts';
import { positions } from '../../stores/desk-topics.ts';
import { tickOf } from '../../stores/instruments.ts';
import { rowsOf } from '../../stores/row-source.ts';
import { selectInstrument } from '../../stores/selection-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Blotter } from '../../ui/Blotter.tsx';
import { figureColumn, textColumn } from '../../ui/columns.ts';
import { SymbolOf } from './SymbolCell.tsx';

const noMark = 'There is no quote to value the position with.';

function pnlColumn(
  headerName: string,
  read: (row: PositionRow) => number | null,
  why: string,
): ColDef<PositionRow> {
  return figureColumn<PositionRow>(headerName, read, (value) => formatChange(value, 2), {
    flex: 3,
    minWidth: 110,
    cellClassRules: {
      up: ({ data }) => data !== undefined && directionOf(read(data), 2) === 'up',
      down: ({ data }) => data !== undefined && directionOf(read(data), 2) === 'down',
    },
    tooltip: ({ data }) => (data !== undefined && read(data) === null ? why : null),
  });
}

function PositionSymbolCell({ data }: CustomCellRendererProps<PositionRow>) {
  return data === undefined ? null : <SymbolOf {...data} />;
}

const columns: ColDef<PositionRow>[] = [
  textColumn<PositionRow>('Symbol', ({ displaySymbol }) => displaySymbol, {
    flex: 2,
    minWidth: 62,
    cellRenderer: PositionSymbolCell,
  }),
  figureColumn<PositionRow>('Quantity', ({ quantity }) => quantity, formatSignedQuantity, {
    flex: 2,
    minWidth: 64,
    enableCellChangeFlash: true,
  }),
  figureColumn<PositionRow>(
    'Mark',
    ({ mark }) => mark,
    (mark, { instrumentId }) => formatPrice(mark, tickOf(instrumentId)),
    {
      flex: 2,
      minWidth: 72,
      tooltip: ({ data }) => (data?.mark === null ? noMark : null),
    },
  ),
  pnlColumn('Unrealised', ({ unrealizedPnl }) => unrealizedPnl, noMark),
  pnlColumn('Realised', ({ realizedPnl }) => realizedPnl, ''),
  figureColumn<PositionRow>(
    'Avg cost',
    ({ averageCost }) => averageCost,
    (cost, { instrumentId }) => formatAveragePrice(cost, tickOf(instrumentId)),
    {
      flex: 2,
      minWidth: 84,
      tooltip: ({ data }) =>
        data?.averageCost === null ? 'Nothing is held, so there is no average cost.' : null,
    },
  ),
  figureColumn<PositionRow>('Commissions', ({ commissions }) => commissions, formatMoney, {
    flex: 2,
    minWidth: 96,
  }),
  textColumn<PositionRow>('Currency', ({ currency }) => currency, {
    width: 78,
    cellClass: 'muted',
  }),
];

const source = rowsOf(positions);

/** What the desk holds and what it is worth; closed positions of today stay with what they realised. */
export function PositionsPanel() {
  return (
    <Blotter<PositionRow>
      label="Positions"
      source={source}
      keyOf={positions.keyOf}
      columns={columns}
      onSelect={({ instrumentId }) => {
        selectInstrument(instrumentId);
      }}
      narrow={{ below: 620, hides: ['Realised', 'Avg cost', 'Commissions', 'Currency'] }}
      empty={<p>The desk holds nothing.</p>}
    />
  );
}

/** How many instruments are held. */
export function usePositionCount(): number {
  return useTopic(positions, ({ rows }) => {
    let held = 0;
    for (const { quantity } of rows.values()) if (quantity !== 0) held += 1;
    return held;
  });
}
