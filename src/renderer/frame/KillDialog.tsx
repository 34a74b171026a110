import { Button, Modal } from '@mantine/core';

import type { FlattenRow, KillDrill, KillStatus } from '#shared/domain/kill.ts';

import { refusalOf } from '../actions/action.ts';
import { useActionContext } from '../actions/action-context.ts';
import { actionOf } from '../actions/all-actions.ts';
import { formatMilliseconds, formatMoment, formatMoney, formatQuantity } from '../format.ts';
import { useClock } from '../stores/clock-store.ts';
import { useKillStatus } from '../stores/desk-topics.ts';
import { closeKillDialog, runKillDrill, useKill } from '../stores/kill-store.ts';
import { Figure } from '../ui/Figure.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { KillHold } from './KillHold.tsx';
import { KillReport } from './KillReport.tsx';

const stageWords: Record<FlattenRow['stage'], string> = {
  held: '',
  waiting: 'Waiting.',
  sent: 'Its order is at the broker.',
  stuck: 'Not closed.',
};

function PositionTable({
  positions,
  baseCurrency,
}: Pick<KillStatus, 'positions' | 'baseCurrency'>) {
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">Position</th>
          <th scope="col">Closed by</th>
          <th scope="col" className="right">
            Quantity
          </th>
          <th scope="col" className="right">
            About, {baseCurrency}
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {positions.map(({ instrumentId, displaySymbol, side, quantity, value, stage, why }) => (
          <tr key={instrumentId}>
            <th scope="row">{displaySymbol}</th>
            <td className={side === 'BUY' ? 'buy' : 'sell'}>{side}</td>
            <td className="right">{formatQuantity(quantity)}</td>
            <td
              className="right"
              title={value === null ? 'Nobody knows a price of it now.' : undefined}
            >
              {formatMoney(value)}
            </td>
            <td className="muted">{`${stageWords[stage]} ${why ?? ''}`.trim()}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function waitingWords(flatten: boolean): string {
  return flatten
    ? 'The rest waits for the link, without a limit of time: positions are closed when it is back, at the price of then. Engage it again without flattening to call that off.'
    : 'The rest waits for the link.';
}

function EngagedNote({ engaged }: { engaged: NonNullable<KillStatus['engaged']> }) {
  const at = useClock(({ now }) => formatMoment(engaged.at, now));
  const left =
    engaged.ordersLeft === 0
      ? 'Every order of the desk has ended.'
      : `${engaged.ordersLeft === 1 ? '1 order has' : `${engaged.ordersLeft} orders have`} not ended yet.`;
  return (
    <p role="status">
      <strong>
        Engaged by {engaged.by} at {at}
        {engaged.flatten ? ', to close every position as well' : ''}.
      </strong>{' '}
      {left} {engaged.waitingForLink ? waitingWords(engaged.flatten) : ''}
    </p>
  );
}

function DrillResult({ drill }: { drill: KillDrill }) {
  return (
    <>
      <dl>
        <Figure label="Would have cancelled, orders" value={drill.openOrders} />
        <Figure label="Would have closed, positions" value={drill.positions.length} />
        <Figure label="Decided in" value={formatMilliseconds(drill.decideMs)} />
        <Figure label="Recorded and synced in" value={formatMilliseconds(drill.recordMs)} />
        <Figure
          label="Left for the gateway in"
          value={formatMilliseconds(drill.leftMs)}
          why="Nothing left for the gateway."
        />
        <Figure
          label="Answered by the gateway in"
          value={formatMilliseconds(drill.answeredMs)}
          why="The gateway did not answer."
        />
      </dl>
      {drill.failure === null ? (
        <p>It went the whole way, and no order was touched.</p>
      ) : (
        <p className="strong">{drill.failure}</p>
      )}
      {drill.positions.map(({ instrumentId, displaySymbol, why }) =>
        why === null ? null : (
          <p key={instrumentId}>
            {displaySymbol} would not have been closed: {why}
          </p>
        ),
      )}
    </>
  );
}

function Drill({ lastDrill }: Pick<KillStatus, 'lastDrill'>) {
  const drill = useKill((state) => state.drill);
  const refusal = refusalOf(actionOf('kill.drill'), useActionContext());
  const lastAt = useClock(({ now }) =>
    lastDrill === null ? null : formatMoment(lastDrill.at, now),
  );
  return (
    <section className="stack" aria-label="Drill">
      <h2>Drill</h2>
      <p className="muted">
        Goes the whole way, recorded and timed, and touches no order.{' '}
        {lastDrill === null
          ? 'It was never run on this desk.'
          : `Last run by ${lastDrill.by}, ${lastAt}${lastDrill.failure === null ? '' : `: ${lastDrill.failure}`}.`}
      </p>
      {drill.at === 'done' && <DrillResult drill={drill.drill} />}
      {drill.at === 'failed' && <ProblemNote {...drill.problem} />}
      <div className="button-row">
        <Button
          variant="default"
          disabled={refusal !== null || drill.at === 'running'}
          onClick={() => void runKillDrill()}
        >
          {drill.at === 'running' ? 'Drilling…' : 'Run the drill'}
        </Button>
        <span className="muted">{refusal}</span>
      </div>
    </section>
  );
}

function WhatItTrades({ positions, grossValue, baseCurrency, openOrders, engaged }: KillStatus) {
  return (
    <>
      {engaged !== null && <EngagedNote engaged={engaged} />}
      <dl>
        <Figure label="Open orders it cancels" value={openOrders} />
        <Figure label="Positions it closes" value={positions.length} />
        <Figure
          label={`What it trades, ${baseCurrency}`}
          value={formatMoney(grossValue)}
          why="Nobody knows a price of one of the positions now."
        />
      </dl>
      {positions.length === 0 ? (
        <p className="muted">Nothing is held, so flattening would trade nothing.</p>
      ) : (
        <PositionTable positions={positions} baseCurrency={baseCurrency} />
      )}
    </>
  );
}

/** What the switch would do, as far as this window may know. It never hides the switch. */
function KillPlan() {
  const status = useKillStatus();
  const stage = useKill((state) => state.stage);
  return (
    <div className="stack">
      {status === null ? (
        <p>What is open and held is not shown at this window now. The switch works all the same.</p>
      ) : (
        <WhatItTrades {...status} />
      )}
      <p>
        Halts the desk and cancels every open order. A position is closed by one market order, when
        its orders have ended and desk and broker agree on what is held. With the link down it arms,
        and acts when the link is back; outside market hours the orders wait at the broker. Neither
        has a limit of time. Engaged again without flattening, it calls off what is left. An order
        that waits can be cancelled like every other; engaged again, it closes with a new one.
      </p>
      <div className="button-row">
        <KillHold
          flatten
          title="Hold for one second: halts the desk, cancels every open order and closes every position."
        >
          <span className="kill-word">Hold: halt, cancel and close everything</span>
        </KillHold>
      </div>
      <div role="status" aria-live="off">
        {stage.at !== 'idle' && stage.flatten && <KillReport stage={stage} />}
      </div>
      {status !== null && <Drill lastDrill={status.lastDrill} />}
    </div>
  );
}

/** What the kill switch would do, with the exposure that flattening trades, and its drill. Trading out cannot be undone. */
export function KillDialog() {
  const opened = useKill((state) => state.dialogOpen);
  return (
    <Modal
      opened={opened}
      // It grows while the switch in it is held.
      centered={false}
      title="Kill switch with flattening"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={closeKillDialog}
    >
      <KillPlan />
    </Modal>
  );
}
