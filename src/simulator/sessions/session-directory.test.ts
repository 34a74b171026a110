import { describe, expect, it } from 'vitest';

import { ClientSession } from './client-session.ts';
import { farewells, SessionDirectory } from './session-directory.ts';

interface Listener {
  session: ClientSession;
  heard: string[];
  endings: string[];
}

function listener(phase: ClientSession['phase']): Listener {
  const heard: string[] = [];
  const endings: string[] = [];
  const session = new ClientSession({
    write: (bytes) => void heard.push(bytes.toString('utf8', 4)),
    end: () => void endings.push('end'),
    destroy: () => void endings.push('destroy'),
    pauseReading: () => {},
    backlog: () => 0,
  });
  session.phase = phase;
  return { session, heard, endings };
}

describe('closing every connection', () => {
  it('says the last word to those who have started, and ends all', () => {
    const directory = new SessionDirectory();
    const [started, early] = [listener('started'), listener('version')];
    for (const { session } of [started, early]) directory.add(session);
    directory.claim(started.session, 3);
    expect(directory.endAll(farewells.portReset(4001))).toEqual([started.session, early.session]);
    expect(started.heard).toHaveLength(1);
    expect(started.heard[0]).toContain(['4', '2', '-1', '1300'].join('\0'));
    expect(started.heard[0]).toContain('Please reconnect on the new port - 4001');
    expect(early.heard).toEqual([]);
    expect([started.endings, early.endings]).toEqual([['end'], ['end']]);
    expect(directory.size).toBe(0);
    expect(directory.byClientId(3)).toBeUndefined();
  });

  it('can be done without a word', () => {
    const directory = new SessionDirectory();
    const one = listener('started');
    directory.add(one.session);
    directory.endAll(null);
    expect([one.heard, one.endings]).toEqual([[], ['end']]);
  });
});
