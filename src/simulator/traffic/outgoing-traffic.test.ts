import { beforeEach, describe, expect, it } from 'vitest';

import { simulatorFaultSchema, type SimulatorFaultInput } from '#shared/domain/simulator-fault.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { FaultBoard } from '../fault-board.ts';
import { OutgoingTraffic } from './outgoing-traffic.ts';

const openOrder = 5;
const orderStatus = 3;
const execution = 11;
const tick = 1;

let clock: VirtualClock;
let board: FaultBoard;
let traffic: OutgoingTraffic;
let delivered: string[];

beforeEach(() => {
  clock = new VirtualClock();
  board = new FaultBoard(clock);
  traffic = new OutgoingTraffic(board, clock, (work) => work());
  delivered = [];
});

function start(input: SimulatorFaultInput): void {
  const fault = simulatorFaultSchema.parse(input);
  if ('forMs' in fault) board.last(fault, () => {});
  else if ('count' in fault) board.wait(fault);
}

function say(messageId: number, text: string): void {
  traffic.intercept({ messageId, text }, (frame) => delivered.push(frame.text));
}

describe('without faults', () => {
  it('lets everything through at once', () => {
    say(tick, 'a');
    say(orderStatus, 'b');
    expect(delivered).toEqual(['a', 'b']);
    expect(traffic.isHolding).toBe(false);
  });
});

describe('a delay', () => {
  it('holds every message that long, in their order', () => {
    start({ kind: 'delay', delayMs: 500, forMs: 1000 });
    say(tick, 'a');
    clock.advance(100);
    say(orderStatus, 'b');
    clock.advance(399);
    expect(delivered).toEqual([]);
    clock.advance(1);
    expect(delivered).toEqual(['a']);
    clock.advance(100);
    expect(delivered).toEqual(['a', 'b']);
  });

  it('touches its group alone, which the others may overtake', () => {
    start({ kind: 'delay', messages: 'executions', delayMs: 500 });
    say(execution, 'fill');
    say(orderStatus, 'status');
    expect(delivered).toEqual(['status']);
    clock.advance(500);
    expect(delivered).toEqual(['status', 'fill']);
  });

  it('is not overtaken by what comes after its end', () => {
    start({ kind: 'delay', delayMs: 5000, forMs: 1000 });
    say(tick, 'late');
    clock.advance(2000);
    say(orderStatus, 'after');
    expect(delivered).toEqual([]);
    clock.advance(3000);
    expect(delivered).toEqual(['late', 'after']);
    expect(traffic.isHolding).toBe(false);
  });

  it('keeps the order of one moment even where a shorter delay follows', () => {
    start({ kind: 'delay', messages: 'orders', delayMs: 800, forMs: 100 });
    say(openOrder, 'a');
    clock.advance(100);
    start({ kind: 'delay', messages: 'orders', delayMs: 10, forMs: 100 });
    say(orderStatus, 'b');
    clock.advance(1000);
    expect(delivered).toEqual(['a', 'b']);
  });
});

describe('a duplicate', () => {
  it('doubles as many messages of its group as it was meant for', () => {
    start({ kind: 'duplicate', messages: 'orders', count: 2 });
    say(tick, 'tick');
    say(openOrder, 'a');
    say(orderStatus, 'b');
    say(orderStatus, 'c');
    expect(delivered).toEqual(['tick', 'a', 'a', 'b', 'b', 'c']);
    expect(board.active()).toEqual([]);
  });
});

describe('a reorder', () => {
  it('swaps a message with the next, whatever that is about', () => {
    start({ kind: 'reorder', messages: 'executions' });
    say(execution, 'fill');
    expect(delivered).toEqual([]);
    say(orderStatus, 'status');
    say(orderStatus, 'more');
    expect(delivered).toEqual(['status', 'fill', 'more']);
  });

  it('swaps pair by pair', () => {
    start({ kind: 'reorder', count: 2 });
    for (const text of ['a', 'b', 'c', 'd', 'e']) say(tick, text);
    expect(delivered).toEqual(['b', 'a', 'd', 'c', 'e']);
  });

  it('lets a message go alone when nothing follows it', () => {
    start({ kind: 'reorder' });
    say(tick, 'a');
    clock.advance(1000);
    expect(delivered).toEqual(['a']);
    expect(traffic.isHolding).toBe(false);
  });
});

it('loses what it holds with its client', () => {
  start({ kind: 'delay', delayMs: 100 });
  start({ kind: 'reorder', messages: 'orders' });
  say(orderStatus, 'a');
  say(tick, 'b');
  say(orderStatus, 'c');
  traffic.close();
  clock.advance(5000);
  expect(delivered).toEqual([]);
  expect(traffic.isHolding).toBe(false);
});
