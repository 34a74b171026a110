import { csvLine } from '#shared/domain/csv.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Order, OrderStatus } from '#shared/domain/order.ts';
import { orderTransitions } from '#shared/domain/order-status.ts';

/** The life of one order, as the journal has it. */
export interface OrderLife {
  /** As the latest fact has it. */
  order: Order;
  /** In order, each with the fact that made it so. */
  steps: { status: OrderStatus; seq: number; at: string }[];
  /** How many controls judged it before it was sent. */
  verdicts: number;
  /** What counts of its executions: a correction stands in the place of what it corrects. */
  executions: Execution[];
  /** Every pair of quantity and limit price the broker's word has given it, one after the other. */
  figures: Pick<Order, 'quantity' | 'limitPrice'>[];
  /** Whether the desk asked the broker to cancel it. */
  cancelAsked: boolean;
}

/** How an order is to live. */
export interface ExpectedLife {
  ends: OrderStatus;
  /** It must have been in each of these, in this order. */
  through?: readonly OrderStatus[];
}

/** The lives of the desk's own orders that began with these facts. */
export function orderLives(facts: Iterable<Fact>): Map<string, OrderLife> {
  const lives = new Map<string, OrderLife>();
  const byExecId = new Map<string, OrderLife>();
  const stepTo = (life: OrderLife, status: OrderStatus, { seq, at }: Fact): void => {
    if (life.steps.at(-1)?.status !== status) life.steps.push({ status, seq, at });
  };
  for (const fact of facts) {
    switch (fact.kind) {
      case 'order.intended':
      case 'order.denied': {
        const { order, verdicts } = fact.body;
        const life: OrderLife = {
          order,
          steps: [],
          verdicts: verdicts.length,
          executions: [],
          figures: [],
          cancelAsked: false,
        };
        stepTo(life, order.status, fact);
        lives.set(order.orderRef, life);
        break;
      }
      case 'order.cancel-intended': {
        const life = lives.get(fact.body.orderRef);
        if (life === undefined) break;
        life.cancelAsked = true;
        stepTo(life, 'CANCELLING', fact);
        break;
      }
      case 'order.changed': {
        const { order } = fact.body;
        const life = lives.get(order.orderRef);
        if (life === undefined) break;
        life.order = order;
        stepTo(life, order.status, fact);
        const { quantity, limitPrice } = order;
        const last = life.figures.at(-1);
        if (last?.quantity !== quantity || last.limitPrice !== limitPrice) {
          life.figures.push({ quantity, limitPrice });
        }
        break;
      }
      case 'execution.received': {
        const { execution, corrects } = fact.body;
        const life = lives.get(execution.orderRef);
        if (life === undefined) break;
        life.executions = life.executions.filter(({ execId }) => execId !== corrects);
        life.executions.push(execution);
        byExecId.set(execution.execId, life);
        break;
      }
      case 'commission.received': {
        const { execId, commissionMicros, currency, brokerRealizedPnlMicros } = fact.body;
        const life = byExecId.get(execId);
        if (life === undefined) break;
        life.executions = life.executions.map((each) =>
          each.execId === execId
            ? { ...each, commissionMicros, commissionCurrency: currency, brokerRealizedPnlMicros }
            : each,
        );
        break;
      }
      default:
    }
  }
  return lives;
}

/** Whether everything the broker owes of an order's fills has come. */
export function isWhole({ order, executions }: OrderLife): boolean {
  return (
    executedOf(executions) === order.filledQuantity &&
    executions.every(({ commissionMicros }) => commissionMicros !== null)
  );
}

function executedOf(executions: readonly Execution[]): number {
  return executions.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** What is wrong with a life, each a sentence. Source of the steps: the table of shared/domain/order-status.ts. */
export function lifeProblems(life: OrderLife | undefined, expected: ExpectedLife): string[] {
  if (life === undefined) return ['It is not on record.'];
  const { order, steps, verdicts, executions } = life;
  const statuses = steps.map(({ status }) => status);
  const wrong: string[] = [];
  if (statuses[0] !== 'SENDING') wrong.push(`It began ${statuses[0]} and not SENDING.`);
  for (const [nth, to] of statuses.entries()) {
    const from = statuses[nth - 1];
    if (from === undefined || Object.values(orderTransitions[from]).includes(to)) continue;
    wrong.push(`It went from ${from} to ${to}.`);
  }
  const ended = statuses.at(-1);
  if (ended !== expected.ends) wrong.push(`It ended ${ended} and not ${expected.ends}.`);
  let passed = -1;
  for (const status of expected.through ?? []) {
    const at = statuses.indexOf(status, passed + 1);
    if (at < 0) wrong.push(`It was not ${status} when it had to be.`);
    else passed = at;
  }
  if (verdicts === 0) wrong.push('No control judged it.');
  if (order.permId === null && ended !== 'REJECTED') wrong.push('The broker gave it no id.');
  const executed = executedOf(executions);
  if (executed !== order.filledQuantity) {
    wrong.push(`${order.filledQuantity} of it are filled, and executions add up to ${executed}.`);
  }
  if (ended === 'FILLED' && order.filledQuantity !== order.quantity) {
    wrong.push(`It is FILLED with ${order.filledQuantity} of ${order.quantity}.`);
  }
  const unpaid = executions.filter(({ commissionMicros }) => commissionMicros === null).length;
  if (unpaid > 0) wrong.push(`The commission of ${unpaid} executions is not on record.`);
  return wrong;
}

/** Lives as a table, each with what it is called. */
export function livesCsv(lives: readonly { name: string; life: OrderLife | undefined }[]): string {
  return [
    csvLine([
      'case',
      'orderRef',
      'permId',
      'side',
      'type',
      'time in force',
      'quantity',
      'filled',
      'states by fact',
      'executions',
      'commission, micro-units',
      'reason',
    ]),
    ...lives.map(({ name, life }) =>
      life === undefined
        ? csvLine([name, 'not on record'])
        : csvLine([
            name,
            life.order.orderRef,
            life.order.permId,
            life.order.side,
            life.order.orderType,
            life.order.timeInForce,
            life.order.quantity,
            life.order.filledQuantity,
            life.steps.map(({ status, seq }) => `${status}@${seq}`).join(' '),
            life.executions.map(({ execId }) => execId).join(' '),
            life.executions.reduce((sum, each) => sum + (each.commissionMicros ?? 0), 0),
            life.order.reason,
          ]),
    ),
  ].join('');
}
