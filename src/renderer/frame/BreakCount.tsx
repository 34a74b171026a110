import { UnstyledButton } from '@mantine/core';

import { useStatus } from '../stores/desk-topics.ts';
import { showBreaks } from '../stores/navigation-store.ts';

/** How often desk and broker differ; nothing while they agree. */
export function BreakCount() {
  const count = useStatus((status) => status.breaks.length);
  if (count === null || count === 0) return null;
  return (
    <UnstyledButton
      className="status-button break-count"
      title="Desk and broker differ: show the breaks"
      onClick={showBreaks}
    >
      <span className="severity-warning">
        ▲ {count} break{count === 1 ? '' : 's'}
      </span>
    </UnstyledButton>
  );
}
