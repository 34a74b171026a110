import {
  simulatorFaultSchema,
  type SimulatorFaultInput,
  type SimulatorStatus,
} from '#shared/domain/simulator-fault.ts';

import type { FaultActions } from './fault-actions.ts';
import { GatewayOptionsError } from './gateway-options.ts';
import type { ManualOrderInput } from './requests/manual-orders.ts';

/** One order as the gateway has it, for tests and checks that compare it with what a desk believes. */
export interface GatewayOrderView {
  clientId: number;
  orderId: number;
  permId: number;
  accountId: string;
  conId: number;
  orderRef: string;
  side: string;
  orderType: string;
  quantity: number;
  limitPrice: number | null;
  stopPrice: number | null;
  status: string;
  filled: number;
}

export interface GatewayExecutionView {
  execId: string;
  permId: number;
  orderRef: string;
  conId: number;
  side: string;
  quantity: number;
  price: number;
}

/** A tick that a load run knows again when it comes out of a desk. */
export interface LastSizeTick {
  instrumentId: number;
  lastSize: number;
}

/**
 * Makes trouble, on purpose and one thing at a time, and says how the gateway is. All values can be sent between
 * threads. What cannot be done throws {@link GatewayOptionsError} with a sentence.
 */
export interface GatewayControl {
  /** Starts a fault of `#shared/domain/simulator-fault.ts`. One that lasts ends by itself. */
  inject(fault: SimulatorFaultInput): void;
  /** Ends one active fault before its time, or with null all of them. One that has ended already stays so. */
  clear(faultId: number | null): void;
  status(): SimulatorStatus;
  /** Enters an order by hand, as at TWS itself and not through the API; gives its permId. */
  placeManualOrder(order: ManualOrderInput): number;
  /** Simulated time over wall time, 1 to 1000. */
  setSpeed(speed: number): void;
  /** Sends whoever watches the instruments these sizes of a last trade, now and in this order. */
  sendTicks(ticks: readonly LastSizeTick[]): void;
  orders(): GatewayOrderView[];
  executions(): GatewayExecutionView[];
  /** Client ids that are connected. */
  clients(): number[];
  /** Simulated time, epoch milliseconds. */
  simulatedTime(): number;

  /** In short: `inject` of a drop, of one client or of all. */
  drop(clientId?: number): void;
  /** While refused, a new connection is closed at once. */
  refuseConnections(refuse: boolean): void;
  /**
   * Sends a notice without a request, such as 1100, 1101, 1102, 2103 or 2110. 1100 also stops the quotes, 1101
   * takes every quote subscription away, and both 1101 and 1102 let quotes flow again.
   */
  notify(code: number, message?: string): void;
  /** Faults on orders and prices in short, each once. */
  swallowNextOrder(): void;
  loseNextAcknowledgement(): void;
  reportNextFillLate(): void;
  rejectNextOrder(code: number, message: string): void;
  priceShock(symbol: string, percent: number): void;
}

/** The longest a fault can last: until it is ended by hand. */
const untilEnded = 3_600_000;

export function createGatewayControl(
  actions: FaultActions,
  readings: Pick<
    GatewayControl,
    | 'placeManualOrder'
    | 'status'
    | 'setSpeed'
    | 'sendTicks'
    | 'orders'
    | 'executions'
    | 'clients'
    | 'simulatedTime'
  >,
): GatewayControl {
  const inject = (input: SimulatorFaultInput): void => actions.inject(parseFault(input));
  return {
    ...readings,
    inject,
    clear: (faultId) => actions.clear(faultId),
    drop: (clientId) => inject({ kind: 'drop', clientId: clientId ?? null }),
    refuseConnections: (refuse) => {
      if (refuse) inject({ kind: 'refuse-connections', forMs: untilEnded });
      else actions.clearKind('refuse-connections');
    },
    notify: (code, message) => actions.notify(code, message),
    swallowNextOrder: () => inject({ kind: 'swallow-order' }),
    loseNextAcknowledgement: () => inject({ kind: 'lose-acknowledgement' }),
    reportNextFillLate: () => inject({ kind: 'late-fill' }),
    rejectNextOrder: (code, message) => inject({ kind: 'reject-order', code, message }),
    priceShock: (symbol, percent) => inject({ kind: 'price-shock', symbol, percent }),
  };
}

function parseFault(input: SimulatorFaultInput) {
  const parsed = simulatorFaultSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'fault'}: ${message}`,
  );
  throw new GatewayOptionsError(`The fault cannot be started. ${sentences.join(' ')}`);
}
