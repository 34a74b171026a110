import { describe, expect, it } from 'vitest';

import type { BrokerPosition } from '#shared/domain/broker-word.ts';

import { exposureOf } from './books.ts';
import {
  aapl,
  account,
  brokerExecution,
  brokerOrder,
  errorWord,
  executionWord,
  openOrderWord,
  statusWord,
  TradingScenario,
} from './trading-scenario.ts';

/** A text with this in it. */
const saying = (text: string): unknown => expect.stringContaining(text);

function held(quantity: number, averageCost = 13): BrokerPosition {
  return {
    accountId: account,
    instrument: {
      instrumentId: aapl,
      symbol: 'AAPL',
      displaySymbol: 'AAPL',
      secType: 'STK',
      currency: 'USD',
      multiplier: 1,
    },
    quantity,
    averageCost,
  };
}

/** A desk that has reconciled once and holds nothing, with order 1 (BUY 10 AAPL) working. */
function workingDesk(): TradingScenario {
  const desk = new TradingScenario();
  desk.reconcile({});
  desk.place(1);
  desk.hear(openOrderWord(1));
  return desk;
}

function droppedDesk(): TradingScenario {
  const desk = workingDesk();
  desk.loseLink();
  return desk;
}

describe('a drop', () => {
  it('makes the fate of every live order unknown, once, and of no other', () => {
    const desk = workingDesk();
    desk.place(2);
    desk.place(3);
    desk.cancel('ref-3');
    desk.place(4);
    desk.hear(executionWord(4, 'd.01', { quantity: 4 }));
    desk.place(5);
    desk.hear(executionWord(5, 'e.01'));
    desk.place(6);
    desk.hear(errorWord(6, 201, 'rejected', 'no funds'));
    desk.loseLink();
    const statuses = [1, 2, 3, 4, 5, 6].map((orderId) => desk.order(`ref-${orderId}`).status);
    expect(statuses).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'FILLED', 'REJECTED']);
    expect(desk.books.unknownOrders).toBe(4);
    expect(exposureOf(desk.books, aapl)).toEqual({ position: 14, workingBuy: 36, workingSell: 0 });
    expect(desk.loseLink()).toEqual([]);
  });
});

