import { csvLine } from '#shared/domain/csv.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { Verdict } from '#shared/domain/control.ts';
import type { Quote } from '#shared/domain/quote.ts';

import type { Check } from '../check.ts';
import type { CheckWorld } from '../check-world.ts';
import { statusNow } from '../desk-now.ts';
import { atLeast, atMost, count, exactly, milliseconds, none } from '../figures.ts';
import { farTicket, isTwoSided, marketTicket, quoted, type Quoted } from '../tickets.ts';
import { seenWithin, waitUntil, watchFor } from '../wait-until.ts';
import { everyGateway, onItsOwnGateway } from './gateways.ts';

/** Oldest server version whose messages the desk reads. Source: docs/decisions/client-library.md. */
const oldestServerVersion = 176;
/** A desk answers in a few milliseconds. The margin is for a machine that has other work. */
const answerWithinMs = 2_000;
/** An alert is to be seen within this. Source: reference/controls.md, Monitors: one second, RTS 6 art. 16 five. */
const alertWithinMs = 1_000;
/** The link's heartbeat comes every second. */
const heartbeatWithinMs = 10_000;

const selfTest = {
  phase: 1,
  weight: 4,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 60_000,
} satisfies Partial<Check>;

/** An instrument that trades now, from the watchlist: stocks and funds first, for they have no expiry. */
export async function anInstrument({ clock, signal, desk }: CheckWorld): Promise<Quoted> {
  const watched = await seenWithin({ clock, signal }, 10_000, () => {
    const rows = desk.feed('watchlist', {}).snapshot();
    return rows.find(({ instrument }) => instrument.secType === 'STK') ?? rows[0];
  });
  if (watched === null) {
    throw new Error(
      'The watchlist is empty. An operator puts a stock or fund on it that trades now; then start again.',
    );
  }
  return quoted({ clock, signal }, desk, watched.instrument);
}

/** How many of the watched instruments have no price on one of the sides. */
export function withoutQuote(watched: readonly number[], quotes: readonly Quote[]): number[] {
  const two = new Set(quotes.filter(isTwoSided).map(({ instrumentId }) => instrumentId));
  return watched.filter((instrumentId) => !two.has(instrumentId));
}

export function unevaluable(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ outcome }) => outcome === 'unevaluable');
}

const link: Check = {
  ...selfTest,
  checkId: 'link-answers',
  title: 'The link answers',
  why: 'Everything the desk knows of the broker comes over this one connection.',
  async run({ clock, signal, desk }) {
    const before = statusNow(desk).gatewayTime?.heardAt ?? 0;
    await waitUntil({ clock, signal }, 'the gateway answers a heartbeat', heartbeatWithinMs, () => {
      return (statusNow(desk).gatewayTime?.heardAt ?? 0) > before;
    });
    const now = statusNow(desk).link;
    return {
      figures: [
        milliseconds(
          'round-trip',
          'Round trip of the heartbeat',
          now?.roundTripMs ?? null,
          atMost(answerWithinMs),
        ),
        count(
          'server-version',
          'Server version',
          now?.serverVersion ?? null,
          atLeast(oldestServerVersion),
        ),
      ],
      evidence: [
        { name: 'link.json', title: 'The link as it was', contents: JSON.stringify(now, null, 2) },
      ],
      problems:
        now?.state === 'ready'
          ? []
          : [`The link is ${now?.state ?? 'not there'}: ${now?.reason ?? ''}`],
      found: 'The link is ready, and the gateway answers its heartbeat.',
    };
  },
};

const marketData: Check = {
  ...selfTest,
  checkId: 'market-data-answers',
  title: 'Market data answers',
  why: 'A price that does not come is a risk that is not seen.',
  async run(world) {
    const { clock, signal, desk } = world;
    await anInstrument(world);
    const rows = desk.feed('watchlist', {}).snapshot();
    const watched = rows.map(({ instrumentId }) => instrumentId);
    const missing = (): number[] => withoutQuote(watched, desk.feed('quotes', {}).snapshot());
    // What is still missing then is missing, and is counted.
    for (let waited = 0; waited < 100 && missing().length > 0; waited += 1) {
      await watchFor({ clock, signal }, 100);
    }
    let changes = 0;
    const leave = desk.feed('quotes', {}).subscribe(
      () => (changes += 1),
      () => {},
    );
    try {
      await watchFor({ clock, signal }, 1_000);
    } finally {
      leave();
    }
    const problems = rows.flatMap(({ quoteProblem, instrument }) =>
      quoteProblem === null ? [] : [`${instrument.displaySymbol}: ${quoteProblem}`],
    );
    return {
      figures: [
        count('watched', 'Instruments watched', watched.length, atLeast(1)),
        count('not-quoted', 'Watched instruments without a bid and an ask', missing().length, none),
        count('changes', 'Changes of quotes in a second', changes, atLeast(1)),
      ],
      evidence: [
        {
          name: 'quotes.csv',
          title: 'Quotes of what is watched',
          contents: [
            csvLine(['symbol', 'bid', 'ask', 'last']),
            ...rows.map(({ instrument, instrumentId }) => {
              const quote = desk
                .feed('quotes', {})
                .snapshot()
                .find((each) => each.instrumentId === instrumentId);
              return csvLine([instrument.displaySymbol, quote?.bid, quote?.ask, quote?.last]);
            }),
          ].join(''),
        },
      ],
      problems,
      found: `All ${watched.length} watched instruments are quoted on both sides, and the quotes move.`,
    };
  },
};

