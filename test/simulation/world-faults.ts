import type { SimulatorFaultInput, SimulatorFaultKind } from '#shared/domain/simulator-fault.ts';

import { framed } from './framed.ts';
import { fairWeather } from './memory-network.ts';
import type { World } from './world.ts';

/** Something that goes wrong around or inside the desk. */
export interface WorldFault {
  name: string;
  /** It strikes the desk itself, which must be running. */
  needsDesk?: true;
  /** The gateway's own faults that it is made of. */
  kinds?: readonly SimulatorFaultKind[];
  strike(world: World): void;
}

const soonMs = 500;
const forMs = 3_000;
const longMs = 60_000;

/** A fault of the simulated gateway's own. */
function atGateway(name: string, ...faults: readonly SimulatorFaultInput[]): WorldFault {
  return {
    name,
    kinds: faults.map(({ kind }) => kind),
    strike(world) {
      for (const fault of faults) world.inject(fault);
    },
  };
}

/** Every kind of fault that the simulated gateway has, some of them in several shapes. */
const gatewayFaults: readonly WorldFault[] = [
  atGateway('drop', { kind: 'drop' }),
  atGateway('drop, refused for 3 s', { kind: 'refuse-connections', forMs }, { kind: 'drop' }),
  atGateway('silence for 3 s', { kind: 'silence', forMs }),
  atGateway('silence for good', { kind: 'silence', forMs: longMs }),
  atGateway('half-open for 3 s', { kind: 'half-open', forMs }),
  atGateway('half-open for good', { kind: 'half-open', forMs: longMs }),
  atGateway('1100, then 1102', { kind: 'connectivity-lost', forMs }),
  atGateway('1100, then 1101', { kind: 'connectivity-lost', dataLost: true, forMs }),
  atGateway('1100 for good', { kind: 'connectivity-lost', forMs: longMs }),
  atGateway('1101 without 1100', { kind: 'notice', code: 1101 }),
  atGateway('1300, the port is reset', { kind: 'port-reset', port: 4003 }),
  atGateway('notice 2107', { kind: 'notice', code: 2107 }),
  atGateway('market data farm down', { kind: 'farm-down', forMs }),
  atGateway('farm down, dead after', { kind: 'farm-down', deadAfter: true, forMs }),
  atGateway('dead feed', { kind: 'dead-feed' }),
  atGateway('order words 800 ms late', { kind: 'delay', messages: 'orders', delayMs: 800, forMs }),
  atGateway('fills 1500 ms late', { kind: 'delay', messages: 'executions', delayMs: 1_500, forMs }),
  atGateway('everything 600 ms late', { kind: 'delay', delayMs: 600, forMs }),
  atGateway('order words twice', { kind: 'duplicate', messages: 'orders', count: 6 }),
  atGateway('fills twice', { kind: 'duplicate', messages: 'executions', count: 6 }),
  atGateway('everything twice', { kind: 'duplicate', count: 40 }),
  atGateway('order words out of order', { kind: 'reorder', messages: 'orders', count: 4 }),
  atGateway('fills out of order', { kind: 'reorder', messages: 'executions', count: 4 }),
  atGateway('everything out of order', { kind: 'reorder', count: 12 }),
  atGateway('lost acknowledgement', { kind: 'lose-acknowledgement' }),
  atGateway('swallowed order', { kind: 'swallow-order' }),
  atGateway('rejected order', { kind: 'reject-order' }),
  atGateway('late fill', { kind: 'late-fill', count: 2 }),
  atGateway('fills paused', { kind: 'pause-fills', forMs: longMs }),
  atGateway('a fill is busted', { kind: 'bust' }),
  atGateway('a fill is corrected', { kind: 'correct', percent: -1 }),
  atGateway('frame of impossible length', { kind: 'malformed-frame', shape: 'bad-length' }),
  atGateway('frame with a bad count', { kind: 'malformed-frame', shape: 'bad-count' }),
  atGateway('frame cut off', { kind: 'malformed-frame', shape: 'cut-off' }),
  atGateway('unreadable reject text', { kind: 'malformed-frame', shape: 'bad-reject-text' }),
  atGateway('the gateway reads slowly', { kind: 'slow-reader', bytesPerSecond: 400, forMs }),
  atGateway('its clock jumps on', { kind: 'clock-jump', seconds: 3_600 }),
  atGateway('its clock jumps back', { kind: 'clock-jump', seconds: -3_600 }),
  atGateway('price falls 4 %', { kind: 'price-shock', percent: -4 }),
  atGateway('price rises 4 %', { kind: 'price-shock', percent: 4 }),
  atGateway('trading is halted', { kind: 'halt', forMs }),
  atGateway('competing session', { kind: 'competing-session', forMs }),
  atGateway('burst of ticks', { kind: 'tick-burst', count: 200 }),
  atGateway('nightly restart', { kind: 'restart', forMs }),
  atGateway('read-only for 3 s', { kind: 'read-only', forMs }),
];

