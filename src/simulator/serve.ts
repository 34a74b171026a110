/**
 * The simulated gateway in a thread (options in `workerData`) or a child process (options as JSON in the first
 * argument). It posts `listening`, `failed` and `notice`, and takes `close` and `control` messages.
 */
import { parentPort, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { performControl } from './control-messages.ts';
import { startSimulatedGateway, type SimulatedGateway } from './gateway.ts';
import { parseGatewayOptions } from './gateway-options.ts';

const requestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('close') }),
  z.object({
    type: z.literal('control'),
    /** Comes back with the result. */
    id: z.number(),
    method: z.string(),
    args: z.array(z.unknown()).default([]),
  }),
]);

/** Where messages to and from whoever started this come and go. */
interface Parent {
  options: unknown;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls when it has gone, so that no gateway is left behind. */
  onGone(listener: () => void): void;
  leave(): void;
}

function findParent(): Parent {
  const port = parentPort;
  if (port !== null) {
    return {
      options: workerData,
      post: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', listener),
      onGone: (listener) => port.once('close', listener),
      leave: () => port.close(),
    };
  }
  return {
    options: JSON.parse(process.argv[2] ?? '{}'),
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.once('disconnect', listener),
    leave: () => {
      if (process.connected) process.disconnect?.();
    },
  };
}

async function serve(parent: Parent): Promise<void> {
  const gateway = await startSimulatedGateway({
    ...parseGatewayOptions(parent.options ?? {}),
    onNotice: (sentence) => parent.post({ type: 'notice', sentence }),
  });
  parent.onMessage((message) => {
    const request = requestSchema.parse(message);
    if (request.type === 'close') void gateway.close().then(() => parent.leave());
    else parent.post(perform(gateway, request));
  });
  parent.onGone(() => void gateway.close());
  parent.post({ type: 'listening', host: gateway.host, port: gateway.port });
}

function perform(
  { control }: SimulatedGateway,
  { id, method, args }: { id: number; method: string; args: unknown[] },
): unknown {
  try {
    return { type: 'result', id, value: performControl(control, method, args) };
  } catch (error) {
    return { type: 'error', id, message: error instanceof Error ? error.message : String(error) };
  }
}

const parent = findParent();
serve(parent).catch((error: unknown) => {
  parent.post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  parent.leave();
});
