import type { ReactNode } from 'react';

import type { Instrument } from '#shared/domain/instrument.ts';

import { readableSymbol, shortExpiry } from '../../instrument-words.ts';
import { useStatus } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';

/** Symbol, with what a symbol alone does not say: when it expires, and its currency if that is not the desk's. */
export function SymbolWords({
  instrument,
  children,
}: {
  instrument: Instrument;
  /** Stands before what may be cut off in a narrow column. */
  children?: ReactNode;
}) {
  const baseCurrency = useStatus((status) => status.baseCurrency);
  const { currency } = instrument;
  const expiry = shortExpiry(instrument);
  return (
    <>
      <strong>{readableSymbol(instrument)}</strong>
      {children}
      {expiry !== null && <span className="cell-note"> {expiry}</span>}
      {baseCurrency !== null && currency !== baseCurrency && (
        <span className="cell-note"> {currency}</span>
      )}
    </>
  );
}

/** The symbol of a row that names an instrument; as the broker calls it where the desk does not watch it. */
export function SymbolOf({
  instrumentId,
  displaySymbol,
}: {
  instrumentId: number;
  displaySymbol: string;
}) {
  const instrument = instrumentOf(instrumentId);
  return instrument === null ? (
    <strong>{displaySymbol}</strong>
  ) : (
    <SymbolWords instrument={instrument} />
  );
}
