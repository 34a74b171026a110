import type { CheckRun } from '#shared/domain/readiness.ts';

import type { Check } from '../../src/main/readiness/check.ts';
import type { CheckWorld, ScratchDesk } from '../../src/main/readiness/check-world.ts';
import { goThrough } from '../../src/main/readiness/go-through.ts';
import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

const machine = { eventLoopDelayMs: 1, freeDiskBytes: 1e12 };
/** Longer than any test. */
const aTestMs = 6 * 3_600_000;
const aboveASecondMs = 1_050;

/**
 * The world of a check as a real desk makes it, kept open for a test: what is lent out by a check that does nothing else
 * until it is told to end.
 */
export class RealWorld {
  readonly #trial: Trial;
  readonly #letGo: () => void;
  readonly world: CheckWorld;
  readonly desk: DeskUnderTest;

  private constructor(trial: Trial, desk: DeskUnderTest, world: CheckWorld, letGo: () => void) {
    this.#trial = trial;
    this.desk = desk;
    this.world = world;
    this.#letGo = letGo;
  }

  /** @param first what runs in the same attempt before, and leaves its evidence there. */
  static async open(first: readonly Check[] = []): Promise<RealWorld> {
    const trial = await Trial.begin({ seed: 7 });
    let lend: (world: CheckWorld) => void = () => {};
    const lent = new Promise<CheckWorld>((resolve) => {
      lend = resolve;
    });
    let letGo: () => void = () => {};
    const untilLetGo = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const lending: Check = {
      checkId: 'lends-its-world',
      title: 'Lends its world to a test',
      why: 'A test needs a real one.',
      phase: first.length === 0 ? 1 : 6,
      weight: 1,
      critical: false,
      negativeControl: false,
      gateways: ['simulated'],
      needs: [],
      withinMs: aTestMs,
      async run(world) {
        lend(world);
        await untilLetGo;
        return { figures: [], evidence: [], problems: [], found: 'It was given back.' };
      },
    };
    const desk = await trial.start({
      shippedLimits: true,
      reconcileEveryMs: 1_000,
      machine,
      checks: [...first, lending],
      scratchDesks: true,
    });
    await desk.ready();
    const phases = [...first, lending].map(({ phase }) => phase);
    await desk.commands['readiness.start']({ phases, seed: 7 }, await desk.as('tester'));
    return new RealWorld(trial, desk, await lent, letGo);
  }

  /** Runs a check as an attempt would, in this world or in one that is made of it; `before` has run and passed. */
  async run(
    check: Check,
    plant: (world: CheckWorld) => CheckWorld = (world) => world,
    before: readonly CheckRun[] = [],
  ): Promise<CheckRun> {
    const needed = check.needs.map((checkId) => passedRun(checkId, check.phase));
    const [run] = await this.runAll([check], () => plant, [...before, ...needed]);
    if (run === undefined) throw new Error(`${check.checkId} left no run.`);
    return run;
  }

  /**
   * Runs checks one after the other as an attempt would, each in the world that is made for it, and gives what they left.
   * @param alreadyRan earlier in the attempt; what is among the checks as well is not run again.
   */
  async runAll(
    checks: readonly Check[],
    plantFor: (check: Check) => (world: CheckWorld) => CheckWorld,
    alreadyRan: readonly CheckRun[] = [],
  ): Promise<CheckRun[]> {
    const runs: CheckRun[] = [];
    await this.#nothingJustPlaced();
    await goThrough(
      checks,
      {
        gatewayKind: 'simulated',
        clock: this.world.clock,
        alreadyRan: [...this.world.runs, ...alreadyRan],
        worldOf: (check, ran, signal) => {
          const scratch: ScratchDesk[] = [];
          const scratchDesk: CheckWorld['scratchDesk'] = async (options) => {
            const desk = await this.world.scratchDesk(options);
            scratch.push(desk);
            return desk;
          };
          return {
            world: plantFor(check)({ ...this.world, scratchDesk, runs: ran, signal }),
            close: async () => {
              for (const desk of scratch) await desk.close();
            },
          };
        },
        keep: (checkId, { name, title, contents }) => ({
          file: `${checkId}.${name}`,
          title,
          sha256: 'a'.repeat(64),
          bytes: contents.length,
        }),
        began: () => {},
        ran: async (run) => {
          runs.push(run);
        },
      },
      new AbortController().signal,
    );
    return runs;
  }

  /** The very same order is not taken twice within a second, and two runs of a check place the same. */
  async #nothingJustPlaced(): Promise<void> {
    const { clock } = this.world;
    const last = Math.max(0, ...this.desk.orders().map(({ placedAt }) => Date.parse(placedAt)));
    const waitMs = last + aboveASecondMs - clock.now();
    if (waitMs <= 0) return;
    await new Promise<void>((resolve) => {
      clock.after(waitMs, resolve);
    });
  }

  async close(): Promise<void> {
    this.#letGo();
    await this.#trial.end();
  }
}

/** The run of a check that has passed, for those that stand on it. */
export function passedRun(checkId: string, phase: CheckRun['phase'] = 1): CheckRun {
  return {
    checkId,
    title: checkId,
    phase,
    weight: 1,
    critical: true,
    result: 'passed',
    sentence: 'It passed.',
    figures: [],
    evidence: [],
    beganAt: '2026-01-05T10:00:00.000Z',
    durationMs: 1,
  };
}
