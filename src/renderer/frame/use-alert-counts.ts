import { useMemo } from 'react';

import { useClock } from '../stores/clock-store.ts';
import { alerts, silences } from '../stores/desk-topics.ts';
import { useTopic } from '../stores/topic-store.ts';
import { countOpenAlerts } from './alert-counts.ts';

/** The open alerts by severity, as they stand now: a silence that runs out changes them without a word of the desk. */
export function useAlertCounts(): ReturnType<typeof countOpenAlerts> {
  const rows = useTopic(alerts, (state) => state.rows);
  const silenced = useTopic(silences, (state) => state.rows);
  const beat = useClock(({ now }) => Math.floor(now / 10_000) * 10_000);
  return useMemo(
    () => countOpenAlerts(rows.values(), [...silenced.values()], beat),
    [rows, silenced, beat],
  );
}
