import { factBodySchemas } from '#shared/domain/fact.ts';

import type { StoredFact } from '../../src/main/journal/chain.ts';
import type { World } from './world.ts';

const placeOrder = '3';
const cancelOrder = '4';
const globalCancel = '58';
const errorMessage = '4';
const commissionReport = '59';

/** Where things are in placeOrder, counted from its id. */
const placeOrderFields = { account: 23, orderRef: 26, whatIf: 84 };

/** Looks at every message of the desk at the moment it is written, and holds it against what is on the disk. */
export class WireWatch {
  readonly #world: World;
  /** By orderRef. */
  readonly #intended = new Set<string>();
  readonly #modifiesIntended = new Map<string, number>();
  readonly #orderRefs = new Map<number, Set<string>>();
  readonly #orderIds = new Map<string, number>();
  readonly #cancelsIntended = new Set<string>();
  #killed = false;
  /** Whether the gateway's last word was that it has lost the broker. */
  brokerIsLost = false;
  /** How many times each order has left, by orderRef: once to be placed, then for each change. */
  readonly sent = new Map<string, number>();
  /** How often everything was cancelled. */
  globalCancels = 0;
  /** Cancels that have left, by order id. */
  readonly cancelled = new Set<number>();
  /** Order ids about which the gateway has said an error. */
  readonly refused = new Set<number>();
  /** When a cancel was on the disk that has not left yet, by order id. */
  readonly #waitingCancels = new Map<number, number>();
  /** Micro-units of the account's currency, by execId, as the gateway said them. */
  readonly commissions = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  onRecorded(fact: StoredFact): void {
    switch (fact.kind) {
      case 'order.intended': {
        const { order } = factBodySchemas['order.intended'].parse(JSON.parse(fact.body));
        this.#intended.add(order.orderRef);
        this.#orderIds.set(order.orderRef, order.orderId);
        const same = this.#orderRefs.get(order.orderId) ?? new Set();
        this.#orderRefs.set(order.orderId, same.add(order.orderRef));
        return;
      }
      case 'order.modify-intended': {
        const { orderRef } = factBodySchemas['order.modify-intended'].parse(JSON.parse(fact.body));
        this.#modifiesIntended.set(orderRef, (this.#modifiesIntended.get(orderRef) ?? 0) + 1);
        return;
      }
      case 'order.cancel-intended': {
        const { orderRef } = factBodySchemas['order.cancel-intended'].parse(JSON.parse(fact.body));
        this.#cancelsIntended.add(orderRef);
        const orderId = this.#orderIds.get(orderRef);
        const isOut = (this.sent.get(orderRef) ?? 0) > 0;
        if (orderId !== undefined && isOut) {
          this.#waitingCancels.set(orderId, this.#world.clock.monotonic());
        }
        return;
      }
      case 'kill.engaged':
        this.#killed = true;
        return;
      case 'link.changed':
      case 'desk.started':
        this.#waitingCancels.clear();
        return;
      default:
    }
  }

  onWrittenByDesk(frame: string): void {
    const fields = frame.split('\0');
    if (fields[0] === placeOrder) this.#onPlaceOrder(fields);
    else if (fields[0] === cancelOrder) this.#onCancel(Number(fields[1]));
    if (fields[0] === globalCancel) this.globalCancels += 1;
    if (fields[0] === globalCancel && !this.#killed && !this.#cannotRecord) {
      this.#world.violated('Everything was cancelled without a kill on the disk.');
    }
  }

  onWrittenByGateway(frame: string): void {
    const notice = /^4\0[^\0]*\0-1\0(\d+)\0/.exec(frame)?.[1];
    if (notice === '1100') this.brokerIsLost = true;
    if (notice === '1101' || notice === '1102') this.brokerIsLost = false;
    const [messageId, , id] = frame.split('\0', 3);
    if (messageId === errorMessage) this.refused.add(Number(id));
    if (messageId !== commissionReport) return;
    const [, , execId, commission] = frame.split('\0');
    if (execId !== undefined) this.commissions.set(execId, Math.round(Number(commission) * 1e6));
  }

  /** A desk that has stopped for want of a record still cancels when it is killed, and stays stopped until it ends. */
  get #cannotRecord(): boolean {
    return this.#world.disk.failure !== null || this.#world.process.status().fault !== null;
  }

  #onPlaceOrder(fields: readonly string[]): void {
    // A preview reaches no market.
    if (fields[placeOrderFields.whatIf] === '1') return;
    const world = this.#world;
    const orderRef = fields[placeOrderFields.orderRef] ?? '';
    const accountId = fields[placeOrderFields.account] ?? '';
    const times = (this.sent.get(orderRef) ?? 0) + 1;
    this.sent.set(orderRef, times);
    if (!this.#intended.has(orderRef)) {
      world.violated(`Order ${orderRef} left before its intent was on the disk.`);
    }
    if (times > 1 + (this.#modifiesIntended.get(orderRef) ?? 0)) {
      world.violated(`Order ${orderRef} left ${times} times, which nobody asked for.`);
    }
    if (!accountId.startsWith('DU')) world.violated(`An order left for account ${accountId}.`);
    const { link, tradingState } = world.process.status();
    if (link?.state !== 'ready') {
      world.violated(`Order ${orderRef} left while the link was ${link?.state ?? 'absent'}.`);
    }
    const now = world.clock.monotonic();
    if ([...this.#waitingCancels.values()].some((since) => since < now)) {
      world.violated(`Order ${orderRef} overtook a cancel that waited.`);
    }
    if (tradingState === 'HALTED') world.violated(`Order ${orderRef} left while HALTED.`);
  }

  #onCancel(orderId: number): void {
    this.cancelled.add(orderId);
    this.#waitingCancels.delete(orderId);
    if (this.#killed || this.#cannotRecord) return;
    const orderRefs = [...(this.#orderRefs.get(orderId) ?? [])];
    if (orderRefs.some((orderRef) => this.#cancelsIntended.has(orderRef))) return;
    this.#world.violated(`The cancel of order ${orderId} left before it was on the disk.`);
  }
}
