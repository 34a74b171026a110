import type { Alert } from '#shared/domain/alert.ts';

import { useClock } from '../../stores/clock-store.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { AlertAnswer } from './AlertAnswer.tsx';
import { AlertFacts } from './AlertFacts.tsx';
import { AlertTimeline } from './AlertTimeline.tsx';
import { RunbookEntry } from './RunbookEntry.tsx';

/**
 * One alert: what it is, what happened to it, and what a person does about it. It goes over from one alert to the next
 * without being made anew, so that a person who runs down the queue does not wait for it.
 */
export function AlertDetail({ alert }: { alert: Alert }) {
  const now = useClock((clock) => Math.floor(clock.now / 60_000) * 60_000);
  return (
    <article className="detail" aria-label="Alert">
      <header className="detail-head">
        <h2>{alert.title}</h2>
        <span className={`severity-${alert.severity}`}>
          <SeverityMark severity={alert.severity} /> {alert.severity}
        </span>
      </header>
      <div className="detail-body">
        <p className="lead">{alert.detail}</p>
        <AlertFacts alert={alert} now={now} />
        <AlertTimeline alert={alert} now={now} />
        <AlertAnswer alert={alert} />
        <RunbookEntry key={alert.rule} rule={alert.rule} />
      </div>
    </article>
  );
}
