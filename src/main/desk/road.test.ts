import { beforeEach, describe, expect, test } from 'vitest';

import { ContractError } from '#shared/contract/error.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { Road } from './road.ts';

const stopped = (reason: string): NewFact => ({
  kind: 'desk.stopped',
  by: 'desk',
  body: { reason },
});
const reasonsOf = (facts: readonly Fact[]): string =>
  facts.map((fact) => (fact.kind === 'desk.stopped' ? fact.body.reason : fact.kind)).join(' ');

/** A road that writes down what it does. A reason of `poison` cannot be applied. */
class RoadUnderTest {
  readonly said: string[] = [];
  readonly seqs: number[] = [];
  readonly faults: string[] = [];
  readonly unpublished: unknown[] = [];
  readonly turns: (() => void)[] = [];
  diskIsFull = false;
  screensThrow = false;
  readonly road = new Road({
    clock: new VirtualClock(),
    soon: (task) => this.turns.push(task),
    lastSeq: 41,
    apply: (fact) => {
      if (reasonsOf([fact]) === 'poison') throw new Error('no such order');
      this.said.push(`apply ${reasonsOf([fact])}`);
    },
    record: (facts) => {
      if (this.diskIsFull) throw new Error('The disk is full.');
      this.said.push(`record ${reasonsOf(facts)}`);
      this.seqs.push(...facts.map(({ seq }) => seq));
    },
    publish: (facts) => {
      if (this.screensThrow) throw new Error('a screen broke');
      this.said.push(`publish ${reasonsOf(facts)}`);
    },
    onFault: (sentence) => this.faults.push(sentence),
    onUnpublished: (error) => this.unpublished.push(error),
  });

  take(name: string, act: () => void = () => this.said.push(`act ${name}`)): Promise<void> {
    return this.road.take([stopped(name)], act);
  }

  /** Lets the turn that was asked for come. */
  turn(): void {
    for (const task of this.turns.splice(0)) task();
  }
}

let on: RoadUnderTest;
beforeEach(() => {
  on = new RoadUnderTest();
});

describe('the road of a fact', () => {
  test('applies at once, then records, acts and publishes in the next turn', async () => {
    const taken = on.take('a');
    expect(on.said).toEqual(['apply a']);
    on.turn();
    await taken;
    expect(on.said).toEqual(['apply a', 'record a', 'act a', 'publish a']);
  });

  test('records all of one turn at once, and only then acts, in order', () => {
    void on.take('a');
    void on.take('b');
    void on.take('c');
    expect(on.turns).toHaveLength(1);
    on.turn();
    expect(on.said.slice(3)).toEqual(['record a b c', 'act a', 'act b', 'act c', 'publish a b c']);
  });

  test('numbers facts without gaps and stamps them with the time', () => {
    void on.road.take([stopped('a'), stopped('b')]);
    void on.take('c');
    on.turn();
    void on.take('d');
    on.turn();
    expect(on.seqs).toEqual([42, 43, 44, 45]);
    expect(on.road.lastSeq).toBe(45);
  });

  test('an act without facts waits for what was before it, and records nothing', () => {
    void on.road.take([], () => on.said.push('act alone'));
    on.turn();
    expect(on.said).toEqual(['act alone']);
  });

  test('takes from within an act, in a turn of its own', async () => {
    const inner: Promise<void>[] = [];
    const outer = on.take('a', () => inner.push(on.take('b')));
    on.turn();
    await outer;
    expect(on.said).toEqual(['apply a', 'record a', 'apply b', 'publish a']);
    on.turn();
    await Promise.all(inner);
    expect(on.said.slice(4)).toEqual(['record b', 'act b', 'publish b']);
    expect(on.seqs).toEqual([42, 43]);
  });

  test('an act that throws rejects its own taker and nobody else', async () => {
    const takers = [
      on.take('a'),
      on.take('b', () => {
        throw new Error('b broke');
      }),
      on.take('c'),
    ];
    on.turn();
    const outcomes = await Promise.allSettled(takers);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(on.said).toContain('publish a b c');
    expect(on.road.fault).toBeNull();
  });

  test('flushes by hand ahead of its turn, and the turn then finds nothing', () => {
    void on.take('a');
    on.road.flush();
    expect(on.said).toContain('publish a');
    on.turn();
    expect(on.said.filter((each) => each === 'record a')).toHaveLength(1);
  });
});

async function refusalsOf(takers: readonly Promise<void>[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(takers);
  return outcomes.map((outcome) =>
    outcome.status === 'rejected' && outcome.reason instanceof ContractError
      ? outcome.reason.code
      : outcome.status,
  );
}

describe('a road that cannot record', () => {
  test('acts on nothing, publishes nothing and refuses everyone who waits, and whoever comes', async () => {
    on.diskIsFull = true;
    const takers = [on.take('a'), on.take('b')];
    on.turn();
    expect(await refusalsOf([...takers, on.take('c')])).toEqual([
      'desk-halted',
      'desk-halted',
      'desk-halted',
    ]);
    expect(on.said).toEqual(['apply a', 'apply b']);
    expect(on.faults).toEqual(['The disk is full.']);
    on.turn();
    expect(on.faults).toHaveLength(1);
  });

  test('says what happened and that the kill switch still works', async () => {
    on.diskIsFull = true;
    const taken = on.take('a');
    on.turn();
    await expect(taken).rejects.toMatchObject({
      message: expect.stringContaining('The disk is full.') as unknown,
      advice: expect.stringContaining('kill switch still cancels') as unknown,
    });
  });
});

describe('a fact that cannot be applied', () => {
  test('halts the desk: its taker and all who wait are refused', async () => {
    const takers = [on.take('a'), on.take('poison'), on.take('c')];
    on.turn();
    expect(await refusalsOf(takers)).toEqual(['desk-halted', 'desk-halted', 'desk-halted']);
    expect(on.said).toEqual(['apply a']);
    expect(on.faults).toEqual([expect.stringContaining('no such order')]);
  });

  test('found by an act, leaves the acts after it undone', async () => {
    const inner: Promise<void>[] = [];
    const takers = [on.take('a', () => inner.push(on.take('poison'))), on.take('b')];
    on.turn();
    expect(await refusalsOf([...takers, ...inner])).toEqual([
      'fulfilled',
      'desk-halted',
      'desk-halted',
    ]);
    expect(on.said).not.toContain('act b');
    expect(on.faults).toHaveLength(1);
  });
});

test('screens that cannot be told do not undo what is recorded and acted on', async () => {
  on.screensThrow = true;
  const taken = on.take('a');
  on.turn();
  await taken;
  expect(on.said).toEqual(['apply a', 'record a', 'act a']);
  expect(on.unpublished).toEqual([new Error('a screen broke')]);
  expect(on.road.fault).toBeNull();
});