describe('an order of unknown fate', () => {
  it.each(['orderRef', 'permId', 'orderId'] as const)('is found open by its %s', (by) => {
    const desk = droppedDesk();
    const names = {
      orderRef: { orderId: 0, permId: 5_000, orderRef: 'ref-1' },
      permId: { orderId: 0, permId: 389_000_001 },
      orderId: { permId: 0 },
    };
    desk.reconcile({ openOrders: [brokerOrder(1, names[by])] }, 0);
    expect(desk.order('ref-1').status).toBe('WORKING');
    expect(desk.books.lastReconciliation).toMatchObject({ unknownOrders: 0, breaks: [] });
  });

  it('that filled in part and still works is partly filled', () => {
    const desk = droppedDesk();
    const kinds = desk.reconcile({
      openOrders: [brokerOrder(1)],
      executions: [brokerExecution(1, 'a.01', { quantity: 4 })],
      commissions: [
        { execId: 'a.01', commissionMicros: 700_000, currency: 'USD', realizedPnlMicros: null },
      ],
      positions: [held(4)],
    });
    expect(kinds).toEqual(['execution.received', 'order.changed', 'reconciliation.completed']);
    expect(desk.order('ref-1')).toMatchObject({ status: 'PARTLY_FILLED', filledQuantity: 4 });
    expect(desk.books.ledgers.get(aapl)?.position).toMatchObject({ commissionsMicros: 700_000 });
    expect(desk.books.lastReconciliation).toMatchObject({ executionsAdded: 1, breaks: [] });
  });

  it.each([
    ['Filled', 10, 'FILLED'],
    ['Cancelled', 4, 'CANCELLED'],
    ['Inactive', 4, 'CANCELLED'],
  ] as const)('found completed as %s with %i filled is %s', (brokerStatus, quantity, status) => {
    const desk = droppedDesk();
    desk.reconcile({
      completedOrders: [
        brokerOrder(0, { permId: 389_000_001, brokerStatus, filledQuantity: quantity }),
      ],
      executions: [brokerExecution(1, 'a.01', { quantity })],
      positions: [held(quantity)],
    });
    expect(desk.order('ref-1')).toMatchObject({ status, filledQuantity: quantity });
    expect(desk.lastBreaks).toEqual([]);
  });

  it('that is refused was refused', () => {
    const desk = droppedDesk();
    const completed = brokerOrder(1, { brokerStatus: 'Inactive', reason: 'no funds' });
    desk.reconcile({ completedOrders: [completed] });
    expect(desk.order('ref-1')).toMatchObject({ status: 'REJECTED', reason: 'no funds' });
  });

  it('stays unknown where the broker does not mention it, and is a break', () => {
    const desk = droppedDesk();
    desk.reconcile({});
    expect(desk.order('ref-1').status).toBe('UNKNOWN');
    expect(desk.books.lastReconciliation).toMatchObject({ unknownOrders: 1, openOrders: 0 });
    expect(desk.lastBreaks).toMatchObject([
      { subject: 'Order BUY 10 AAPL (ref-1)', desk: 'UNKNOWN', broker: 'not listed' },
    ]);
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(10);
  });

  it('with a missed fill and no mention stays unknown: it may have ended since', () => {
    const desk = droppedDesk();
    const executions = [brokerExecution(1, 'a.01', { quantity: 4 })];
    desk.reconcile({ executions, positions: [held(4)] });
    expect(desk.order('ref-1')).toMatchObject({ status: 'UNKNOWN', filledQuantity: 4 });
    const rest = brokerExecution(1, 'b.01', { quantity: 6 });
    desk.reconcile({ executions: [...executions, rest], positions: [held(10)] });
    expect(desk.order('ref-1')).toMatchObject({ status: 'FILLED', filledQuantity: 10 });
    expect(desk.lastBreaks).toEqual([]);
  });

  it('stays unknown without a break where the snapshot is not complete', () => {
    const desk = droppedDesk();
    desk.reconcile({ complete: false });
    expect(desk.order('ref-1').status).toBe('UNKNOWN');
    expect(desk.books.lastReconciliation).toMatchObject({ complete: false, breaks: [] });
  });

  it('that filled on an earlier day is filled by the broker’s word, and the position is a break', () => {
    const desk = droppedDesk();
    const completedOrders = [brokerOrder(1, { brokerStatus: 'Filled', filledQuantity: 10 })];
    desk.reconcile({ completedOrders, positions: [held(10)] });
    expect(desk.order('ref-1')).toMatchObject({
      status: 'FILLED',
      filledQuantity: 10,
      averageFillPrice: null,
      reason: saying('does not list the executions'),
    });
    expect(desk.lastBreaks).toMatchObject([
      { subject: 'Position in AAPL', desk: '0', broker: '10' },
    ]);
    expect(desk.reconcile({ completedOrders, positions: [held(10)] })).toEqual([]);
  });

  it('with a modify that did not arrive is as it was; with one that did is changed', () => {
    for (const [quantity, expected] of [
      [10, 10],
      [30, 30],
    ] as const) {
      const desk = workingDesk();
      desk.modify('ref-1', { quantity: 30 });
      desk.loseLink();
      expect(exposureOf(desk.books, aapl).workingBuy).toBe(30);
      desk.reconcile({ openOrders: [brokerOrder(1, { quantity })] }, 0);
      expect(desk.order('ref-1')).toMatchObject({ quantity: expected, pendingChange: null });
      expect(exposureOf(desk.books, aapl).workingBuy).toBe(expected);
    }
  });

  it('that is being cancelled at the broker is being cancelled', () => {
    const desk = droppedDesk();
    desk.reconcile({ openOrders: [brokerOrder(1, { brokerStatus: 'PendingCancel' })] });
    expect(desk.order('ref-1').status).toBe('CANCELLING');
  });
});

