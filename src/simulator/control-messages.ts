import { z } from 'zod';

import { simulatorFaultSchema } from '#shared/domain/simulator-fault.ts';

import type { GatewayControl } from './gateway-control.ts';
import { GatewayOptionsError, speedSchema } from './gateway-options.ts';
import { manualOrderSchema } from './requests/manual-orders.ts';

/** A method of the control as another thread or process may call it. */
interface RemoteMethod {
  /** Throws a ZodError for arguments that are not the method's. */
  call(control: GatewayControl, args: unknown): unknown;
}

function method<Schema extends z.ZodType<readonly unknown[]>>(
  schema: Schema,
  call: (control: GatewayControl, ...args: z.output<Schema>) => unknown,
): RemoteMethod {
  return { call: (control, given) => call(control, ...schema.parse(given)) };
}

const none = z.tuple([]);
const flag = z.tuple([z.boolean()]);
const ticks = z.array(
  z.object({ instrumentId: z.number().int(), lastSize: z.number().positive() }),
);
const symbol = z.string().min(1);

const methods: Record<keyof GatewayControl, RemoteMethod> = {
  inject: method(z.tuple([simulatorFaultSchema]), (control, fault) => control.inject(fault)),
  clear: method(z.tuple([z.number().int().nullable()]), (control, id) => control.clear(id)),
  placeManualOrder: method(z.tuple([manualOrderSchema]), (control, order) =>
    control.placeManualOrder(order),
  ),
  status: method(none, (control) => control.status()),
  setSpeed: method(z.tuple([speedSchema]), (control, speed) => control.setSpeed(speed)),
  sendTicks: method(z.tuple([ticks]), (control, sent) => control.sendTicks(sent)),
  orders: method(none, (control) => control.orders()),
  executions: method(none, (control) => control.executions()),
  clients: method(none, (control) => control.clients()),
  simulatedTime: method(none, (control) => control.simulatedTime()),
  drop: method(z.tuple([z.number().int().optional()]), (control, id) => control.drop(id)),
  refuseConnections: method(flag, (control, refuse) => control.refuseConnections(refuse)),
  notify: method(z.tuple([z.number().int(), z.string().optional()]), (control, code, text) =>
    control.notify(code, text),
  ),
  swallowNextOrder: method(none, (control) => control.swallowNextOrder()),
  loseNextAcknowledgement: method(none, (control) => control.loseNextAcknowledgement()),
  reportNextFillLate: method(none, (control) => control.reportNextFillLate()),
  rejectNextOrder: method(z.tuple([z.number().int(), z.string()]), (control, code, text) =>
    control.rejectNextOrder(code, text),
  ),
  priceShock: method(z.tuple([symbol, z.number()]), (control, of, percent) =>
    control.priceShock(of, percent),
  ),
};

/** Calls a method of the control by its name. Throws {@link GatewayOptionsError} with a sentence. */
export function performControl(
  control: GatewayControl,
  name: string,
  args: readonly unknown[],
): unknown {
  const found = Object.entries(methods).find(([known]) => known === name)?.[1];
  if (found === undefined) throw new GatewayOptionsError(`There is no control ${name}.`);
  try {
    return found.call(control, args);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const sentences = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new GatewayOptionsError(
      `The control ${name} cannot be called so. ${sentences.join(' ')}`,
    );
  }
}
