import { Button, Checkbox, SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';

import {
  orderTypePrices,
  orderTypeSchema,
  timeInForceSchema,
  type OrderSide,
} from '#shared/domain/order.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { ActionButton } from '../../actions/ActionButton.tsx';
import { actionOf } from '../../actions/all-actions.ts';
import { Keys } from '../../actions/Keys.tsx';
import { asksForReason } from '#shared/domain/control.ts';
import { priceDigits } from '#shared/domain/instrument.ts';
import { formatMoney, formatQuantity, formatSignedQuantity, unknown } from '../../format.ts';
import {
  formatExpiry,
  fullSymbol,
  quoteMarks,
  readableSymbol,
  shortSaleMarks,
} from '../../instrument-words.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { quotes, useStatus } from '../../stores/desk-topics.ts';
import { openJournal } from '../../stores/navigation-store.ts';
import {
  describeOrder,
  readDraft,
  stepFigure,
  type DraftField,
} from '../../stores/ticket-draft.ts';
import {
  advanceTicket,
  checkTicket,
  editExits,
  editTicket,
  explainTicket,
  leaveTicket,
  useTicket,
  type Preview,
  type TicketStage,
} from '../../stores/ticket-store.ts';
import { readExits, type ExitField } from '../../stores/ticket-exits.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Figure } from '../../ui/Figure.tsx';
import { FigureField } from '../../ui/FigureField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { OverrideField } from '../../verdicts/OverrideField.tsx';
import { countVerdicts } from '../../verdicts/verdict-counts.ts';
import { VerdictList } from '../../verdicts/VerdictList.tsx';

const checkDelayMs = 150;
const recheckMs = 2_000;

function quantityUnit(secType: string, symbol: string): string {
  if (secType === 'STK') return 'shares';
  return secType === 'CASH' ? symbol : 'contracts';
}

/** What the controls say to the draft as it stands. */
function LiveVerdicts({ live, complete }: { live: Preview | null; complete: boolean }) {
  if (live === null) {
    return (
      <section className="controls-box" aria-label="Controls">
        <div className="controls-head">
          <span className="muted">Controls</span>
          <span className="faint">{complete ? 'checking…' : 'complete the order to check it'}</span>
        </div>
      </section>
    );
  }
  const { passed, warned, denied } = countVerdicts(live.verdicts);
  return (
    <section className="controls-box" aria-label="Controls" aria-live="polite">
      <div className="controls-head">
        <span className="muted">Controls</span>
        <span>
          <span className="up">✓ {passed} pass</span>
          {warned > 0 && <span className="severity-warning"> · ▲ {warned} warn</span>}
          {denied > 0 && <span className="severity-critical"> · ◆ {denied} deny</span>}
        </span>
      </div>
      <VerdictList verdicts={live.verdicts} />
      <p className="faint">
        {live.orderValue === null
          ? 'There is no price to value the order with.'
          : `Order value ${formatMoney(live.orderValue)} ${live.currency}`}
      </p>
    </section>
  );
}

/** What would be after the fill, as far as it is known. */
function Consequences({
  live,
  stage,
  symbol,
}: {
  live: Preview;
  stage: TicketStage;
  symbol: string;
}) {
  const base = useStatus((status) => status.baseCurrency) ?? '';
  const previewed = stage.at === 'previewed' || stage.at === 'sending';
  const whatIf = previewed ? stage.preview.whatIf : null;
  const why = previewed
    ? (stage.preview.whatIfUnavailable ?? 'The broker did not say.')
    : 'The broker is asked when you preview.';
  const money = (value: number | null | undefined, currency: string): string =>
    value == null ? unknown : `${formatMoney(value)} ${currency}`;
  return (
    <>
      <dl className="consequences">
        <Figure
          label="Position after"
          value={`${formatSignedQuantity(live.positionAfter)} ${symbol}`}
        />
        <Figure
          label="Initial margin (what-if)"
          value={money(whatIf?.initialMarginAfter, base)}
          why={why}
        />
        <Figure
          label="Commission (what-if)"
          value={money(whatIf?.commission, whatIf?.commissionCurrency ?? base)}
          why={why}
        />
        <Figure
          label="Buying power left"
          value={money(live.buyingPowerAfter, base)}
          why="The broker has not reported the buying power."
        />
      </dl>
      {previewed && stage.preview.whatIfUnavailable !== null && (
        <p className="ticket-note">No what-if: {stage.preview.whatIfUnavailable}</p>
      )}
      {whatIf?.warning != null && (
        <p className="ticket-note severity-warning">▲ {whatIf.warning}</p>
      )}
    </>
  );
}

function Outcome({ stage }: { stage: TicketStage }) {
  switch (stage.at) {
    case 'denied':
      return (
        <section className="outcome outcome-denied" role="alert" aria-label="Order denied">
          <strong>Denied. Nothing was sent.</strong>
          <VerdictList verdicts={stage.verdicts} />
        </section>
      );
    case 'sent':
      return (
        <section className="outcome outcome-sent" role="status">
          <strong>✓ {stage.sentence}</strong> is recorded and on its way. Follow it in Orders.{' '}
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              openJournal({ orderRef: stage.orderRef });
            }}
          >
            Show in journal
          </Button>
        </section>
      );
    case 'failed':
      return (
        <ProblemNote
          message={stage.problem.message}
          advice={
            stage.during === 'send'
              ? `${stage.problem.advice} The console does not know whether the order was recorded: look at Orders before you send it again.`
              : `${stage.problem.advice} Nothing was sent.`
          }
        />
      );
    case 'editing':
    case 'previewing':
    case 'previewed':
    case 'sending':
      return null;
  }
}