/** What the wire can do apart from the gateway. */
const wireFaults: readonly WorldFault[] = [
  {
    name: 'warning 399 about the order',
    strike(world) {
      const latest = world.gateway.control.orders().at(-1);
      const warning = 'Order Message: your order will not be placed at the exchange until 09:30.';
      if (latest !== undefined)
        world.network.insert(framed(4, 2, latest.orderId, 399, warning, ''));
    },
  },
  { name: 'connection reset', strike: (world) => world.network.cut() },
  {
    name: 'reset, nothing answers for 3 s',
    strike(world) {
      world.network.isDown = true;
      world.network.cut();
      world.later(forMs, () => {
        world.network.isDown = false;
      });
    },
  },
  { name: 'both ends abandoned', strike: (world) => world.network.abandon() },
  { name: 'both ways stall 1.5 s', strike: (world) => world.network.stall('both', 1_500) },
  { name: 'answers stall 3 s', strike: (world) => world.network.stall('to-desk', 3_000) },
  { name: 'answers stall 8 s', strike: (world) => world.network.stall('to-desk', 8_000) },
  { name: 'requests stall 3 s', strike: (world) => world.network.stall('to-gateway', 3_000) },
  {
    name: 'slow wire',
    strike(world) {
      world.network.weather = { ...fairWeather, bytesPerSecond: 3_000 };
    },
  },
  {
    name: 'messages in pieces',
    strike(world) {
      world.network.weather = { ...fairWeather, slicing: 'anywhere' };
    },
  },
  {
    name: 'latency 400 ms',
    strike(world) {
      world.network.weather = { ...fairWeather, latencyMs: [300, 200] };
    },
  },
];

/** What can go wrong on the desk's own machine. */
const deskFaults: readonly WorldFault[] = [
  {
    name: 'the journal cannot commit',
    strike(world) {
      world.disk.failure = 'the disk is full.';
    },
  },
  {
    name: 'the journal is slow',
    strike(world) {
      world.recordDelayMs = 400;
    },
  },
  {
    name: 'the desk dies',
    needsDesk: true,
    strike(world) {
      world.crashDesk();
      world.later(soonMs, () => world.ensureDesk());
    },
  },
  {
    name: 'the desk dies, twice',
    needsDesk: true,
    strike(world) {
      world.crashDesk();
      world.later(soonMs, () => world.ensureDesk());
      world.later(2 * soonMs, () => {
        world.crashDesk();
        world.ensureDesk();
      });
    },
  },
  {
    name: 'its wall clock jumps on',
    strike(world) {
      world.deskWallOffsetMs += 3_600_000;
    },
  },
  {
    name: 'its wall clock jumps back',
    strike(world) {
      world.deskWallOffsetMs -= 3_600_000;
    },
  },
  {
    name: 'the desk is HALTED',
    needsDesk: true,
    strike(world) {
      world.later(0, () => {
        if (world.isRunning) world.setState('HALTED');
      });
    },
  },
  {
    name: 'the kill switch',
    needsDesk: true,
    strike(world) {
      // Struck from inside the road, it comes after the road's turn, as a click would.
      world.later(0, () => {
        if (world.isRunning) world.kill();
      });
    },
  },
];

export const worldFaults: readonly WorldFault[] = [...gatewayFaults, ...wireFaults, ...deskFaults];
