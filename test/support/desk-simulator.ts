import type { SimulatedGatewayHandle } from '../../src/main/desk/start-desk.ts';

/** A simulated gateway that runs elsewhere and that the desk cannot control. */
export function simulatorAt(
  host: string,
  port: number,
  close: () => Promise<void> = () => Promise.resolve(),
): SimulatedGatewayHandle {
  const refuse = (): Promise<never> => Promise.reject(new Error('It has no control in this test.'));
  return {
    host,
    port,
    close,
    control: { inject: refuse, clear: refuse, setSpeed: refuse, status: refuse },
    died: new Promise(() => {}),
  };
}
