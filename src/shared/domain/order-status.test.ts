import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { orderStatusSchema, type OrderStatus } from './order.ts';
import { isOpen, nextOrderStatus, orderTransitions, type OrderEvent } from './order-status.ts';

const events: readonly OrderEvent[] = [
  'acknowledged',
  'partly-filled',
  'filled',
  'cancel-requested',
  'cancel-refused',
  'cancelled',
  'rejected',
  'link-lost',
];

describe('the life of an order', () => {
  const table: Record<OrderStatus, readonly string[]> = {
    SENDING: [
      'acknowledged → WORKING',
      'partly-filled → PARTLY_FILLED',
      'filled → FILLED',
      'cancel-requested → CANCELLING',
      'cancelled → CANCELLED',
      'rejected → REJECTED',
      'link-lost → UNKNOWN',
    ],
    WORKING: [
      'partly-filled → PARTLY_FILLED',
      'filled → FILLED',
      'cancel-requested → CANCELLING',
      'cancelled → CANCELLED',
      'rejected → REJECTED',
      'link-lost → UNKNOWN',
    ],
    PARTLY_FILLED: [
      'filled → FILLED',
      'cancel-requested → CANCELLING',
      'cancelled → CANCELLED',
      'rejected → CANCELLED',
      'link-lost → UNKNOWN',
    ],
    CANCELLING: [
      'filled → FILLED',
      'cancel-refused → WORKING',
      'cancelled → CANCELLED',
      'rejected → REJECTED',
      'link-lost → UNKNOWN',
    ],
    UNKNOWN: [
      'acknowledged → WORKING',
      'partly-filled → PARTLY_FILLED',
      'filled → FILLED',
      'cancelled → CANCELLED',
      'rejected → REJECTED',
    ],
    FILLED: [],
    CANCELLED: ['filled → FILLED'],
    REJECTED: ['partly-filled → PARTLY_FILLED', 'filled → FILLED'],
    DENIED: [],
  };
  it.each(orderStatusSchema.options)('from %s', (status) => {
    const moves = events
      .filter((event) => nextOrderStatus(status, event) !== status)
      .map((event) => `${event} → ${nextOrderStatus(status, event)}`);
    expect(moves).toEqual(table[status]);
  });

  it.each<[OrderStatus, boolean]>([
    ['SENDING', true],
    ['WORKING', true],
    ['PARTLY_FILLED', true],
    ['CANCELLING', true],
    ['UNKNOWN', true],
    ['FILLED', false],
    ['CANCELLED', false],
    ['REJECTED', false],
    ['DENIED', false],
  ])('%s may still trade: %s', (status, open) => {
    expect(isOpen(status)).toBe(open);
  });
});

const anyStatus = fc.constantFrom(...orderStatusSchema.options);
const anyEvents = fc.array(fc.constantFrom(...events), { maxLength: 20 });

const after = (status: OrderStatus, happened: readonly OrderEvent[]): OrderStatus =>
  happened.reduce(nextOrderStatus, status);

describe('whatever happens in whatever order', () => {
  it('a filled order stays filled and a denied one denied', () => {
    fc.assert(
      fc.property(anyEvents, (happened) => {
        expect(after('FILLED', happened)).toBe('FILLED');
        expect(after('DENIED', happened)).toBe('DENIED');
      }),
    );
  });

  it('only a fill moves an order that has ended', () => {
    fc.assert(
      fc.property(anyStatus, anyEvents, (status, happened) => {
        const withoutFills = happened.filter((event) => !event.endsWith('filled'));
        fc.pre(!isOpen(status));
        expect(after(status, withoutFills)).toBe(status);
      }),
    );
  });

  it('a whole fill ends every order that was sent', () => {
    fc.assert(
      fc.property(anyEvents, anyEvents, (before, later) => {
        expect(after('SENDING', [...before, 'filled', ...later])).toBe('FILLED');
      }),
    );
  });

  it('hearing the same thing twice is hearing it once', () => {
    fc.assert(
      fc.property(anyStatus, fc.constantFrom(...events), (status, event) => {
        const once = nextOrderStatus(status, event);
        expect(nextOrderStatus(once, event)).toBe(once);
      }),
    );
  });

  it('no order is ever taken for being sent again', () => {
    const targets = Object.values(orderTransitions).flatMap((moves) => Object.values(moves));
    expect(targets).not.toContain('SENDING');
    expect(targets).not.toContain('DENIED');
  });
});
