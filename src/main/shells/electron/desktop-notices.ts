import { Notification } from 'electron';

import type { TopicFeed } from '#shared/contract/service.ts';
import { AlertCalls, floodText, isFlooding, type AlertCall } from '#shared/domain/alert-calls.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { Clock, Timer } from '#shared/domain/ports.ts';
import type { Silence } from '#shared/domain/silence.ts';

import type { Log } from '../../desk/log.ts';

/** For so long calls are gathered before the system is told, milliseconds. */
export const gatherMs = 250;
/** More than these at once are told as one, also before the desk calls it a flood. */
export const toldSinglyAtMost = 3;

/** All calls of a flood are one notice, the next in place of the last. */
const together = 'together';

export interface DesktopNoticesOptions {
  alerts: TopicFeed<Alert>;
  silences: TopicFeed<Silence>;
  /** Whether somebody who may see alerts is at a window. Where nobody is, a notice says that there is one, not which. */
  maySeeAlerts(): boolean;
  /** Whether a window has the focus: the console itself calls whoever may see alerts there. */
  isInFront(): boolean;
  /** Brings the console to the front. */
  open(): void;
  clock: Clock;
  log: Log;
}

/**
 * Notifications of the system for critical and late alerts. What the system does with them, and whether it shows any, is
 * set in the system. Electron has to be ready. Returns how to stop.
 */
export function showDesktopNotices(options: DesktopNoticesOptions): () => void {
  const { clock, log } = options;
  if (!Notification.isSupported()) {
    log.warn({}, 'this system shows no notifications; critical alerts call in the console alone');
    return () => undefined;
  }
  const calls = new AlertCalls();
  const alerts = new Map(options.alerts.snapshot().map((alert) => [alert.alertId, alert]));
  // One that nothing refers to is collected, and its click with it.
  const shown = new Map<string, Notification>();
  let waiting: AlertCall[] = [];
  let gathering: Timer | null = null;

  const context = () => ({ silences: options.silences.snapshot(), now: clock.now() });
  calls.begin(alerts.values(), context());

  function look(changed: Iterable<Alert>): void {
    waiting.push(...calls.take(changed, context()).filter(({ urgent }) => urgent));
    if (waiting.length > 0) gathering ??= clock.after(gatherMs, tell);
  }

  function tell(): void {
    gathering = null;
    // Somebody may have come to it meanwhile.
    const still = waiting.filter(({ alert }) => alerts.get(alert.alertId)?.state === 'open');
    waiting = [];
    const may = options.maySeeAlerts();
    if (still.length === 0 || (may && options.isInFront())) return;
    if (still.length > toldSinglyAtMost || isFlooding(alerts.values())) {
      const critical = still.some(({ alert }) => alert.severity === 'critical');
      return show(together, 'Many alerts', may ? floodText(alerts.values()) : unseen, critical);
    }
    for (const { alert, late } of still) {
      const title = may ? alert.title : `Alert: ${alert.severity}`;
      show(
        alert.alertId,
        late ? `Nobody has acknowledged: ${title}` : title,
        may ? alert.detail : unseen,
        alert.severity === 'critical',
      );
    }
  }

  function show(key: string, title: string, body: string, critical: boolean): void {
    dismiss(key);
    const notice = new Notification({
      title,
      body,
      urgency: critical ? 'critical' : 'normal',
      timeoutType: 'never',
      // The console sounds, if a person wants it to.
      silent: true,
    });
    const forget = (): void => {
      if (shown.get(key) === notice) shown.delete(key);
    };
    notice.on('click', () => {
      forget();
      options.open();
    });
    notice.on('close', forget);
    notice.on('failed', (_event, error) => {
      forget();
      log.warn({ error }, 'the system did not show a notification');
    });
    shown.set(key, notice);
    notice.show();
  }

  function dismiss(key: string): void {
    const notice = shown.get(key);
    shown.delete(key);
    notice?.close();
  }

  const stopAlerts = options.alerts.subscribe(
    (alert) => {
      alerts.set(alert.alertId, alert);
      if (alert.state !== 'open') dismiss(alert.alertId);
      look([alert]);
    },
    (alertId) => {
      alerts.delete(String(alertId));
      dismiss(String(alertId));
    },
  );
  const lookAgain = (): void => look(alerts.values());
  const stopSilences = options.silences.subscribe(lookAgain, lookAgain);
  return () => {
    stopAlerts();
    stopSilences();
    gathering?.cancel();
    for (const key of shown.keys()) dismiss(key);
  };
}

const unseen = 'Sign in to see what it is.';
