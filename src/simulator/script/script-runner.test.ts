import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway } from '../core-client.fixture.ts';
import { beginSentence } from '../fault-sentences.ts';
import { readResource, readyScripts } from '../resource-files.ts';
import { parseFaultScript } from './parse-script.ts';
import { readFaultScript } from './read-script.ts';

interface Told {
  at: number;
  simulated: string;
  sentence: string;
}

/** Plays a script, and keeps what is told, each with the simulated time in New York. */
function play(
  text: string,
  seconds: number,
  { speed = 60, startDate = '2020-03-09' } = {},
): { told: Told[]; gateway: BareGateway } {
  const clock = new VirtualClock(0);
  const gateway = bareGateway(clock, { speed, startDate }, text);
  const told: Told[] = [];
  let client = gateway.client(1);
  for (let second = 0; second < seconds; second += 1) {
    clock.advance(1000);
    if (client.isClosed) client = gateway.client(1);
    client.placeOrder(2 + second, { quantity: 1 });
    client.forget();
    const simulated = new Date(gateway.control.simulatedTime() - 4 * 3_600_000)
      .toISOString()
      .slice(0, 16);
    const isNew = ({ at }: { at: number }): boolean => at > clock.now() - 1000;
    for (const each of gateway.control.status().recent.filter(isNew).toReversed()) {
      told.push({ ...each, simulated });
    }
  }
  gateway.close();
  return { told, gateway };
}

const times = (told: readonly Told[]): string[] => told.map(({ simulated }) => simulated.slice(11));

describe('a script that is played', () => {
  it('does each thing at its simulated time, in any order of its lines', () => {
    const { told } = play(
      'at 10:00 notice 2107\nat 09:45 notice 2108\nat close-1m notice 2110',
      390,
    );
    expect(told.map(({ sentence }) => sentence)).toEqual([
      'Notice 2108 was sent.',
      'Notice 2107 was sent.',
      'Notice 2110 was sent.',
    ]);
    expect(times(told)).toEqual(['09:45', '10:00', '15:59']);
  });

  it('counts wall time from the line above', () => {
    const { told } = play(
      'after 5s notice 2107\nafter 2s notice 2108\nat 09:40 notice 2109\nafter 3s notice 2110',
      20,
    );
    expect(told.map(({ at }) => at)).toEqual([5000, 7000, 10_000, 13_000]);
  });

  it('does at open what is due as it begins', () => {
    expect(play('at open notice 2107', 3).told).toHaveLength(1);
  });

  it('does something again and again beside the rest', () => {
    const { told } = play('every 4s notice 2107\nafter 5s notice 2108', 12);
    expect(told.map(({ at }) => at)).toEqual([4000, 5000, 8000, 12_000]);
  });

  it('repeats its round on the next day, as often as it should', () => {
    const { told } = play('at 09:45 notice 2107\nafter 1s notice 2108\nrepeat 2 times', 3 * 390);
    expect(told.map(({ simulated }) => simulated.slice(0, 10))).toEqual([
      '2020-03-09',
      '2020-03-09',
      '2020-03-10',
      '2020-03-10',
    ]);
  });

  it('begins again at once when nothing in it waits for a time of day', () => {
    const { told } = play('after 2s notice 2107\nrepeat', 7);
    expect(told.map(({ at }) => at)).toEqual([2000, 4000, 6000]);
  });

  it('does in the night what the market sleeps through', () => {
    const { told } = play('at 23:45 notice 2107', 400);
    expect(told.map(({ simulated }) => simulated)).toEqual(['2020-03-10T09:30']);
  });

  it('leaves out what has passed, with all that follows it, and says so', () => {
    const { told, gateway } = play(
      'at 2019-01-01 10:00 notice 2107\nafter 1s notice 2108\nat 09:35 notice 2109\nrepeat',
      800,
    );
    expect(gateway.notices[0]).toBe(
      'Line 1 of the fault script names a time that has passed; it is left out.',
    );
    expect(told.map(({ sentence }) => sentence)).toEqual([
      'Notice 2109 was sent.',
      'Notice 2109 was sent.',
      'Notice 2109 was sent.',
    ]);
  });

  it('says what could not be done, and goes on', () => {
    const clock = new VirtualClock();
    const gateway = bareGateway(clock, {}, 'after 1s bust\nafter 1s notice 2107');
    clock.advance(2000);
    expect(gateway.notices).toEqual([
      'Line 1 of the fault script could not be done: There is no execution to take back. Let an order fill first.',
    ]);
    expect(gateway.control.status().recent).toHaveLength(1);
    gateway.close();
    expect(clock.pendingCount).toBe(0);
  });
});

describe('a script that ships', () => {
  it.each(readyScripts)('%s happens as it is written', (name) => {
    const text = readResource(`scripts/${name}.faults`);
    const script = parseFaultScript(text, name);
    const { told, gateway } = play(text, name === 'crash-2020' ? 8 * 390 : 3 * 390);
    expect(gateway.notices).toEqual([]);
    const said = told.map(({ sentence }) => sentence);
    for (const { line, fault } of script.lines) {
      expect([line, said.filter((each) => each === beginSentence(fault)).length]).not.toEqual([
        line,
        0,
      ]);
    }
  });
});

describe('the script of a name', () => {
  const instruments = bareGateway(new VirtualClock()).market.instruments;

  it('ships', () => {
    expect(readFaultScript('rough-morning', instruments).lines.length).toBeGreaterThan(10);
  });

  it('that is no file is refused in words', () => {
    expect(() => readFaultScript('/nowhere.faults', instruments)).toThrow(
      /cannot be read: .*Name a file, or one of rough-morning, lost-afternoon/,
    );
  });
});
