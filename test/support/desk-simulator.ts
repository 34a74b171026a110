import type { SimulatorControl } from '../../src/main/desk/simulator-board.ts';
import type { SimulatedGatewayHandle } from '../../src/main/desk/start-desk.ts';
import type { GatewayControl } from '../../src/simulator/gateway-control.ts';

/** A simulated gateway that runs elsewhere; what is not given it does not have. */
export function simulatorAt(
  host: string,
  port: number,
  has: Partial<Omit<SimulatedGatewayHandle, 'host' | 'port'>> = {},
): SimulatedGatewayHandle {
  const refuse = (): Promise<never> => Promise.reject(new Error('It has no control in this test.'));
  return {
    host,
    port,
    close: () => Promise.resolve(),
    control: {
      inject: refuse,
      clear: refuse,
      setSpeed: refuse,
      sendTicks: refuse,
      status: refuse,
      books: refuse,
    },
    died: new Promise(() => {}),
    ...has,
  };
}

/** The control of a gateway in this process, as the desk asks it. */
export function controlOf(control: GatewayControl): SimulatorControl {
  return {
    inject: async (fault) => control.inject(fault),
    clear: async (faultId) => control.clear(faultId),
    setSpeed: async (speed) => control.setSpeed(speed),
    sendTicks: async (ticks) => control.sendTicks(ticks),
    status: async () => control.status(),
    books: async () => ({ orders: control.orders(), executions: control.executions() }),
  };
}
