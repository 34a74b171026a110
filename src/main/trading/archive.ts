import type { Execution } from '#shared/domain/execution.ts';
import type { Order } from '#shared/domain/order.ts';

/** Where orders are looked up that the books do not hold any more: what is recorded, by primary key or index. */
export interface Archive {
  order(orderRef: string): Order | null;
  /** The order under the broker's own number; null where there is none. */
  orderRefOfPermId(permId: number): string | null;
  /** Fills of an order in the order in which they count, each by its latest word. */
  executionsOf(orderRef: string): readonly Execution[];
  /** Whose fill it is; null for one that is not recorded. */
  orderRefOfExecution(execId: string): string | null;
  /** Ids of executions that begin like this and that no correction has replaced. */
  execIdsFrom(beginning: string): readonly string[];
}
