import { awaitedAnswer } from '#shared/domain/awaited-answer.ts';

import type { Monitor } from '../monitor.ts';
import { describeOrder, seconds } from '../words.ts';

const minuteMs = 60_000;

const waitingToBeSent =
  'It is closed as soon as that can be, however late and at whatever price. Engage the kill switch again without flattening to call that off; to be out now, act in TWS or IB Gateway.';
const waitingAtBroker =
  'Its order stays at the broker until it trades or is cancelled. To be out sooner cancel it, and close the position in TWS or, once two people have set the desk REDUCING, here.';

/** Orders, and how many of them come to nothing. */
export const orderMonitors: readonly Monitor[] = [
  {
    id: 'order-unacknowledged',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read: ({ openOrders, limits: { acknowledgementDeadline }, now }) =>
      openOrders.flatMap((order) => {
        const awaited = awaitedAnswer(order);
        if (awaited === null) return [];
        const waited = now - Date.parse(awaited.since);
        return [
          {
            subject: order.orderRef,
            observed: waited,
            whole: acknowledgementDeadline.value,
            unit: 'ms',
            orderRef: order.orderRef,
            instrumentId: order.instrumentId,
            detail: ({ level }) =>
              level === 'hard'
                ? `The broker has not answered the ${awaited.what} of ${describeOrder(order)} for ${seconds(waited)}; the deadline is ${seconds(acknowledgementDeadline.value)}. It may hold it or have lost it. It is not sent again; look it up in TWS.`
                : `The broker has not answered the ${awaited.what} of ${describeOrder(order)} for ${seconds(waited)}; it has until ${seconds(acknowledgementDeadline.value)}. It is not sent again.`,
          },
        ];
      }),
  },
  {
    id: 'order-unknown',
    onFacts: ['link.changed', 'reconciliation.completed'],
    crossed: 'at',
    actsOn: 'desk',
    read({ openOrders, linkState }) {
      // Until the link is back and has reconciled, every order is unknown and the link's own alert says so.
      if (linkState !== 'ready') return [];
      const unknown = openOrders.filter(({ status }) => status === 'UNKNOWN');
      return unknown.map((order) => ({
        subject: order.orderRef,
        observed: unknown.length,
        unit: null,
        orderRef: order.orderRef,
        instrumentId: order.instrumentId,
        detail: () =>
          `The broker does not say what became of ${describeOrder(order)}. It may be working or filled; it counts as working and is not sent again. Look it up in TWS, or cancel it: the broker’s answer settles it.`,
      }));
    },
  },
  {
    id: 'flatten-waiting',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read: ({ flattening, now }) =>
      flattening.map(({ instrumentId, displaySymbol, engagedAt, orderRef, why }) => {
        const waited = now - engagedAt;
        return {
          subject: String(instrumentId),
          observed: waited,
          unit: 'ms',
          orderRef,
          instrumentId,
          detail: () =>
            [
              `${displaySymbol} is still held ${seconds(waited)} after the kill switch was to close it.`,
              ...(why === null ? [] : [why]),
              orderRef === null ? waitingToBeSent : waitingAtBroker,
            ].join(' '),
        };
      }),
  },
  {
    id: 'order-denials',
    onFacts: ['order.denied', 'order.modify-denied'],
    crossed: 'at',
    actsOn: 'desk',
    read({ recentDenials, now }) {
      const count = recentDenials.filter((at) => now - at < minuteMs).length;
      return [
        {
          subject: '',
          observed: count,
          unit: 'denials a minute',
          detail: ({ threshold }) =>
            `${count} orders were denied within a minute; ${threshold} are more than a slip. Nothing of them was sent.`,
        },
      ];
    },
  },
  {
    id: 'order-rejections',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read({ recentRejections, now }) {
      const count = recentRejections.filter((at) => now - at < minuteMs).length;
      return [
        {
          subject: '',
          observed: count,
          unit: 'rejections a minute',
          detail: ({ threshold }) =>
            `The broker rejected ${count} orders within a minute; ${threshold} are more than a slip. None of them is working. Find the cause before more are sent.`,
        },
      ];
    },
  },
  {
    id: 'message-rate',
    onFacts: ['order.intended', 'order.modify-intended', 'order.cancel-intended'],
    crossed: 'at',
    actsOn: 'desk',
    read: ({ messagesInSecond, limits: { messagesPerSecond } }) => [
      {
        subject: '',
        observed: messagesInSecond,
        whole: messagesPerSecond.value,
        unit: 'messages a second',
        detail: ({ threshold }) =>
          `The desk sent ${messagesInSecond} orders, modifies and cancels within a second; ${threshold} are close to what it may send. Beyond ${messagesPerSecond.value} new ones are denied; cancels are not.`,
      },
    ],
  },
];