describe('a live order in a periodic snapshot', () => {
  it('that the broker lists is as it was, and nothing is recorded twice', () => {
    const desk = workingDesk();
    expect(desk.reconcile({ openOrders: [brokerOrder(1)] })).toEqual(['reconciliation.completed']);
    expect(desk.reconcile({ openOrders: [brokerOrder(1)] })).toEqual([]);
  });

  it('is recorded anew after a reconnect even where nothing differs', () => {
    const desk = workingDesk();
    desk.reconcile({ openOrders: [brokerOrder(1)] });
    const body = { state: 'down' as const, reason: 'Dropped.', clientId: 1, serverVersion: null };
    desk.take([{ kind: 'link.changed', by: 'desk', body }]);
    expect(desk.reconcile({ openOrders: [brokerOrder(1)] })).toEqual(['reconciliation.completed']);
  });

  it('that a complete list does not mention is unknown and a break', () => {
    const desk = workingDesk();
    expect(desk.reconcile({})).toEqual(['order.changed', 'reconciliation.completed']);
    expect(desk.order('ref-1')).toMatchObject({
      status: 'UNKNOWN',
      reason: saying('does not list it'),
    });
    expect(desk.lastBreaks).toMatchObject([{ desk: 'UNKNOWN', broker: 'not listed' }]);
  });

  it('that an incomplete list does not mention is as it was', () => {
    const desk = workingDesk();
    desk.reconcile({ complete: false });
    expect(desk.order('ref-1').status).toBe('WORKING');
  });

  it('that was placed just before the snapshot was asked for is judged the next time', () => {
    const desk = workingDesk();
    desk.place(2);
    desk.reconcile({ openOrders: [brokerOrder(1)] }, 1);
    expect(desk.order('ref-2').status).toBe('SENDING');
    expect(desk.lastBreaks).toEqual([]);
    desk.reconcile({ openOrders: [brokerOrder(1)] });
    expect(desk.order('ref-2').status).toBe('UNKNOWN');
    desk.hear(openOrderWord(2));
    expect(desk.order('ref-2').status).toBe('WORKING');
  });

  it('that was modified just before is not put back', () => {
    const desk = workingDesk();
    desk.modify('ref-1', { quantity: 30 });
    desk.reconcile({ openOrders: [brokerOrder(1)] }, 1);
    expect(desk.order('ref-1').pendingChange).toMatchObject({ quantity: 30 });
    desk.hear(openOrderWord(1, { quantity: 30 }));
    desk.reconcile({ openOrders: [brokerOrder(1)] }, 1);
    expect(desk.order('ref-1').quantity).toBe(30);
  });

  it('whose modify was never answered is as the broker shows it', () => {
    const desk = workingDesk();
    desk.modify('ref-1', { quantity: 30 });
    desk.reconcile({ openOrders: [brokerOrder(1)] });
    expect(desk.order('ref-1')).toMatchObject({
      quantity: 10,
      pendingChange: null,
      reason: saying('without the change'),
    });
  });

  it('that ended unheard has ended', () => {
    const desk = workingDesk();
    desk.reconcile({ completedOrders: [brokerOrder(1, { brokerStatus: 'Cancelled' })] }, 0);
    expect(desk.order('ref-1').status).toBe('CANCELLED');
  });

  it('that ended while the snapshot was gathered has ended, however late it changed here', () => {
    const desk = workingDesk();
    desk.reconcile({ openOrders: [brokerOrder(1, { brokerStatus: 'Cancelled' })] }, 0);
    expect(desk.order('ref-1').status).toBe('CANCELLED');
  });

  it('that is called filled waits for its execution once, then takes the broker’s word', () => {
    const desk = workingDesk();
    const said = {
      completedOrders: [brokerOrder(1, { brokerStatus: 'Filled', filledQuantity: 10 })],
    };
    desk.reconcile({ ...said, positions: [held(10)] });
    expect(desk.order('ref-1')).toMatchObject({ status: 'WORKING', filledQuantity: 0 });
    desk.reconcile({ ...said, positions: [held(10)] });
    expect(desk.order('ref-1')).toMatchObject({ status: 'FILLED', filledQuantity: 10 });
    expect(desk.hear(executionWord(1, 'a.01'))).toEqual(['execution.received', 'order.changed']);
    expect(desk.order('ref-1')).toMatchObject({
      status: 'FILLED',
      averageFillPrice: 13.26,
      reason: null,
    });
    expect(desk.position).toBe(10);
  });

  it('that ended here and lives there is a break', () => {
    const desk = workingDesk();
    desk.hear(statusWord(1, 'Inactive'));
    desk.reconcile({ openOrders: [brokerOrder(1)] });
    expect(desk.order('ref-1').status).toBe('REJECTED');
    expect(desk.lastBreaks).toMatchObject([{ desk: 'REJECTED', broker: 'Submitted' }]);
  });

  it('that ended here with fewer fills than there is a break', () => {
    const desk = workingDesk();
    desk.hear(statusWord(1, 'Cancelled'));
    const completed = brokerOrder(1, { brokerStatus: 'Cancelled', filledQuantity: 4 });
    desk.reconcile({ completedOrders: [completed] });
    expect(desk.lastBreaks).toMatchObject([{ desk: '0 filled', broker: '4 filled' }]);
  });
});

