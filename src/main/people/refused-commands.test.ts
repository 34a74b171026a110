import { describe, expect, it } from 'vitest';

import type { Caller } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { nobody } from '#shared/domain/people.ts';

import { recordAgainAfterMs, RefusedCommands } from './refused-commands.ts';

function bench() {
  const facts: NewFact[] = [];
  const unrecorded: unknown[] = [];
  const made = { now: 0, fails: false, facts, unrecorded };
  const refused = new RefusedCommands({
    clock: { monotonic: () => made.now },
    record: async (taken) => {
      if (made.fails) throw new Error('The disk is full.');
      facts.push(...taken);
    },
    onUnrecorded: (error) => unrecorded.push(error),
  });
  return { made, refused };
}

const caller = (windowId: string): Caller => ({ person: nobody, windowId });

describe('what people may not do', () => {
  it('is recorded by who tried it, once in a while for each window and command', () => {
    const { made, refused } = bench();
    const count = (): number => made.facts.length;
    refused.take('limits.propose', 'Nobody is signed in.', caller('w-1'));
    expect(made.facts).toEqual([
      {
        kind: 'command.refused',
        by: 'nobody',
        body: { command: 'limits.propose', message: 'Nobody is signed in.' },
      },
    ]);
    made.now = recordAgainAfterMs - 1;
    refused.take('limits.propose', 'Nobody is signed in.', caller('w-1'));
    expect(count()).toBe(1);
    refused.take('limits.propose', 'Nobody is signed in.', caller('w-2'));
    refused.take('order.cancel', 'Nobody is signed in.', caller('w-1'));
    refused.take(null, 'A frame was not one of the contract.', caller('w-1'));
    expect(count()).toBe(4);
    made.now = recordAgainAfterMs;
    refused.take('limits.propose', 'Nobody is signed in.', caller('w-1'));
    expect(count()).toBe(5);
  });

  it('is heard of where it cannot be recorded', async () => {
    const { made, refused } = bench();
    made.fails = true;
    refused.take('order.cancel', 'No.', caller('w-1'));
    await Promise.resolve();
    await Promise.resolve();
    expect(made.unrecorded).toHaveLength(1);
  });
});
