import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import 'dockview-react/dist/styles/dockview.css';

import { createRoot } from 'react-dom/client';

import { App } from './App.tsx';
import type { DeskConnection } from './desk-connection.ts';
import { followAlertDelays } from './stores/alert-delays.ts';
import { startClock } from './stores/clock-store.ts';
import { adoptDesk } from './stores/connection-store.ts';
import { listenToDesk } from './stores/desk-topics.ts';
import { followHandover } from './stores/window-handover.ts';
import './theme.css';
import './console.css';
import './frame/frame.css';
import './screens/desk/dock.css';
import './ui/blotter.css';
import './screens/desk/desk.css';
import './screens/screens.css';
import './screens/simulator/simulator.css';
import './screens/first-start/first-start.css';

/** Shows the console of a desk in the page. */
export function startConsole(desk: DeskConnection): void {
  const root = document.querySelector('#root');
  if (root === null) throw new Error('The page has no place for the console.');
  adoptDesk(desk);
  startClock();
  followAlertDelays();
  followHandover();
  listenToDesk();
  createRoot(root).render(<App />);
}
