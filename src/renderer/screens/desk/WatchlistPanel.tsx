import { Button } from '@mantine/core';
import type { ColDef, RowClassRules } from 'ag-grid-community';
import type { CustomCellRendererProps } from 'ag-grid-react';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';

import type { Quote } from '#shared/domain/quote.ts';

import { ActionButton } from '../../actions/ActionButton.tsx';
import { directionOf, formatChange, formatPrice, formatVolume } from '../../format.ts';
import { fullSymbol, quoteMarks } from '../../instrument-words.ts';
import { useClock } from '../../stores/clock-store.ts';
import { watchlist } from '../../stores/desk-topics.ts';
import { useLimits } from '../../stores/limits-store.ts';
import { addInstrument } from '../../stores/navigation-store.ts';
import { selectInstrument, useSelection } from '../../stores/selection-store.ts';
import { openTicket } from '../../stores/ticket-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Blotter } from '../../ui/Blotter.tsx';
import { figureColumn, textColumn } from '../../ui/columns.ts';
import { Marks } from '../../ui/Marks.tsx';
import { SymbolWords } from './SymbolCell.tsx';
import { changePercent, createWatchRows, type WatchRow } from './watch-rows.ts';

function SymbolCell({ data }: CustomCellRendererProps<WatchRow>) {
  if (data === undefined) return null;
  const { instrument, staleAge, problem, quote } = data;
  return (
    <span title={problem ?? `${fullSymbol(instrument)}: ${instrument.longName}`}>
      <SymbolWords instrument={instrument}>
        {staleAge !== null && <span className="cell-note"> {staleAge}</span>}
        {problem !== null && <span className="cell-note"> no quotes</span>}
        <Marks marks={quoteMarks(quote)} />
      </SymbolWords>
    </span>
  );
}

/** Everything the symbol cell shows, so that it is drawn again only when some of it changes. */
function symbolCellKey({ instrument, staleAge, problem, quote }: WatchRow): string {
  return [
    instrument.displaySymbol,
    staleAge,
    problem,
    quote?.halted === true ? 'halted' : null,
    quote?.marketDataType,
  ].join(' ');
}

const awaited = ({ data }: { data?: WatchRow | undefined }): string | null =>
  data?.problem ?? (data?.quote == null ? 'No quote has come yet.' : null);

function priceColumn(headerName: string, field: 'bid' | 'ask' | 'last'): ColDef<WatchRow> {
  return figureColumn<WatchRow>(
    headerName,
    ({ quote }) => quote?.[field] ?? null,
    (price, { instrument }) => formatPrice(price, instrument.minTick),
    {
      flex: 1,
      minWidth: 70,
      enableCellChangeFlash: true,
      tooltip: ({ data }) =>
        awaited({ data }) ??
        (data?.quote?.[field] === null ? 'The market gives no such price now.' : null),
    },
  );
}

const directionOfRow = (quote: Quote | null) => directionOf(changePercent(quote), 2);

const columns: ColDef<WatchRow>[] = [
  textColumn<WatchRow>('Symbol', symbolCellKey, {
    flex: 3,
    minWidth: 96,
    cellRenderer: SymbolCell,
  }),
  priceColumn('Bid', 'bid'),
  priceColumn('Ask', 'ask'),
  priceColumn('Last', 'last'),
  figureColumn<WatchRow>(
    'Change %',
    ({ quote }) => changePercent(quote),
    (change) => formatChange(change, 2),
    {
      flex: 1,
      minWidth: 78,
      cellClassRules: {
        up: ({ data }) => directionOfRow(data?.quote ?? null) === 'up',
        down: ({ data }) => directionOfRow(data?.quote ?? null) === 'down',
      },
      tooltip: ({ data }) =>
        changePercent(data?.quote ?? null) === null
          ? "The last trade or the previous session's close is not known."
          : null,
    },
  ),
  figureColumn<WatchRow>('Volume', ({ quote }) => quote?.volume ?? null, formatVolume, {
    flex: 1,
    minWidth: 62,
    cellClass: 'muted',
    tooltip: ({ data }) => (data?.quote?.volume == null ? 'This market gives no volume.' : null),
  }),
];

const keyOf = ({ instrumentId }: WatchRow): number => instrumentId;
const usualMaxAgeMs = 3_000;
const rowClassRules: RowClassRules<WatchRow> = {
  stale: ({ data }) => data !== undefined && (data.staleAge !== null || data.problem !== null),
};

/** What the desk watches, live; the selected line is what the chart shows and a ticket opens on. */
export function WatchlistPanel() {
  const source = useMemo(createWatchRows, []);
  const selected = useSelection((state) => state.instrumentId);
  const first = useTopic(watchlist, ({ rows }) => rows.values().next().value?.instrumentId ?? null);

  useEffect(() => {
    if (selected === null && first !== null) selectInstrument(first);
  }, [selected, first]);

  useEffect(
    () =>
      useClock.subscribe(({ now }) => {
        source.age(now, useLimits.getState().limits?.maxQuoteAge.value ?? usualMaxAgeMs);
      }),
    [source],
  );

  return (
    <Blotter<WatchRow>
      label="Watchlist"
      source={source}
      keyOf={keyOf}
      columns={columns}
      selected={selected}
      onSelect={({ instrumentId }) => {
        selectInstrument(instrumentId);
      }}
      onOpen={() => {
        openTicket('BUY');
      }}
      rowClassRules={rowClassRules}
      narrow={{ below: 470, hides: ['Volume'] }}
      empty={
        <>
          <p>The desk watches nothing yet.</p>
          <ActionButton action="watchlist.add" />
        </>
      }
    />
  );
}

export function WatchlistHeader() {
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      className="quiet-button"
      leftSection={<IconPlus aria-hidden="true" size={14} />}
      onClick={() => {
        addInstrument(true);
      }}
    >
      Instrument
    </Button>
  );
}
