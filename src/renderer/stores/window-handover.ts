import { notifications } from '@mantine/notifications';

import { fallSilent } from '../ui/announcer-store.ts';
import { unmarkAlerts } from './alert-queue-store.ts';
import { dropAlertWork } from './alert-work-store.ts';
import { closeDialogs } from './navigation-store.ts';
import { session } from './session-store.ts';
import { leaveTicket } from './ticket-store.ts';
import { forgetTopics } from './topic-store.ts';

/**
 * What a window forgets when its person goes. A locked or signed-out one shows nothing of the desk, not even as it was: what
 * stands still looks like what is. Whoever comes next finds nothing half done: an order that another previewed would leave in
 * their name. Returns how to stop.
 */
export function followHandover(): () => void {
  return session.store.subscribe((now, before) => {
    const was = before.rows.get('session');
    const is = now.rows.get('session');
    if (was === undefined || is === undefined) return;
    if (was.state === 'active' && is.state !== 'active') {
      forgetTopics();
      notifications.clean();
      fallSilent();
    }
    if (was.person?.personId !== is.person?.personId) {
      leaveTicket();
      closeDialogs();
      unmarkAlerts();
      dropAlertWork();
    }
  });
}
