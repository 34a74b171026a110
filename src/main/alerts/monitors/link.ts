import { breakCondition } from '../break-condition.ts';
import type { Monitor } from '../monitor.ts';
import { seconds } from '../words.ts';

/** The connection to the gateway, and what the gateway says of itself. */
export const linkMonitors: readonly Monitor[] = [
  {
    id: 'link-down',
    onFacts: ['link.changed'],
    crossed: 'at',
    actsOn: 'desk',
    read({ linkState, linkReason, linkNotReadySince, now }) {
      if (linkState === 'ready') return [];
      return [
        {
          subject: '',
          observed: now - (linkNotReadySince ?? now),
          unit: null,
          // Connecting and comparing books take a moment at every start; a link that is lost is news at once.
          atLeastSoft: linkState === 'down' || linkState === 'impaired',
          detail: () =>
            `The link is ${linkState}: ${linkReason} New orders are denied; orders at the broker live on there.`,
        },
      ];
    },
  },
  {
    id: 'heartbeat',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read({ linkState, roundTripMs }) {
      // A lost link has its own alert.
      if (roundTripMs === null || linkState !== 'ready') return [];
      return [
        {
          subject: '',
          observed: roundTripMs,
          unit: 'ms',
          detail: ({ threshold }) =>
            `The gateway answers its heartbeat after ${Math.round(roundTripMs)} ms; ${threshold} ms are too slow. Orders and cancels take as long.`,
        },
      ];
    },
  },
  {
    id: 'clock-skew',
    onFacts: [],
    crossed: 'beyond',
    actsOn: 'desk',
    read({ clockSkewMs }) {
      if (clockSkewMs === null) return [];
      const observed = Math.abs(clockSkewMs);
      return [
        {
          subject: '',
          observed,
          unit: 'ms',
          detail: () =>
            `The gateway's clock is ${seconds(observed)} ${clockSkewMs > 0 ? 'ahead of' : 'behind'} this machine's. Set this machine's clock by a time server.`,
        },
      ];
    },
  },
  {
    id: 'gateway-read-only',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read: ({ readOnlyApi }) =>
      readOnlyApi
        ? [
            {
              subject: '',
              observed: 1,
              unit: null,
              detail: () =>
                'The gateway refuses every order and does not list the open ones: Read-Only API is set there. In TWS or IB Gateway open Configuration, API, Settings, clear Read-Only API and apply.',
            },
          ]
        : [],
  },
  {
    id: 'reconciliation-break',
    onFacts: ['reconciliation.completed', 'position.adopted', 'cash.adopted'],
    crossed: 'at',
    actsOn: 'desk',
    read: ({ breaks }) =>
      breaks.map((found) => {
        const { subject, detail, orderRef, instrumentId } = breakCondition(found);
        return {
          subject,
          observed: breaks.length,
          unit: null,
          orderRef,
          instrumentId,
          detail: () => detail,
        };
      }),
  },
  {
    id: 'reconciliation-incomplete',
    onFacts: ['reconciliation.completed'],
    crossed: 'at',
    actsOn: 'desk',
    read: ({ incompleteReconciliations: inARow }) =>
      inARow === 0
        ? []
        : [
            {
              subject: '',
              observed: inARow,
              unit: 'reconciliations in a row',
              detail: () =>
                `The broker did not answer everything that was asked at the last ${inARow === 1 ? 'reconciliation' : `${inARow} reconciliations`}. What it left out is not proven gone.`,
            },
          ],
  },
];
