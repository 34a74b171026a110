import { beforeEach, describe, expect, it } from 'vitest';

import { ContractError } from '#shared/contract/error.ts';

import { adoptDesk } from './connection-store.ts';
import { deskDouble, type DeskDouble } from './desk-double.fixture.ts';
import { faultKinds } from './fault-catalogue.ts';
import { usualDraft } from './fault-draft.ts';
import {
  chooseFault,
  editFault,
  moveFaultChoice,
  readSpeed,
  startFault,
  steppedSpeed,
  useSimulator,
} from './simulator-store.ts';

describe('starting a fault', () => {
  let desk: DeskDouble;
  beforeEach(() => {
    useSimulator.setState(useSimulator.getInitialState());
    desk = deskDouble();
    adoptDesk(desk);
    desk.answer['simulator.inject'] = () => Promise.resolve({});
    chooseFault('halt');
  });

  it('sends what stands in the form and watches the desk from then on', async () => {
    editFault({ symbol: 'aapl', forMs: '5' });
    const before = Date.now();
    await startFault();
    expect(desk.asked).toEqual([
      {
        command: 'simulator.inject',
        input: { fault: { kind: 'halt', symbol: 'AAPL', forMs: 5_000 } },
      },
    ]);
    const { started } = useSimulator.getState();
    expect(started?.title).toBe('Halt an instrument');
    expect(started?.at).toBeGreaterThanOrEqual(before);
  });

  it('sends nothing while a figure is wrong, and says so from then on', async () => {
    editFault({ forMs: '' });
    await startFault();
    expect(desk.asked).toEqual([]);
    expect(useSimulator.getState()).toMatchObject({ checked: true, started: null });
  });

  it('sends once, however often Start is pressed meanwhile', async () => {
    await Promise.all([startFault(), startFault()]);
    expect(desk.asked).toHaveLength(1);
  });

  it('says why the desk refused, and watches nothing', async () => {
    desk.answer['simulator.inject'] = () =>
      Promise.reject(new ContractError({ code: 'conflict', message: 'No.', advice: 'Wait.' }));
    await startFault();
    expect(useSimulator.getState()).toMatchObject({
      problem: { message: 'No.', advice: 'Wait.' },
      started: null,
      sending: false,
    });
  });
});

it('choosing a fault anew puts its usual values in; moving stays in the list', () => {
  chooseFault('halt');
  editFault({ symbol: 'AAPL' });
  chooseFault('silence');
  chooseFault('halt');
  expect(useSimulator.getState().draft).toEqual(usualDraft('halt'));
  moveFaultChoice(-faultKinds.length);
  expect(useSimulator.getState().kind).toBe(faultKinds[0]);
  moveFaultChoice(1);
  expect(useSimulator.getState().kind).toBe(faultKinds[1]);
  moveFaultChoice(faultKinds.length);
  expect(useSimulator.getState().kind).toBe(faultKinds.at(-1));
});

describe('the speed', () => {
  it.each([
    ['1', 1, '2'],
    ['60', 1, '120'],
    ['60', -1, '30'],
    ['50', 1, '60'],
    ['50', -1, '30'],
    ['1', -1, '1'],
    ['1000', 1, '1000'],
    ['', 1, '2'],
  ])('%s steps by %d to %s', (text, steps, next) => {
    expect(steppedSpeed(text, steps)).toBe(next);
  });

  it.each([
    ['1', 1],
    ['2.5', 2.5],
    ['1 000', 1_000],
    ['0', null],
    ['1001', null],
    ['fast', null],
    ['', null],
  ])('%s is read as %s', (text, speed) => {
    expect(readSpeed(text).speed).toBe(speed);
  });
});
