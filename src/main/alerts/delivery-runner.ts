import type { Alert } from '#shared/domain/alert.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Clock, EpochMs, RandomSource, Timer } from '#shared/domain/ports.ts';
import type { Silence } from '#shared/domain/silence.ts';

import type { Delivery } from './deliveries.ts';
import {
  isDelivered,
  isFiring,
  postableAlert,
  webhookBody,
  type AlertFact,
} from './delivery-payloads.ts';
import type { Post, Posted } from './http-post.ts';

/** What the desk hands in. */
export interface DeliveryWorld {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly post: Post;
  /** As the journal has it; undefined once the receiver is removed. */
  delivery(): Delivery | undefined;
  /** The secret of the receiver; null where this data folder has none. */
  token(): string | null;
  /** The first recorded changes of alerts after this seq, in order. */
  changesAfter(seq: number, limit: number): readonly Fact[];
  unresolved(): Iterable<Alert>;
  silences(): Iterable<Silence>;
  /** Puts on record that the receiver has taken everything up to this fact. */
  delivered(throughSeq: number, events: number): Promise<void>;
  /** Something of {@link DeliveryRunner.trouble} or what waits has changed. */
  changed(): void;
  /** What no receiver can cause went wrong: a fault of the desk itself. */
  onDefect(error: unknown): void;
}

/** Changes read at once and in one request: what waits is read from the journal, so that no queue grows in memory. */
const BATCH = 50;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
/** Alertmanager forgets what it does not hear of again. */
const SAY_AGAIN_MS = 60_000;

interface Pending {
  facts: AlertFact[];
  throughSeq: number;
  /** Whether the journal has facts after `throughSeq`. */
  more: boolean;
}

/** Delivers the alerts of one receiver, one request at a time, until each is taken. */
export class DeliveryRunner {
  readonly #world: DeliveryWorld;
  readonly #stop = new AbortController();
  #sending = false;
  #again = false;
  #retry: Timer | null = null;
  #failures = 0;
  #failingSince: EpochMs | null = null;
  #problem: string | null = null;
  /** Facts before this are not the receiver's affair, and need no record of their own. */
  #readThrough = 0;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(world: DeliveryWorld) {
    this.#world = world;
  }

  get trouble(): { since: EpochMs; problem: string } | null {
    return this.#failingSince === null
      ? null
      : { since: this.#failingSince, problem: this.#problem ?? '' };
  }

  /** Facts of alerts that wait, as far as one reading goes. */
  waiting(): number {
    const delivery = this.#world.delivery();
    return delivery === undefined ? 0 : this.#pending(delivery).facts.length;
  }

  /** There may be something to deliver. Sends at once, unless a request is under way or a retry is due later. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#sending) {
      this.#again = true;
      return;
    }
    if (this.#retry === null) this.#send().catch((error: unknown) => this.#world.onDefect(error));
  }

  /** Called each second: says to an Alertmanager again what lasts. */
  tick(): void {
    const kind = this.#world.delivery()?.receiver.kind;
    if (kind === 'alertmanager' && this.#world.clock.monotonic() - this.#saidAt >= SAY_AGAIN_MS) {
      this.wake();
    }
  }

  /** Ends at once; what was not taken is delivered after the next start. */
  stop(): void {
    this.#retry?.cancel();
    this.#stop.abort();
  }

  async #send(): Promise<void> {
    const delivery = this.#world.delivery();
    if (delivery === undefined) return;
    const pending = this.#pending(delivery);
    const request = this.#request(delivery, pending);
    if (request === null) {
      this.#readThrough = pending.throughSeq;
      if (pending.more) this.#world.clock.after(0, () => this.wake());
      return;
    }
    this.#sending = true;
    this.#again = false;
    let problem: Posted;
    try {
      problem = await this.#post(delivery, request);
      if (this.#stop.signal.aborted) return;
      if (problem === null && pending.facts.length > 0) {
        await this.#world.delivered(pending.throughSeq, pending.facts.length);
      }
      if (problem === null) {
        this.#readThrough = pending.throughSeq;
        this.#saidAt = this.#world.clock.monotonic();
      }
    } finally {
      this.#sending = false;
    }
    this.#settle(problem, pending.more);
  }

  #settle(problem: Posted, more: boolean): void {
    const { clock, random } = this.#world;
    if (problem === null) {
      this.#failures = 0;
      this.#failingSince = null;
      this.#problem = null;
    } else {
      this.#failures += 1;
      this.#failingSince ??= clock.now();
      this.#problem = problem;
      const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
      // Spread, so that desks that lost the same receiver do not all come back in the same moment.
      this.#retry = clock.after(wait * (0.8 + 0.4 * random.next()), () => {
        this.#retry = null;
        this.wake();
      });
    }
    this.#world.changed();
    if (problem === null && (this.#again || more)) this.wake();
  }

  #post(delivery: Delivery, body: object): Promise<Posted> {
    const { receiver } = delivery;
    const headers: Record<string, string> = {};
    if (receiver.hasToken) {
      const token = this.#world.token();
      if (token === null) {
        return Promise.resolve(
          'Its token is not in this data folder; enter it again in the settings',
        );
      }
      headers['authorization'] = `Bearer ${token}`;
    }
    const url =
      receiver.kind === 'alertmanager'
        ? `${receiver.url.replace(/\/+$/, '')}/api/v2/alerts`
        : receiver.url;
    return this.#world.post(url, body, headers, this.#stop.signal);
  }

  /** Null when there is nothing to say. */
  #request(delivery: Delivery, { facts }: Pending): object | null {
    const { receiver } = delivery;
    if (receiver.kind === 'webhook')
      return facts.length === 0 ? null : webhookBody(facts, receiver);
    const now = this.#world.clock.now();
    const due = this.#world.clock.monotonic() - this.#saidAt >= SAY_AGAIN_MS;
    if (facts.length === 0 && !due) return null;
    // An Alertmanager keeps alerts, not events: of what changed the newest counts, and all that lasts is said again.
    const latest = new Map<string, Alert>();
    for (const alert of this.#world.unresolved()) {
      if (isFiring(alert, receiver, this.#world.silences(), now)) latest.set(alert.alertId, alert);
    }
    for (const { body } of facts) {
      if (body.alert.state === 'resolved') latest.set(body.alert.alertId, body.alert);
    }
    if (latest.size === 0) return facts.length === 0 ? null : [];
    return [...latest.values()].map((alert) => postableAlert(alert, receiver, now));
  }

  #pending({ receiver, throughSeq }: Delivery): Pending {
    const after = Math.max(throughSeq, this.#readThrough);
    const changes = this.#world.changesAfter(after, BATCH);
    const facts = changes.filter((fact) => fact.kind === 'alert.changed');
    return {
      facts: facts.filter((fact) => isDelivered(fact, receiver, this.#world.silences())),
      throughSeq: changes.at(-1)?.seq ?? after,
      more: changes.length === BATCH,
    };
  }
}
