import { UnstyledButton } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';

import { linkWords, tradingStateWords } from '../../frame/link-words.ts';
import { formatQuantity, formatTime } from '../../format.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { activity, alerts, orders, useStatus } from '../../stores/desk-topics.ts';
import { symbolOf, tickOf } from '../../stores/instruments.ts';
import { goTo, openJournal, showBreaks } from '../../stores/navigation-store.ts';
import { selectAlert, selectOrder } from '../../stores/selection-store.ts';
import { describeOrder } from '../../stores/ticket-draft.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Badge } from '../../ui/Badge.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { StatePill } from '../../ui/StatePill.tsx';
import { orderStatusWords } from '../desk/order-words.ts';
import { alertsSince, factsSince, ordersInDoubt } from './desk-reaction.ts';
import { useSimulator } from '../../stores/simulator-store.ts';

const factsShown = 40;
/** Lines of orders and alerts; more are counted. */
const linesShown = 20;

function More({ count }: { count: number }) {
  const more = count - linesShown;
  return more > 0 ? <li className="muted">and {formatQuantity(more)} more</li> : null;
}

function Part({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className="reaction" aria-label={title}>
      <h3>
        {title} {count !== undefined && count > 0 && <span className="strong">{count}</span>}
      </h3>
      {children}
    </section>
  );
}

function Link() {
  const link = useStatus((status) => status.link);
  const state = useStatus((status) => status.tradingState);
  const connected = useConnection((connection) => connection.phase === 'open');
  if (link === null || state === null) return null;
  if (!connected) {
    return (
      <Part title="Link and trading state">
        <p className="reaction-states">
          <StatePill tone="critical" word="Desk lost" />
        </p>
        <p>What stands below is as last heard.</p>
      </Part>
    );
  }
  const { word, tone } = linkWords[link.state];
  return (
    <Part title="Link and trading state">
      <p className="reaction-states">
        <StatePill tone={tone} word={word} />
        <StatePill tone={tradingStateWords[state].tone} word={state} />
        <span className={link.state === 'ready' ? 'muted' : 'severity-warning'}>
          {link.state === 'ready' ? 'New risk is accepted.' : '▲ New risk is denied.'}
        </span>
      </p>
      <p>{link.reason}</p>
    </Part>
  );
}

function Orders() {
  const rows = useTopic(orders, (state) => state.rows);
  const doubtful = useMemo(() => ordersInDoubt(rows.values()), [rows]);
  return (
    <Part title="Orders in doubt" count={doubtful.length}>
      {doubtful.length === 0 && (
        <p className="muted">None: the broker has spoken of every order.</p>
      )}
      <ul className="fact-lines">
        {doubtful.slice(0, linesShown).map((order) => (
          <li key={order.orderRef}>
            <UnstyledButton
              title="Show the order on the desk"
              onClick={() => {
                selectOrder(order.orderRef);
                goTo('desk');
              }}
            >
              <Badge tone={orderStatusWords[order.status].tone}>
                {orderStatusWords[order.status].word}
              </Badge>{' '}
              {describeOrder(order, symbolOf(order), tickOf(order.instrumentId))}
            </UnstyledButton>
          </li>
        ))}
        <More count={doubtful.length} />
      </ul>
    </Part>
  );
}

function Breaks() {
  const breaks = useStatus((status) => status.breaks) ?? [];
  return (
    <Part title="Breaks" count={breaks.length}>
      {breaks.length === 0 && <p className="muted">None: desk and broker agree.</p>}
      <ul className="fact-lines">
        {breaks.map(({ breakId, subject, desk, broker }) => (
          <li key={breakId}>
            <UnstyledButton title="Show the breaks" onClick={showBreaks}>
              <span className="severity-warning">▲</span> {subject}: desk {desk}, broker {broker}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Alerts({ since }: { since: number | null }) {
  const rows = useTopic(alerts, (state) => state.rows);
  const raised = useMemo(() => alertsSince(rows.values(), since), [rows, since]);
  return (
    <Part title="Alerts" count={raised.length}>
      {raised.length === 0 && <p className="muted">None was raised.</p>}
      <ul className="fact-lines">
        {raised
          .slice(0, linesShown)
          .map(({ alertId, severity, title, detail, conditionCleared, state }) => (
            <li key={alertId}>
              <UnstyledButton
                title={detail}
                onClick={() => {
                  selectAlert(alertId);
                  goTo('alerts');
                }}
              >
                <SeverityMark severity={severity} /> {title}
                <span className="muted">
                  {' '}
                  {state === 'resolved' ? 'resolved' : conditionCleared ? 'over by itself' : detail}
                </span>
              </UnstyledButton>
            </li>
          ))}
        <More count={raised.length} />
      </ul>
    </Part>
  );
}

function Facts({ since }: { since: number | null }) {
  const rows = useTopic(activity, (state) => state.rows);
  const facts = useMemo(() => factsSince(rows.values(), since, factsShown), [rows, since]);
  return (
    <Part title="Facts">
      {facts.length === 0 && <p className="muted">Nothing has happened yet.</p>}
      <ol className="fact-lines">
        {facts.map(({ seq, at, sentence, tone }) => (
          <li key={seq}>
            <UnstyledButton
              className={`fact fact-${tone}`}
              title="Open the journal here"
              onClick={() => {
                openJournal({ seq });
              }}
            >
              <span className="muted">{formatTime(Date.parse(at))}</span> {sentence}
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </Part>
  );
}

/** The desk while a fault is done to it: its link, its doubts, what it raised and what it recorded. */
export function DeskReaction() {
  const started = useSimulator((state) => state.started);
  const since = started?.at ?? null;
  return (
    <>
      <header className="detail-head">
        <h2>How the desk takes it</h2>
        <span className="muted">
          {started === null
            ? 'as it stands'
            : `since ${formatTime(started.at)}, ${started.title.toLowerCase()}`}
        </span>
      </header>
      <div className="reactions">
        <Link />
        <Orders />
        <Breaks />
        <Alerts since={since} />
        <Facts since={since} />
      </div>
    </>
  );
}
