import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { emptyFolder, listeningLog } from './folder.fixture.ts';
import { openJournal } from './journal.ts';
import { verifyDataFolder } from './verification.ts';

const writer = fileURLToPath(new URL('./crash-writer.fixture.ts', import.meta.url));

const compileCache = emptyFolder();

/** The last thing a writer acknowledged before it was killed, after it had acknowledged at least so many times. */
async function killed(
  dataDir: string,
  groupSize: number,
  acknowledgements: number,
): Promise<string> {
  const child = spawn(process.execPath, [writer, dataDir, String(groupSize)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Spares every child but the first the reading of its sources.
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > acknowledgements) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  // A last line without its end was being written when the kill came.
  return said.split('\n').at(-2) ?? '';
}

async function killAndReopen(dataDir: string, round: number): Promise<number> {
  const [seq, hash] = (await killed(dataDir, 1 + ((round * 5) % 9), 1 + ((round * 7) % 12))).split(
    ' ',
  );
  const beforeOpening = verifyDataFolder(dataDir);
  expect(beforeOpening).toMatchObject({ ok: true, difference: null });
  const journal = openJournal({ dataDir, clock: new VirtualClock(), log: listeningLog() });
  try {
    expect(journal.head().seq).toBeGreaterThanOrEqual(Number(seq));
    const acknowledged = journal.page({
      beforeSeq: Number(seq) + 1,
      limit: 1,
      kinds: [],
      orderRef: null,
      text: null,
    }).entries[0];
    expect(acknowledged?.hash).toBe(hash);
    expect([...journal.facts()]).toHaveLength(journal.head().seq);
  } finally {
    journal.close();
  }
  return Number(seq);
}

describe('a desk that is killed while it records', () => {
  it(
    'has every acknowledged fact when it comes back, twenty times',
    { timeout: 300_000 },
    async () => {
      const desks = [emptyFolder(), emptyFolder()];
      const acknowledged = await Promise.all(
        desks.map(async (dataDir, desk) => {
          let last = 0;
          for (let round = 0; round < 10; round += 1) {
            const seq = await killAndReopen(dataDir, round * desks.length + desk);
            expect(seq).toBeGreaterThan(last);
            last = seq;
          }
          return last;
        }),
      );
      for (const seq of acknowledged) expect(seq).toBeGreaterThan(50);
    },
  );
});
