import type { DeskStatus } from '#shared/contract/topics.ts';
import type { RiskFigures } from '#shared/domain/risk-figures.ts';
import type { KillStatus } from '#shared/domain/kill.ts';
import type { SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import { followSession, session } from './session-store.ts';
import { createTopicStore, useTopic } from './topic-store.ts';

/** Every topic the console listens to all the time. Bars are listened to by the chart that shows them. */

const status = createTopicStore('status', {}, () => 'status');
export const watchlist = createTopicStore('watchlist', {}, (row) => row.instrumentId);
export const quotes = createTopicStore('quotes', {}, (quote) => quote.instrumentId);
export const orders = createTopicStore('orders', {}, (order) => order.orderRef);
export const executions = createTopicStore('executions', {}, (execution) => execution.execId);
export const positions = createTopicStore('positions', {}, (position) => position.instrumentId);
export const accounts = createTopicStore('account', {}, (account) => account.accountId);
export const alerts = createTopicStore('alerts', {}, (alert) => alert.alertId);
/** Those that last. */
export const silences = createTopicStore('silences', {}, (silence) => silence.silenceId);
/** Where alerts are delivered to besides the screens. */
export const deliveries = createTopicStore('deliveries', {}, (receiver) => receiver.receiverId);
/** Those that wait for a second person, and the latest that were decided. */
export const proposals = createTopicStore('proposals', {}, ({ proposalId }) => proposalId);
export const activity = createTopicStore('activity', {}, (entry) => entry.seq);
/** What the desk risks: one item, whatever its currency. */
export const risk = createTopicStore('risk', {}, () => 'risk');
export const pnl = createTopicStore('pnl', {}, (point) => point.time);
const kill = createTopicStore('kill', {}, ({ key }) => key);
/** One gateway at most, also while it changes its port. */
const simulator = createTopicStore('simulator', {}, () => 'simulator');

/** Starts every topic; returns how to stop them. */
export function listenToDesk(): () => void {
  const stops = [
    followSession(),
    session.start(),
    status.start(),
    watchlist.start(),
    quotes.start(),
    orders.start(),
    executions.start(),
    positions.start(),
    accounts.start(),
    alerts.start(),
    silences.start(),
    deliveries.start(),
    proposals.start(),
    activity.start(),
    risk.start(),
    pnl.start(),
    simulator.start(),
    kill.start(),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The desk's status as last heard; null before the first word. */
export function readStatus(): DeskStatus | null {
  return status.store.getState().rows.get('status') ?? null;
}

/** What the kill switch would do, as last heard; null before the first word. */
export function readKillStatus(): KillStatus | null {
  return kill.store.getState().rows.get('kill') ?? null;
}

/** The same for a component that shows it. */
export function useKillStatus(): KillStatus | null {
  return useTopic(kill, ({ rows }) => rows.get('kill') ?? null);
}

/** A part of the desk's status; null before the first word. */
export function useStatus<Part>(select: (status: DeskStatus) => Part): Part | null {
  return useTopic(status, ({ rows }) => {
    const known = rows.get('status');
    return known === undefined ? null : select(known);
  });
}

/** A part of what the desk risks; null before the first word. */
export function useRisk<Part>(select: (figures: RiskFigures) => Part): Part | null {
  return useTopic(risk, ({ rows }) => {
    const known = rows.get('risk');
    return known === undefined ? null : select(known);
  });
}

/** The simulated gateway as last heard; null before the first word, or with any other gateway. */
export function useSimulatorStatus<Part>(select: (status: SimulatorStatus) => Part): Part | null {
  return useTopic(simulator, ({ rows }) => {
    const known = rows.get('simulator');
    return known === undefined ? null : select(known);
  });
}

/** Whether the desk has said anything of the simulated gateway, if only that there is none. */
export function useSimulatorHeard(): boolean {
  return useTopic(simulator, ({ loaded }) => loaded);
}
