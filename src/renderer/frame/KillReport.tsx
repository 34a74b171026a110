import type { FlattenRow } from '#shared/domain/kill.ts';

import { killSentence, type KillStage } from '../stores/kill-store.ts';
import { orders, useKillStatus } from '../stores/desk-topics.ts';
import { useTopic } from '../stores/topic-store.ts';

/** Which orders wait at the broker for their market. */
function waitingForMarket(positions: readonly FlattenRow[]): string {
  const waiting = positions.filter(({ stage, why }) => stage === 'sent' && why !== null);
  if (waiting.length === 0) return '';
  const symbols = waiting.map(({ displaySymbol }) => displaySymbol).join(', ');
  return ` The market is closed for ${symbols}: what closes it waits at the broker, without a limit of time, and trades at the price of then. Cancel its order to end that.`;
}

function engagedWords(
  stage: Extract<KillStage, { at: 'engaged' }>,
  positions: readonly FlattenRow[],
): string {
  if (stage.waitingForLink) {
    return stage.flatten
      ? 'The link is down: the cancels leave first when it is back, and positions are closed once desk and broker agree on them, however late that is. To be sure, act in TWS or IB Gateway. Engage it again without flattening to call that off.'
      : 'The link is down: the cancels leave first when it is back. To be sure, cancel in TWS or IB Gateway.';
  }
  const cancels =
    stage.cancelsSent === 0
      ? 'There was no open order to cancel.'
      : `${stage.cancelsSent} cancel${stage.cancelsSent === 1 ? '' : 's'} sent. Watch the orders until each is cancelled.`;
  if (!stage.flatten) return cancels;
  const count = stage.positionsToClose;
  if (count === 0) return `${cancels} There is no position to close.`;
  return `${cancels} ${count === 1 ? '1 position is' : `${count} positions are`} being closed.${waitingForMarket(positions)}`;
}

/** What the switch is about to do or has done. */
export function KillReport({ stage }: { stage: KillStage }) {
  const rows = useTopic(orders, (state) => (state.loaded ? state.rows : null));
  const status = useKillStatus();
  switch (stage.at) {
    case 'idle':
      return null;
    case 'holding':
      return (
        <>
          <p className="strong">{killSentence(rows?.values() ?? null, status, stage.flatten)}</p>
          <p>Let go, or press Esc, to call it off.</p>
        </>
      );
    case 'engaging':
      return <p className="strong">Halting the desk…</p>;
    case 'engaged':
      return (
        <>
          <p className="strong">The desk is halted.</p>
          <p>{engagedWords(stage, status?.positions ?? [])}</p>
        </>
      );
    case 'failed':
      return (
        <>
          <p className="strong">The kill switch did not work: {stage.problem.message}</p>
          <p>{stage.problem.advice} Cancel the orders in TWS or IB Gateway if you cannot wait.</p>
        </>
      );
  }
}
