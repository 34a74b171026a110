import type { TradingState } from '#shared/domain/trading-state.ts';

import type { Check } from '../check.ts';
import { farTicket } from '../tickets.ts';
import { anInstrument } from './component-self-tests.ts';
import { breachProblems, type BreachRow } from './breaches.ts';
import { controlProblems, type ControlRow } from './controls-deny.ts';
import { crashProblems, type CrashRow, type LossStep } from './crash-losses.ts';
import { everyGateway } from './gateways.ts';
import { highRiskProblems, type HighRiskRow } from './high-risk.ts';
import { drillProblems, killProblems, type Drilled, type Killed } from './kill.ts';
import { judgePlanted, type PlantedObservation } from './planted-observations.ts';

/** The evaluation of the controls, with the controls that judge the desk's own orders and one answer broken in each. */
function plantedControls(listed: readonly string[]): PlantedObservation[] {
  const sound: ControlRow[] = listed.map((controlId) => ({
    controlId,
    denied: [controlId],
    beside: [],
    left: false,
    passes: 'pass',
  }));
  const saysOfTheSound = (): string[] => controlProblems(listed, sound);
  const lastIs = (change: (row: ControlRow) => Partial<ControlRow>) => (): string[] =>
    controlProblems(
      listed,
      sound.map((row, nth) => (nth === sound.length - 1 ? { ...row, ...change(row) } : row)),
    );
  return [
    {
      defect: 'a control was never tried',
      says: () => controlProblems(listed, sound.slice(0, -1)),
      saysOfTheSound,
    },
    { defect: 'a control denies nothing', says: lastIs(() => ({ denied: [] })), saysOfTheSound },
    {
      defect: 'another control denies with it',
      says: lastIs(({ denied }) => ({ denied: [...denied, 'another'] })),
      saysOfTheSound,
    },
    { defect: 'what is denied leaves', says: lastIs(() => ({ left: true })), saysOfTheSound },
    {
      defect: 'a control denies everything',
      says: lastIs(() => ({ passes: 'deny' })),
      saysOfTheSound,
    },
  ];
}

/** The evaluation of the four positions, with one answer broken in each. */
function plantedPositions(): PlantedObservation[] {
  const sound: HighRiskRow = {
    position: 'concentrated',
    controlId: 'concentration',
    certified: 50,
    limit: 50,
    denied: ['concentration'],
    left: false,
    passes: 'pass',
  };
  const saysOfTheSound = (): string[] => highRiskProblems([sound]);
  const says = (change: Partial<HighRiskRow>) => (): string[] =>
    highRiskProblems([{ ...sound, ...change }]);
  return [
    {
      defect: 'a position is denied for another reason than its own',
      says: says({ denied: ['max-order-value'] }),
      saysOfTheSound,
    },
    {
      defect: 'a limit that is not the certified one is in force',
      says: says({ limit: 500 }),
      saysOfTheSound,
    },
    { defect: 'an order left for a position', says: says({ left: true }), saysOfTheSound },
    { defect: 'what is small enough is denied', says: says({ passes: 'deny' }), saysOfTheSound },
  ];
}

/** The evaluation of a breach and its alert, with one answer broken in each. */
function plantedBreaches(): PlantedObservation[] {
  const told = { severity: 'critical', observed: 90, threshold: 75, shownAt: 1_200 } as const;
  const sound: BreachRow = {
    monitorId: 'concentration',
    cause: 'fact',
    expected: 100,
    threshold: 75,
    breachedAt: 1_000,
    alert: told,
  };
  const saysOfTheSound = (): string[] => breachProblems([sound], []);
  const says = (change: Partial<BreachRow>) => (): string[] =>
    breachProblems([{ ...sound, ...change }], []);
  return [
    { defect: 'a breach is told to nobody', says: says({ alert: null }), saysOfTheSound },
    {
      defect: 'a monitor compares with another threshold',
      says: says({ alert: { ...told, threshold: 750 } }),
      saysOfTheSound,
    },
    {
      defect: 'a monitor tells of what is not broken',
      says: says({ alert: { ...told, observed: 60 } }),
      saysOfTheSound,
    },
    {
      defect: 'an alert was there before its breach',
      says: () => breachProblems([sound], ['concentration']),
      saysOfTheSound,
    },
  ];
}

