import type { StoredFact } from '../../src/main/journal/chain.ts';
import { marketTicket, orderStates, restingTicket, type OrderState } from './order-states.ts';
import { compareWithGateway, compareWithReplay, settle } from './settled.ts';
import { worldFaults, type WorldFault } from './world-faults.ts';
import { aapl, World } from './world.ts';

export interface Cell {
  fault: string;
  state: string;
  /** What must not have happened; empty for a green cell. */
  violations: readonly string[];
  tail: readonly string[];
  traceHash: string;
}

const afterStrikeMs = 50;
const unrestMs = 3_200;
const firstLetter = 65;

/** One fault at one state of an order, and what came of it. */
export async function runCell(
  fault: WorldFault,
  state: OrderState,
  history: readonly StoredFact[],
  seed = 1,
): Promise<Cell> {
  const { messagesPerSecond = 40 } = state;
  const world = new World({ seed, history, messagesPerSecond });
  try {
    world.startDesk();
    await world.untilTrading();
    let struck = 0;
    await state.reach(world, () => {
      struck += 1;
      world.event(`fault: ${fault.name}`);
      fault.strike(world);
    });
    if (struck !== 1) world.violated(`The fault struck ${struck} times.`);
    await world.pass(afterStrikeMs);
    // Whoever sits at the desk goes on; most of this will be refused.
    if (world.isRunning) world.place(marketTicket(world, { instrumentId: aapl, quantity: 20 }));
    await world.pass(unrestMs / 2);
    if (world.isRunning) world.place(restingTicket(world, { quantity: 30 }));
    await world.pass(unrestMs / 2);
    await settle(world, 'by-reconnect');
    await compareWithGateway(world);
    if (world.isRunning) compareWithReplay(world);
  } catch (error) {
    world.violated(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    world.end();
  }
  return {
    fault: fault.name,
    state: state.name,
    violations: world.violations,
    tail: world.violations.length === 0 ? [] : world.trace.tail(),
    traceHash: world.trace.digest(),
  };
}

/** Every fault at every state. `only` picks cells by `fault × state`. */
export async function* runMatrix(
  history: readonly StoredFact[],
  only: (name: string) => boolean = () => true,
): AsyncGenerator<Cell> {
  for (const fault of worldFaults) {
    for (const state of orderStates) {
      if (only(`${fault.name} × ${state.name}`)) yield await runCell(fault, state, history);
    }
  }
}

/** Faults downwards, states across: `·` held, `✗` did not. */
export function matrixTable(cells: readonly Cell[]): string {
  const states = orderStates.map(({ name }) => name);
  const lines = states.map((name, index) => `  ${letter(index)}  ${name}`);
  lines.push('', `${' '.repeat(34)}${states.map((_, index) => letter(index)).join(' ')}`);
  for (const { name } of worldFaults) {
    const row = cells.filter(({ fault }) => fault === name);
    if (row.length === 0) continue;
    const marks = states.map((state) => {
      const cell = row.find((each) => each.state === state);
      if (cell === undefined) return ' ';
      return cell.violations.length === 0 ? '·' : '✗';
    });
    lines.push(`${name.padEnd(34)}${marks.join(' ')}`);
  }
  return lines.join('\n');
}

function letter(index: number): string {
  return String.fromCodePoint(firstLetter + index);
}
