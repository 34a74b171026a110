import type { Alert } from '#shared/domain/alert.ts';
import { titleOfRule } from '#shared/domain/alert-titles.ts';

import { formatMeasured, formatMoment, formatQuantity } from '../../format.ts';
import { fullSymbol } from '../../instrument-words.ts';
import { alerts } from '../../stores/desk-topics.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Figure } from '../../ui/Figure.tsx';
import { LinkedFigures } from './LinkedFigures.tsx';

/** The title of the alert that explains this one; null where there is none, or it is gone. */
function explainedBy(held: Iterable<Alert>, { inhibitedBy }: Alert): string | null {
  if (inhibitedBy === null) return null;
  for (const { fingerprint, state, title } of held) {
    if (fingerprint === inhibitedBy && state !== 'resolved') return title;
  }
  return null;
}

/** What a rule is called, and after it the name that limits, silences and the journal know it by. */
function RuleName({ rule }: Pick<Alert, 'rule'>) {
  const title = titleOfRule(rule);
  return (
    <>
      {title}
      {title !== rule && <span className="rule-id"> {rule}</span>}
    </>
  );
}

/** All that the desk knows of an alert, and what it is linked to as that stands now. */
export function AlertFacts({ alert, now }: { alert: Alert; now: number }) {
  const inhibitor = useTopic(alerts, ({ rows }) => explainedBy(rows.values(), alert));
  const symbol = alert.instrumentId === null ? null : instrumentOf(alert.instrumentId);
  return (
    <dl>
      <Figure label="Rule" value={<RuleName rule={alert.rule} />} />
      <Figure label="Condition" value={alert.conditionCleared ? 'over by itself' : 'still there'} />
      <Figure label="Seen" value={`×${formatQuantity(alert.count)}`} />
      {alert.inhibitedBy !== null && (
        <Figure label="Explained by" value={inhibitor ?? alert.inhibitedBy} />
      )}
      {symbol !== null && <Figure label="Instrument" value={fullSymbol(symbol)} />}
      <LinkedFigures alert={alert} />
      {alert.observed !== null && (
        <Figure label="Observed" value={formatMeasured(alert.observed, alert.unit)} />
      )}
      {alert.threshold !== null && (
        <Figure label="Threshold" value={formatMeasured(alert.threshold, alert.unit)} />
      )}
      {alert.limitsVersion !== null && (
        <Figure label="Limits" value={`version ${alert.limitsVersion}`} />
      )}
      {alert.state === 'open' && alert.acknowledgeBy !== null && (
        <Figure label="Acknowledge by" value={formatMoment(alert.acknowledgeBy, now)} />
      )}
      {alert.owner !== null && <Figure label="Owner" value={alert.owner} />}
      {alert.escalations > 0 && (
        <Figure label="Escalated" value={`×${formatQuantity(alert.escalations)}`} />
      )}
      {alert.reopenings > 0 && (
        <Figure label="Opened again" value={`×${formatQuantity(alert.reopenings)}`} />
      )}
      {alert.ownOrder && <Figure label="Acknowledged" value="by the person whose order it is" />}
      {alert.note !== null && <Figure label="Note" value={alert.note} />}
    </dl>
  );
}
