import type { CommandInput, CommandOutput } from '#shared/contract/commands.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { LoadRow, LoadSample, LoadScenario, LoadStatus } from '#shared/domain/load.ts';

import { FakeTopic } from './fake-topic.ts';

type LoadCommand =
  | 'load.read-scenarios'
  | 'load.start'
  | 'load.stop'
  | 'load.set-baseline'
  | 'load.read-run'
  | 'load.note-frames';

const scenario: LoadScenario = {
  scenarioId: 'mixed-light',
  title: 'Mixed, light',
  about: 'A calm market and a few orders.',
  drives: 'scratch',
  streams: 8,
  aligned: false,
  fillShare: 0.2,
  warmUpSeconds: 2,
  stages: [{ title: '110 operations/s', seconds: 5, quotesPerSecond: 100, ordersPerSecond: 10 }],
  stopsAtSaturation: false,
};

/** The load lab at the fake desk: one scenario, and nothing to put it on. */
export function fakeLoad(): {
  topics: {
    load: FakeTopic<LoadStatus>;
    loadSamples: FakeTopic<LoadSample>;
    loadRuns: FakeTopic<LoadRow>;
  };
  commands: { [C in LoadCommand]: (input: CommandInput<C>) => CommandOutput<C> };
} {
  const load = new FakeTopic<LoadStatus>(({ key }) => key);
  load.put({
    key: 'load',
    run: null,
    phase: 'idle',
    share: 0,
    secondsLeft: null,
    stage: null,
    marks: [],
    busyWith: null,
  });
  const refuse = (): never => {
    throw new ContractError({
      code: 'not-ready',
      message: 'The fake desk bears no load.',
      advice: 'Start a desk on the simulated gateway.',
    });
  };
  return {
    topics: {
      load,
      loadSamples: new FakeTopic<LoadSample>(({ sample }) => sample),
      loadRuns: new FakeTopic<LoadRow>(({ runId }) => runId),
    },
    commands: {
      'load.read-scenarios': () => ({
        scenarios: [scenario],
        reference: {
          source: 'Invented.',
          measured: {
            averagePerSecond: 500,
            peakPerSecond: 2000,
            averageMs: 13,
            quotesMs: 1,
            ordersMs: 26,
            errorPercent: 2.6,
            orderErrorPercent: 5,
            memoryMb: { from: 1300, to: 1400 },
          },
          targets: { perSecondOver: 500, ordersUnderMs: 20, errorPercentUnder: 2 },
        },
      }),
      'load.start': refuse,
      'load.stop': refuse,
      'load.set-baseline': refuse,
      'load.read-run': refuse,
      'load.note-frames': () => ({}),
    },
  };
}