const orderFlow: Check = {
  ...selfTest,
  checkId: 'order-flow-answers',
  title: 'Order flow answers',
  why: 'An order that no control has judged must not leave, and a cancel must always get through.',
  async run(world) {
    const { clock, desk, gatewayKind } = world;
    const instrument = await anInstrument(world);
    const since = clock.monotonic();
    const { verdicts, allowed } = await desk.call('order.preview', {
      ticket: farTicket(instrument),
      withWhatIf: false,
    });
    const judgedMs = clock.monotonic() - since;
    const isReadOnly = gatewayKind === 'shadow';
    // At a live account no cancel leaves either: there is nothing to drill.
    const drill = isReadOnly ? null : await desk.call('kill.drill', {});
    return {
      figures: [
        count('controls', 'Controls that judged an order', verdicts.length, atLeast(1)),
        count(
          'unevaluable',
          'Controls that could not be evaluated',
          unevaluable(verdicts).length,
          none,
        ),
        milliseconds('judged', 'An order is judged within', judgedMs, atMost(answerWithinMs)),
        ...(drill === null
          ? []
          : [
              milliseconds(
                'cancel-answered',
                'A cancel leaves and is answered within',
                drill.answeredMs,
                atMost(answerWithinMs),
              ),
            ]),
      ],
      evidence: [
        {
          name: 'verdicts.json',
          title:
            'What every control said of a small order far from the market, and the drill of the cancels',
          contents: JSON.stringify({ verdicts, drill }, null, 2),
        },
      ],
      problems: [
        ...(allowed || isReadOnly
          ? []
          : [`A small order far from the market is denied: ${denials(verdicts)}`]),
        ...(drill?.failure == null ? [] : [drill.failure]),
      ],
      found: isReadOnly
        ? `All ${verdicts.length} controls judged an order. Nothing may leave for a live account.`
        : `All ${verdicts.length} controls judged an order, and the road of the cancels is open.`,
    };
  },
};

function denials(verdicts: readonly Verdict[]): string {
  return verdicts
    .filter(({ outcome }) => outcome === 'deny' || outcome === 'unevaluable')
    .map(({ message, title }) => message ?? title)
    .join(' ');
}

const risk: Check = {
  ...selfTest,
  checkId: 'risk-answers',
  title: 'Risk answers',
  why: 'A limit that nobody computes binds nobody.',
  async run(world) {
    const { clock, signal, desk } = world;
    const { instrument } = await anInstrument(world);
    let figures = 0;
    const leave = desk.feed('risk', {}).subscribe(
      () => (figures += 1),
      () => {},
    );
    try {
      await waitUntil(
        { clock, signal },
        'the figures of risk come anew',
        10_000,
        () => figures >= 2,
      );
    } finally {
      leave();
    }
    const [now] = desk.feed('risk', {}).snapshot();
    const { limits } = await desk.call('limits.read', {});
    const tooMuch = limits.maxOrderQuantity.value * 10;
    const { verdicts, allowed } = await desk.call('order.preview', {
      ticket: marketTicket(instrument, 'BUY', tooMuch),
      withWhatIf: false,
    });
    const denied = verdicts.find(({ controlId }) => controlId === 'max-order-quantity');
    const unknown = unknownSums(now);
    return {
      figures: [
        count('unknown-sums', 'Sums of risk that are not known', unknown.length, none),
        count(
          'unused-limits',
          'Limits whose use is not known',
          now?.limitUse.filter(({ used }) => used === null).length ?? null,
          none,
        ),
      ],
      evidence: [
        {
          name: 'risk.json',
          title: 'The figures of risk as they were',
          contents: JSON.stringify(now, null, 2),
        },
      ],
      problems: [
        ...unknown.map((sum) => `${sum} is not known.`),
        ...(!allowed && denied?.outcome === 'deny'
          ? []
          : [
              `An order of ten times the largest quantity, ${tooMuch}, is not denied for its quantity.`,
            ]),
      ],
      found: 'Every sum and the use of every limit is known, and an order far too large is denied.',
    };
  },
};

/** The names of the sums of risk that nobody knows. */
export function unknownSums(
  now:
    | {
        dayPnl: number | null;
        dayDrawdown: number | null;
        allTimeDrawdown: number | null;
        netLiquidation: number | null;
      }
    | undefined,
): string[] {
  const sums = [
    ['The P&L of the day', now?.dayPnl],
    ['The drawdown of the day', now?.dayDrawdown],
    ['The drawdown of all days', now?.allTimeDrawdown],
    ['What the account is worth', now?.netLiquidation],
  ] as const;
  return sums.filter(([, sum]) => sum == null).map(([name]) => name);
}

