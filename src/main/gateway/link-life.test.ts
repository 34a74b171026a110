import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { linkStateSchema, type LinkState, type LinkStatus } from '#shared/domain/gateway.ts';

import { LinkNotReadyError } from './link-errors.ts';
import { LinkLife } from './link-life.ts';

interface Opened {
  port: number;
  clientId: number;
  connects: number;
  closes: number;
}

let clock: VirtualClock;
let sessions: Opened[];
let said: LinkStatus[];
let heard: string[];
let hasAccounts: boolean;
let isReadOnlyApi: boolean;
let life: LinkLife;

beforeEach(() => {
  clock = new VirtualClock();
  sessions = [];
  said = [];
  heard = [];
  hasAccounts = true;
  isReadOnlyApi = false;
  life = new LinkLife({
    clock,
    random: { next: () => 1 },
    host: '127.0.0.1',
    port: 4002,
    clientId: 7,
    timings: {
      tcpConnectMs: 5_000,
      handshakeMs: 5_000,
      identifyMs: 10_000,
      stableMs: 10_000,
      backoff: { firstMs: 500, longestMs: 30_000 },
    },
    openSession(port, clientId) {
      const opened = { port, clientId, connects: 0, closes: 0 };
      sessions.push(opened);
      return {
        connect: () => {
          opened.connects += 1;
        },
        close: () => {
          opened.closes += 1;
        },
      };
    },
    hasAccounts: () => hasAccounts,
    isReadOnlyApi: () => isReadOnlyApi,
    onIdentified: () => heard.push('identified'),
    onNotReady: () => heard.push('not ready'),
    onEnded: () => heard.push('ended'),
    onState: (status) => said.push(status),
    roundTripMs: () => null,
    log: () => {},
  });
});

function states(): LinkState[] {
  return said.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
}

/** Lets as much time pass as the link waits before it connects again. */
function untilNextAttempt(): void {
  clock.advance(Date.parse(life.status().nextAttemptAt ?? '') - clock.now());
}

/** Microtasks run when the test lets them. */
async function settled(): Promise<void> {
  await clock.advanceAsync(0);
}

/** Takes the link to the state by the events that lead there. */
const ways: Record<LinkState, () => Promise<void>> = {
  down: async () => {},
  connecting: async () => {
    life.start();
  },
  handshaking: async () => {
    await ways.connecting();
    life.onTcpOpen();
    life.onServer(193);
  },
  reconciling: async () => {
    await ways.handshaking();
    life.onNextValidId();
    await settled();
  },
  ready: async () => {
    await ways.reconciling();
    life.reconciled();
  },
  impaired: async () => {
    await ways.ready();
    life.impaired('broker');
  },
};

describe('what happens to the link, by the state it is in', () => {
  const happenings: Record<string, () => void> = {
    start: () => life.start(),
    stop: () => life.stop(),
    'the socket opens': () => life.onTcpOpen(),
    'order ids come': () => life.onNextValidId(),
    'the snapshot is accepted': () => life.reconciled(),
    'the broker is lost': () => life.impaired('broker'),
    'the gateway is late': () => life.impaired('late'),
    'the socket closes': () => life.onClosed(),
    'the gateway moves': () => life.onPortReset('Reconnect on port 4003'),
    'the client id is taken': () => life.onClientIdInUse(),
    'accounts change': () => {
      life.mustReconcile();
      life.settle();
    },
    'the broker is back': () => {
      life.recoveredFrom('broker');
      life.mustReconcile();
      life.settle();
    },
  };
  const table = `
                           | down       connecting  handshaking reconciling ready       impaired
  start                    | connecting connecting  handshaking reconciling ready       impaired
  stop                     | down       down        down        down        down        down
  the socket opens         | down       handshaking handshaking reconciling ready       impaired
  order ids come           | down       connecting  reconciling reconciling ready       impaired
  the snapshot is accepted | down       connecting  handshaking ready       ready       impaired
  the broker is lost       | down       connecting  handshaking impaired    impaired    impaired
  the gateway is late      | down       connecting  handshaking impaired    impaired    impaired
  the socket closes        | down       down        down        down        down        down
  the gateway moves        | down       down        down        down        down        down
  the client id is taken   | down       down        down        down        down        down
  accounts change          | down       connecting  handshaking reconciling reconciling impaired
  the broker is back       | down       connecting  handshaking reconciling reconciling reconciling`;
  const [from = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.split('|'))
    .map(([happening = '', targets = '']) => [happening.trim(), ...targets.trim().split(/\s+/)]);
  const cells = rows.flatMap(([happening = '', ...targets]) =>
    targets.map((target, index) => ({
      happening,
      state: linkStateSchema.parse(from[index + 1]),
      target: linkStateSchema.parse(target),
    })),
  );

  it('are all in the table', () => {
    expect(rows.map(([happening]) => happening)).toEqual(Object.keys(happenings));
    expect(cells).toHaveLength(Object.keys(happenings).length * 6);
  });

  it.each(cells)('$state, $happening: $target', async ({ happening, state, target }) => {
    await ways[state]();
    expect(life.state).toBe(state);
    happenings[happening]?.();
    await settled();
    expect(life.state).toBe(target);
    expect(life.may('place')).toBe(target === 'ready');
  });
});

