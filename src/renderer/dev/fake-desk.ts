import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts';
import { ContractError } from '#shared/contract/error.ts';
import type {
  AccountRow,
  Activity,
  DeskStatus,
  PositionRow,
  TopicItem,
  TopicName,
  TopicParams,
} from '#shared/contract/topics.ts';
import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';
import type { Verdict } from '#shared/domain/control.ts';
import type { DeliveryStatus } from '#shared/domain/delivery.ts';
import type { Execution } from '#shared/domain/execution.ts';
import {
  monitorIds,
  monitorSettingsSchema,
  monitorsOfTooLittle,
  monitorUnits,
} from '#shared/domain/monitor-settings.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import { exitTickets } from '#shared/domain/bracket.ts';
import type { KillStatus } from '#shared/domain/kill.ts';
import type { Order, OrderTicket } from '#shared/domain/order.ts';
import type { Silence } from '#shared/domain/silence.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';
import { emptyQuote, type Bar, type Quote } from '#shared/domain/quote.ts';
import { practicePeople } from '#shared/domain/practice-people.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';
import type { Session } from '#shared/domain/session.ts';
import type { SimulatorFault } from '#shared/domain/simulator-fault.ts';

import type { ConnectionState, DeskConnection, TopicReader } from '../desk-connection.ts';
import { barSeconds } from '../screens/desk/chart-bars.ts';
import { fakeInstruments } from './fake-instruments.ts';
import { createFakeRisk } from './fake-risk.ts';
import { createFakeSimulator } from './fake-simulator.ts';
import { fakeKillStatus } from './fake-kill.ts';
import { fakeGovernance } from './fake-governance.ts';
import { fakeLoad } from './fake-load.ts';
import { fakeReadiness } from './fake-readiness.ts';
import { FakeTopic } from './fake-topic.ts';

/**
 * A desk in the page's memory, for working on the screens without one. It obeys the contract, invents its market
 * with a fixed walk, and is never part of the product.
 */

const marketStart = Date.UTC(2020, 2, 9, 14, 42, 17);
const marketOpen = Date.UTC(2020, 2, 9, 13, 30);
const rate = 60;
const quoteMs = 50;
const maxOrderValue = 150_000;