describe('executions and commissions that were missed', () => {
  it('are added once, the latest word on each', () => {
    const desk = workingDesk();
    const executions = [
      brokerExecution(1, 'f.01', { quantity: 10, executedAt: '2026-04-13T14:30:00.000Z' }),
      brokerExecution(1, 'f.02', { quantity: 3, executedAt: '2026-04-13T14:30:00.000Z' }),
      brokerExecution(1, 'e.01', { quantity: 2, executedAt: '2026-04-13T14:29:00.000Z' }),
      brokerExecution(1, 'e.01', { quantity: 2, executedAt: '2026-04-13T14:29:00.000Z' }),
    ];
    const said = { openOrders: [brokerOrder(1)], executions, positions: [held(5)] };
    desk.reconcile(said);
    expect([...desk.books.executions.keys()]).toEqual(['e.01', 'f.02']);
    expect(desk.order('ref-1')).toMatchObject({ status: 'PARTLY_FILLED', filledQuantity: 5 });
    expect(desk.lastBreaks).toEqual([]);
    expect(desk.reconcile(said)).toEqual(['reconciliation.completed']);
    expect(desk.reconcile(said)).toEqual([]);
  });

  it('bring a commission to an execution that had none', () => {
    const desk = workingDesk();
    desk.hear(executionWord(1, 'a.01'));
    const kinds = desk.reconcile({
      executions: [brokerExecution(1, 'a.01')],
      commissions: [
        { execId: 'a.01', commissionMicros: 900_000, currency: 'USD', realizedPnlMicros: 0 },
      ],
      positions: [held(10)],
    });
    expect(kinds).toEqual(['commission.received', 'reconciliation.completed']);
  });
});

describe('a commission in the snapshot', () => {
  it('of an execution nobody has heard of waits for it', () => {
    const desk = workingDesk();
    const commissions = [
      { execId: 'a.01', commissionMicros: 900_000, currency: 'USD', realizedPnlMicros: null },
    ];
    const said = { openOrders: [brokerOrder(1)], commissions };
    expect(desk.reconcile(said)).toEqual(['commission.received', 'reconciliation.completed']);
    desk.hear(executionWord(1, 'a.01'));
    expect(desk.books.executions.get('a.01')).toMatchObject({ commissionMicros: 900_000 });
  });
});

describe('before the account is on record', () => {
  it('the first account that the gateway names is the desk’s, and no other', () => {
    const desk = new TradingScenario({ account: false, instrument: true });
    desk.reconcile({
      accountIds: [account, 'DU9000002'],
      positions: [held(7), { ...held(9), accountId: 'DU9000002' }],
      executions: [brokerExecution(9, 'a.01', { accountId: 'DU9000002', permId: 5 })],
    });
    expect(desk.position).toBe(7);
    expect(desk.books.executions.size).toBe(0);
  });
});

describe('orders of others', () => {
  it('are shown, followed, and ended when they are gone', () => {
    const desk = new TradingScenario();
    const word = brokerOrder(0, { permId: 77, clientId: 0, orderRef: 'someone else' });
    expect(desk.reconcile({ openOrders: [word] })).toEqual([
      'order.external-seen',
      'reconciliation.completed',
    ]);
    expect(desk.order('external:77')).toMatchObject({
      status: 'WORKING',
      external: true,
      reason: saying('someone else'),
    });
    desk.reconcile({ openOrders: [{ ...word, quantity: 20 }] });
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(20);
    desk.reconcile({});
    expect(desk.order('external:77')).toMatchObject({
      status: 'CANCELLED',
      reason: saying('does not list it any more'),
    });
    expect(desk.lastBreaks).toEqual([]);
  });

  it('that filled count into the position, with the order where it is listed and without', () => {
    const desk = new TradingScenario();
    desk.reconcile({});
    const said = { clientId: 4, orderRef: null };
    desk.reconcile({
      completedOrders: [brokerOrder(0, { permId: 77, brokerStatus: 'Filled', filledQuantity: 10 })],
      executions: [
        brokerExecution(9, 'a.01', { ...said, permId: 77, quantity: 10 }),
        brokerExecution(8, 'b.01', { ...said, permId: 78, quantity: 5, side: 'SELL' }),
      ],
      positions: [held(5)],
    });
    expect(desk.order('external:77')).toMatchObject({ status: 'FILLED', filledQuantity: 10 });
    expect(desk.order('external:78')).toMatchObject({ status: 'FILLED', filledQuantity: 5 });
    expect(desk.position).toBe(5);
    expect(desk.lastBreaks).toEqual([]);
  });

  it('that were unknown after a drop and are gone have ended', () => {
    const desk = new TradingScenario();
    desk.hear(openOrderWord(0, { permId: 77, clientId: 0 }));
    desk.loseLink();
    desk.reconcile({}, 0);
    expect(desk.order('external:77').status).toBe('CANCELLED');
  });
});

