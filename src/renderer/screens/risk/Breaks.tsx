import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

import type { Break } from '#shared/domain/reconciliation-break.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { formatAge, formatMoment, formatQuantity } from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { alerts, useStatus } from '../../stores/desk-topics.ts';
import { breaksShown, openJournal, useNavigation } from '../../stores/navigation-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { AcceptBreakDialog } from './AcceptBreakDialog.tsx';
import { acceptObstacle, breakSince } from './break-words.ts';

function Since({ at }: { at: string | null }) {
  const text = useClock(({ now }) =>
    at === null ? '—' : formatMoment(at, Math.floor(now / 60_000) * 60_000),
  );
  return <span title={at === null ? 'No alert has told of it yet.' : undefined}>{text}</span>;
}

function BreakRow({ found, onAccept }: { found: Break; onAccept: () => void }) {
  const since = useTopic(alerts, ({ rows }) => breakSince(found, rows.values()));
  const context = useActionContext();
  const refusal = acceptObstacle(found) ?? refusalOf(actionOf('break.accept'), context);
  const { orderRef } = found;
  return (
    <>
      <tr className={refusal === null ? undefined : 'explained'}>
        <th scope="row">
          <span className="severity-warning">▲</span> {found.subject}
        </th>
        <td className="right strong">{found.desk}</td>
        <td className="right strong">{found.broker}</td>
        <td className="muted">
          <Since at={since} />
        </td>
        <td className="right">
          {found.acceptable && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Accept the broker's figure: ${found.subject}`}
              disabled={refusal !== null}
              title={refusal ?? undefined}
              onClick={onAccept}
            >
              Accept the broker's figure…
            </Button>
          )}
          {orderRef !== null && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                openJournal({ orderRef });
              }}
            >
              Show order in journal
            </Button>
          )}
        </td>
      </tr>
      {refusal !== null && (
        <tr>
          <td colSpan={5} className="faint break-refusal">
            {refusal}
          </td>
        </tr>
      )}
    </>
  );
}

function Agreement({ count }: { count: number }) {
  const at = useStatus((status) => status.reconciledAt);
  const age = useClock(({ now }) =>
    at === null
      ? null
      : formatAge(Math.floor((now - Date.parse(at)) / 1_000) * 1_000).replace('.0', ''),
  );
  if (age === null) return <span className="muted">not compared yet</span>;
  return count === 0 ? (
    <span className="muted">✓ desk and broker agree, compared {age} ago</span>
  ) : (
    <span className="muted">compared {age} ago</span>
  );
}

/** Where the desk's books and the broker's differ, each with its two values, and the way to take the broker's over. */
export function Breaks() {
  const breaks = useStatus((status) => status.breaks) ?? [];
  const [accepting, setAccepting] = useState<Break | null>(null);
  const asked = useNavigation((state) => state.breaksAsked);
  const pane = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!asked) return;
    const frame = requestAnimationFrame(() => {
      const button = pane.current?.querySelector<HTMLElement>('button:not([disabled])');
      (button ?? pane.current)?.focus();
      breaksShown();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [asked]);

  return (
    <section ref={pane} className="pane breaks" aria-label="Breaks" tabIndex={-1}>
      <div className="pane-head">
        <h2>Breaks</h2>
        <span className="muted">{formatQuantity(breaks.length)}</span>
        <Agreement count={breaks.length} />
      </div>
      {breaks.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">What differs</th>
              <th scope="col" className="right">
                Desk
              </th>
              <th scope="col" className="right">
                Broker
              </th>
              <th scope="col">Since</th>
              <th scope="col">
                <span className="visually-hidden">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {breaks.map((found) => (
              <BreakRow
                key={found.breakId}
                found={found}
                onAccept={() => {
                  setAccepting(found);
                }}
              />
            ))}
          </tbody>
        </table>
      )}
      <AcceptBreakDialog
        found={accepting}
        stillThere={breaks.some(({ breakId }) => breakId === accepting?.breakId)}
        onClose={() => {
          setAccepting(null);
        }}
      />
    </section>
  );
}
