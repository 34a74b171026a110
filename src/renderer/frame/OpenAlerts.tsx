import { UnstyledButton } from '@mantine/core';

import { goTo } from '../stores/navigation-store.ts';
import { SeverityMark } from '../ui/SeverityMark.tsx';
import { severities } from './alert-counts.ts';
import { useAlertCounts } from './use-alert-counts.ts';

/** How many alerts wait for a person, by severity. */
export function OpenAlerts() {
  const counts = useAlertCounts();
  const total = counts.critical + counts.warning + counts.info;
  return (
    <UnstyledButton
      className="status-button open-alerts"
      onClick={() => {
        goTo('alerts');
      }}
    >
      <span className="visually-hidden">Alerts: </span>
      {total === 0 ? (
        <span className="muted">No open alerts</span>
      ) : (
        <>
          {severities
            .filter((severity) => counts[severity] > 0)
            .map((severity) => (
              <span key={severity} className={`severity-${severity}`}>
                <SeverityMark severity={severity} /> {counts[severity]}
              </span>
            ))}
          <span className="muted alerts-word">open</span>
        </>
      )}
    </UnstyledButton>
  );
}
