import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';

import { AlertCalls, floodText, isFlooding, type AlertCall } from '#shared/domain/alert-calls.ts';
import type { Alert } from '#shared/domain/alert.ts';

import { filterAlerts, filterContext } from '../../stores/alert-queue-store.ts';
import { ringForCritical } from '../../stores/alert-sound.ts';
import { showOnDesktop } from '../../stores/desktop-notifications.ts';
import { alerts, silences } from '../../stores/desk-topics.ts';
import { goTo, useNavigation, type ScreenId } from '../../stores/navigation-store.ts';
import { selectAlert } from '../../stores/selection-store.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { announce } from '../../ui/announcer-store.ts';

/** Screens that show a new alert themselves. */
const listAlerts: ReadonlySet<ScreenId> = new Set(['alerts', 'simulator']);
const floodToast = 'alert-flood';
const toastMs = 15_000;
const shownToasts = new Set<string>();

function show(alertId: string): void {
  window.focus();
  selectAlert(alertId);
  goTo('alerts');
}

function toast(id: string, title: string, message: string, critical: boolean, open: () => void) {
  const content = {
    id,
    title,
    message,
    color: critical ? 'critical' : 'warning',
    autoClose: toastMs,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    className: 'alert-toast',
    onClick: () => {
      open();
      notifications.hide(id);
    },
  };
  // The same toast once more: it says the newer thing and stays its time anew.
  notifications.hide(id);
  notifications.show(content);
  shownToasts.add(id);
}

function hideToasts(): void {
  for (const id of shownToasts) notifications.hide(id);
  shownToasts.clear();
}

function callFor({ alert, late, urgent }: AlertCall): void {
  const { alertId, severity, title, detail } = alert;
  announce(
    `${late ? 'Nobody has acknowledged in time: ' : ''}${severity} alert: ${title}. ${detail}`,
    urgent ? 'assertive' : 'polite',
  );
  if (!urgent) return;
  showOnDesktop(alertId, title, detail, () => {
    show(alertId);
  });
  if (listAlerts.has(useNavigation.getState().screen)) return;
  toast(alertId, `◆ ${title}`, detail, severity === 'critical', () => {
    show(alertId);
  });
}

/** In a flood all are called for together: one toast that counts, one word, and the system is told once a burst. */
function callForAll(calls: readonly AlertCall[]): void {
  const urgent = calls.filter((each) => each.urgent).length;
  const rows = [...alerts.store.getState().rows.values()];
  const critical = rows.some(({ state, severity }) => state === 'open' && severity === 'critical');
  const message = floodText(rows);
  announce(`Alert flood: ${message}`, urgent > 0 ? 'assertive' : 'polite');
  const showOpen = (): void => {
    window.focus();
    filterAlerts({ view: 'open' });
    goTo('alerts');
  };
  if (urgent > 0) showOnDesktop(floodToast, 'Alert flood', message, showOpen);
  if (listAlerts.has(useNavigation.getState().screen)) return;
  toast(floodToast, '▲ Alert flood', message, critical, showOpen);
}

/**
 * Calls a person where the eye is not: for every new alert aloud, for a critical or late one with a sound, a toast unless
 * the alerts are on the screen, and a word of the system if they asked for that. Nobody is called for what another
 * alert explains or a person silenced, until that is over.
 */
export function AlertWatch() {
  useEffect(() => {
    const known = new AlertCalls();
    const look = (changed: Iterable<Alert>): void => {
      const calls = known.take(changed, filterContext());
      if (calls.length === 0) return;
      const flooding = isFlooding(alerts.store.getState().rows.values());
      if (calls.some(({ urgent }) => urgent) && useSettings.getState().sound) {
        void ringForCritical(performance.now(), flooding);
      }
      if (flooding) callForAll(calls);
      else for (const each of calls) callFor(each);
    };
    let begun = false;
    const stops = [
      alerts.store.subscribe(({ change, rows }) => {
        if (change.kind === 'some') return look(change.rows);
        // What was there before the screen is no news; what came while the desk was out of reach is.
        if (begun) look(rows.values());
        else known.begin(rows.values(), filterContext());
        begun = true;
      }),
      silences.store.subscribe(() => {
        look(alerts.store.getState().rows.values());
      }),
    ];
    // Whoever looks at the list needs no toast any more; it would only cover something.
    stops.push(
      useNavigation.subscribe(({ screen }) => {
        if (listAlerts.has(screen)) hideToasts();
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return null;
}
