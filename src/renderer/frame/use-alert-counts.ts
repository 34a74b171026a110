import { useClock } from '../stores/clock-store.ts';
import { alerts, silences } from '../stores/desk-topics.ts';
import { useTopic } from '../stores/topic-store.ts';
import { sharedCounts, type AlertCounts } from './alert-counts.ts';

const count = sharedCounts();

/** The open alerts by severity, as they stand now: a silence that runs out changes them without a word of the desk. */
export function useAlertCounts(): AlertCounts {
  const silenced = useTopic(silences, (state) => state.rows);
  const beat = useClock(({ now }) => Math.floor(now / 10_000) * 10_000);
  return useTopic(alerts, ({ rows }) => count(rows, silenced, beat));
}
