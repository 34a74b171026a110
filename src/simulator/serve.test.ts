import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';

import { describe, expect, it } from 'vitest';

const file = new URL('serve.ts', import.meta.url);

function nextMessage(from: Worker | ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    from.once('message', resolve);
  });
}

function field(message: unknown, name: string): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined;
}

describe('the gateway in a thread', () => {
  it('listens, obeys and ends', async () => {
    const thread = new Worker(file, { workerData: { seed: 3 } });
    const listening = await nextMessage(thread);
    expect(listening).toMatchObject({ type: 'listening', host: '127.0.0.1' });
    thread.postMessage({ type: 'control', id: 1, method: 'clients' });
    expect(await nextMessage(thread)).toEqual({ type: 'result', id: 1, value: [] });
    thread.postMessage({ type: 'control', id: 2, method: 'toString' });
    expect(await nextMessage(thread)).toMatchObject({ type: 'error', id: 2 });
    thread.postMessage({ type: 'control', id: 3, method: 'priceShock', args: ['NOSUCH', 1] });
    expect(await nextMessage(thread)).toMatchObject({ type: 'error', id: 3 });
    thread.postMessage({ type: 'close' });
    await once(thread, 'exit');
    const socket = connect(Number(field(listening, 'port')), '127.0.0.1');
    await expect(once(socket, 'connect')).rejects.toThrow('ECONNREFUSED');
  });

  it('says in a sentence why it cannot start', async () => {
    const thread = new Worker(file, { workerData: { speed: -1 } });
    const failed = await nextMessage(thread);
    expect(field(failed, 'type')).toBe('failed');
    expect(field(failed, 'message')).toContain(
      'The simulated gateway cannot start with these options.',
    );
    await once(thread, 'exit');
  });
});

describe('the gateway in a process', () => {
  it('listens, and ends with whoever started it', async () => {
    const child = fork(file, [JSON.stringify({ seed: 3 })]);
    const listening = await nextMessage(child);
    expect(listening).toMatchObject({ type: 'listening', host: '127.0.0.1' });
    child.disconnect();
    expect((await once(child, 'exit'))[0]).toBe(0);
  });
});
