import { describe, expect, it } from 'vitest';

import { contextOfExit, gravestOfLegs } from './bracket-context.ts';
import { evaluateChain } from './chain.ts';
import { context, limits, proposal } from './context.fixture.ts';

const before = { messages: 2, orders: { onSide: 1, total: 2 }, value: 10_000 };
const exit = context({ proposal: proposal({ side: 'SELL', limitPrice: 102 }) });

describe('an exit of a bracket', () => {
  it('is judged as of when its entry has filled: it closes and opens nothing', () => {
    expect(exit.exposure.position).toBe(0);
    const filled = contextOfExit(exit, { side: 'BUY', unfilled: 100 }, before);
    expect(filled.exposure.position).toBe(100);
    expect(evaluateChain(filled).allowed).toBe(true);
  });

  it('counts what leaves before it in the same moment', () => {
    const judged = contextOfExit(exit, { side: 'BUY', unfilled: 100 }, before);
    expect(judged).toMatchObject({
      messagesInSecond: 2,
      openOrders: { onSide: 1, total: 2 },
      valueInMinute: 10_000,
    });
    const tight = { ...judged, limits: limits({ messagesPerSecond: 2 }) };
    expect(evaluateChain(tight).allowed).toBe(false);
  });
});

describe('what is said of a bracket', () => {
  const passes = evaluateChain(context());
  const denied = evaluateChain(context({ deskState: 'HALTED' }));
  const broken = evaluateChain(context({ buyingPower: null }));

  it('is allowed where every order of it is', () => {
    expect(
      gravestOfLegs([
        { name: 'Entry', result: passes },
        { name: 'Exit', result: passes },
      ]),
    ).toEqual(passes);
    expect(gravestOfLegs([])).toEqual({ allowed: false, verdicts: [] });
  });

  it('is the gravest verdict of each control, and says whose it is', () => {
    const { allowed, verdicts } = gravestOfLegs([
      { name: 'Entry', result: passes },
      { name: 'Take-profit', result: denied },
      { name: 'Stop-loss', result: broken },
    ]);
    expect(allowed).toBe(false);
    expect(verdicts).toHaveLength(passes.verdicts.length);
    const said = verdicts.flatMap(({ controlId, message }) =>
      message === null ? [] : [`${controlId}: ${message}`],
    );
    expect(said).toEqual([
      expect.stringMatching(/^trading-state: Take-profit: The desk is HALTED/),
      expect.stringMatching(/^buying-power: Stop-loss: /),
    ]);
  });
});
