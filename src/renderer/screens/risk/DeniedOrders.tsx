import { useEffect, useMemo, useState } from 'react';

import type { CommandOutput } from '#shared/contract/commands.ts';
import type { Order } from '#shared/domain/order.ts';

import { problemOf, type Problem } from '../../problem.ts';
import { call, useConnection } from '../../stores/connection-store.ts';
import { orders } from '../../stores/desk-topics.ts';
import { symbolOf, tickOf } from '../../stores/instruments.ts';
import { openJournal } from '../../stores/navigation-store.ts';
import { rowsOf } from '../../stores/row-source.ts';
import { describeOrder } from '../../stores/ticket-draft.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Blotter } from '../../ui/Blotter.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { VerdictList } from '../../verdicts/VerdictList.tsx';
import { countVerdicts } from '../../verdicts/verdict-counts.ts';
import { orderColumns } from '../desk/OrdersPanel.tsx';

const source = rowsOf(orders);
/** None of them was filled, and all are denied. */
const denialsSame = ['Filled', 'State'];
const isDenied = ({ status }: Order): boolean => status === 'DENIED';

/** Every verdict of one denied order, not only the one that denied it. */
function Verdicts({ orderRef }: { orderRef: string }) {
  const connected = useConnection((state) => state.phase === 'open');
  const [answer, setAnswer] = useState<CommandOutput<'order.read'> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    if (!connected) return;
    let current = true;
    call('order.read', { orderRef })
      .then((read) => {
        if (!current) return;
        setAnswer(read);
        setProblem(null);
      })
      .catch((error: unknown) => {
        if (current) setProblem(problemOf(error));
      });
    return () => {
      current = false;
    };
  }, [orderRef, connected]);
  if (problem !== null) return <ProblemNote {...problem} />;
  if (answer === null) return null;
  const { order, verdicts } = answer;
  const { passed, warned, denied } = countVerdicts(verdicts);
  return (
    <ScrollRegion className="denied-detail" label="Verdicts">
      <h3>{describeOrder(order, symbolOf(order), tickOf(order.instrumentId))}</h3>
      <p className="muted">
        {denied} deny, {warned} warn, {passed} pass. Nothing was sent.
      </p>
      <VerdictList verdicts={verdicts} all />
    </ScrollRegion>
  );
}

/** What the controls kept from leaving, with every verdict. */
export function DeniedOrders() {
  const columns = useMemo(() => orderColumns(denialsSame), []);
  const [selected, setSelected] = useState<string | null>(null);
  const newest = useTopic(orders, ({ rows }) => {
    let found: Order | null = null;
    for (const order of rows.values()) {
      if (isDenied(order) && (found === null || order.placedAt > found.placedAt)) found = order;
    }
    return found?.orderRef ?? null;
  });
  const shown = selected ?? newest;
  return (
    <section className="pane denied-orders" aria-label="Denied orders">
      <Blotter<Order>
        label="Denied orders"
        source={source}
        keyOf={orders.keyOf}
        columns={columns}
        keep={isDenied}
        narrow={{ below: 760, hides: ['TIF', 'Type'] }}
        selected={shown}
        onSelect={({ orderRef }) => {
          setSelected(orderRef);
        }}
        onOpen={({ orderRef }) => {
          openJournal({ orderRef });
        }}
        empty={<p>The controls have not denied an order.</p>}
      />
      {shown !== null && <Verdicts key={shown} orderRef={shown} />}
    </section>
  );
}
