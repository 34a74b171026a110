import type { DeskStatus } from '#shared/contract/topics.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { Order } from '#shared/domain/order.ts';
import { can, type Capability, type Person } from '#shared/domain/people.ts';

import type { ScreenId } from '../stores/navigation-store.ts';
import type { Shortcut } from './shortcut.ts';

/** What decides whether an action can be done now. */
export interface ActionContext {
  screen: ScreenId;
  connected: boolean;
  status: Pick<DeskStatus, 'gatewayKind' | 'tradingState'> | null;
  /** Who is signed in at this window; null where nobody is. */
  person: Person | null;
  hasInstrument: boolean;
  order: Order | null;
  alert: Alert | null;
  ticketOpen: boolean;
}

/** Something a person can do, declared once: buttons, command palette and keyboard all use this record. */
export interface Action {
  id: string;
  /** A verb, as its button says it. */
  label: string;
  group: string;
  shortcut: Shortcut | null;
  /** The screen it belongs to: elsewhere it neither answers its shortcut nor shows in the palette. */
  screen: ScreenId | null;
  capability: Capability | null;
  /** Set where it is about the simulated gateway: with any other there is no such thing to do. */
  simulatedOnly?: true;
  /** Why it cannot be done now, in a sentence; null when it can. */
  refusal: (context: ActionContext) => string | null;
  run: () => void;
}

/** Why an action cannot be done now; the reasons every action shares come first. */
export function refusalOf(action: Action, context: ActionContext): string | null {
  if (action.capability !== null) {
    if (!context.connected) return 'The console has lost the desk; nothing can be sent.';
    if (context.person === null) return 'Nobody is signed in at this window.';
    // A locked window hears nothing of the desk and still stops it.
    if (context.status === null && action.capability !== 'kill.engage') {
      return 'The desk has not said anything yet.';
    }
    if (!can(context.person, action.capability)) {
      return `${context.person.name} may not do this on this desk.`;
    }
  }
  return action.refusal(context);
}

/** Whether the action has a place on the screen the person is on. A locked window has the kill switch alone. */
export function isAtHand(action: Action, context: ActionContext): boolean {
  if (context.person?.roles.includes('bystander') === true) return action.id === 'kill.engage';
  if (context.status?.gatewayKind == null) return false;
  if (action.simulatedOnly === true && context.status.gatewayKind !== 'simulated') return false;
  return action.screen === null || action.screen === context.screen;
}