function walk(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function history(price: number, seconds: number, seed: number): Bar[] {
  const next = walk(seed);
  const end = Math.floor(marketStart / 1_000 / seconds) * seconds;
  const bars: Bar[] = [];
  let close = price * 1.09;
  for (let index = 240; index >= 0; index -= 1) {
    const open = close;
    const drift = (price - open) / (index + 8);
    close = index === 0 ? price : open + drift + (next() - 0.5) * price * 0.008;
    const high = Math.max(open, close) + next() * price * 0.003;
    const low = Math.min(open, close) - next() * price * 0.003;
    bars.push({ time: end - index * seconds, open, high, low, close, volume: next() * 4e4 + 2e3 });
  }
  return bars;
}

export interface FakeDesk extends DeskConnection {
  /** Loses and regains the console's connection. */
  setConnection(state: ConnectionState): void;
  changeStatus(change: Partial<DeskStatus>): void;
  failTopic(topic: TopicName): void;
  raise(alert: Partial<Alert>): void;
}

const fakeMonitors = monitorSettingsSchema.parse(
  Object.fromEntries(
    monitorIds.map((id) => [
      id,
      {
        unit: monitorUnits[id],
        soft: monitorsOfTooLittle.has(id) ? 1000 : 80,
        hard: 100,
        holdMs: 0,
        action: id === 'daily-loss' ? 'REDUCING' : 'alert',
        reason: 'As good as any for the console alone.',
      },
    ]),
  ),
);

const fakeBreaks: Break[] = [
  {
    breakId: 'position:DU1000001:1520593',
    kind: 'position',
    subject: 'Position in JPM',
    desk: '−400',
    broker: '−380',
    instrumentId: 1520593,
    orderRef: null,
    acceptable: true,
  },
  {
    breakId: 'cash:DU1000001:USD',
    kind: 'cash',
    subject: 'Cash in USD',
    desk: '101 552.40 USD',
    broker: '101 540.15 USD',
    instrumentId: null,
    orderRef: null,
    acceptable: false,
  },
];

/** Makes a desk; `fresh` has no gateway chosen yet. */
export function createFakeDesk({ fresh, busy }: { fresh: boolean; busy: boolean }): FakeDesk {
  let connection: ConnectionState = { phase: 'open', reason: 'Connected.' };
  const stateListeners = new Set<(state: ConnectionState) => void>();
  const failureListeners = new Set<(topic: TopicName, error: ContractError) => void>();
  const started = Date.now();
  const marketNow = (): number => marketStart + (Date.now() - started) * rate;
  const random = walk(7);
  let seq = 1_000;
  let orderCount = 0;

  const session = new FakeTopic<Session>(() => 'session');
  const status = new FakeTopic<DeskStatus>(() => 'status');
  const watchlist = new FakeTopic<TopicItem<'watchlist'>>((row) => row.instrumentId);
  const quotes = new FakeTopic<Quote>((quote) => quote.instrumentId);
  const bars = new FakeTopic<Bar>((bar) => bar.time);
  const orders = new FakeTopic<Order>((order) => order.orderRef);
  const executions = new FakeTopic<Execution>((execution) => execution.execId);
  const positions = new FakeTopic<PositionRow>((position) => position.instrumentId);
  const account = new FakeTopic<AccountRow>((row) => row.accountId);
  const alerts = new FakeTopic<Alert>((alert) => alert.alertId);
  const deliveries = new FakeTopic<DeliveryStatus>(({ receiverId }) => receiverId);
  const silences = new FakeTopic<Silence>((silence) => silence.silenceId);
  const activity = new FakeTopic<Activity>((entry) => entry.seq);
  const kill = new FakeTopic<KillStatus>(({ key }) => key);
  let engaged: KillStatus['engaged'] = null;
  const putKill = (): void => {
    kill.put(fakeKillStatus(orders.rows.values(), positions.rows.values(), engaged));
  };
  const journal: CommandOutput<'journal.read'>['entries'] = [];
  const verdictsOf = new Map<string, readonly Verdict[]>();

  const seat = (personId: string): void => {
    session.put({
      windowId: 'fake',
      state: 'active',
      person: practicePeople.find((person) => person.personId === personId) ?? null,
      practice: true,
      people: [...practicePeople],
      missingRoles: [],
      lockAfterMs: null,
    });
  };
  seat('operator');

  status.put({
    version: '0.1.0',
    gatewayKind: fresh ? null : 'simulated',
    accountId: 'DU1000001',
    baseCurrency: 'USD',
    link: {
      state: 'ready',
      reason: 'Connected and reconciled.',
      advice: [],
      host: '127.0.0.1',
      port: 4002,
      clientId: 11,
      serverVersion: 193,
      roundTripMs: 0.4,
      nextAttemptAt: null,
      attempt: 0,
    },
    tradingState: 'ACTIVE',
    tradingStateReason: null,
    tradingStateOrigin: null,
    instrumentStates: [],
    dayPnl: 1284.5,
    dailyLossLimit: 5_000,
    limitsVersion: 1,
    unusedLimitsFile: null,
    gatewayTime: { at: marketStart, heardAt: started, rate },
    fault: null,
    reconciledAt: new Date(started - 12_000).toISOString(),
    breaks: busy ? fakeBreaks : [],
    traffic: {
      sentLastSecond: 12,
      limitPerSecond: 40,
      waiting: [
        { lane: 'kill', messages: 0 },
        { lane: 'cancel', messages: 0 },
        { lane: 'order', messages: 2 },
        { lane: 'heartbeat', messages: 0 },
        { lane: 'account', messages: 0 },
        { lane: 'market-data', messages: 7 },
        { lane: 'history', messages: 31 },
      ],
      quoteLines: { used: 12, limit: 100 },
    },
    readOnlyApi: false,
  });
  const statusNow = (): DeskStatus => {
    const known = status.rows.get('status');
    if (known === undefined) throw new Error('The fake desk has no status.');
    return known;
  };

  const happen = (
    kind: string,
    sentence: string,
    body: unknown,
    tone: Activity['tone'] = 'neutral',
  ): void => {
    seq += 1;
    const at = new Date().toISOString();
    activity.put({ seq, at, kind, sentence, tone });
    journal.unshift({
      seq,
      at,
      kind,
      by: 'operator',
      window: 'fake',
      sentence,
      body: JSON.stringify(body),
      hash: seq.toString(16).padStart(64, '9f2c41ab'),
    });
  };

  const watch = ({ instrument, price }: (typeof fakeInstruments)[number]): void => {
    watchlist.put({ instrumentId: instrument.instrumentId, instrument, quoteProblem: null });
    const half = instrument.minTick;
    quotes.put({
      ...emptyQuote(instrument.instrumentId),
      bid: price - half,
      ask: price + half,
      last: price,
      close: price * 1.0741,
      volume: instrument.secType === 'CASH' ? null : Math.round(random() * 12e6),
      receivedAt: Date.now(),
    });
  };
  for (const fake of fakeInstruments) watch(fake);

  account.put({
    accountId: 'DU1000001',
    currency: 'USD',
    netLiquidation: 500_312.4,
    cash: 101_552.4,
    buyingPower: 549_515,
    initialMargin: 118_380,
    maintenanceMargin: 94_704,
    realizedPnl: 104,
    unrealizedPnl: 1_180.5,
    asOf: started,
  });

  const positionOf = (instrumentId: number): number =>
    positions.rows.get(instrumentId)?.quantity ?? 0;
  const instrumentOf = (instrumentId: number) => {
    const found = fakeInstruments.find((fake) => fake.instrument.instrumentId === instrumentId);
    if (found === undefined) {
      throw new ContractError({
        code: 'not-found',
        message: `There is no instrument ${instrumentId}.`,
        advice: 'Search for it first.',
      });
    }
    return found.instrument;
  };

  const judge = (ticket: OrderTicket): Verdict[] => {
    const price = ticket.limitPrice ?? quotes.rows.get(ticket.instrumentId)?.last ?? 0;
    const value = price * ticket.quantity * instrumentOf(ticket.instrumentId).multiplier;
    const pass = (controlId: string, title: string): Verdict => ({
      controlId,
      title,
      outcome: 'pass',
      message: null,
      observed: null,
      limit: null,
      scope: null,
      hard: true,
      overrideReason: null,
      unit: null,
    });
    const halted = statusNow().tradingState === 'HALTED';
    return [
      pass('account-kind', 'Account kind'),
      pass('link-state', 'Link state'),
      halted
        ? {
            ...pass('trading-state', 'Trading state'),
            outcome: 'deny',
            message: 'The desk is HALTED: only cancels are accepted',
          }
        : pass('trading-state', 'Trading state'),
      pass('price-collar', 'Price collar'),
      pass('order-quantity', 'Order quantity'),
      value > maxOrderValue
        ? {
            ...pass('order-value', 'Order value'),
            outcome: 'deny',
            message: `Order value ${Math.round(value)} USD is above the desk's ${maxOrderValue} USD`,
          }
        : pass('order-value', 'Order value'),
      value > maxOrderValue / 2
        ? {
            ...pass('position-limit', 'Position limit'),
            outcome: 'warn',
            message: 'The position would be above 80 % of its limit',
          }
        : pass('position-limit', 'Position limit'),
      pass('buying-power', 'Buying power'),
      pass('stale-quote', 'Stale quote'),
    ];
  };
  const denies = (verdicts: readonly Verdict[]): boolean =>
    verdicts.some(({ outcome }) => outcome === 'deny' || outcome === 'unevaluable');

  const fill = (orderRef: string, quantity: number): void => {
    const order = orders.rows.get(orderRef);
    if (order === undefined || !isOpen(order.status)) return;
    const price = quotes.rows.get(order.instrumentId)?.last ?? order.limitPrice ?? 0;
    const filledQuantity = order.filledQuantity + quantity;
    orders.put({
      ...order,
      filledQuantity,
      averageFillPrice: price,
      status: filledQuantity >= order.quantity ? 'FILLED' : 'PARTLY_FILLED',
      updatedAt: new Date().toISOString(),
    });
    executions.put({
      execId: `0000e0d5.${seq}.01.01`,
      orderRef,
      permId: order.orderId + 9_000,
      accountId: order.accountId,
      instrumentId: order.instrumentId,
      displaySymbol: order.displaySymbol,
      side: order.side,
      quantity,
      price,
      executedAt: new Date(marketNow()).toISOString(),
      commissionMicros: 1_000_000,
      commissionCurrency: 'USD',
      brokerRealizedPnlMicros: null,
    });
    const held = positionOf(order.instrumentId) + (order.side === 'BUY' ? quantity : -quantity);
    positions.put({
      accountId: order.accountId,
      instrumentId: order.instrumentId,
      displaySymbol: order.displaySymbol,
      currency: 'USD',
      multiplier: 1,
      quantity: held,
      costBasisMicros: Math.round(held * price * 1e6),
      realizedPnlMicros: 0,
      commissionsMicros: 1_000_000,
      averageCost: price,
      mark: price,
      unrealizedPnl: held * 0.37,
      realizedPnl: 0,
      commissions: 1,
    });
    happen(
      'execution.received',
      `${order.side === 'BUY' ? 'Bought' : 'Sold'} ${quantity} of ${order.quantity} ${order.displaySymbol} at ${price.toFixed(2)}`,
      { orderRef, quantity, price },
      'good',
    );
  };

  const place = (ticket: OrderTicket): CommandOutput<'order.place'> => {
    const instrument = instrumentOf(ticket.instrumentId);
    const verdicts = judge(ticket);
    const denied = denies(verdicts);
    orderCount += 1;
    const orderRef = `01JFAKE${String(orderCount).padStart(19, '0')}`;
    const now = new Date().toISOString();
    verdictsOf.set(orderRef, verdicts);
    orders.put({
      ...ticket,
      orderRef,
      orderId: orderCount,
      clientId: 11,
      permId: null,
      accountId: 'DU1000001',
      displaySymbol: instrument.displaySymbol,
      status: denied ? 'DENIED' : 'SENDING',
      filledQuantity: 0,
      averageFillPrice: null,
      reason: denied ? (verdicts.find(({ outcome }) => outcome === 'deny')?.message ?? null) : null,
      pendingChange: null,
      external: false,
      placedBy: 'operator',
      placedAt: now,
      updatedAt: now,
    });
    happen(
      denied ? 'order.denied' : 'order.intended',
      `${denied ? 'Denied' : 'Recorded'}: ${ticket.side.toLowerCase()} ${ticket.quantity} ${instrument.displaySymbol}`,
      { orderRef, ticket },
      denied ? 'warning' : 'neutral',
    );
    if (!denied) {
      setTimeout(() => {
        const order = orders.rows.get(orderRef);
        if (order?.status === 'SENDING') {
          orders.put({ ...order, status: 'WORKING', permId: order.orderId + 9_000 });
        }
      }, 300);
      const quote = quotes.rows.get(ticket.instrumentId);
      const marketable =
        ticket.orderType === 'MKT' ||
        (ticket.orderType === 'LMT' &&
          ticket.limitPrice !== null &&
          (ticket.side === 'BUY'
            ? ticket.limitPrice >= (quote?.ask ?? Number.POSITIVE_INFINITY)
            : ticket.limitPrice <= (quote?.bid ?? 0)));
      if (marketable) {
        setTimeout(() => {
          fill(orderRef, Math.ceil(ticket.quantity * 0.6));
        }, 900);
        setTimeout(() => {
          fill(orderRef, ticket.quantity - Math.ceil(ticket.quantity * 0.6));
        }, 2_500);
      }
    }
    return { orderRef, allowed: !denied, verdicts };
  };

  const raise = (change: Partial<Alert>): void => {
    const now = new Date().toISOString();
    const alertId = change.alertId ?? `alert-${alerts.rows.size + 1}`;
    alerts.put({
      alertId,
      fingerprint: alertId,
      rule: 'stale-quote',
      severity: 'warning',
      title: 'Stale quote',
      detail: 'MES quote is 4.2 s old, limit 3 s. New risk on MES is denied until it ticks again.',
      state: 'open',
      conditionCleared: false,
      count: 1,
      firstSeenAt: now,
      lastSeenAt: now,
      orderRef: null,
      instrumentId: null,
      ...untouchedAlert,
      ...change,
    });
  };

  const settle = (alertId: string, change: Partial<Alert>): Record<string, never> => {
    const alert = alerts.rows.get(alertId);
    if (alert === undefined) {
      throw new ContractError({ code: 'not-found', message: 'No such alert.', advice: '' });
    }
    alerts.put({ ...alert, ...change });
    return {};
  };

  const haltQuote = (symbol: string, halted: boolean): void => {
    for (const { instrumentId, instrument } of watchlist.rows.values()) {
      const quote = quotes.rows.get(instrumentId);
      if (instrument.localSymbol === symbol && quote !== undefined) {
        quotes.put({ ...quote, halted });
      }
    }
  };
  const loseLink = (state: 'down' | 'impaired', reason: string): void => {
    const { link } = statusNow();
    if (link === null) return;
    status.put({
      ...statusNow(),
      link: {
        ...link,
        state,
        reason,
        advice: ['Nothing: the desk connects again by itself.'],
        nextAttemptAt: new Date(Date.now() + 4_000).toISOString(),
        attempt: 1,
      },
    });
    for (const order of orders.rows.values()) {
      if (isOpen(order.status)) orders.put({ ...order, status: 'UNKNOWN' });
    }
    happen('link.changed', `Link ${state}: ${reason}`, {}, 'warning');
    raise({
      alertId: `link-${seq}`,
      title: 'The link is not ready',
      rule: 'link-down',
      detail: `The link is ${state}: ${reason} New orders are denied.`,
    });
  };
  const regainLink = (): void => {
    const { link } = statusNow();
    if (link === null || link.state === 'ready') return;
    const reason = 'Connected and reconciled.';
    status.put({
      ...statusNow(),
      link: { ...link, state: 'ready', reason, advice: [], nextAttemptAt: null },
    });
    for (const order of orders.rows.values()) {
      if (order.status === 'UNKNOWN') orders.put({ ...order, status: 'WORKING' });
    }
    happen('link.changed', `Link ready: ${reason}`, {}, 'good');
  };
  const begin = (fault: SimulatorFault): void => {
    if (fault.kind === 'drop') {
      loseLink('down', 'The gateway closed the connection.');
      setTimeout(regainLink, 4_000);
    }
    if (fault.kind === 'connectivity-lost') {
      loseLink('impaired', '1100: connectivity between IB and TWS has been lost.');
    }
    if (fault.kind === 'read-only') status.put({ ...statusNow(), readOnlyApi: true });
    if (fault.kind === 'halt') haltQuote(fault.symbol, true);
  };
  const end = (fault: SimulatorFault): void => {
    if (fault.kind === 'connectivity-lost') regainLink();
    if (fault.kind === 'read-only') status.put({ ...statusNow(), readOnlyApi: false });
    if (fault.kind === 'halt') haltQuote(fault.symbol, false);
  };
  const { risk, pnl } = createFakeRisk(busy, marketOpen, marketNow, random);
  const simulator = createFakeSimulator(marketStart, rate, { begin, end });

  const setState = (instrumentId: number | null, state: TradingState, reason: string): void => {
    const now = statusNow();
    const origin = {
      by: 'operator',
      cause: 'person' as const,
      at: new Date().toISOString(),
      latch: null,
    };
    status.put(
      instrumentId === null
        ? {
            ...now,
            tradingState: state,
            tradingStateReason: reason,
            tradingStateOrigin: origin,
          }
        : {
            ...now,
            instrumentStates: [
              ...now.instrumentStates.filter((held) => held.instrumentId !== instrumentId),
              ...(state === 'ACTIVE' ? [] : [{ instrumentId, state, reason, origin }]),
            ],
          },
    );
  };
  const governance = fakeGovernance(
    {
      version: 7,
      maxOrderQuantity: { value: 10_000, unit: 'shares', reason: 'Ten times a usual order.' },
      maxOrderValue: {
        value: maxOrderValue,
        unit: 'USD',
        reason: 'A third of the account, so that one slip cannot spend it.',
      },
      priceCollar: { value: 5, unit: '%', reason: 'Beyond it a price is a typing error.' },
      priceCollarTicks: { value: 10_000, unit: 'ticks', reason: 'For prices of thousands.' },
      positionLimit: { value: 2_000, unit: 'shares', reason: 'Can be closed within a minute.' },
      maxQuoteAge: { value: 3_000, unit: 'ms', reason: 'Older quotes do not price new risk.' },
      acknowledgementDeadline: {
        value: 5_000,
        unit: 'ms',
        reason: 'The gateway answers in 1 s.',
      },
      dailyLoss: { value: 5_000, unit: 'USD', reason: 'One per cent of the account.' },
      messagesPerSecond: { value: 40, unit: 'messages per second', reason: 'IB cuts off at 50.' },
      equalOrdersPerSecond: {
        value: 1,
        unit: 'orders per second',
        reason: 'A click may bounce.',
      },
      openOrdersPerSide: { value: 15, unit: 'orders', reason: 'IB takes no more.' },
      openOrders: { value: 200, unit: 'orders', reason: 'Cancelled in a tenth of a second.' },
      valuePerMinute: { value: 1_000_000, unit: 'USD per minute', reason: 'More is a loop.' },
      concentration: { value: 50, unit: '%', reason: 'Half of the account is a bet.' },
      grossExposure: { value: 2_000_000, unit: 'USD', reason: 'Twice the account.' },
      whatIfAbove: {
        value: 100_000,
        unit: 'base currency',
        reason: 'The broker has the last word on margin.',
      },
      netExposure: { value: 1_500_000, unit: 'USD', reason: 'The rest has to be a hedge.' },
      dayDrawdown: { value: 7_500, unit: 'USD', reason: 'Half as much again as the day.' },
      allTimeDrawdown: { value: 20_000, unit: 'USD', reason: 'Four of its worst days.' },
      sectorConcentration: { value: 60, unit: '%', reason: 'Never the whole account.' },
      sectorGrossExposure: { value: 1_000_000, unit: 'USD', reason: 'The account once.' },
      sectorNetExposure: { value: 750_000, unit: 'USD', reason: 'Half of the desk.' },
      assetClassConcentration: { value: 200, unit: '%', reason: 'As the desk.' },
      assetClassGrossExposure: { value: 2_000_000, unit: 'USD', reason: 'As the desk.' },
      assetClassNetExposure: { value: 1_500_000, unit: 'USD', reason: 'As the desk.' },
      repeatedExecutions: { value: 200, unit: 'executions', reason: 'More repeats itself.' },
      restrictedInstruments: [{ symbol: 'GME', reason: 'The desk advises its issuer.' }],
      scopes: [],
      permissions: [],
      monitors: fakeMonitors,
    },
    setState,
  );

  const readiness = fakeReadiness();
  const load = fakeLoad();

  const handlers: { [C in CommandName]: (input: CommandInput<C>) => CommandOutput<C> } = {
    'session.switch': ({ personId }) => {
      seat(personId);
      return {};
    },
    'session.sign-in': () => ({}),
    'session.lock': () => ({}),
    'session.sign-out': () => ({}),
    'people.found': () => ({}),
    'person.add': ({ name }) => ({ personId: name }),
    'person.change-roles': () => ({}),
    'person.set-passphrase': () => ({}),
    'person.remove': () => ({}),
    'gateway.choose': ({ kind }) => {
      status.put({ ...statusNow(), gatewayKind: kind });
      return {};
    },
    'instrument.search': ({ text }) => ({
      instruments: fakeInstruments
        .map(({ instrument }) => instrument)
        .filter(({ displaySymbol, longName }) =>
          `${displaySymbol} ${longName}`.toLowerCase().includes(text.toLowerCase()),
        ),
    }),
    'instrument.details': ({ instrumentId }) => ({
      instrument: instrumentOf(instrumentId),
      priceIncrements: [],
    }),
    'option-chain.read': () => ({ chains: [] }),
    'watchlist.add': ({ instrumentId }) => {
      const fake = fakeInstruments.find(
        ({ instrument }) => instrument.instrumentId === instrumentId,
      );
      if (fake !== undefined) watch(fake);
      return {};
    },
    'watchlist.remove': ({ instrumentId }) => {
      watchlist.drop(instrumentId);
      return {};
    },
    'bars.read': ({ instrumentId, barSize }) => ({
      bars: history(
        quotes.rows.get(instrumentId)?.last ?? 100,
        barSeconds[barSize],
        instrumentId % 1_000,
      ),
    }),
    'order.preview': ({ ticket, withWhatIf }) => {
      const verdicts = judge(ticket);
      const price = ticket.limitPrice ?? quotes.rows.get(ticket.instrumentId)?.last ?? null;
      const value = price === null ? null : price * ticket.quantity;
      const sign = ticket.side === 'BUY' ? 1 : -1;
      return {
        verdicts,
        allowed: !denies(verdicts),
        orderValue: value,
        currency: 'USD',
        positionAfter: positionOf(ticket.instrumentId) + sign * ticket.quantity,
        buyingPowerAfter: value === null ? null : 549_515 - value,
        whatIf: withWhatIf
          ? {
              initialMarginAfter: 68_713,
              initialMarginChange: 12_000,
              maintenanceMarginAfter: 54_000,
              equityWithLoanAfter: 500_000,
              commission: 2.5,
              commissionCurrency: 'USD',
              warning: null,
            }
          : null,
        whatIfUnavailable: null,
      };
    },
    'order.place': ({ ticket }) => place(ticket),
    'order.place-bracket': ({ bracket }) => {
      const placed = place(bracket.entry);
      const { takeProfit, stopLoss } = exitTickets(bracket);
      if (placed.allowed) for (const exit of [takeProfit, stopLoss]) place(exit);
      return placed;
    },
    'order.modify': ({ orderRef, change }) => {
      const order = orders.rows.get(orderRef);
      if (order !== undefined) {
        orders.put({
          ...order,
          quantity: change.quantity ?? order.quantity,
          limitPrice: change.limitPrice ?? order.limitPrice,
          stopPrice: change.stopPrice ?? order.stopPrice,
        });
      }
      return { allowed: true, verdicts: [] };
    },
    'order.cancel': ({ orderRef }) => {
      const order = orders.rows.get(orderRef);
      if (order !== undefined) {
        orders.put({ ...order, status: 'CANCELLING' });
        setTimeout(() => {
          orders.put({ ...order, status: 'CANCELLED', reason: 'by operator' });
        }, 500);
      }
      return {};
    },
    'order.read': ({ orderRef }) => {
      const order = orders.rows.get(orderRef);
      if (order === undefined) {
        throw new ContractError({ code: 'not-found', message: 'No such order.', advice: '' });
      }
      return { order, verdicts: [...(verdictsOf.get(orderRef) ?? [])] };
    },
    ...governance.commands,
    'kill.engage': ({ reason, flatten = false }) => {
      const open = [...orders.rows.values()].filter((order) => isOpen(order.status));
      for (const order of open)
        orders.put({ ...order, status: 'CANCELLED', reason: 'kill switch' });
      status.put({
        ...statusNow(),
        tradingState: 'HALTED',
        tradingStateReason: 'Kill switch pressed on the console.',
        tradingStateOrigin: {
          by: 'operator',
          cause: 'kill',
          at: new Date().toISOString(),
          latch: 'kill',
        },
      });
      happen('kill.engaged', `Kill switch: ${open.length} open orders cancelled`, {}, 'critical');
      engaged = {
        by: 'operator',
        at: new Date().toISOString(),
        reason,
        flatten,
        waitingForLink: false,
        ordersLeft: 0,
      };
      const closing = flatten
        ? [...positions.rows.values()].filter((row) => row.quantity !== 0)
        : [];
      for (const row of closing) positions.put({ ...row, quantity: 0 });
      putKill();
      return {
        cancelsSent: open.length,
        waitingForLink: false,
        positionsToClose: closing.length,
      };
    },
    'kill.drill': () => {
      const { openOrders, positions: held } = fakeKillStatus(
        orders.rows.values(),
        positions.rows.values(),
        null,
      );
      happen('kill.drilled', 'Drill of the kill switch', {});
      return {
        openOrders,
        positions: held,
        decideMs: 0.1,
        recordMs: 1.2,
        leftMs: 0.1,
        answeredMs: 4.4,
        failure: null,
      };
    },
    'trading-state.set': ({ instrumentId, state, reason }) => {
      setState(instrumentId, state, reason);
      return {};
    },
    'repeated-execution.reset': ({ instrumentId }) => {
      const now = statusNow();
      const stoppedInstruments = now.stoppedInstruments?.filter(
        (stopped) => stopped.instrumentId !== instrumentId,
      );
      status.put({ ...now, ...(stoppedInstruments === undefined ? {} : { stoppedInstruments }) });
      return {};
    },
    'alert.acknowledge': ({ alertId, note }) =>
      settle(alertId, {
        state: 'acknowledged',
        acknowledgedBy: 'operator',
        acknowledgedAt: new Date().toISOString(),
        note,
      }),
    'alert.acknowledge-many': ({ alertIds, note }) => {
      for (const alertId of alertIds) {
        settle(alertId, {
          state: 'acknowledged',
          acknowledgedBy: 'operator',
          acknowledgedAt: new Date().toISOString(),
          note,
        });
      }
      return { acknowledged: alertIds, refused: [] };
    },
    'alert.resolve': ({ alertId, note }) =>
      settle(alertId, {
        state: 'resolved',
        resolvedBy: 'operator',
        resolvedAt: new Date().toISOString(),
        note,
      }),
    'alert.read-resolved': ({ limit }) => {
      const resolved = [...alerts.rows.values()].filter(({ state }) => state === 'resolved');
      return { alerts: resolved.slice(0, limit), more: resolved.length > limit };
    },
    'alert.history': ({ alertId }) => {
      const alert = alerts.rows.get(alertId);
      if (alert === undefined) return { entries: [], more: false };
      const { severity, count, firstSeenAt: at, title } = alert;
      const sentence = `Alert: ${title}.`;
      return {
        entries: [{ seq: 1, at, by: 'desk', change: 'raised', severity, count, sentence }],
        more: false,
      };
    },
    'delivery.configure': ({ token, ...receiver }) => {
      deliveries.put({
        ...receiver,
        hasToken: token !== null && token !== '',
        waiting: 0,
        throughSeq: seq,
        deliveredAt: null,
        failingSince: null,
        problem: null,
      });
      return {};
    },
    'delivery.remove': ({ receiverId }) => {
      deliveries.drop(receiverId);
      return {};
    },
    'silence.make': ({ minutes, ...silenced }) => {
      const silenceId = `silence-${silences.rows.size + 1}`;
      const now = Date.now();
      silences.put({
        ...silenced,
        silenceId,
        madeBy: 'operator',
        madeAt: new Date(now).toISOString(),
        endsAt: new Date(now + minutes * 60_000).toISOString(),
      });
      return { silenceId };
    },
    'silence.end': ({ silenceId }) => {
      silences.drop(silenceId);
      return {};
    },
    'break.accept': ({ breakId, note }) => {
      const now = statusNow();
      const found = now.breaks.find((each) => each.breakId === breakId);
      status.put({ ...now, breaks: now.breaks.filter((each) => each !== found) });
      happen('position.adopted', `${found?.subject ?? 'Position'} taken over: ${note}`, {});
      return {};
    },
    'simulator.inject': ({ fault }) => {
      simulator.inject(fault);
      return {};
    },
    'simulator.clear': ({ faultId }) => {
      simulator.clear(faultId);
      return {};
    },
    'simulator.set-speed': ({ speed }) => {
      simulator.setSpeed(speed);
      return {};
    },
    'journal.read': ({ beforeSeq, limit, kinds, by, orderRef, from, to, text }) => {
      const matching = journal.filter(
        (entry) =>
          (beforeSeq === null || entry.seq < beforeSeq) &&
          (kinds.length === 0 || kinds.includes(entry.kind)) &&
          (by == null || entry.by === by) &&
          (from == null || entry.at >= from) &&
          (to == null || entry.at < to) &&
          (orderRef === null || entry.body.includes(orderRef)) &&
          (text === null || `${entry.sentence}${entry.body}`.includes(text)),
      );
      return { entries: matching.slice(0, limit), more: matching.length > limit };
    },
    ...readiness.commands,
    ...load.commands,
    'journal.verify': () => ({ ok: true, facts: journal.length, difference: null }),
  };

  const topicOf: { [T in TopicName]: FakeTopic<TopicItem<T>> } = {
    session,
    status,
    watchlist,
    quotes,
    bars,
    depth: new FakeTopic(({ instrumentId }) => instrumentId),
    orders,
    executions,
    positions,
    account,
    alerts,
    silences,
    deliveries,
    activity,
    proposals: governance.topic,
    risk,
    pnl,
    // Nothing is watched here, and no screen says that it were.
    monitoring: new FakeTopic(({ group }) => group),
    simulator: simulator.topic,
    kill,
    ...readiness.topics,
    ...load.topics,
  };

  if (busy) {
    for (let index = 0; index < 12; index += 1) {
      happen('desk.started', `The desk started in rehearsal ${index}`, { index });
    }
    const ticket = (
      displaySymbol: string,
      side: 'BUY' | 'SELL',
      quantity: number,
      limitPrice: number | null,
    ): OrderTicket => {
      const found = fakeInstruments.find(
        ({ instrument }) => instrument.displaySymbol === displaySymbol,
      );
      return {
        instrumentId: found?.instrument.instrumentId ?? 0,
        side,
        orderType: limitPrice === null ? 'MKT' : 'LMT',
        quantity,
        limitPrice,
        stopPrice: null,
        timeInForce: 'DAY',
        outsideRth: false,
      };
    };
    place(ticket('SPY', 'BUY', 500, 275.5));
    place(ticket('MSFT', 'BUY', 300, 153));
    place(ticket('JPM', 'SELL', 400, null));
    place(ticket('AAPL', 'SELL', 200, 290));
    place(ticket('GLD', 'BUY', 500, 155));
    place(ticket('XOM', 'BUY', 9_000, null));
    raise({
      severity: 'critical',
      title: 'Order without acknowledgement',
      rule: 'order-unacknowledged',
      detail:
        'The gateway has not answered AAPL sell 200 STP 262.00 for 31 s. It may or may not be working; it will not be sent again.',
    });
    raise({ count: 3 });
    raise({ severity: 'info', title: 'External order', detail: 'JPM buy 100 from TWS itself.' });
    raise({
      alertId: 'break',
      rule: 'reconciliation-break',
      fingerprint: 'reconciliation-break:position:DU1000001:1520593',
      title: 'Desk and broker differ',
      detail: 'Position in JPM: the desk has −400, the broker has −380.',
      firstSeenAt: new Date(started - 95_000).toISOString(),
    });
    const now = new Date().toISOString();
    const external: Order = {
      ...ticket('JPM', 'BUY', 100, 93.5),
      orderRef: 'external:90417',
      orderId: 0,
      clientId: 0,
      permId: 90_417,
      accountId: 'DU1000001',
      displaySymbol: 'JPM',
      status: 'WORKING',
      filledQuantity: 0,
      averageFillPrice: null,
      reason: null,
      pendingChange: null,
      external: true,
      placedBy: 'another client',
      placedAt: now,
      updatedAt: now,
    };
    const unknownFate: Order = {
      ...external,
      ...ticket('TLT', 'SELL', 250, 171),
      displaySymbol: 'TLT',
      orderRef: '01JFAKEUNKNOWN',
      clientId: 11,
      orderId: 90,
      permId: null,
      status: 'UNKNOWN',
      reason: 'The link dropped before the broker answered.',
      external: false,
      placedBy: 'operator',
    };
    orders.put(external, unknownFate);
  }

  putKill();
  setInterval(putKill, 500);

  setInterval(() => {
    const moved = [...quotes.rows.values()].filter(
      ({ instrumentId }) => instrumentId !== 730283085 && random() < 0.5,
    );
    quotes.put(
      ...moved.map((quote) => {
        const { minTick } = instrumentOf(quote.instrumentId);
        const last = (quote.last ?? 100) + Math.round((random() - 0.5) * 4) * minTick;
        return {
          ...quote,
          last,
          bid: last - minTick,
          ask: last + minTick,
          receivedAt: Date.now(),
        };
      }),
    );
  }, quoteMs);

  return {
    call: async <C extends CommandName>(command: C, input: CommandInput<C>) => {
      await new Promise((resolve) => {
        setTimeout(resolve, command === 'bars.read' ? 120 : 25);
      });
      return handlers[command](input);
    },
    listen: <T extends TopicName>(
      topic: T,
      _params: TopicParams<T>,
      reader: TopicReader<TopicItem<T>>,
    ) => topicOf[topic].listen(reader),
    state: () => connection,
    onState: (listener) => {
      stateListeners.add(listener);
      return () => {
        stateListeners.delete(listener);
      };
    },
    onTopicFailed: (listener) => {
      failureListeners.add(listener);
      return () => {
        failureListeners.delete(listener);
      };
    },
    listenAgain: () => undefined,
    openWindow: () => {
      window.open(window.location.href, '_blank', 'noopener');
      return Promise.resolve();
    },
    failTopic: (topic) => {
      const error = new ContractError({
        code: 'internal',
        message: 'The desk gave the topic up.',
        advice: '',
      });
      for (const listener of failureListeners) listener(topic, error);
    },
    setConnection: (state) => {
      connection = state;
      for (const listener of stateListeners) listener(state);
    },
    changeStatus: (change) => {
      status.put({ ...statusNow(), ...change });
    },
    raise,
  };
}
