import { SegmentedControl } from '@mantine/core';
import type { ColDef } from 'ag-grid-community';
import { useMemo } from 'react';

import { formatAge, formatNumber, formatQuantity, formatSignedQuantity } from '../../format.ts';
import { risk, useRisk } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import {
  exposureGroupings,
  groupExposure,
  useNavigation,
  type ExposureGrouping,
} from '../../stores/navigation-store.ts';
import { Blotter, type RowSource } from '../../ui/Blotter.tsx';
import { figureColumn, textColumn } from '../../ui/columns.ts';
import { exposureLines, unvaluedSentence, type ExposureLine } from './exposure-lines.ts';

const groupingWords: Record<ExposureGrouping, string> = {
  instrument: 'Instrument',
  sector: 'Sector',
  'asset-class': 'Asset class',
};

const keyOf = ({ key }: ExposureLine): string => key;

/** The lines of one grouping as a blotter wants them: those that are not held any more go. */
function linesSource(by: ExposureGrouping): RowSource<ExposureLine> {
  const linesNow = (): ExposureLine[] => {
    const figures = risk.store.getState().rows.get('risk');
    return figures === undefined ? [] : exposureLines(figures.exposure, by);
  };
  return {
    read: () => ({ loaded: risk.store.getState().rows.size > 0, rows: linesNow() }),
    subscribe: (onChange) => {
      let shown = linesNow().map(keyOf);
      return risk.store.subscribe(() => {
        const rows = linesNow();
        const keys = rows.map(keyOf);
        const removed = shown.filter((key) => !keys.includes(key));
        shown = keys;
        onChange({ rows, removed });
      });
    },
  };
}

const sum = (value: number | null): string => formatNumber(value, 0);
const noteOf = ({ data }: { data?: ExposureLine | undefined }): string | undefined =>
  data?.note ?? undefined;

function money(head: string, read: (line: ExposureLine) => number | null): ColDef<ExposureLine> {
  return figureColumn<ExposureLine>(head, read, sum, { flex: 1, minWidth: 84, tooltip: noteOf });
}

const sums: ColDef<ExposureLine>[] = [
  money('Long', ({ long }) => long),
  money('Short', ({ short }) => short),
  money('Net', ({ net }) => net),
  money('With orders', ({ grossAtWorst }) => grossAtWorst),
  figureColumn<ExposureLine>(
    '% of account',
    ({ share }) => share,
    (value) => formatNumber(value, 1),
    { width: 96, tooltip: noteOf },
  ),
];

function columnsOf(by: ExposureGrouping): ColDef<ExposureLine>[] {
  const name = textColumn<ExposureLine>(groupingWords[by], (line) => line.name, {
    flex: 1,
    minWidth: 100,
    cellClass: 'strong',
    tooltip: noteOf,
  });
  if (by !== 'instrument') {
    return [
      name,
      figureColumn<ExposureLine>('Instruments', ({ instruments }) => instruments, formatQuantity, {
        width: 96,
      }),
      ...sums,
    ];
  }
  return [
    name,
    textColumn<ExposureLine>('Sector', ({ sector }) => sector, { width: 120, cellClass: 'muted' }),
    figureColumn<ExposureLine>('Position', ({ quantity }) => quantity, formatSignedQuantity, {
      width: 84,
    }),
    ...sums,
    textColumn<ExposureLine>('Valued by', ({ valuedBy }) => valuedBy, {
      width: 100,
      cellClassRules: {
        'severity-warning': ({ data }) => data?.note != null,
        muted: ({ data }) => data?.note == null,
      },
      tooltip: noteOf,
    }),
  ];
}

/** What is wrong with the quotes by which it is valued; nothing while all of them are fresh. */
function QuoteAge() {
  const use = useRisk(({ limitUse }) =>
    limitUse.find(({ limit, scope }) => limit === 'maxQuoteAge' && scope === null),
  );
  if (use === undefined || use === null || (use.used !== null && use.used <= use.value))
    return null;
  const symbol = use.instrumentId === null ? null : instrumentOf(use.instrumentId)?.displaySymbol;
  const which = symbol ?? 'an instrument that is held';
  return (
    <span className="severity-warning">
      {use.used === null
        ? `▲ No quote of ${which} yet.`
        : `▲ The last quote of ${which} is ${formatAge(use.used)} old.`}
    </span>
  );
}

/** What the whole of it comes to, in a line. */
function Total() {
  const total = useRisk((figures) => figures.exposure.total);
  if (total === null || total.instruments === 0) return null;
  const problem = unvaluedSentence(total.unvalued);
  return (
    <div className="pane-foot">
      <span className="strong">
        Gross {sum(total.gross)}, net {sum(total.net)}
      </span>
      <span className="muted" title="Each instrument with its working orders filled at worst.">
        with orders {sum(total.grossAtWorst)}
      </span>
      {total.share !== null && (
        <span className="muted">{formatNumber(total.share, 1)} % of the account</span>
      )}
      {problem !== null && <span className="severity-warning">▲ {problem}</span>}
    </div>
  );
}

/** What the desk holds, by instrument, sector or asset class, with and without the orders that work. */
export function Exposure() {
  const by = useNavigation((state) => state.exposureGrouping);
  const currency = useRisk((figures) => figures.baseCurrency);
  const source = useMemo(() => linesSource(by), [by]);
  const columns = useMemo(() => columnsOf(by), [by]);
  return (
    <section className="pane risk-tab" aria-label="Exposure">
      <div className="pane-head">
        <h2>Exposure by</h2>
        <SegmentedControl
          className="quiet-segments"
          size="xs"
          aria-label="Exposure by"
          value={by}
          data={exposureGroupings.map((value) => ({ value, label: groupingWords[value] }))}
          onChange={groupExposure}
        />
        <span className="muted">{currency}</span>
        <span className="pane-space" />
        <QuoteAge />
      </div>
      <Blotter<ExposureLine>
        key={by}
        label="Exposure"
        source={source}
        keyOf={keyOf}
        columns={columns}
        narrow={{ below: 820, hides: ['Sector'] }}
        empty={<p>The desk holds nothing and no order works.</p>}
      />
      <Total />
    </section>
  );
}