describe('positions', () => {
  it('are adopted at the first reconciliation, today’s executions inside them', () => {
    const desk = new TradingScenario();
    const executions = [brokerExecution(9, 'a.01', { permId: 77, clientId: 4, quantity: 10 })];
    desk.reconcile({ executions, positions: [held(50, 12)] });
    expect(desk.books.ledgers.get(aapl)?.position).toMatchObject({
      quantity: 50,
      costBasisMicros: 600_000_000,
    });
    expect(desk.lastBreaks).toEqual([]);
    desk.place(1);
    desk.hear(executionWord(1, 'b.01', { quantity: 10, price: 13 }));
    expect(desk.position).toBe(60);
  });

  it('are adopted as flat where today’s executions closed them', () => {
    const desk = new TradingScenario();
    const sold = { permId: 77, clientId: 4, quantity: 10, side: 'SELL' as const };
    desk.reconcile({ executions: [brokerExecution(9, 'a.01', sold)] });
    expect(exposureOf(desk.books, aapl).position).toBe(0);
    expect(desk.lastBreaks).toEqual([]);
  });

  it('a correction of a fill inside an adopted position changes it by the difference', () => {
    const desk = new TradingScenario();
    const executions = [brokerExecution(9, 'a.01', { permId: 77, clientId: 4, quantity: 10 })];
    desk.reconcile({ executions, positions: [held(50, 12)] });
    desk.hear(executionWord(9, 'a.02', { permId: 77, clientId: 4, quantity: 7 }));
    expect(desk.position).toBe(47);
  });

  it('are a break with both values afterwards', () => {
    const desk = workingDesk();
    desk.hear(executionWord(1, 'a.01', { quantity: 4 }));
    desk.reconcile({ openOrders: [brokerOrder(1)], positions: [held(7)] });
    expect(desk.lastBreaks).toMatchObject([
      { subject: 'Position in AAPL', desk: '4', broker: '7' },
    ]);
    expect(desk.position).toBe(4);
  });

  it('that the broker holds and the desk never heard of are a break', () => {
    const desk = workingDesk();
    desk.reconcile({ openOrders: [brokerOrder(1)], positions: [held(7)] });
    expect(desk.lastBreaks).toMatchObject([
      { subject: 'Position in AAPL', desk: '0', broker: '7' },
    ]);
  });

  it('that changed just before the snapshot was asked for are compared the next time', () => {
    const desk = workingDesk();
    desk.hear(executionWord(1, 'a.01', { quantity: 4 }));
    desk.reconcile({ openOrders: [brokerOrder(1)] }, 1);
    expect(desk.lastBreaks).toEqual([]);
    desk.reconcile({ openOrders: [brokerOrder(1)] });
    expect(desk.lastBreaks).toMatchObject([
      { subject: 'Position in AAPL', desk: '4', broker: '0' },
    ]);
  });

  it('missing from an incomplete snapshot prove nothing', () => {
    const desk = workingDesk();
    desk.hear(executionWord(1, 'a.01', { quantity: 4 }));
    desk.reconcile({ openOrders: [brokerOrder(1)], complete: false });
    expect(desk.lastBreaks).toEqual([]);
  });

  it('of another account of the login are not the desk’s affair', () => {
    const desk = workingDesk();
    const foreign = { ...held(7), accountId: 'DU9000002' };
    desk.reconcile({ openOrders: [brokerOrder(1)], positions: [foreign] });
    expect(desk.lastBreaks).toEqual([]);
  });
});

describe('after the machine’s clock was set back', () => {
  it('an order of before is not recent for as long as that was', () => {
    const desk = new TradingScenario();
    desk.reconcile({});
    const orderRef = desk.place(1);
    desk.now -= 120_000;
    desk.reconcile({}, 1);
    expect(desk.order(orderRef).status).toBe('UNKNOWN');
  });
});
