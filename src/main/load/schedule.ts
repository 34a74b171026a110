import type { LoadScenario, LoadStage, OperationKind } from '#shared/domain/load.ts';

/** One thing to do to the desk, and when it is due. */
export interface Operation {
  readonly kind: OperationKind;
  /** Since the beginning of the schedule, milliseconds. */
  readonly dueMs: number;
  /** Counts from 0. */
  readonly stage: number;
  /** Counts from 0. */
  readonly stream: number;
  /** Counts from 0, of its kind. */
  readonly number: number;
  /** Of an order: whether it is filled at once, in place of resting. */
  readonly fills: boolean;
}

type Plan = Pick<LoadScenario, 'stages' | 'streams' | 'aligned' | 'fillShare'>;

/** When a stage begins and ends, since the beginning, milliseconds. */
export interface StageSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export function stageSpans(stages: readonly LoadStage[]): StageSpan[] {
  let toMs = 0;
  return stages.map(({ seconds }) => {
    const fromMs = toMs;
    toMs += seconds * 1000;
    return { fromMs, toMs };
  });
}

/**
 * When each operation of a scenario is due: known before the first, whatever the desk does, so that a desk that falls
 * behind is measured by what was due and not by what it let through (open loop). Streams take turns; aligned ones are due
 * together, as the first of each round of them would be.
 */
export class Schedule {
  readonly #plan: Plan;
  readonly #spans: readonly StageSpan[];
  readonly #next: Record<OperationKind, { stage: number; inStage: number; number: number }> = {
    quote: { stage: 0, inStage: 0, number: 0 },
    order: { stage: 0, inStage: 0, number: 0 },
  };

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#spans = stageSpans(plan.stages);
  }

  get spans(): readonly StageSpan[] {
    return this.#spans;
  }

  get durationMs(): number {
    return this.#spans.at(-1)?.toMs ?? 0;
  }

  /** Everything due up to a moment that was not given before, in order of being due; `beforeStage` leaves out what is of that stage or later. */
  take(untilMs: number, beforeStage = Infinity): Operation[] {
    return [
      ...this.#takeKind('quote', untilMs, beforeStage),
      ...this.#takeKind('order', untilMs, beforeStage),
    ].toSorted((a, b) => a.dueMs - b.dueMs);
  }

  *#takeKind(kind: OperationKind, untilMs: number, beforeStage: number): Generator<Operation> {
    const next = this.#next[kind];
    const { streams, aligned, fillShare, stages } = this.#plan;
    for (;;) {
      const stage = stages[next.stage];
      const span = this.#spans[next.stage];
      if (stage === undefined || span === undefined || next.stage >= beforeStage) return;
      const perSecond = kind === 'quote' ? stage.quotesPerSecond : stage.ordersPerSecond;
      if (next.inStage >= Math.round(perSecond * stage.seconds)) {
        next.stage += 1;
        next.inStage = 0;
        continue;
      }
      const turn =
        aligned && kind === 'order' ? Math.floor(next.inStage / streams) * streams : next.inStage;
      const dueMs = span.fromMs + (turn / perSecond) * 1000;
      if (dueMs > untilMs) return;
      yield {
        kind,
        dueMs,
        stage: next.stage,
        stream: next.inStage % streams,
        number: next.number,
        fills: kind === 'order' && isAmong(next.number, fillShare),
      };
      next.inStage += 1;
      next.number += 1;
    }
  }
}

/** Spreads a share evenly: of every 1 / share numbers, one. */
function isAmong(number: number, share: number): boolean {
  return Math.floor((number + 1) * share) > Math.floor(number * share);
}
