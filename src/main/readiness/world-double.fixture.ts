import type { CheckWorld } from './check-world.ts';

/** A world of which a test gives what its check needs; what is not given fails. */
export function worldDouble(given: Partial<CheckWorld>): CheckWorld {
  const missing = (what: string) => (): never => {
    throw new Error(`This world has no ${what}.`);
  };
  return {
    gatewayKind: 'simulated',
    seed: 1,
    random: { next: () => 0.5 },
    clock: {
      now: missing('clock'),
      monotonic: missing('clock'),
      after: missing('clock'),
      every: missing('clock'),
    },
    signal: new AbortController().signal,
    get desk() {
      return missing('desk')();
    },
    get installation() {
      return missing('installation')();
    },
    get load() {
      return missing('load lab')();
    },
    scratchDesk: async () => missing('scratch desk')(),
    runs: [],
    evidenceProblems: missing('evidence'),
    report: async () => missing('report')(),
    progress: () => {},
    ...given,
  };
}
