import type { Fact } from '#shared/domain/fact.ts';
import type { Receiver } from '#shared/domain/delivery.ts';

/** What the journal says of a receiver. */
export interface Delivery {
  readonly receiver: Receiver;
  /** The fact up to which it has taken everything; facts from before it was set up are not its affair. */
  readonly throughSeq: number;
  readonly deliveredAt: string | null;
}

export type Deliveries = Map<string, Delivery>;

/** Takes a fact into the deliveries, in place; kinds that concern none leave them as they are. */
export function applyToDeliveries(deliveries: Deliveries, fact: Fact): void {
  switch (fact.kind) {
    case 'delivery.configured': {
      const { receiver } = fact.body;
      const before = deliveries.get(receiver.receiverId);
      const same = before?.receiver.url === receiver.url && before.receiver.kind === receiver.kind;
      deliveries.set(receiver.receiverId, {
        receiver,
        throughSeq: same ? before.throughSeq : fact.seq,
        deliveredAt: same ? before.deliveredAt : null,
      });
      return;
    }
    case 'delivery.removed':
      deliveries.delete(fact.body.receiverId);
      return;
    case 'delivery.made': {
      const { receiverId, throughSeq } = fact.body;
      const before = deliveries.get(receiverId);
      if (before === undefined) return;
      deliveries.set(receiverId, { ...before, throughSeq, deliveredAt: fact.at });
      return;
    }
    default:
  }
}
