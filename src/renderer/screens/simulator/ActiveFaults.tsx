import { Button } from '@mantine/core';

import type { ActiveFault } from '#shared/domain/simulator-fault.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { ActionButton } from '../../actions/ActionButton.tsx';
import { actionOf } from '../../actions/all-actions.ts';
import { formatAge, formatQuantity } from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { faultTitle } from '../../stores/fault-catalogue.ts';
import { faultFigures } from '../../stores/fault-draft.ts';
import { endFault } from '../../stores/simulator-store.ts';

function TimeLeft({ endsAt }: { endsAt: number | null }) {
  const left = useClock(({ now }) =>
    endsAt === null ? null : Math.max(0, Math.ceil((endsAt - now) / 1_000)),
  );
  if (left === null) return <span className="muted">waits for its messages</span>;
  return <>{left === 0 ? 'ending' : formatAge(left * 1_000).replace('.0', '')}</>;
}

/** The faults that last or still wait for what they are meant for, each with its end. */
export function ActiveFaults({ active }: { active: readonly ActiveFault[] }) {
  const refusal = refusalOf(actionOf('simulator.end-all'), useActionContext());
  return (
    <section className="pane" aria-label="Under way">
      <div className="pane-head">
        <h2>Under way</h2>
        <span className="muted">{formatQuantity(active.length)}</span>
        <span className="pane-space" />
        {active.length > 0 && (
          <ActionButton
            action="simulator.end-all"
            label="End all"
            size="compact-xs"
            variant="subtle"
          />
        )}
      </div>
      {active.length === 0 ? (
        <p className="pane-line muted">No fault is under way: the gateway behaves.</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Fault</th>
              <th scope="col">With</th>
              <th scope="col" className="right">
                Time left
              </th>
              <th scope="col">
                <span className="visually-hidden">End</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {active.map(({ faultId, fault, endsAt }) => {
              const title = faultTitle(fault.kind);
              return (
                <tr key={faultId}>
                  <th scope="row">{title}</th>
                  <td className="muted">{faultFigures(fault)}</td>
                  <td className="right">
                    <TimeLeft endsAt={endsAt} />
                  </td>
                  <td className="right">
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`End: ${title}`}
                      disabled={refusal !== null}
                      title={refusal ?? undefined}
                      onClick={() => void endFault(faultId, title)}
                    >
                      End
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
