import { beforeEach, describe, expect, it } from 'vitest';

import { ContractError } from '#shared/contract/error.ts';

import { adoptDesk, call, forgetTopicFailure, useConnection } from './connection-store.ts';
import { deskDouble, type DeskDouble } from './desk-double.fixture.ts';

let desk: DeskDouble;
const failure = new ContractError({ code: 'internal', message: 'Given up.', advice: '' });

beforeEach(() => {
  desk = deskDouble();
  adoptDesk(desk);
});

describe('a lost desk', () => {
  it('is refused at once: nothing waits to be sent later', async () => {
    desk.become({ phase: 'lost', reason: 'Gone.' });
    await expect(call('limits.read', {})).rejects.toMatchObject({ code: 'disconnected' });
    expect(desk.asked).toEqual([]);
  });

  it('is lost since it first was, until it is back', () => {
    desk.become({ phase: 'lost', reason: 'Gone.' });
    const { lostAt } = useConnection.getState();
    desk.become({ phase: 'lost', reason: 'Still gone.' });
    expect(useConnection.getState()).toMatchObject({ lostAt, reason: 'Still gone.' });
    desk.become({ phase: 'open', reason: 'Connected.' });
    expect(useConnection.getState().lostAt).toBeNull();
  });
});

describe('a topic the desk gave up', () => {
  it('is known until it is asked for again', () => {
    desk.failTopic('bars', failure);
    expect(useConnection.getState().failedTopics.get('bars')?.message).toBe('Given up.');
    forgetTopicFailure('bars');
    expect(useConnection.getState().failedTopics.size).toBe(0);
  });

  it('is asked for anew on every new connection', () => {
    desk.failTopic('orders', failure);
    desk.become({ phase: 'lost', reason: 'Gone.' });
    expect(useConnection.getState().failedTopics.size).toBe(1);
    desk.become({ phase: 'open', reason: 'Connected.' });
    expect(useConnection.getState().failedTopics.size).toBe(0);
  });
});
