import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';

import type { Alert } from '#shared/domain/alert.ts';

import { alerts } from '../../stores/desk-topics.ts';
import { goTo, useNavigation, type ScreenId } from '../../stores/navigation-store.ts';
import { selectAlert } from '../../stores/selection-store.ts';
import { announce } from '../../ui/announcer-store.ts';
import { isLate } from '../../stores/alert-figures.ts';

/** Screens that show a new alert themselves. */
const listAlerts: ReadonlySet<ScreenId> = new Set(['alerts', 'simulator']);

/** What is told once: that it is there, each time that it opens again, and each time that nobody came in time. */
function occasionOf({ alertId, reopenings, escalations }: Alert): string {
  return `${alertId} ${reopenings} ${escalations}`;
}

/** Tells of a new critical alert, and of any that is late, where the eye is not: aloud, and in a toast unless the alerts are on the screen. */
export function AlertWatch() {
  useEffect(() => {
    const told = new Set<string>();
    return alerts.store.subscribe(({ change, rows }) => {
      if (change.kind === 'all') {
        for (const alert of rows.values()) told.add(occasionOf(alert));
        return;
      }
      for (const alert of change.rows) {
        const { alertId, severity, state, title, detail } = alert;
        const occasion = occasionOf(alert);
        if (state !== 'open' || told.has(occasion)) continue;
        told.add(occasion);
        const late = isLate(alert);
        announce(
          `${late ? 'Nobody has acknowledged in time: ' : ''}${severity} alert: ${title}. ${detail}`,
          late || severity === 'critical' ? 'assertive' : 'polite',
        );
        if (!late && severity !== 'critical') continue;
        if (listAlerts.has(useNavigation.getState().screen)) continue;
        notifications.show({
          id: alertId,
          title: `◆ ${title}`,
          message: detail,
          color: severity === 'critical' ? 'critical' : 'warning',
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
