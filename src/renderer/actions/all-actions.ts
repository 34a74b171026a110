import { spotlight } from '@mantine/spotlight';

import { isOpen } from '#shared/domain/order-status.ts';
import { phases } from '#shared/domain/readiness.ts';
import { practicePeople } from '#shared/domain/practice-people.ts';

import { arrangeDesk, focusNextPanel } from '../stores/desk-layout-store.ts';
import {
  filterAlerts,
  markAlert,
  markShownAlerts,
  moveAlertSelection,
  requestAlertFocus,
} from '../stores/alert-queue-store.ts';
import { openAnotherWindow } from '../stores/connection-store.ts';
import { faultKinds, faultTitle } from '../stores/fault-catalogue.ts';
import {
  askForFaultForm,
  askForSpeed,
  chooseFault,
  endFault,
  moveFaultChoice,
  startFault,
} from '../stores/simulator-store.ts';
import { exportJournal } from '../stores/journal-export.ts';
import {
  buildReport,
  compareRefusal,
  compareWithBefore,
  movePhase,
  readReadiness,
  reportRefusal,
  resumeAttempt,
  resumeRefusal,
  showReadinessTab,
  startAttempt,
  startChosenPhase,
  stopAttempt,
  useReadiness,
} from '../stores/readiness-store.ts';
import { saveFile } from '../stores/save-file.ts';
import { changeSettings } from '../stores/settings-store.ts';
import { readLoadStatus, startLoad, stopLoad, toggleShownBaseline } from '../stores/load-store.ts';
import { holdKill, openKillDialog, runKillDrill } from '../stores/kill-store.ts';
import {
  addInstrument,
  goTo,
  modifyOrder,
  openJournal,
  proposeLimits,
  showPersonMenu,
  showBreaks,
  showProposals,
  showRiskTab,
  showShortcuts,
  silenceAlert,
  useNavigation,
  type ScreenId,
} from '../stores/navigation-store.ts';
import { cancelSelectedOrder, unwatchSelectedInstrument } from '../stores/order-actions.ts';
import { useSelection } from '../stores/selection-store.ts';
import { lockWindow, switchPerson } from '../stores/session-store.ts';
import { leaveTicket, openTicket } from '../stores/ticket-store.ts';
import type { Action, ActionContext } from './action.ts';

const always = (): null => null;

const needsInstrument = ({ hasInstrument }: ActionContext): string | null =>
  hasInstrument ? null : 'Select an instrument in the watchlist first.';

function needsOpenOrder({ order }: ActionContext): string | null {
  if (order === null) return 'Select an order first.';
  return isOpen(order.status) ? null : `The order is ${order.status.toLowerCase()} and done.`;
}

function needsOwnOpenOrder(context: ActionContext): string | null {
  const refusal = needsOpenOrder(context);
  if (refusal !== null || context.order === null) return refusal;
  if (context.order.external) return 'This order belongs to another client; change it there.';
  return context.order.status === 'UNKNOWN'
    ? 'The fate of this order is not known; it can be changed once the broker has said.'
    : null;
}

function needsAlert(states: readonly string[]): Action['refusal'] {
  return ({ alert }) => {
    if (alert === null) return 'Select an alert first.';
    return states.includes(alert.state) ? null : `The alert is ${alert.state} already.`;
  };
}

/** In the order of their digits. The simulator, which not every gateway has, keeps 0 and moves none of them. */
const screens: readonly [ScreenId, string][] = [
  ['desk', 'Go to Desk'],
  ['risk', 'Go to Risk'],
  ['alerts', 'Go to Alerts'],
  ['readiness', 'Go to Readiness'],
  ['load', 'Go to Load lab'],
  ['journal', 'Go to Journal'],
  ['settings', 'Go to Settings'],
];

const layouts = [
  ['trade', 'Arrange for trading'],
  ['watch', 'Arrange for watching'],
  ['review', 'Arrange for review'],
] as const;

