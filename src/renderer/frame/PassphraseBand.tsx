import { unprovenWords } from '#shared/domain/people.ts';

import { usePerson } from '../stores/session-store.ts';

/** Says why the person at this window approves and signs nothing yet. */
export function PassphraseBand() {
  const unproven = usePerson()?.unproven;
  if (unproven === undefined) return null;
  const { message, advice } = unprovenWords[unproven];
  return (
    <div className="band band-warning" role="status">
      <strong>▲ {message}</strong> {advice}
    </div>
  );
}