/** What is wrong with the quotes the order is priced by, and with selling short. */
function QuoteWarnings({ instrumentId, side }: { instrumentId: number; side: OrderSide }) {
  const quote = useTopic(quotes, ({ rows }) => rows.get(instrumentId));
  if (quote === undefined) return null;
  const marks = [...quoteMarks(quote), ...(side === 'SELL' ? shortSaleMarks(quote) : [])];
  return marks.map(({ word, sentence, tone }) => (
    <p key={word} className={`ticket-note severity-${tone}`}>
      {tone === 'critical' ? '◆' : '▲'} {sentence}
    </p>
  ));
}

function EmptyTicket() {
  return (
    <div className="panel-note">
      <p>Select an instrument, then open a ticket on it.</p>
      <div className="button-row">
        <ActionButton action="ticket.buy" label="Buy" />
        <ActionButton action="ticket.sell" label="Sell" />
      </div>
    </div>
  );
}

function SideLabel({ word, shortcut }: { word: string; shortcut: string }) {
  return (
    <span className="side-label">
      {word} <Keys shortcut={shortcut} />
    </span>
  );
}

const exitFields: readonly [ExitField, string][] = [
  ['takeProfitPrice', 'Take-profit, limit'],
  ['stopLossPrice', 'Stop-loss, stop'],
];

const primaryWords: Partial<Record<TicketStage['at'], string>> = {
  previewing: 'Previewing…',
  sending: 'Sending…',
};

