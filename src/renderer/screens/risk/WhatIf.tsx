import { Button, SegmentedControl, Select } from '@mantine/core';
import { useEffect, useMemo } from 'react';

import type { Instrument } from '#shared/domain/instrument.ts';
import { orderTypePrices, orderTypeSchema } from '#shared/domain/order.ts';
import { mayAssumeAnother } from '#shared/domain/people.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { formatMoney, formatQuantity, formatSignedQuantity, unknown } from '../../format.ts';
import { fullSymbol, readableSymbol } from '../../instrument-words.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { positions, quotes, useStatus, watchlist } from '../../stores/desk-topics.ts';
import { personName, usePerson, useSession } from '../../stores/session-store.ts';
import {
  describeOrder,
  readDraft,
  stepFigure,
  type DraftField,
  type TicketDraft,
} from '../../stores/ticket-draft.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Figure } from '../../ui/Figure.tsx';
import { FigureField } from '../../ui/FigureField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { countVerdicts } from '../../verdicts/verdict-counts.ts';
import { VerdictTable } from '../../verdicts/VerdictTable.tsx';
import {
  assumePerson,
  chooseWhatIfInstrument,
  editWhatIf,
  judgeWhatIf,
  useWhatIf,
  type Judged,
} from './what-if-store.ts';

const judgeDelayMs = 150;
const judgeAgainMs = 2_000;

function InstrumentField({ chosen }: { chosen: Instrument | null }) {
  const rows = useTopic(watchlist, (state) => state.rows);
  const choices = useMemo(
    () =>
      [...rows.values()].map(({ instrument }) => ({
        value: String(instrument.instrumentId),
        label: fullSymbol(instrument),
      })),
    [rows],
  );
  return (
    <Select
      label="Instrument"
      placeholder="Of the watchlist"
      data={choices}
      value={chosen === null ? null : String(chosen.instrumentId)}
      searchable
      onChange={(value) => {
        const row = rows.get(Number(value));
        if (row !== undefined) chooseWhatIfInstrument(row.instrument);
      }}
    />
  );
}

/** Whose limits and permissions hold for the order; nothing for who may not ask as another. */
function PersonField() {
  const me = usePerson();
  const people = useSession((session) => session.people) ?? [];
  const assumed = useWhatIf((state) => state.assumed);
  const mine = me?.personId ?? null;
  useEffect(() => {
    // Whoever comes to this window begins as themselves.
    assumePerson(null);
  }, [mine]);
  if (me === null || !mayAssumeAnother(me)) return null;
  return (
    <Select
      label="As if asked by"
      data={people.map(({ personId, name }) => ({
        value: personId,
        label: personId === mine ? `${name} (you)` : name,
      }))}
      value={assumed ?? mine}
      onChange={(personId) => {
        assumePerson(personId === mine ? null : personId);
      }}
    />
  );
}

function PriceField({
  field,
  label,
  draft,
  instrument,
  error,
}: {
  field: 'limitPrice' | 'stopPrice';
  label: string;
  draft: TicketDraft;
  instrument: Instrument;
  error: string | null;
}) {
  const { currency, minTick } = instrument;
  return (
    <FigureField
      label={`${label} (${currency})`}
      value={draft[field]}
      error={error}
      onChange={(text) => {
        editWhatIf({ [field]: text });
      }}
      onStep={(steps) => {
        const quote = quotes.store.getState().rows.get(instrument.instrumentId);
        const start = quote?.last ?? quote?.close ?? null;
        editWhatIf({ [field]: stepFigure(draft[field], steps, minTick, start, 0) });
      }}
    />
  );
}

function DraftForm({ draft, instrument }: { draft: TicketDraft; instrument: Instrument }) {
  const asking = useWhatIf((state) => state.asking);
  const refusal = refusalOf(actionOf('risk.what-if'), useActionContext());
  const needs = orderTypePrices[draft.orderType];
  const { ticket, problems } = readDraft(draft);
  const errorOf = (field: DraftField): string | null =>
    draft[field] === '' ? null : (problems?.[field] ?? null);
  const { sizeIncrement, minSize } = instrument;
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label="Side"
        value={draft.side}
        data={[
          { value: 'BUY', label: 'Buy' },
          { value: 'SELL', label: 'Sell' },
        ]}
        onChange={(side) => {
          editWhatIf({ side });
        }}
      />
      <SegmentedControl
        fullWidth
        aria-label="Order type"
        value={draft.orderType}
        data={[...orderTypeSchema.options]}
        onChange={(orderType) => {
          editWhatIf({ orderType });
        }}
      />
      <FigureField
        label="Quantity"
        value={draft.quantity}
        hint={`lot ${formatQuantity(sizeIncrement)}`}
        error={errorOf('quantity')}
        onChange={(quantity) => {
          editWhatIf({ quantity });
        }}
        onStep={(steps) => {
          editWhatIf({
            quantity: stepFigure(draft.quantity, steps, sizeIncrement, minSize, minSize),
          });
        }}
      />
      {needs.limit && (
        <PriceField
          field="limitPrice"
          label="Limit price"
          draft={draft}
          instrument={instrument}
          error={errorOf('limitPrice')}
        />
      )}
      {needs.stop && (
        <PriceField
          field="stopPrice"
          label="Stop price"
          draft={draft}
          instrument={instrument}
          error={errorOf('stopPrice')}
        />
      )}
      <Button
        type="submit"
        variant="default"
        disabled={refusal !== null || ticket === null || asking}
        title={refusal ?? undefined}
      >
        {asking ? 'Asking the broker…' : 'Ask broker for margin'}
      </Button>
      <p className="faint" role="status">
        {refusal ?? 'Nothing here can be sent.'}
      </p>
    </>
  );
}

