import type { SimulatorFault, SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import { FakeTopic } from './fake-topic.ts';

/** What the fake gateway can do to the fake desk. */
interface FakeEffects {
  begin(fault: SimulatorFault): void;
  end(fault: SimulatorFault): void;
}

interface FakeSimulator {
  topic: FakeTopic<SimulatorStatus>;
  inject(fault: SimulatorFault): void;
  clear(faultId: number | null): void;
  setSpeed(speed: number): void;
}

const tickMs = 1_000;
const kept = 50;

/** The simulated gateway of the fake desk: it keeps account of faults and lets the desk feel a few of them. */
export function createFakeSimulator(
  startedAt: number,
  speed: number,
  effects: FakeEffects,
): FakeSimulator {
  const topic = new FakeTopic<SimulatorStatus>(() => 'simulator');
  let faultCount = 0;
  let status: SimulatorStatus = {
    host: '127.0.0.1',
    port: 4002,
    seed: 7,
    speed,
    simulatedTime: startedAt,
    clients: [
      {
        clientId: 11,
        serverVersion: 193,
        messagesIn: 412,
        messagesOut: 28_114,
        quoteLines: 12,
        openOrders: 2,
      },
    ],
    active: [],
    recent: [],
  };
  const change = (part: Partial<SimulatorStatus>): void => {
    status = { ...status, ...part };
    topic.put(status);
  };
  const end = (isOver: (fault: SimulatorStatus['active'][number]) => boolean): void => {
    for (const active of status.active.filter(isOver)) effects.end(active.fault);
    change({ active: status.active.filter((active) => !isOver(active)) });
  };

  topic.put(status);
  setInterval(() => {
    const now = Date.now();
    end(({ endsAt }) => endsAt !== null && endsAt <= now);
    change({ simulatedTime: status.simulatedTime + status.speed * tickMs });
  }, tickMs);

  return {
    topic,
    inject: (fault) => {
      faultCount += 1;
      const lasts = 'forMs' in fault;
      const waits = 'count' in fault;
      const endsAt = lasts ? Date.now() + fault.forMs : null;
      change({
        active:
          lasts || waits
            ? [...status.active, { faultId: faultCount, fault, endsAt }]
            : status.active,
        recent: [
          { at: Date.now(), sentence: `Fault ${fault.kind} was started from the console.` },
          ...status.recent,
        ].slice(0, kept),
      });
      effects.begin(fault);
    },
    clear: (faultId) => {
      end((active) => faultId === null || active.faultId === faultId);
    },
    setSpeed: (next) => {
      change({ speed: next });
    },
  };
}
