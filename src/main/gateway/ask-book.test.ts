import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { AskBook } from './ask-book.ts';
import { LinkDroppedError, RequestTimeoutError } from './link-errors.ts';

describe('questions on the wire', () => {
  it('are answered with all their pieces', async () => {
    const clock = new VirtualClock();
    const asks = new AskBook<string>(clock);
    const answer = asks.open(1, 'A question', 1_000);
    asks.add(1, 'a');
    asks.add(2, 'of nobody');
    asks.add(1, 'b');
    asks.end(1);
    await expect(answer).resolves.toEqual(['a', 'b']);
    expect(clock.pendingCount).toBe(0);
  });

  it('end at their deadline', async () => {
    const clock = new VirtualClock();
    const asks = new AskBook<string>(clock);
    const answer = asks.open(1, 'A question', 1_000);
    clock.advance(1_000);
    await expect(answer).rejects.toThrow(RequestTimeoutError);
    await expect(answer).rejects.toThrow('A question got no answer within 1 s');
    expect(asks.has(1)).toBe(false);
  });

  it('end with the connection', async () => {
    const asks = new AskBook<string>(new VirtualClock());
    const answers = [asks.open(1, 'One', 1_000), asks.open(2, 'Two', 1_000)];
    asks.dropAll();
    for (const answer of answers) await expect(answer).rejects.toThrow(LinkDroppedError);
  });
});
