import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';

import { alerts } from '../../stores/desk-topics.ts';
import { goTo, useNavigation, type ScreenId } from '../../stores/navigation-store.ts';
import { selectAlert } from '../../stores/selection-store.ts';
import { announce } from '../../ui/announcer-store.ts';

/** Screens that show a new alert themselves. */
const listAlerts: ReadonlySet<ScreenId> = new Set(['alerts', 'simulator']);

/** Tells of a new critical alert where the eye is not: aloud, and in a toast unless the alerts are on the screen. */
export function AlertWatch() {
  useEffect(() => {
    const told = new Set<string>();
    return alerts.store.subscribe(({ change, rows }) => {
      if (change.kind === 'all') {
        for (const { alertId } of rows.values()) told.add(alertId);
        return;
      }
      for (const { alertId, severity, state, title, detail } of change.rows) {
        if (state !== 'open' || told.has(alertId)) continue;
        told.add(alertId);
        announce(
          `${severity} alert: ${title}. ${detail}`,
          severity === 'critical' ? 'assertive' : 'polite',
        );
        if (severity !== 'critical' || listAlerts.has(useNavigation.getState().screen)) continue;
        notifications.show({
          id: alertId,
          title: `◆ ${title}`,
          message: detail,
          color: 'critical',
          autoClose: 15_000,
          withBorder: true,
          closeButtonProps: { 'aria-label': 'Dismiss' },
          className: 'alert-toast',
          onClick: () => {
            selectAlert(alertId);
            goTo('alerts');
            notifications.hide(alertId);
          },
        });
      }
    });
  }, []);
  return null;
}
