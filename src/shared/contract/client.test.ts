import { describe, expect, test } from 'vitest';

import { activity } from '../../../test/support/desk-double.ts';
import { createDeskClient } from './client.ts';
import type { ContractError } from './error.ts';
import { maxFrameBytes } from './frames.ts';
import { memoryTextPair } from './memory-wire.ts';

function desk(): ReturnType<typeof memoryTextPair> & { heard: unknown[]; closed: Promise<string> } {
  const pair = memoryTextPair();
  const heard: unknown[] = [];
  pair.server.wire.onMessage((message) => heard.push(message));
  const { promise, resolve } = Promise.withResolvers<string>();
  pair.server.wire.onClose(resolve);
  return { ...pair, heard, closed: promise };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const silent = { onSnapshot: () => undefined, onItems: () => undefined };

describe('the desk client', () => {
  test('gives credit for the next batch only after the screen has done its work', async () => {
    const { server, client, heard } = desk();
    const order: string[] = [];
    createDeskClient(client.wire).listen(
      'activity',
      {},
      {
        onSnapshot: () => order.push(`snapshot, heard ${heard.length}`),
        onItems: (items, removed) => order.push(`items ${items.length} removed ${removed.join()}`),
      },
    );
    await settle();
    server.wire.send({ t: 'snapshot', id: 1, items: [activity(1)] });
    server.wire.send({ t: 'items', id: 1, items: [activity(2)], removed: [1] });
    await settle();
    expect(order).toEqual(['snapshot, heard 1', 'items 1 removed 1']);
    expect(heard).toEqual([
      { t: 'listen', id: 1, topic: 'activity', params: {} },
      { t: 'took', id: 1 },
      { t: 'took', id: 1 },
    ]);
  });

  test('after stop nothing is heard any more and no credit is given', async () => {
    const { server, client, heard } = desk();
    const seen: number[] = [];
    const stop = createDeskClient(client.wire).listen(
      'activity',
      {},
      {
        ...silent,
        onItems: (items) => seen.push(items.length),
      },
    );
    stop();
    stop();
    server.wire.send({ t: 'items', id: 1, items: [activity(2)], removed: [] });
    await settle();
    expect(seen).toEqual([]);
    expect(heard.slice(1)).toEqual([{ t: 'unlisten', id: 1 }]);
  });

  test.each([
    ['an unknown frame', { t: 'run', id: 1, code: '1' }],
    ['an output that is not the command’s', { t: 'done', id: 1, output: { ok: 'yes' } }],
    ['a topic’s frame for a command', { t: 'snapshot', id: 1, items: [] }],
    ['an item that is not the topic’s', { t: 'snapshot', id: 2, items: [{ seq: 'one' }] }],
    ['a command’s frame for a topic', { t: 'done', id: 2, output: {} }],
  ])('%s closes the wire and fails what is pending', async (_, frame) => {
    const { server, client, closed } = desk();
    const failures: ContractError[] = [];
    const deskClient = createDeskClient(client.wire, {
      onUnheard: (error) => failures.push(error),
    });
    const call = deskClient.call('journal.verify', {});
    deskClient.listen('activity', {}, silent);
    server.wire.send(frame);
    await expect(call).rejects.toMatchObject({ code: 'disconnected' });
    await closed;
    expect(failures.map((each) => each.code)).toEqual(['disconnected']);
  });

  test('input too large to send is refused here and the wire lives on', async () => {
    const { client, heard } = desk();
    const deskClient = createDeskClient(client.wire);
    await expect(
      deskClient.call('instrument.search', { text: 'x'.repeat(maxFrameBytes) }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    const stop = deskClient.listen('orders', {}, silent);
    await settle();
    expect(heard).toHaveLength(1);
    stop();
  });
});
