import { describe, expect, it } from 'vitest';

import { alertExample } from '#shared/domain/alert.fixture.ts';
import type { Order } from '#shared/domain/order.ts';
import { bystanderAt } from '#shared/domain/people.ts';
import { simulatorFaultSchema } from '#shared/domain/simulator-fault.ts';

import { isAtHand, refusalOf, type ActionContext } from './action.ts';
import { actionOf, allActions } from './all-actions.ts';

const context: ActionContext = {
  screen: 'desk',
  connected: true,
  status: { gatewayKind: 'simulated', tradingState: 'ACTIVE' },
  person: { personId: 'p1', name: 'Operator', roles: ['operator'] },
  hasInstrument: true,
  order: null,
  alert: null,
  ticketOpen: false,
};

const order: Order = {
  orderRef: '01J',
  orderId: 1,
  clientId: 11,
  permId: 9,
  accountId: 'DU1000001',
  instrumentId: 7,
  displaySymbol: 'SPY',
  side: 'BUY',
  orderType: 'LMT',
  quantity: 100,
  limitPrice: 270,
  stopPrice: null,
  timeInForce: 'DAY',
  outsideRth: false,
  status: 'WORKING',
  filledQuantity: 0,
  averageFillPrice: null,
  reason: null,
  pendingChange: null,
  external: false,
  placedBy: 'p1',
  placedAt: '2026-01-05T10:00:00.000Z',
  updatedAt: '2026-01-05T10:00:00.000Z',
};

const alert = alertExample('a1');

const refusal = (id: string, change: Partial<ActionContext> = {}): string | null =>
  refusalOf(actionOf(id), { ...context, ...change });

describe('the list of actions', () => {
  it('has no id twice', () => {
    const ids = allActions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has no shortcut twice on any screen', () => {
    for (const screen of [
      'desk',
      'risk',
      'alerts',
      'readiness',
      'load',
      'journal',
      'settings',
      'simulator',
    ] as const) {
      const shortcuts = allActions
        .filter((action) => action.screen === null || action.screen === screen)
        .flatMap(({ shortcut }) => (shortcut === null ? [] : [shortcut]));
      expect(new Set(shortcuts).size).toBe(shortcuts.length);
    }
  });

  it('offers nothing before a gateway is chosen', () => {
    const fresh = {
      ...context,
      status: context.status && { ...context.status, gatewayKind: null },
    };
    expect(allActions.filter((action) => isAtHand(action, fresh))).toEqual([]);
  });

  it('keeps the keys of one screen away from another', () => {
    const alertKeys = actionOf('alert.acknowledge');
    expect(isAtHand(alertKeys, context)).toBe(false);
    expect(isAtHand(alertKeys, { ...context, screen: 'alerts' })).toBe(true);
  });
});

describe('the simulated gateway', () => {
  it('has its actions only where there is one', () => {
    const fault = actionOf('fault.drop');
    expect(isAtHand(fault, context)).toBe(true);
    const paper = {
      ...context,
      status: context.status && { ...context.status, gatewayKind: 'paper' as const },
    };
    expect(isAtHand(fault, paper)).toBe(false);
    expect(isAtHand(actionOf('go.simulator'), paper)).toBe(false);
  });

  it('has every fault in the palette', () => {
    const inPalette = allActions.filter(({ id }) => id.startsWith('fault.'));
    expect(inPalette).toHaveLength(simulatorFaultSchema.options.length);
  });
});

describe('what may be done now', () => {
  it.each<[string, Partial<ActionContext>, string | null]>([
    ['ticket.buy', {}, null],
    ['ticket.buy', { hasInstrument: false }, 'Select an instrument in the watchlist first.'],
    ['ticket.buy', { connected: false }, 'The console has lost the desk; nothing can be sent.'],
    ['ticket.buy', { status: null }, 'The desk has not said anything yet.'],
    ['ticket.leave', {}, 'No ticket is open.'],
    ['ticket.leave', { ticketOpen: true, connected: false }, null],
    ['order.cancel', {}, 'Select an order first.'],
    ['order.cancel', { order }, null],
    ['order.cancel', { order: { ...order, status: 'UNKNOWN' } }, null],
    ['order.cancel', { order: { ...order, external: true } }, null],
    ['order.cancel', { order: { ...order, status: 'FILLED' } }, 'The order is filled and done.'],
    ['order.modify', { order }, null],
    [
      'order.modify',
      { order: { ...order, external: true } },
      'This order belongs to another client; change it there.',
    ],
    [
      'order.modify',
      { order: { ...order, status: 'UNKNOWN' } },
      'The fate of this order is not known; it can be changed once the broker has said.',
    ],
    ['alert.acknowledge', {}, 'Select an alert first.'],
    ['alert.acknowledge', { alert }, null],
    [
      'alert.acknowledge',
      { alert: { ...alert, state: 'acknowledged' } },
      'The alert is acknowledged already.',
    ],
    ['alert.resolve', { alert: { ...alert, state: 'acknowledged' } }, null],
    ['alert.resolve', { alert: { ...alert, state: 'resolved' } }, 'The alert is resolved already.'],
    ['theme.light', { connected: false, status: null }, null],
  ])('%s with %j: %s', (id, change, expected) => {
    expect(refusal(id, change)).toBe(expected);
  });

  it('asks what the person may do', () => {
    const person = { personId: 'p2', name: 'Tester', roles: ['tester' as const] };
    expect(refusal('order.cancel', { order, person })).toBe('Tester may not do this on this desk.');
    expect(refusal('kill.engage', { person })).toBeNull();
    expect(refusal('kill.engage', { person: null })).toBe('Nobody is signed in at this window.');
  });
});

describe('at a locked window', () => {
  const locked: ActionContext = {
    ...context,
    // It hears nothing of the desk.
    status: null,
    person: bystanderAt({ personId: 'p1', name: 'Operator', roles: ['operator'] }),
  };

  it('the kill switch is at hand, and nothing else', () => {
    const atHand = allActions.filter((action) => isAtHand(action, locked));
    expect(atHand.map(({ id }) => id)).toEqual(['kill.engage']);
    expect(refusalOf(actionOf('kill.engage'), locked)).toBeNull();
  });

  it('its drill is refused as the desk refuses it', () => {
    const told = { ...locked, status: context.status };
    expect(refusalOf(actionOf('kill.drill'), told)).toContain('may not do this');
  });
});