const themes = [
  ['dark', 'Use the dark theme'],
  ['light', 'Use the light theme'],
  ['system', 'Follow the theme of the system'],
] as const;

const riskLists = [
  ['exposure', 'Show the exposure by instrument, sector and asset class', 'E'],
  ['denied', 'Show the denied orders with every verdict', 'D'],
  ['what-if', 'What if: put an order to the controls without sending it', 'W'],
] as const;

const readinessLists = [
  ['checks', 'Show the checks', 'T'],
  ['attempts', 'Show every attempt', 'A'],
  ['checklist', 'Show the go-live checklist', 'L'],
  ['sign-off', 'Show sign-off, certificate and waivers', 'G'],
] as const;

function startRefusal(): string | null {
  const status = readReadiness();
  if (status === null) return 'The desk has not said anything of readiness yet.';
  return status.attempt?.state === 'running' ? 'A readiness attempt is already running.' : null;
}

/** Everything a person can do in the console. */
export const allActions: readonly Action[] = [
  ...screens.map(([screen, label], index) => ({
    id: `go.${screen}`,
    label,
    group: 'Screens',
    shortcut: String(index + 1),
    screen: null,
    capability: null,
    refusal: always,
    run: () => {
      goTo(screen);
    },
  })),
  {
    id: 'go.simulator',
    label: 'Go to Simulator',
    group: 'Screens',
    shortcut: '0',
    screen: null,
    capability: null,
    simulatedOnly: true,
    refusal: always,
    run: () => {
      goTo('simulator');
    },
  },
  {
    id: 'readiness.start',
    label: 'Start all phases',
    group: 'Readiness',
    shortcut: 'Shift+S',
    screen: 'readiness',
    capability: 'readiness.run',
    refusal: startRefusal,
    run: () => {
      void startAttempt(phases.map(({ phase }) => phase));
    },
  },
  {
    id: 'readiness.start-phase',
    label: 'Start this phase',
    group: 'Readiness',
    shortcut: 'Shift+P',
    screen: 'readiness',
    capability: 'readiness.run',
    refusal: () =>
      useReadiness.getState().phase === null ? 'Choose a phase first.' : startRefusal(),
    run: () => {
      void startChosenPhase();
    },
  },
  {
    id: 'readiness.stop',
    label: 'Stop',
    group: 'Readiness',
    shortcut: 'X',
    screen: 'readiness',
    capability: 'readiness.run',
    refusal: () =>
      readReadiness()?.attempt?.state === 'running' ? null : 'No readiness attempt runs.',
    run: () => {
      void stopAttempt();
    },
  },
  {
    id: 'readiness.resume',
    label: 'Resume',
    group: 'Readiness',
    shortcut: 'U',
    screen: 'readiness',
    capability: 'readiness.run',
    refusal: () => startRefusal() ?? resumeRefusal(),
    run: () => {
      void resumeAttempt();
    },
  },
  {
    id: 'readiness.compare',
    label: 'Compare with the attempt before',
    group: 'Readiness',
    shortcut: 'C',
    screen: 'readiness',
    capability: 'desk.view',
    refusal: compareRefusal,
    run: () => {
      void compareWithBefore();
    },
  },
  {
    id: 'readiness.report',
    label: 'Export the report',
    group: 'Readiness',
    shortcut: 'E',
    screen: 'readiness',
    capability: 'desk.view',
    refusal: reportRefusal,
    run: () => {
      void buildReport();
    },
  },
  ...readinessLists.map(([tab, label, key]) => ({
    id: `readiness.show-${tab}`,
    label,
    group: 'Readiness',
    shortcut: key,
    screen: 'readiness' as const,
    capability: null,
    refusal: always,
    run: () => {
      showReadinessTab(tab);
    },
  })),
  ...([1, -1] as const).map((step) => ({
    id: step === 1 ? 'readiness.next-phase' : 'readiness.previous-phase',
    label: step === 1 ? 'List the checks of the next phase' : 'List those of the phase before',
    group: 'Readiness',
    shortcut: step === 1 ? 'J' : 'K',
    screen: 'readiness' as const,
    capability: null,
    refusal: always,
    run: () => {
      movePhase(step);
    },
  })),
  {
    id: 'readiness.tick',
    label: 'Tick an item of the go-live checklist',
    group: 'Readiness',
    shortcut: null,
    screen: 'readiness',
    capability: 'readiness.run',
    refusal: always,
    run: () => {
      showReadinessTab('checklist');
    },
  },
  {
    id: 'readiness.waive',
    label: 'Propose a waiver of the check that is shown',
    group: 'Readiness',
    shortcut: null,
    screen: 'readiness',
    capability: 'waiver.propose',
    refusal: always,
    run: () => {
      showReadinessTab('checks');
    },
  },
  {
    id: 'readiness.sign',
    label: 'Sign what was proven',
    group: 'Readiness',
    shortcut: null,
    screen: 'readiness',
    capability: 'readiness.sign',
    refusal: always,
    run: () => {
      showReadinessTab('sign-off');
    },
  },
  {
    id: 'load.start',
    label: 'Start load run',
    group: 'Load lab',
    shortcut: 'L',
    screen: 'load',
    capability: 'readiness.run',
    refusal: () => {
      const status = readLoadStatus();
      if (status === null) return 'The load lab has not said anything yet.';
      return status.busyWith;
    },
    run: () => {
      void startLoad();
    },
  },
  {
    id: 'load.stop',
    label: 'Stop',
    group: 'Load lab',
    shortcut: 'X',
    screen: 'load',
    capability: 'readiness.run',
    refusal: () => (readLoadStatus()?.run == null ? 'No load run goes on.' : null),
    run: () => {
      void stopLoad();
    },
  },
  {
    id: 'load.baseline',
    label: 'Make the shown run the baseline, or take that away',
    group: 'Load lab',
    shortcut: 'K',
    screen: 'load',
    capability: 'readiness.run',
    refusal: always,
    run: () => {
      void toggleShownBaseline();
    },
  },
  {
    id: 'kill.engage',
    label: 'Kill switch: halt the desk and cancel every open order',
    group: 'Trading',
    shortcut: 'Ctrl+Shift+K',
    screen: null,
    capability: 'kill.engage',
    refusal: always,
    run: () => {
      holdKill();
    },
  },
  {
    id: 'kill.flatten',
    label: 'Kill switch with flattening and drill: show what it would do',
    group: 'Trading',
    shortcut: 'Ctrl+Shift+F',
    screen: null,
    capability: 'kill.engage',
    refusal: always,
    run: openKillDialog,
  },
  {
    id: 'kill.drill',
    label: 'Run the drill of the kill switch',
    group: 'Trading',
    shortcut: null,
    screen: null,
    capability: 'kill.drill',
    refusal: always,
    run: () => {
      void runKillDrill();
    },
  },
  ...riskLists.map(([tab, label, key]) => ({
    id: `risk.${tab}`,
    label,
    group: 'Risk',
    shortcut: `Shift+${key}`,
    screen: null,
    capability: tab === 'what-if' ? ('order.preview' as const) : null,
    refusal: always,
    run: () => {
      showRiskTab(tab);
    },
  })),
  {
    id: 'breaks.show',
    label: 'Show where desk and broker differ',
    group: 'Trading',
    shortcut: 'Shift+B',
    screen: null,
    capability: null,
    refusal: always,
    run: showBreaks,
  },
  {
    id: 'repeated-execution.reset',
    label: 'Let a stopped instrument trade on',
    group: 'Trading',
    shortcut: null,
    screen: null,
    capability: 'repeated-execution.reset',
    refusal: always,
    run: () => {
      goTo('risk');
    },
  },
  {
    id: 'break.accept',
    label: "Accept the broker's figure of a break",
    group: 'Trading',
    shortcut: null,
    screen: 'risk',
    capability: 'break.accept',
    refusal: always,
    run: showBreaks,
  },
  {
    id: 'proposals.show',
    label: 'Show what waits for a second person',
    group: 'Trading',
    shortcut: 'Shift+G',
    screen: null,
    capability: null,
    refusal: always,
    run: showProposals,
  },
  {
    id: 'limits.propose',
    label: 'Propose new limits',
    group: 'Trading',
    shortcut: null,
    screen: null,
    capability: 'limits.propose',
    refusal: always,
    run: () => {
      proposeLimits(true);
    },
  },
  {
    id: 'ticket.buy',
    label: 'Buy the selected instrument',
    group: 'Trading',
    shortcut: 'B',
    screen: 'desk',
    capability: 'order.preview',
    refusal: needsInstrument,
    run: () => {
      openTicket('BUY');
    },
  },
  {
    id: 'ticket.sell',
    label: 'Sell the selected instrument',
    group: 'Trading',
    shortcut: 'S',
    screen: 'desk',
    capability: 'order.preview',
    refusal: needsInstrument,
    run: () => {
      openTicket('SELL');
    },
  },
  {
    id: 'ticket.leave',
    label: 'Leave the ticket',
    group: 'Trading',
    shortcut: 'Escape',
    screen: 'desk',
    capability: null,
    refusal: ({ ticketOpen }) => (ticketOpen ? null : 'No ticket is open.'),
    run: leaveTicket,
  },
  {
    id: 'order.modify',
    label: 'Modify order',
    group: 'Trading',
    shortcut: 'M',
    screen: 'desk',
    capability: 'order.place',
    refusal: needsOwnOpenOrder,
    run: () => {
      modifyOrder(useSelection.getState().orderRef);
    },
  },
  {
    id: 'order.cancel',
    label: 'Cancel order',
    group: 'Trading',
    shortcut: 'Delete',
    screen: 'desk',
    capability: 'order.cancel',
    refusal: needsOpenOrder,
    run: () => {
      void cancelSelectedOrder();
    },
  },
  {
    id: 'order.journal',
    label: 'Show the order in the journal',
    group: 'Trading',
    shortcut: 'O',
    screen: 'desk',
    capability: 'journal.read',
    refusal: ({ order }) => (order === null ? 'Select an order first.' : null),
    run: () => {
      const { orderRef } = useSelection.getState();
      if (orderRef !== null) openJournal({ orderRef });
    },
  },
  {
    id: 'watchlist.add',
    label: 'Add instrument',
    group: 'Market',
    shortcut: 'I',
    screen: 'desk',
    capability: 'watchlist.edit',
    refusal: always,
    run: () => {
      addInstrument(true);
    },
  },
  {
    id: 'watchlist.remove',
    label: 'Take the selected instrument off the watchlist',
    group: 'Market',
    shortcut: null,
    screen: 'desk',
    capability: 'watchlist.edit',
    refusal: needsInstrument,
    run: () => {
      void unwatchSelectedInstrument();
    },
  },
  ...layouts.map(([name, label], index) => ({
    id: `layout.${name}`,
    label,
    group: 'Layout',
    shortcut: `Shift+${index + 1}`,
    screen: 'desk' as const,
    capability: null,
    refusal: always,
    run: () => {
      arrangeDesk(name);
    },
  })),
  {
    id: 'panel.next',
    label: 'Next panel',
    group: 'Layout',
    shortcut: 'F6',
    screen: 'desk',
    capability: null,
    refusal: always,
    run: () => {
      focusNextPanel(1);
    },
  },
  {
    id: 'panel.previous',
    label: 'Previous panel',
    group: 'Layout',
    shortcut: 'Shift+F6',
    screen: 'desk',
    capability: null,
    refusal: always,
    run: () => {
      focusNextPanel(-1);
    },
  },
  {
    id: 'alert.next',
    label: 'Next alert',
    group: 'Alerts',
    shortcut: 'J',
    screen: 'alerts',
    capability: null,
    refusal: always,
    run: () => {
      moveAlertSelection(1);
    },
  },
  {
    id: 'alert.previous',
    label: 'Previous alert',
    group: 'Alerts',
    shortcut: 'K',
    screen: 'alerts',
    capability: null,
    refusal: always,
    run: () => {
      moveAlertSelection(-1);
    },
  },
  {
    id: 'alert.acknowledge',
    label: 'Acknowledge',
    group: 'Alerts',
    shortcut: 'A',
    screen: 'alerts',
    capability: 'alert.acknowledge',
    refusal: needsAlert(['open']),
    run: () => {
      requestAlertFocus('acknowledge');
    },
  },
  {
    id: 'alert.resolve',
    label: 'Resolve',
    group: 'Alerts',
    shortcut: 'R',
    screen: 'alerts',
    capability: 'alert.acknowledge',
    refusal: needsAlert(['open', 'acknowledged']),
    run: () => {
      requestAlertFocus('resolve');
    },
  },
  {
    id: 'alert.note',
    label: 'Write a note',
    group: 'Alerts',
    shortcut: 'N',
    screen: 'alerts',
    capability: 'alert.acknowledge',
    refusal: needsAlert(['open', 'acknowledged']),
    run: () => {
      requestAlertFocus('note');
    },
  },
  {
    id: 'alert.mark',
    label: 'Mark the alert, or take the mark away',
    group: 'Alerts',
    shortcut: 'X',
    screen: 'alerts',
    capability: 'alert.acknowledge',
    refusal: needsAlert(['open']),
    run: () => {
      const { alertId } = useSelection.getState();
      if (alertId !== null) markAlert(alertId);
    },
  },
  {
    id: 'alert.mark-shown',
    label: 'Mark every open alert of the list',
    group: 'Alerts',
    shortcut: 'Shift+X',
    screen: 'alerts',
    capability: 'alert.acknowledge',
    refusal: always,
    run: () => {
      markShownAlerts();
    },
  },
  {
    id: 'alert.acknowledge-marked',
    label: 'Acknowledge the marked alerts',
    group: 'Alerts',
    shortcut: 'Shift+A',
    screen: 'alerts',
    capability: 'alert.acknowledge',
    refusal: always,
    run: () => {
      requestAlertFocus('acknowledge-marked');
    },
  },
  {
    id: 'alert.silence',
    label: 'Silence',
    group: 'Alerts',
    shortcut: 'Z',
    screen: 'alerts',
    capability: 'alert.silence',
    refusal: (context) =>
      needsAlert(['open', 'acknowledged'])(context) ??
      (context.alert?.severity === 'critical' ? 'Critical alerts are never silenced.' : null),
    run: () => {
      silenceAlert(useSelection.getState().alertId);
    },
  },
  {
    id: 'delivery.configure',
    label: 'Show where alerts are delivered to',
    group: 'Alerts',
    shortcut: null,
    screen: null,
    capability: 'delivery.configure',
    refusal: always,
    run: () => {
      goTo('settings');
    },
  },
  {
    id: 'silence.end',
    label: 'Show the silences',
    group: 'Alerts',
    shortcut: null,
    screen: 'alerts',
    capability: 'alert.silence',
    refusal: always,
    run: () => {
      filterAlerts({ view: 'quiet' });
    },
  },
  {
    id: 'simulator.next',
    label: 'Next fault',
    group: 'Simulator',
    shortcut: 'J',
    screen: 'simulator',
    capability: null,
    refusal: always,
    run: () => {
      moveFaultChoice(1);
    },
  },
  {
    id: 'simulator.previous',
    label: 'Previous fault',
    group: 'Simulator',
    shortcut: 'K',
    screen: 'simulator',
    capability: null,
    refusal: always,
    run: () => {
      moveFaultChoice(-1);
    },
  },
  {
    id: 'simulator.start',
    label: 'Start the chosen fault',
    group: 'Simulator',
    shortcut: 'Ctrl+Enter',
    screen: 'simulator',
    capability: 'simulator.control',
    refusal: always,
    run: () => {
      void startFault();
    },
  },
  {
    id: 'simulator.end-all',
    label: 'End all faults',
    group: 'Simulator',
    shortcut: 'E',
    screen: 'simulator',
    capability: 'simulator.control',
    refusal: always,
    run: () => {
      void endFault(null, 'All faults');
    },
  },
  {
    id: 'simulator.speed',
    label: 'Change the simulated speed',
    group: 'Simulator',
    shortcut: 'V',
    screen: null,
    capability: 'simulator.control',
    simulatedOnly: true,
    refusal: always,
    run: () => {
      goTo('simulator');
      askForSpeed();
    },
  },
  ...faultKinds.map((kind) => ({
    id: `fault.${kind}`,
    label: `Fault: ${faultTitle(kind)}…`,
    group: 'Simulator',
    shortcut: null,
    screen: null,
    capability: 'simulator.control' as const,
    simulatedOnly: true as const,
    refusal: always,
    run: () => {
      goTo('simulator');
      chooseFault(kind);
      askForFaultForm();
    },
  })),
  {
    id: 'person.menu',
    label: 'Show who is at this window, and who could be',
    group: 'People',
    shortcut: 'P',
    screen: null,
    capability: null,
    refusal: always,
    run: () => {
      showPersonMenu(true);
    },
  },
  {
    id: 'session.lock',
    label: 'Lock this window',
    group: 'People',
    shortcut: 'Ctrl+L',
    screen: null,
    capability: null,
    refusal: ({ status }) =>
      status?.gatewayKind === 'simulated' ? 'A practice desk has nothing to lock.' : null,
    run: () => {
      void lockWindow();
    },
  },
  ...practicePeople.map(({ personId, name }) => ({
    id: `person.${personId}`,
    label: `Work as ${name}`,
    group: 'People',
    shortcut: null,
    screen: null,
    capability: null,
    simulatedOnly: true as const,
    refusal: ({ person }: ActionContext) =>
      person?.personId === personId ? `${name} is at this window already.` : null,
    run: () => {
      void switchPerson(personId);
    },
  })),
  ...(['csv', 'json'] as const).map((format) => ({
    id: `journal.export-${format}`,
    label: `Export the filtered journal as ${format.toUpperCase()}`,
    group: 'Journal',
    shortcut: null,
    screen: 'journal' as const,
    capability: 'journal.read' as const,
    refusal: always,
    run: () => {
      void exportJournal(useNavigation.getState().journalFilter, format, saveFile, Date.now());
    },
  })),
  ...themes.map(([theme, label]) => ({
    id: `theme.${theme}`,
    label,
    group: 'Looks',
    shortcut: null,
    screen: null,
    capability: null,
    refusal: always,
    run: () => {
      changeSettings({ theme });
    },
  })),
  {
    id: 'window.open',
    label: 'Open another window',
    group: 'Console',
    shortcut: null,
    screen: null,
    capability: null,
    refusal: ({ connected }) =>
      connected ? null : 'The console has lost the desk; no window can be let in.',
    run: () => {
      void openAnotherWindow();
    },
  },
  {
    id: 'palette.open',
    label: 'Find an action',
    group: 'Console',
    shortcut: 'Ctrl+K',
    screen: null,
    capability: null,
    refusal: always,
    run: () => {
      spotlight.toggle();
    },
  },
  {
    id: 'shortcuts.show',
    label: 'Show the shortcuts',
    group: 'Console',
    shortcut: '?',
    screen: null,
    capability: null,
    refusal: always,
    run: () => {
      showShortcuts(true);
    },
  },
];

/** The action of that id; a wrong id is a defect. */
export function actionOf(id: string): Action {
  const found = allActions.find((action) => action.id === id);
  if (found === undefined) throw new Error(`There is no action called ${id}.`);
  return found;
}
