import { UnstyledButton } from '@mantine/core';

import { proposals } from '../stores/desk-topics.ts';
import { showProposals } from '../stores/navigation-store.ts';
import { waitingFor } from '../stores/proposal-rights.ts';
import { usePerson } from '../stores/session-store.ts';
import { useTopic } from '../stores/topic-store.ts';

/** How many proposals wait for a word of the person at this window; nothing while none does. */
export function WaitingProposals() {
  const me = usePerson();
  const count = useTopic(proposals, ({ rows }) =>
    me === null ? 0 : waitingFor(rows.values(), me).length,
  );
  if (count === 0) return null;
  return (
    <UnstyledButton
      className="status-button"
      title="Somebody proposed a change, and it waits for you: show it"
      onClick={showProposals}
    >
      <span className="severity-warning">▲ {count} to decide</span>
    </UnstyledButton>
  );
}
