import { useAlertQueue } from '../../stores/alert-queue-store.ts';
import { alerts } from '../../stores/desk-topics.ts';
import { useSelection } from '../../stores/selection-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { AlertDetail } from './AlertDetail.tsx';
import { AlertHeadline } from './AlertHeadline.tsx';
import { AlertQueue } from './AlertQueue.tsx';
import { MarkedAlerts } from './MarkedAlerts.tsx';
import { SilenceDialog } from './SilenceDialog.tsx';

function SelectedAlert() {
  const isMarking = useAlertQueue((state) => state.marked.size > 0);
  const alertId = useSelection((state) => state.alertId);
  const selected = useTopic(alerts, ({ rows }) => (alertId === null ? null : rows.get(alertId)));
  if (isMarking) return null;
  return selected == null ? (
    <p className="panel-note">Select an alert to see what it is about.</p>
  ) : (
    <AlertDetail alert={selected} />
  );
}

/**
 * What a person must see: the queue, and the selected alert beside it. Each part follows what it shows by itself, so that
 * a step down the queue draws the row and the alert and nothing else.
 */
export function AlertsScreen() {
  return (
    <main className="screen alerts-screen" aria-label="Alerts">
      <h1 className="visually-hidden">Alerts</h1>
      <AlertHeadline />
      <AlertQueue />
      <aside className="side-pane" aria-label="Selected alert">
        <MarkedAlerts />
        <SelectedAlert />
      </aside>
      <SilenceDialog />
    </main>
  );
}