/** The evaluation of a crash, with one answer broken in each. */
function plantedCrashes(): PlantedObservation[] {
  const at = '2026-01-05T15:00:00.000Z';
  const lossOf = (seq: number, rule: string, observed: number): LossStep => ({
    seq,
    at,
    step: 'alert',
    rule,
    severity: 'critical',
    observed,
  });
  const stateOf = (seq: number, state: TradingState): LossStep => ({
    seq,
    at,
    step: 'state',
    state,
    by: 'desk',
    cause: 'loss',
  });
  const reducing = [lossOf(1, 'daily-loss', 5_100), stateOf(2, 'REDUCING')];
  const halted = [lossOf(3, 'all-time-drawdown', 20_300), stateOf(4, 'HALTED')];
  const sound: CrashRow = {
    crash: 'A crash',
    lines: [
      { monitorId: 'daily-loss', soft: 4_000, hard: 5_000, action: 'REDUCING' },
      { monitorId: 'all-time-drawdown', soft: 10_000, hard: 20_000, action: 'HALTED' },
    ],
    steps: [...reducing, ...halted],
    asked: [{ state: 'REDUCING', what: 'a purchase', must: false, allowed: false }],
    drawdown: { shown: 20_300, recorded: 20_300 },
    restarted: 'HALTED',
  };
  const saysOfTheSound = (): string[] => crashProblems([sound]);
  const says = (change: Partial<CrashRow>) => (): string[] =>
    crashProblems([{ ...sound, ...change }]);
  return [
    { defect: 'a loss halts nothing', says: says({ steps: reducing }), saysOfTheSound },
    {
      defect: 'the desk is made REDUCING before its line',
      says: says({
        steps: [lossOf(1, 'daily-loss', 4_100), stateOf(2, 'REDUCING'), ...halted],
      }),
      saysOfTheSound,
    },
    {
      defect: 'the desk is made REDUCING and nobody is told why',
      says: says({ steps: [stateOf(2, 'REDUCING'), ...halted] }),
      saysOfTheSound,
    },
    {
      defect: 'new risk is let through while REDUCING',
      says: says({
        asked: [{ state: 'REDUCING', what: 'a purchase', must: false, allowed: true }],
      }),
      saysOfTheSound,
    },
    {
      defect: 'the drawdown that is shown is not that of the record',
      says: says({ drawdown: { shown: 20_299, recorded: 20_300 } }),
      saysOfTheSound,
    },
  ];
}

/** The evaluation of a drill that was done just now, with one answer broken in each. */
function plantedDrills(sound: Drilled): PlantedObservation[] {
  const saysOfTheSound = (): string[] => drillProblems(sound);
  return [
    {
      defect: 'the drill does not get through to the gateway',
      says: () =>
        drillProblems({ ...sound, drill: { ...sound.drill, failure: 'It was not answered.' } }),
      saysOfTheSound,
    },
    {
      defect: 'the drill engages the kill switch',
      says: () => drillProblems({ ...sound, facts: [...sound.facts, 'kill.engaged'] }),
      saysOfTheSound,
    },
    {
      defect: 'the drill is not on record',
      says: () => drillProblems({ ...sound, facts: [] }),
      saysOfTheSound,
    },
  ];
}

/** The evaluation of a kill, with one answer broken in each. */
function plantedKills(): PlantedObservation[] {
  const rearming = [
    { how: 'One person', must: false, did: false },
    { how: 'Two people', must: true, did: true },
  ];
  const sound: Killed = {
    orders: [{ orderRef: 'one', status: 'CANCELLED' }],
    tradingState: 'HALTED',
    latch: 'kill',
    after: [{ what: 'A new order', accepted: false }],
    rearming,
    tradesAgain: true,
    facts: ['kill.engaged'],
  };
  const saysOfTheSound = (): string[] => killProblems(sound);
  const says = (change: Partial<Killed>) => (): string[] => killProblems({ ...sound, ...change });
  return [
    {
      defect: 'an order is left open by a kill',
      says: says({ orders: [{ orderRef: 'one', status: 'WORKING' }] }),
      saysOfTheSound,
    },
    {
      defect: 'an order is accepted after a kill',
      says: says({ after: [{ what: 'A new order', accepted: true }] }),
      saysOfTheSound,
    },
    {
      defect: 'one person alone trades again after a kill',
      says: says({ rearming: rearming.map((each) => ({ ...each, did: true })) }),
      saysOfTheSound,
    },
    {
      defect: 'a desk that was killed is not HALTED',
      says: says({ tradingState: 'REDUCING' }),
      saysOfTheSound,
    },
  ];
}

export const riskNegativeControl: Check = {
  checkId: 'risk-notices',
  title: 'Defects in risk are noticed',
  why: 'A check that cannot fail proves nothing.',
  phase: 5,
  weight: 2,
  critical: true,
  negativeControl: true,
  gateways: everyGateway,
  needs: [],
  withinMs: 60_000,
  async run(world) {
    const { desk, gatewayKind } = world;
    const { verdicts } = await desk.call('order.preview', {
      ticket: farTicket(await anInstrument(world)),
      withWhatIf: false,
    });
    const since = desk.head().seq + 1;
    const drill = await desk.call('kill.drill', {}, 'risk-officer');
    const facts = [...desk.facts(since)].map(({ kind }) => kind);
    return judgePlanted([
      ...plantedControls(verdicts.map(({ controlId }) => controlId)),
      ...plantedPositions(),
      ...plantedBreaches(),
      ...plantedCrashes(),
      // At a live account no cancel leaves: there is nothing to drill.
      ...(gatewayKind === 'shadow'
        ? []
        : plantedDrills({ drill: { ...drill, openOrders: 0 }, orders: [], facts })),
      ...plantedKills(),
    ]);
  },
};
