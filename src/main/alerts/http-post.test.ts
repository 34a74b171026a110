import { afterEach, beforeEach, expect, it } from 'vitest';

import { AlertReceiver } from '../../../test/support/alert-receiver.ts';
import { realClock } from '../../../test/support/real-clock.ts';
import { httpPost } from './http-post.ts';

let receiver: AlertReceiver;
const post = httpPost(realClock, 200);
const send = (signal = new AbortController().signal) =>
  post(receiver.url, { hello: 'desk' }, { authorization: 'Bearer secret' }, signal);

beforeEach(async () => {
  receiver = await new AlertReceiver().open();
});
afterEach(() => receiver.close());

it('hands over JSON with its headers', async () => {
  expect(await send()).toBeNull();
  expect(receiver.taken).toMatchObject([
    { body: { hello: 'desk' }, headers: { authorization: 'Bearer secret' } },
  ]);
});

it('says what the other end answered', async () => {
  receiver.mood = 500;
  expect(await send()).toBe('It answered 500 Internal Server Error');
});

it('follows no redirect: the token would go with it', async () => {
  receiver.mood = 302;
  expect(await send()).toBe('It answered 302 Found');
});

it('does not wait for ever', async () => {
  receiver.mood = 'hang';
  expect(await send()).toBe('It did not answer within 0.2 s');
});

it('says that nobody listens', async () => {
  await receiver.close();
  expect(await send()).toContain('It could not be reached: connect ECONNREFUSED');
});

it('is given up when the desk stops', async () => {
  receiver.mood = 'hang';
  const stop = new AbortController();
  const sent = send(stop.signal);
  stop.abort();
  expect(await sent).toContain('It could not be reached');
});