const alerting: Check = {
  ...selfTest,
  ...onItsOwnGateway,
  checkId: 'alerting-answers',
  title: 'Alerting answers',
  why: 'A breach that reaches nobody might as well not have been seen.',
  async run(world) {
    const { clock, signal, desk } = world;
    const failing = desk
      .feed('deliveries', {})
      .snapshot()
      .filter(({ problem }) => problem !== null);
    // What makes an alert is not done to the desk that is certified.
    const scratch = await world.scratchDesk();
    await scratch.ready();
    const { instrument } = await anInstrument({ ...world, desk: scratch });
    await scratch.gateway.inject({ kind: 'reject-order' });
    const seen: { alert: Alert | null; atMs: number; rejectedMs: number } = {
      alert: null,
      atMs: 0,
      rejectedMs: 0,
    };
    const leave = scratch.feed('alerts', {}).subscribe(
      (alert) => {
        if (alert.rule !== 'order-rejected' || seen.alert !== null) return;
        seen.alert = alert;
        seen.atMs = clock.monotonic();
      },
      () => {},
    );
    const leaveOrders = scratch.feed('orders', {}).subscribe(
      ({ status }) => {
        if (status === 'REJECTED' && seen.rejectedMs === 0) seen.rejectedMs = clock.monotonic();
      },
      () => {},
    );
    try {
      await scratch.call('order.place', { ticket: marketTicket(instrument, 'BUY') });
      await waitUntil({ clock, signal }, 'an order is refused and an alert says so', 10_000, () => {
        return seen.alert !== null && seen.rejectedMs > 0;
      });
    } finally {
      leave();
      leaveOrders();
    }
    const { alert } = seen;
    if (alert === null) throw new Error('The alert was not kept.');
    await scratch.call(
      'alert.acknowledge',
      { alertId: alert.alertId, note: 'Seen by a readiness check.' },
      'risk-officer',
    );
    const history = await scratch.call('alert.history', { alertId: alert.alertId });
    const changes = history.entries.map(({ change }) => change);
    return {
      figures: [
        milliseconds(
          'shown',
          'From the refusal to the alert on a screen',
          Math.max(0, seen.atMs - seen.rejectedMs),
          atMost(alertWithinMs),
        ),
        count(
          'failing-receivers',
          'Receivers of alerts that cannot be reached',
          failing.length,
          none,
        ),
        count('history', 'Entries in the alert’s history', changes.length, exactly(2)),
      ],
      evidence: [
        {
          name: 'alert.json',
          title: 'The alert and its history',
          contents: JSON.stringify({ alert, history: history.entries }, null, 2),
        },
      ],
      problems: changes.includes('acknowledged')
        ? []
        : ['That a risk officer acknowledged the alert is not on record.'],
      found: 'A refused order raised an alert in time, and its acknowledgement is on record.',
    };
  },
};

const journal: Check = {
  ...selfTest,
  checkId: 'journal-answers',
  title: 'The journal answers',
  why: 'What the desk does must be on disk before anything leaves.',
  async run({ desk, gatewayKind }) {
    const before = desk.head();
    const drill = await desk.call('kill.drill', {}, 'risk-officer');
    const facts = [...desk.facts(before.seq + 1)];
    const expected = ['kill.drill-began', 'kill.drilled'];
    const found = expected.filter((kind) => facts.some((fact) => fact.kind === kind));
    const { entries } = await desk.call('journal.read', {
      beforeSeq: null,
      limit: 50,
      kinds: expected,
      orderRef: null,
      text: null,
    });
    const read = entries.filter(({ seq }) => seq > before.seq);
    return {
      figures: [
        count('recorded', 'Facts of a drill on record', found.length, exactly(expected.length)),
        count(
          'read',
          'Of them read back with their hash',
          read.filter(({ hash }) => /^[0-9a-f]{64}$/.test(hash)).length,
          exactly(expected.length),
        ),
        milliseconds('synced', 'A fact is synced within', drill.recordMs, atMost(answerWithinMs)),
      ],
      evidence: [
        {
          name: 'facts.json',
          title: 'The facts as the journal gives them',
          contents: JSON.stringify(read, null, 2),
        },
      ],
      problems: statusNow(desk).fault === null ? [] : [statusNow(desk).fault ?? ''],
      found: `A drill of the kill switch was recorded, synced and read back${gatewayKind === 'shadow' ? '' : ' before it left'}.`,
    };
  },
};

/** The desk's components, and the check by which each answers for itself. */
export const components: readonly { component: string; selfTest: Check }[] = [
  { component: 'Link', selfTest: link },
  { component: 'Market data', selfTest: marketData },
  { component: 'Order flow', selfTest: orderFlow },
  { component: 'Risk', selfTest: risk },
  { component: 'Alerting', selfTest: alerting },
  { component: 'Journal', selfTest: journal },
];
