import { ContractError } from '#shared/contract/error.ts';
import { addressProblem, type DeliveryStatus } from '#shared/domain/delivery.ts';
import type { Fact } from '#shared/domain/fact.ts';

import { DeliveryRunner } from '../alerts/delivery-runner.ts';
import { decideDeliveryWatch } from '../alerts/delivery-watch.ts';
import { httpPost } from '../alerts/http-post.ts';
import type { DeskCommands } from './command-handlers.ts';
import type { DeskCore } from './desk-core.ts';
import { haltForDefect } from './defect.ts';
import { createFeed } from './feed.ts';
import { recorded } from './record.ts';
import type { ReceiverTokens } from './token-file.ts';

/** Delivers alerts to the receivers that the journal names, beside the screens. */
export class DeliveryBoard {
  readonly #core: DeskCore;
  readonly #tokens: ReceiverTokens;
  readonly #runners = new Map<string, DeliveryRunner>();
  readonly feed = createFeed<DeliveryStatus>(() => this.#statuses());
  readonly commands: Pick<DeskCommands, 'delivery.configure' | 'delivery.remove'>;

  constructor(core: DeskCore, tokens: ReceiverTokens) {
    this.#core = core;
    this.#tokens = tokens;
    this.commands = {
      'delivery.configure': async ({ token, ...given }, caller) => {
        const { receiverId } = given;
        const before = core.state.deliveries.get(receiverId)?.receiver;
        const hasToken = token === null ? before?.hasToken === true : token !== '';
        const problem = addressProblem(given.url, hasToken);
        if (problem !== null) throw refused(problem, 'Correct the address.');
        if (token === null && hasToken && before?.url !== given.url) {
          throw refused(
            'The token is for the address of before.',
            'Enter the token anew: a kept one is not sent to another address.',
          );
        }
        if (token !== null) tokens.set(receiverId, token === '' ? null : token);
        const receiver = { ...given, hasToken };
        await recorded(
          core,
          [{ kind: 'delivery.configured', by: caller.person.personId, body: { receiver } }],
          undefined,
          caller,
        );
        return {};
      },
      'delivery.remove': async ({ receiverId }, caller) => {
        if (!core.state.deliveries.has(receiverId)) {
          throw new ContractError({
            code: 'not-found',
            message: `Nothing is delivered to ${receiverId}.`,
            advice: '',
          });
        }
        await recorded(
          core,
          [{ kind: 'delivery.removed', by: caller.person.personId, body: { receiverId } }],
          undefined,
          caller,
        );
        tokens.set(receiverId, null);
        return {};
      },
    };
  }

  /** Takes up what the journal says; called when the desk starts, and again after each recorded group of facts. */
  heard(facts: readonly Fact[]): void {
    if (facts.some(({ kind }) => kind === 'delivery.configured' || kind === 'delivery.removed')) {
      this.arrange();
    }
    if (facts.some(({ kind }) => kind === 'alert.changed')) {
      for (const runner of this.#runners.values()) runner.wake();
    }
  }

  /** A runner for every receiver, started anew so that it goes by what is configured now. */
  arrange(): void {
    for (const [receiverId, runner] of this.#runners) {
      runner.stop();
      this.#runners.delete(receiverId);
      if (!this.#core.state.deliveries.has(receiverId)) this.feed.remove(receiverId);
    }
    for (const receiverId of this.#core.state.deliveries.keys()) {
      const runner = this.#runnerOf(receiverId);
      this.#runners.set(receiverId, runner);
      runner.wake();
    }
    this.#publish();
  }

  /** Called each second. */
  tick(): void {
    const core = this.#core;
    const failing = this.#failing();
    for (const runner of this.#runners.values()) runner.tick();
    if (core.closing || core.road.fault !== null) return;
    const { alerts } = core.state;
    const facts = decideDeliveryWatch(alerts, failing, core.ports.clock.now(), () =>
      core.ports.ids.next(),
    );
    if (facts.length === 0) return;
    core.road.take(facts).catch((error: unknown) => {
      core.log.error({ err: error }, 'An alert could not be recorded.');
    });
  }

  stop(): void {
    for (const runner of this.#runners.values()) runner.stop();
    this.#runners.clear();
  }

  #runnerOf(receiverId: string): DeliveryRunner {
    const core = this.#core;
    const { state, journal, ports } = core;
    return new DeliveryRunner({
      clock: ports.clock,
      random: ports.random,
      post: httpPost(ports.clock),
      delivery: () => state.deliveries.get(receiverId),
      token: () => this.#tokens.get(receiverId),
      changesAfter: (seq, limit) => journal.alerts.changesAfter(seq, limit),
      unresolved: () => state.alerts.unresolved.values(),
      silences: () => state.alerts.silences.values(),
      delivered: (throughSeq, events) =>
        core.road.take([
          { kind: 'delivery.made', by: 'desk', body: { receiverId, throughSeq, events } },
        ]),
      changed: () => this.#publish(),
      onDefect: (error) => {
        if (!core.closing && core.road.fault === null) {
          haltForDefect(core, `delivering alerts to ${receiverId}`, error);
        }
      },
    });
  }

  #failing(): { receiverId: string; since: number; problem: string }[] {
    return [...this.#runners].flatMap(([receiverId, { trouble }]) =>
      trouble === null ? [] : [{ receiverId, ...trouble }],
    );
  }

  #publish(): void {
    if (this.feed.readers === 0) return;
    for (const status of this.#statuses()) this.feed.publish(status);
  }

  #statuses(): DeliveryStatus[] {
    return [...this.#core.state.deliveries].map(
      ([receiverId, { receiver, throughSeq, deliveredAt }]) => {
        const runner = this.#runners.get(receiverId);
        const trouble = runner?.trouble ?? null;
        return {
          ...receiver,
          throughSeq,
          deliveredAt,
          waiting: runner?.waiting() ?? 0,
          failingSince: trouble === null ? null : new Date(trouble.since).toISOString(),
          problem: trouble?.problem ?? null,
        };
      },
    );
  }
}

function refused(message: string, advice: string): ContractError {
  return new ContractError({ code: 'bad-input', message, advice });
}