describe('the life of the link', () => {
  it('goes to ready by every step, each with its reason', async () => {
    await ways.ready();
    expect(states()).toEqual(['connecting', 'handshaking', 'reconciling', 'ready']);
    expect(said.every(({ reason }) => reason !== '')).toBe(true);
    expect(heard).toEqual(['identified']);
  });

  it('takes no snapshot for accepted that came before it could have asked for one', async () => {
    life.start();
    life.reconciled();
    life.onTcpOpen();
    life.onNextValidId();
    await settled();
    expect(life.state).toBe('reconciling');
  });

  it('waits for accounts as well as order ids', async () => {
    hasAccounts = false;
    await ways.reconciling();
    expect(life.state).toBe('handshaking');
    hasAccounts = true;
    life.identifyWhenKnown();
    await settled();
    expect(life.state).toBe('reconciling');
  });

  it.each([
    ['connecting', 5_000, /Nothing answered at 127\.0\.0\.1:4002 in time/],
    ['handshaking', 10_000, /named no order ids or accounts/],
  ] as const)('has a deadline for %s', async (state, deadlineMs, reason) => {
    await ways[state]();
    clock.advance(deadlineMs - 1);
    expect(life.state).toBe(state);
    clock.advance(1);
    expect(life.state).toBe('down');
    expect(life.status().reason).toMatch(reason);
    expect(said.at(-1)?.advice.length).toBeGreaterThan(0);
  });

  it('throws the session away with each drop, and makes a new one for the next attempt', async () => {
    await ways.ready();
    life.onClosed();
    expect(sessions).toMatchObject([{ connects: 1, closes: 1 }]);
    expect(heard).toEqual(['identified', 'ended']);
    expect(life.isIdentified).toBe(false);
    clock.advance(500);
    expect(sessions).toMatchObject([{ closes: 1 }, { connects: 1, closes: 0 }]);
  });

  it('waits twice as long after each failure, up to the longest', () => {
    life.start();
    const waits: number[] = [];
    for (let failure = 0; failure < 9; failure += 1) {
      life.onClosed();
      const { nextAttemptAt } = life.status();
      const wait = Date.parse(nextAttemptAt ?? '') - clock.now();
      waits.push(wait);
      clock.advance(wait);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('starts counting anew after a connection that held', async () => {
    life.start();
    for (const wait of [500, 1_000, 2_000]) {
      life.onClosed();
      clock.advance(wait);
    }
    life.onTcpOpen();
    life.onNextValidId();
    await settled();
    life.reconciled();
    clock.advance(10_000);
    life.onClosed();
    expect(Date.parse(life.status().nextAttemptAt ?? '') - clock.now()).toBe(500);
  });

  it('does not start counting anew after one that fell at once', async () => {
    await ways.ready();
    clock.advance(100);
    life.onClosed();
    clock.advance(500);
    life.onClosed();
    expect(Date.parse(life.status().nextAttemptAt ?? '') - clock.now()).toBe(1_000);
  });

  it('tries five client ids when one is taken, then waits long and starts with its own', () => {
    life.start();
    for (let taken = 0; taken < 5; taken += 1) {
      life.onClientIdInUse();
      untilNextAttempt();
    }
    expect(sessions.map(({ clientId }) => clientId)).toEqual([7, 8, 9, 10, 11, 7]);
    expect(said.map(({ reason }) => reason)).toContain('Client id 7 is in use; trying 8.');
    expect(said.map(({ reason }) => reason)).toContain('Client ids 7 to 11 are all in use.');
  });

  it('says what a client id that is not its own means, and tries its own first the next time', async () => {
    life.start();
    life.onClientIdInUse();
    clock.advance(500);
    life.onTcpOpen();
    life.onNextValidId();
    await settled();
    life.reconciled();
    expect(life.status().advice.join(' ')).toContain('but not changed or cancelled one by one');
    life.onClosed();
    untilNextAttempt();
    expect(sessions.map(({ clientId }) => clientId)).toEqual([7, 8, 7]);
  });

  it('takes turns between the port that a 1300 named and its own', () => {
    life.start();
    life.onPortReset('Reconnect on the new port - 4003.');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      untilNextAttempt();
      life.onClosed();
    }
    expect(sessions.map(({ port }) => port)).toEqual([4002, 4003, 4002, 4003]);
  });

  it('is impaired until nothing impairs it', async () => {
    await ways.ready();
    life.impaired('late');
    life.impaired('broker');
    life.recoveredFrom('late');
    life.settle();
    expect(life.state).toBe('impaired');
    life.recoveredFrom('broker');
    life.settle();
    expect(life.state).toBe('reconciling');
    life.reconciled();
    expect(life.state).toBe('ready');
  });

  it('is ready again without a snapshot when the gateway was only late', async () => {
    await ways.ready();
    life.impaired('late');
    life.recoveredFrom('late');
    life.settle();
    expect(states().slice(-3)).toEqual(['ready', 'impaired', 'ready']);
  });

  it('refuses with its state and its reason', async () => {
    await ways.impaired();
    expect(() => life.require('place', 'The order X')).toThrow(LinkNotReadyError);
    expect(() => life.require('place', 'The order X')).toThrow(
      'The order X was not sent: the link to the gateway is impaired (The gateway has lost the broker.)',
    );
    expect(() => life.require('cancel', 'The cancel')).not.toThrow();
  });

  it('takes waiting orders back whenever it stops being ready', async () => {
    await ways.ready();
    life.impaired('late');
    expect(heard).toEqual(['identified', 'not ready']);
  });

  it('says when the gateway refuses orders, and again when it takes them', async () => {
    isReadOnlyApi = true;
    await ways.ready();
    expect(said.at(-1)?.reason).toContain('Read-Only API');
    expect(said.at(-1)?.advice[0]).toContain('clear "Read-Only API"');
    isReadOnlyApi = false;
    life.settle();
    expect(said.at(-1)).toMatchObject({ state: 'ready', reason: 'Connected and reconciled.' });
  });

  it('leaves no timer behind when it is stopped, in whatever state', async () => {
    for (const way of Object.values(ways)) {
      await way();
      life.stop();
      expect(clock.pendingCount).toBe(0);
    }
  });
});
