import { directionOf, formatChange, formatPrice } from '../../format.ts';
import { quotes, watchlist } from '../../stores/desk-topics.ts';
import { useSelection } from '../../stores/selection-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { quoteMarks } from '../../instrument-words.ts';
import { Marks } from '../../ui/Marks.tsx';
import { SymbolWords } from './SymbolCell.tsx';
import { changePercent } from './watch-rows.ts';

/** What the chart shows: symbol, last price and change, beside the word Chart. */
export function ChartDetail() {
  const instrumentId = useSelection((state) => state.instrumentId);
  const watched = useTopic(watchlist, ({ rows }) =>
    instrumentId === null ? undefined : rows.get(instrumentId),
  );
  const quote = useTopic(quotes, ({ rows }) =>
    instrumentId === null ? undefined : rows.get(instrumentId),
  );
  if (watched === undefined) return null;
  const change = changePercent(quote ?? null);
  return (
    <span className="panel-detail">
      <SymbolWords instrument={watched.instrument} />{' '}
      <span className={directionOf(change, 2)}>
        {formatPrice(quote?.last ?? null, watched.instrument.minTick)} {formatChange(change, 2)}
        {change !== null && ' %'}
      </span>
      <Marks marks={quoteMarks(quote ?? null)} />
    </span>
  );
}
