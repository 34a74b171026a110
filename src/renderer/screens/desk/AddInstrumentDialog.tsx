import { Modal, TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';

import type { Instrument } from '#shared/domain/instrument.ts';

import { formatExpiry, readableSymbol } from '../../instrument-words.ts';
import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { addInstrument, useNavigation } from '../../stores/navigation-store.ts';
import { selectInstrument } from '../../stores/selection-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';

const searchDelayMs = 250;

type Answer =
  | { at: 'nothing' }
  | { at: 'searching' }
  | { at: 'found'; instruments: readonly Instrument[] }
  | { at: 'failed'; problem: Problem };

/** `STK`, or with its last trade date `FUT 19 Jun 20`. */
function kindOf({ secType, expiry }: Instrument): string {
  return expiry === null ? secType : `${secType} ${formatExpiry(expiry)}`;
}

function Search() {
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Answer>({ at: 'nothing' });
  const asked = text.trim();

  useEffect(() => {
    if (asked === '') {
      setAnswer({ at: 'nothing' });
      return;
    }
    let current = true;
    setAnswer({ at: 'searching' });
    const timer = setTimeout(() => {
      call('instrument.search', { text: asked })
        .then(({ instruments }) => {
          if (current) setAnswer({ at: 'found', instruments });
        })
        .catch((error: unknown) => {
          if (current) setAnswer({ at: 'failed', problem: problemOf(error) });
        });
    }, searchDelayMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);

  const watch = async ({ instrumentId }: Instrument): Promise<void> => {
    try {
      await call('watchlist.add', { instrumentId });
      selectInstrument(instrumentId);
      addInstrument(false);
    } catch (error) {
      setAnswer({ at: 'failed', problem: problemOf(error) });
    }
  };

  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const first = answer.at === 'found' ? answer.instruments[0] : undefined;
        if (first !== undefined) void watch(first);
      }}
    >
      <TextInput
        label="Symbol or name"
        data-autofocus
        value={text}
        maxLength={40}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <div className="search-answer" aria-live="polite">
        {answer.at === 'nothing' && (
          <p className="muted">Type a symbol such as SPY, MES or EUR.USD, or part of a name.</p>
        )}
        {answer.at === 'searching' && <p className="muted">Asking the gateway…</p>}
        {answer.at === 'failed' && <ProblemNote {...answer.problem} />}
        {answer.at === 'found' && answer.instruments.length === 0 && (
          <p className="muted">The gateway knows no instrument like “{asked}”.</p>
        )}
        {answer.at === 'found' && answer.instruments.length > 0 && (
          <ul className="search-results">
            {answer.instruments.map((instrument) => (
              <li key={instrument.instrumentId}>
                <UnstyledButton
                  className="search-result"
                  onClick={() => {
                    void watch(instrument);
                  }}
                >
                  <strong>{readableSymbol(instrument)}</strong>
                  <span>{instrument.longName}</span>
                  <span className="muted">
                    {kindOf(instrument)} · {instrument.primaryExchange || instrument.exchange} ·{' '}
                    {instrument.currency}
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )}
      </div>
    </form>
  );
}

/** Finds an instrument and puts it on the watchlist. */
export function AddInstrumentDialog() {
  const open = useNavigation((state) => state.addingInstrument);
  return (
    <Modal
      opened={open}
      title="Add instrument"
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={() => {
        addInstrument(false);
      }}
    >
      <Search />
    </Modal>
  );
}
