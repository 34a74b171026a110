import { expect, it } from 'vitest';

import { matrixTable, runMatrix, type Cell } from './matrix.ts';
import { orderStates } from './order-states.ts';
import { worldFaults } from './world-faults.ts';
import { simulatorFaultSchema } from '#shared/domain/simulator-fault.ts';
import { knownInstruments } from './world.ts';

it('the desk takes every fault at every state of an order', { timeout: 300_000 }, async () => {
  expect(worldFaults.length).toBeGreaterThanOrEqual(25);
  expect(orderStates.length).toBeGreaterThanOrEqual(10);
  const cells: Cell[] = [];
  for await (const cell of runMatrix(await knownInstruments())) cells.push(cell);
  expect(cells).toHaveLength(worldFaults.length * orderStates.length);
  const broken = cells.filter(({ violations }) => violations.length > 0);
  const said = broken.map(
    ({ fault, state, violations, tail }) =>
      `${fault} × ${state}:\n${violations.join('\n')}\n${tail.slice(-40).join('\n')}`,
  );
  expect(broken, `${matrixTable(cells)}\n\n${said.slice(0, 3).join('\n\n')}`).toHaveLength(0);
});

it('every kind of fault of the simulated gateway is among them', () => {
  const kinds = new Set(worldFaults.flatMap(({ kinds: struck }) => struck ?? []));
  expect([...kinds].toSorted()).toEqual(
    simulatorFaultSchema.options.map(({ shape }) => shape.kind.value).toSorted(),
  );
});
