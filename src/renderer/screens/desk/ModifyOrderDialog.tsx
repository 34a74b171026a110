import { Button, Modal } from '@mantine/core';
import { useState } from 'react';

import { priceDigits } from '#shared/domain/instrument.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';
import type { Verdict } from '#shared/domain/control.ts';

import { problemOf, type Problem } from '../../problem.ts';
import { call, useConnection } from '../../stores/connection-store.ts';
import { orders } from '../../stores/desk-topics.ts';
import { instrumentOf, symbolOf, tickOf } from '../../stores/instruments.ts';
import { modifyOrder, useNavigation } from '../../stores/navigation-store.ts';
import { readChange, type ChangeDraft } from '../../stores/order-change.ts';
import { describeOrder, stepFigure } from '../../stores/ticket-draft.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { FigureField } from '../../ui/FigureField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { OverrideField } from '../../verdicts/OverrideField.tsx';
import { VerdictList } from '../../verdicts/VerdictList.tsx';

type Stage =
  | { at: 'editing' }
  | { at: 'sending' }
  | { at: 'denied'; verdicts: readonly Verdict[] }
  | { at: 'failed'; problem: Problem };

function ChangeForm({ order }: { order: Order }) {
  const minTick = tickOf(order.instrumentId);
  const instrument = instrumentOf(order.instrumentId);
  const price = (value: number | null): string => value?.toFixed(priceDigits(minTick)) ?? '';
  const [draft, setDraft] = useState<ChangeDraft>({
    quantity: String(order.quantity),
    limitPrice: price(order.limitPrice),
    stopPrice: price(order.stopPrice),
  });
  const [reason, setReason] = useState('');
  const [stage, setStage] = useState<Stage>({ at: 'editing' });
  const connected = useConnection((state) => state.phase === 'open');
  const { change, problem } = readChange(order, draft);
  const over = !isOpen(order.status);
  const refusal = over
    ? `The order is ${order.status.toLowerCase()} by now; there is nothing left to change.`
    : connected
      ? problem
      : 'The console has lost the desk; nothing can be sent.';

  const edit = (part: Partial<ChangeDraft>): void => {
    setDraft({ ...draft, ...part });
    setStage({ at: 'editing' });
  };
  const send = async (): Promise<void> => {
    if (change === null || over || stage.at === 'sending') return;
    setStage({ at: 'sending' });
    try {
      const { allowed, verdicts } = await call('order.modify', {
        orderRef: order.orderRef,
        change,
        reason: reason.trim() === '' ? null : reason.trim(),
      });
      if (allowed) modifyOrder(null);
      else setStage({ at: 'denied', verdicts });
    } catch (error) {
      setStage({ at: 'failed', problem: problemOf(error) });
    }
  };

  return (
    <form
      className="stack"
      aria-label="Modify order"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>
        {describeOrder(order, symbolOf(order), minTick)}, {order.filledQuantity} filled.
      </p>
      <FigureField
        label="Quantity"
        value={draft.quantity}
        onChange={(quantity) => {
          edit({ quantity });
        }}
        onStep={(steps) => {
          const lot = instrument?.sizeIncrement ?? 1;
          edit({ quantity: stepFigure(draft.quantity, steps, lot, order.quantity, lot) });
        }}
      />
      {order.limitPrice !== null && (
        <FigureField
          label="Limit price"
          value={draft.limitPrice}
          onChange={(limitPrice) => {
            edit({ limitPrice });
          }}
          onStep={(steps) => {
            edit({
              limitPrice: stepFigure(draft.limitPrice, steps, minTick, order.limitPrice, 0),
            });
          }}
        />
      )}
      {order.stopPrice !== null && (
        <FigureField
          label="Stop price"
          value={draft.stopPrice}
          onChange={(stopPrice) => {
            edit({ stopPrice });
          }}
          onStep={(steps) => {
            edit({ stopPrice: stepFigure(draft.stopPrice, steps, minTick, order.stopPrice, 0) });
          }}
        />
      )}
      {stage.at === 'denied' && (
        <section className="outcome outcome-denied" role="alert" aria-label="Change denied">
          <strong>Denied. Nothing was sent; the order works as it was.</strong>
          <VerdictList verdicts={stage.verdicts} />
          <OverrideField
            verdicts={stage.verdicts}
            reason={reason}
            disabled={false}
            onChange={setReason}
          />
        </section>
      )}
      {stage.at === 'failed' && (
        <ProblemNote
          message={stage.problem.message}
          advice={`${stage.problem.advice} Look at the order before you try again.`}
        />
      )}
      <div className="button-row">
        <Button
          type="submit"
          disabled={refusal !== null || stage.at === 'sending'}
          title={refusal ?? undefined}
        >
          {stage.at === 'sending' ? 'Sending…' : 'Send change'}
        </Button>
        {refusal !== null && <span className="muted">{refusal}</span>}
      </div>
    </form>
  );
}

/** Changes quantity and prices of a working order. */
export function ModifyOrderDialog() {
  const orderRef = useNavigation((state) => state.modifyingOrderRef);
  const order = useTopic(orders, ({ rows }) =>
    orderRef === null ? undefined : rows.get(orderRef),
  );
  return (
    <Modal
      opened={order !== undefined}
      title="Modify order"
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={() => {
        modifyOrder(null);
      }}
    >
      {order !== undefined && <ChangeForm key={order.orderRef} order={order} />}
    </Modal>
  );
}
