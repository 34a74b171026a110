import { create } from 'zustand';

import { commands } from '#shared/contract/commands.ts';
import type { SimulatorFaultKind } from '#shared/domain/simulator-fault.ts';

import { problemOf, showProblem, type Problem } from '../problem.ts';
import { call } from './connection-store.ts';
import { parseFigure } from './ticket-draft.ts';
import { announce } from '../ui/announcer-store.ts';
import { faultKinds, faultTitle } from './fault-catalogue.ts';
import { readFault, usualDraft, type FaultDraft } from './fault-draft.ts';

/** A fault this window started: the desk is watched from then on. */
interface Started {
  title: string;
  /** Epoch ms. */
  at: number;
}

interface SimulatorStore {
  kind: SimulatorFaultKind;
  draft: FaultDraft;
  /** Whether what is wrong with the draft is shown: from the first attempt to start it. */
  checked: boolean;
  sending: boolean;
  problem: Problem | null;
  started: Started | null;
  /** The field the focus is wanted in, until it has it. */
  focusAsked: 'form' | 'speed' | null;
}

const firstKind: SimulatorFaultKind = 'drop';

export const useSimulator = create<SimulatorStore>(() => ({
  kind: firstKind,
  draft: usualDraft(firstKind),
  checked: false,
  sending: false,
  problem: null,
  started: null,
  focusAsked: null,
}));

/** Puts a fault into the form, with its usual values. */
export function chooseFault(kind: SimulatorFaultKind): void {
  if (useSimulator.getState().kind === kind) return;
  useSimulator.setState({ kind, draft: usualDraft(kind), checked: false, problem: null });
}

/** Chooses the fault so many places further down the list, staying in it. */
export function moveFaultChoice(steps: number): void {
  const at = faultKinds.indexOf(useSimulator.getState().kind);
  const next = faultKinds[Math.min(faultKinds.length - 1, Math.max(0, at + steps))];
  if (next !== undefined) chooseFault(next);
}

export function askForFaultForm(): void {
  useSimulator.setState({ focusAsked: 'form' });
}

export function askForSpeed(): void {
  useSimulator.setState({ focusAsked: 'speed' });
}

/** The focus is where it was asked for: the next visit does not take it again. */
export function focusGiven(): void {
  useSimulator.setState({ focusAsked: null });
}

export function editFault(change: FaultDraft): void {
  useSimulator.setState(({ draft }) => ({ draft: { ...draft, ...change }, problem: null }));
}

/** Starts the chosen fault as it stands in the form, once; an incomplete one says what is wrong instead. */
export async function startFault(): Promise<void> {
  const { kind, draft, sending } = useSimulator.getState();
  if (sending) return;
  const { fault, problems } = readFault(kind, draft);
  if (fault === null) {
    useSimulator.setState({ checked: true });
    announce(Object.values(problems).join(' '), 'polite');
    return;
  }
  const started: Started = { title: faultTitle(kind), at: Date.now() };
  useSimulator.setState({ sending: true, problem: null });
  try {
    await call('simulator.inject', { fault });
    useSimulator.setState({ started, checked: false });
    announce(`${started.title}: started.`, 'polite');
  } catch (error) {
    useSimulator.setState({ problem: problemOf(error) });
  } finally {
    useSimulator.setState({ sending: false });
  }
}

/** Ends one fault under way, or with null all of them. */
export async function endFault(faultId: number | null, title: string): Promise<void> {
  try {
    await call('simulator.clear', { faultId });
    announce(`${title}: ended.`, 'polite');
  } catch (error) {
    showProblem(`${title} goes on`, error);
  }
}

/** The speeds the arrow keys step through: simulated seconds for each second. */
const speeds: readonly number[] = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1000];

/** The next speed of the steps, above or below the one in the field. */
export function steppedSpeed(text: string, steps: number): string {
  const speed = parseFigure(text) ?? 1;
  const faster = speeds.findIndex((step) => step > speed);
  const above = faster < 0 ? speeds.length : faster;
  const below = speeds.findLastIndex((step) => step < speed);
  const at = steps > 0 ? above + steps - 1 : below + steps + 1;
  return String(speeds[Math.min(speeds.length - 1, Math.max(0, at))] ?? speed);
}

/** The speed in a field, or what is wrong with it. */
export function readSpeed(
  text: string,
): { speed: number; problem: null } | { speed: null; problem: string } {
  const parsed = commands['simulator.set-speed'].input.safeParse({ speed: parseFigure(text) });
  return parsed.success
    ? { speed: parsed.data.speed, problem: null }
    : { speed: null, problem: 'A speed is a number from 1 to 1 000.' };
}

/** Sets how fast simulated time runs; gives what went wrong, or null. */
export async function setSpeed(speed: number): Promise<Problem | null> {
  try {
    await call('simulator.set-speed', { speed });
    announce(`Simulated time runs ${speed} times as fast.`, 'polite');
    return null;
  } catch (error) {
    return problemOf(error);
  }
}