/** What would be after the fill, as far as it is known. */
function Consequences({ judged, instrument }: { judged: Judged; instrument: Instrument }) {
  const base = useStatus((status) => status.baseCurrency) ?? '';
  const held = useTopic(positions, ({ rows }) => rows.get(instrument.instrumentId)?.quantity ?? 0);
  const { whatIf } = judged;
  const why = judged.whatIfUnavailable ?? 'Ask the broker for it.';
  const money = (value: number | null | undefined, currency: string): string =>
    value == null ? unknown : `${formatMoney(value)} ${currency}`;
  return (
    <dl className="consequences">
      <Figure
        label="Order value"
        value={money(judged.orderValue, judged.currency)}
        why="There is no price to value the order with."
      />
      <Figure
        label={`Position in ${readableSymbol(instrument)}`}
        value={`${formatSignedQuantity(held)} → ${formatSignedQuantity(judged.positionAfter)}`}
      />
      <Figure
        label="Buying power left"
        value={money(judged.buyingPowerAfter, base)}
        why="The broker has not reported the buying power."
      />
      <Figure
        label="Initial margin after (broker)"
        value={money(whatIf?.initialMarginAfter, base)}
        why={why}
      />
      <Figure
        label="Commission (broker)"
        value={money(whatIf?.commission, whatIf?.commissionCurrency ?? base)}
        why={why}
      />
    </dl>
  );
}

function Answer({ draft, instrument }: { draft: TicketDraft; instrument: Instrument }) {
  const judged = useWhatIf((state) => state.judged);
  const problem = useWhatIf((state) => state.problem);
  const assumed = useWhatIf((state) => state.assumed);
  const { ticket } = readDraft(draft);
  if (problem !== null) return <ProblemNote {...problem} />;
  if (ticket === null)
    return <p className="muted">Complete the order to put it to the controls.</p>;
  if (judged === null) return <p className="muted">Asking the controls…</p>;
  const { passed, warned, denied } = countVerdicts(judged.verdicts);
  return (
    <>
      <h3>{describeOrder(ticket, fullSymbol(instrument), instrument.minTick)}</h3>
      <p aria-live="polite">
        {judged.allowed ? (
          <span className="up">✓ The controls would let it leave</span>
        ) : (
          <span className="severity-critical">◆ The controls would deny it</span>
        )}
        <span className="muted">
          {assumed !== null && `, asked by ${personName(assumed)}`}: {denied} deny, {warned} warn,{' '}
          {passed} pass.
        </span>
      </p>
      <Consequences judged={judged} instrument={instrument} />
      {judged.whatIfUnavailable !== null && (
        <p className="muted">No margin from the broker: {judged.whatIfUnavailable}</p>
      )}
      {judged.whatIf?.warning != null && (
        <p className="severity-warning">▲ {judged.whatIf.warning}</p>
      )}
      <VerdictTable verdicts={judged.verdicts} />
    </>
  );
}

/** Runs the whole chain over an order that is only thought of, again and again as the market moves. */
export function WhatIf() {
  const instrument = useWhatIf((state) => state.instrument);
  const draft = useWhatIf((state) => state.draft);
  const assumed = useWhatIf((state) => state.assumed);
  const connected = useConnection((state) => state.phase === 'open');
  const tradingState = useStatus((status) => status.tradingState);
  useEffect(() => {
    if (draft === null || !connected) return;
    const first = setTimeout(() => void judgeWhatIf(false), judgeDelayMs);
    const again = setInterval(() => void judgeWhatIf(false), judgeAgainMs);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [draft, assumed, connected, tradingState]);
  return (
    <section className="pane risk-tab what-if" aria-label="What if">
      <form
        className="what-if-form"
        aria-label="Order to put to the controls"
        onSubmit={(event) => {
          event.preventDefault();
          void judgeWhatIf(true);
        }}
      >
        <InstrumentField chosen={instrument} />
        <PersonField />
        {draft !== null && instrument !== null && (
          <DraftForm draft={draft} instrument={instrument} />
        )}
      </form>
      <ScrollRegion className="what-if-answer" label="What the controls say">
        {draft === null || instrument === null ? (
          <p className="muted">
            Choose an instrument to see what every control would say to an order in it. Nothing is
            sent.
          </p>
        ) : (
          <Answer draft={draft} instrument={instrument} />
        )}
      </ScrollRegion>
    </section>
  );
}
