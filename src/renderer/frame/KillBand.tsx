import { CloseButton } from '@mantine/core';

import { orders, useStatus } from '../stores/desk-topics.ts';
import { dismissKill, killRemains, useKill } from '../stores/kill-store.ts';
import { useTopic } from '../stores/topic-store.ts';
import { KillReport } from './KillReport.tsx';

function remainsWords(open: number): string {
  if (open === 0) return 'No order is open.';
  return `${open === 1 ? '1 order is' : `${open} orders are`} still open; this stays here until none is.`;
}

/**
 * What the kill switch has done. It takes room of its own and covers nothing, and it cannot be put away while an order is
 * still open at a halted desk.
 */
export function KillBand() {
  const stage = useKill((state) => state.stage);
  const isHalted = useStatus(({ tradingState }) => tradingState === 'HALTED') === true;
  const open = useTopic(orders, ({ loaded, rows }) =>
    loaded ? killRemains(isHalted, rows.values()) : null,
  );
  if ((stage.at !== 'engaged' && stage.at !== 'failed') || stage.flatten) return null;
  return (
    <div className="band band-kill kill-report">
      {/* The announcer speaks; read aloud twice would be read late. */}
      <div role="status" aria-live="off">
        <KillReport stage={stage} />
        {stage.at === 'engaged' && open !== null && <p>{remainsWords(open)}</p>}
      </div>
      {(stage.at === 'failed' || open === null || open === 0) && (
        <CloseButton size="md" aria-label="Dismiss" onClick={dismissKill} />
      )}
    </div>
  );
}
