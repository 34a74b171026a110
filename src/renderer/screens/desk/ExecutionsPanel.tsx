import type { ColDef } from 'ag-grid-community';
import type { CustomCellRendererProps } from 'ag-grid-react';

import type { Execution } from '#shared/domain/execution.ts';
import { fromMicros } from '#shared/domain/money.ts';

import {
  directionOf,
  exchangeZone,
  formatAveragePrice,
  formatChange,
  formatDate,
  formatMoney,
  formatQuantity,
  formatTime,
  unknown,
} from '../../format.ts';
import { executions } from '../../stores/desk-topics.ts';
import { tickOf } from '../../stores/instruments.ts';
import { rowsOf } from '../../stores/row-source.ts';
import { selectInstrument, selectOrder } from '../../stores/selection-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Blotter } from '../../ui/Blotter.tsx';
import { figureColumn, textColumn } from '../../ui/columns.ts';
import { sideWords } from './order-words.ts';
import { SymbolOf } from './SymbolCell.tsx';

const unitsOf = (micros: number | null): number | null =>
  micros === null ? null : fromMicros(micros);

function ExecutionSymbolCell({ data }: CustomCellRendererProps<Execution>) {
  return data === undefined ? null : <SymbolOf {...data} />;
}

const columns: ColDef<Execution>[] = [
  textColumn<Execution>(
    'Traded (ET)',
    ({ executedAt }) => {
      const at = Date.parse(executedAt);
      return `${formatDate(at, exchangeZone)} ${formatTime(at, exchangeZone)}`;
    },
    { width: 164, cellClass: 'muted', sort: 'desc' },
  ),
  textColumn<Execution>('Symbol', ({ displaySymbol }) => displaySymbol, {
    width: 96,
    cellRenderer: ExecutionSymbolCell,
  }),
  textColumn<Execution>('Side', ({ side }) => sideWords[side], {
    width: 60,
    cellClassRules: {
      buy: ({ data }) => data?.side === 'BUY',
      sell: ({ data }) => data?.side === 'SELL',
    },
  }),
  figureColumn<Execution>('Quantity', ({ quantity }) => quantity, formatQuantity, { width: 84 }),
  figureColumn<Execution>(
    'Price',
    ({ price }) => price,
    (price, { instrumentId }) => formatAveragePrice(price, tickOf(instrumentId)),
    { width: 92 },
  ),
  figureColumn<Execution>(
    'Commission',
    ({ commissionMicros }) => unitsOf(commissionMicros),
    (value, { commissionCurrency }) =>
      value === null ? unknown : `${formatMoney(value)} ${commissionCurrency ?? ''}`.trim(),
    {
      width: 108,
      tooltip: ({ data }) =>
        data?.commissionMicros === null ? 'The broker has not reported the commission yet.' : null,
    },
  ),
  figureColumn<Execution>(
    'Realised P&L',
    ({ brokerRealizedPnlMicros }) => unitsOf(brokerRealizedPnlMicros),
    (value) => formatChange(value, 2),
    {
      width: 124,
      cellClassRules: {
        up: ({ data }) => directionOf(unitsOf(data?.brokerRealizedPnlMicros ?? null), 2) === 'up',
        down: ({ data }) =>
          directionOf(unitsOf(data?.brokerRealizedPnlMicros ?? null), 2) === 'down',
      },
      tooltip: ({ data }) =>
        data?.brokerRealizedPnlMicros === null
          ? 'Only a fill that closes something realises a gain or a loss.'
          : null,
    },
  ),
  textColumn<Execution>('Execution', ({ execId }) => execId, {
    flex: 1,
    minWidth: 140,
    cellClass: 'faint',
  }),
];

const source = rowsOf(executions);

/** Every fill of today, newest first. */
export function ExecutionsPanel() {
  return (
    <Blotter<Execution>
      label="Executions"
      source={source}
      keyOf={executions.keyOf}
      columns={columns}
      onSelect={({ orderRef, instrumentId }) => {
        selectOrder(orderRef);
        selectInstrument(instrumentId);
      }}
      empty={<p>Nothing has been filled yet.</p>}
    />
  );
}

/** How many fills there are. */
export function useExecutionCount(): number {
  return useTopic(executions, ({ rows }) => rows.size);
}