/** An order while it is written, judged while it is written, previewed and sent. */
export function TicketPanel() {
  const { instrument, draft, exits, reason, stage, live, liveProblem, opened } = useTicket();
  const context = useActionContext();
  const mayPlace = refusalOf(
    { ...actionOf('ticket.buy'), capability: 'order.place', refusal: () => null },
    context,
  );
  const connected = useConnection((state) => state.phase === 'open');
  const tradingState = useStatus((status) => status.tradingState);
  const linkState = useStatus((status) => status.link?.state ?? null);
  const quantityField = useRef<HTMLInputElement>(null);
  const [touched, setTouched] = useState(false);

  useEffect(() => {
    if (opened === 0) return;
    setTouched(false);
    // The panel may come to the front only after this render.
    const frame = requestAnimationFrame(() => quantityField.current?.focus());
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [opened]);

  useEffect(() => {
    if (draft === null || !connected) return;
    const first = setTimeout(() => void checkTicket(), checkDelayMs);
    const again = setInterval(() => void checkTicket(), recheckMs);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [draft, reason, connected, tradingState, linkState]);

  if (draft === null || instrument === null) return <EmptyTicket />;

  const needs = orderTypePrices[draft.orderType];
  const { ticket, problems } = readDraft(draft);
  const exitProblems = exits === null ? null : readExits(ticket, exits).problems;
  const complete = ticket !== null && exitProblems === null;
  // Not while previewing: a disabled field loses the focus, and the Enter that sends would go nowhere.
  const busy = stage.at === 'sending';
  const { minTick, currency, sizeIncrement, minSize } = instrument;

  const startPrice = (): number | null => {
    const quote = quotes.store.getState().rows.get(instrument.instrumentId);
    return quote?.last ?? quote?.close ?? null;
  };
  const stepPrice = (field: 'limitPrice' | 'stopPrice') => (steps: number) => {
    editTicket({ [field]: stepFigure(draft[field], steps, minTick, startPrice(), 0) });
  };
  const errorOf = (field: DraftField): string | null =>
    touched || draft[field] !== '' ? (problems?.[field] ?? null) : null;

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTouched(true);
    advanceTicket();
  };

  const isPreviewed = stage.at === 'previewed';
  const sentence =
    ticket === null
      ? null
      : `${describeOrder(ticket, fullSymbol(instrument), minTick)}${exits === null ? '' : ' with exits'}`;
  const primary =
    primaryWords[stage.at] ?? (isPreviewed && sentence !== null ? sentence : 'Preview');
  const about = [
    instrument.longName,
    instrument.expiry === null ? null : formatExpiry(instrument.expiry),
    instrument.primaryExchange || instrument.exchange,
    currency,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
  const tick = minTick.toFixed(priceDigits(minTick));

  return (
    <form
      className={`ticket ticket-${draft.side.toLowerCase()}`}
      aria-label="Order ticket"
      onSubmit={submit}
    >
      <div className="ticket-body">
        <SegmentedControl
          fullWidth
          className="side-segments"
          aria-label="Side"
          value={draft.side}
          disabled={busy}
          data={[
            { value: 'BUY', label: <SideLabel word="Buy" shortcut="B" /> },
            { value: 'SELL', label: <SideLabel word="Sell" shortcut="S" /> },
          ]}
          onChange={(side) => {
            editTicket({ side });
          }}
        />
        <div className="ticket-instrument">
          <strong>{readableSymbol(instrument)}</strong>
          <span className="muted" title={about}>
            {about}
          </span>
        </div>
        <QuoteWarnings instrumentId={instrument.instrumentId} side={draft.side} />
        <SegmentedControl
          fullWidth
          aria-label="Order type"
          value={draft.orderType}
          disabled={busy}
          data={[...orderTypeSchema.options]}
          onChange={(orderType) => {
            editTicket({ orderType });
          }}
        />
        <div className="ticket-fields">
          <FigureField
            label={`Quantity (${quantityUnit(instrument.secType, instrument.symbol)})`}
            value={draft.quantity}
            hint={`lot ${formatQuantity(sizeIncrement)}`}
            error={errorOf('quantity')}
            disabled={busy}
            inputRef={quantityField}
            onChange={(quantity) => {
              editTicket({ quantity });
            }}
            onStep={(steps) => {
              editTicket({
                quantity: stepFigure(draft.quantity, steps, sizeIncrement, minSize, minSize),
              });
            }}
          />
          {needs.limit && (
            <FigureField
              label={`Limit price (${currency})`}
              value={draft.limitPrice}
              hint={`tick ${tick}`}
              error={errorOf('limitPrice')}
              disabled={busy}
              onChange={(limitPrice) => {
                editTicket({ limitPrice });
              }}
              onStep={stepPrice('limitPrice')}
            />
          )}
          {needs.stop && (
            <FigureField
              label={`Stop price (${currency})`}
              value={draft.stopPrice}
              hint={`tick ${tick}`}
              error={errorOf('stopPrice')}
              disabled={busy}
              onChange={(stopPrice) => {
                editTicket({ stopPrice });
              }}
              onStep={stepPrice('stopPrice')}
            />
          )}
          <div>
            <span className="field-label" id="time-in-force">
              Time in force
            </span>
            <SegmentedControl
              fullWidth
              aria-labelledby="time-in-force"
              value={draft.timeInForce}
              disabled={busy}
              data={[...timeInForceSchema.options]}
              onChange={(timeInForce) => {
                editTicket({ timeInForce });
              }}
            />
          </div>
          <Checkbox
            className="outside-hours"
            label="Outside hours"
            title="May also trade outside the regular hours of the exchange."
            checked={draft.outsideRth}
            disabled={busy}
            onChange={(event) => {
              editTicket({ outsideRth: event.currentTarget.checked });
            }}
          />
        </div>
        <Checkbox
          label="With take-profit and stop-loss"
          title="A bracket: both exits are sent with the entry and held until it has filled; one cancels the other."
          checked={exits !== null}
          disabled={busy}
          onChange={(event) => {
            editExits(
              event.currentTarget.checked ? { takeProfitPrice: '', stopLossPrice: '' } : null,
            );
          }}
        />
        {exits !== null && (
          <div className="ticket-fields">
            {exitFields.map(([field, label]) => (
              <FigureField
                key={field}
                label={`${label} (${currency})`}
                value={exits[field]}
                hint="GTC"
                error={touched || exits[field] !== '' ? (exitProblems?.[field] ?? null) : null}
                disabled={busy}
                onChange={(price) => {
                  editExits({ ...exits, [field]: price });
                }}
                onStep={(steps) => {
                  const start = startPrice();
                  editExits({
                    ...exits,
                    [field]: stepFigure(exits[field], steps, minTick, start, 0),
                  });
                }}
              />
            ))}
          </div>
        )}
        <Outcome stage={stage} />
        {stage.at !== 'denied' && stage.at !== 'sent' && (
          <LiveVerdicts live={live} complete={complete} />
        )}
        {stage.at !== 'sent' && (
          <OverrideField
            verdicts={stage.at === 'denied' ? stage.verdicts : (live?.verdicts ?? [])}
            reason={reason}
            disabled={busy}
            onChange={explainTicket}
          />
        )}
        {liveProblem !== null && <ProblemNote {...liveProblem} />}
        {live !== null && stage.at !== 'sent' && stage.at !== 'denied' && (
          <Consequences live={live} stage={stage} symbol={readableSymbol(instrument)} />
        )}
      </div>
      <div className="ticket-foot">
        <Button
          type="submit"
          fullWidth
          size="sm"
          color={draft.side === 'BUY' ? 'buy' : 'sell'}
          variant="filled"
          disabled={busy || mayPlace !== null}
          title={mayPlace ?? undefined}
          rightSection={<Keys shortcut="Enter" />}
        >
          {primary}
        </Button>
        <p className="faint">
          {isPreviewed && asksForReason(stage.preview.verdicts)
            ? 'The controls deny this order unless you give a reason. Write one and preview again.'
            : isPreviewed && !stage.preview.allowed
              ? 'The controls deny this order: sending it is refused and the refusal recorded.'
              : isPreviewed
                ? 'Nothing has been sent yet. Enter sends it.'
                : 'Enter previews. Nothing is sent yet.'}
        </p>
      </div>
    </form>
  );
}

export function TicketHeader() {
  const open = useTicket((state) => state.draft !== null);
  if (!open) return null;
  return (
    <Button size="compact-xs" variant="subtle" className="quiet-button" onClick={leaveTicket}>
      <span className="visually-hidden">Leave the ticket</span>
      <Keys shortcut="Escape" />
    </Button>
  );
}
