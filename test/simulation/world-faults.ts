import { fairWeather } from './memory-network.ts';
import type { World } from './world.ts';

/** Something that goes wrong around or inside the desk. */
export interface WorldFault {
  name: string;
  /** It strikes the desk itself, which must be running. */
  needsDesk?: true;
  strike(world: World): void;
}

const soonMs = 500;

export const worldFaults: readonly WorldFault[] = [
  { name: 'drop', strike: (world) => world.gateway.control.drop() },
  {
    name: 'drop, and connections refused',
    strike(world) {
      world.gateway.control.refuseConnections(true);
      world.gateway.control.drop();
    },
  },
  {
    name: 'silence for 3 s',
    strike(world) {
      world.gateway.control.silence();
      world.later(3_000, () => world.gateway.control.speak());
    },
  },
  { name: 'silence for good', strike: (world) => world.gateway.control.silence() },
  {
    name: '1100, then 1102',
    strike: (world) => brokerLost(world, 1102),
  },
  {
    name: '1100, then 1101',
    strike: (world) => brokerLost(world, 1101),
  },
  { name: '1100 for good', strike: (world) => world.loseBroker() },
  {
    name: '1101 without 1100',
    strike: (world) => world.gateway.control.notify(1101),
  },
  {
    name: '1300, the port is reset',
    strike: (world) =>
      world.gateway.control.notify(
        1300,
        'TWS socket port has been reset and this connection is being dropped. Please reconnect on the new port -4003',
      ),
  },
  { name: '2110 for good', strike: (world) => world.loseBroker(2110) },
  { name: 'notice 2107', strike: (world) => world.gateway.control.notify(2107) },
  {
    name: 'farm down, then dead feed',
    strike(world) {
      world.gateway.control.notify(2103);
      world.later(soonMs, () => {
        world.gateway.control.notify(2104);
        world.gateway.control.deadenFeeds();
      });
    },
  },
  { name: 'dead feed', strike: (world) => world.gateway.control.deadenFeeds() },
  { name: 'swallowed order', strike: (world) => world.gateway.control.swallowNextOrder() },
  {
    name: 'lost acknowledgement',
    strike: (world) => world.gateway.control.loseNextAcknowledgement(),
  },
  {
    name: 'rejected order',
    strike: (world) =>
      world.gateway.control.rejectNextOrder(201, 'Order rejected - reason: drill.'),
  },
  { name: 'late fill', strike: (world) => world.gateway.control.reportNextFillLate(2) },
  { name: 'fills paused', strike: (world) => world.gateway.control.pauseFills() },
  { name: 'price falls 4 %', strike: (world) => world.gateway.control.priceShock('SPY', -4) },
  { name: 'price rises 4 %', strike: (world) => world.gateway.control.priceShock('SPY', 4) },
  { name: 'burst of ticks', strike: (world) => world.gateway.control.tickBurst('SPY', 200) },
  { name: 'connection reset', strike: (world) => world.network.cut() },
  {
    name: 'reset, nothing answers for 3 s',
    strike(world) {
      world.network.isDown = true;
      world.network.cut();
      world.later(3_000, () => {
        world.network.isDown = false;
      });
    },
  },
  { name: 'half-open', strike: (world) => world.network.abandon() },
  { name: 'both ways stall 1.5 s', strike: (world) => world.network.stall('both', 1_500) },
  { name: 'answers stall 3 s', strike: (world) => world.network.stall('to-desk', 3_000) },
  { name: 'requests stall 3 s', strike: (world) => world.network.stall('to-gateway', 3_000) },
  { name: 'answers stall 8 s', strike: (world) => world.network.stall('to-desk', 8_000) },
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
    name: 'the wall clock jumps an hour on',
    strike(world) {
      world.deskWallOffsetMs += 3_600_000;
    },
  },
  {
    name: 'the wall clock jumps an hour back',
    strike(world) {
      world.deskWallOffsetMs -= 3_600_000;
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

function brokerLost(world: World, back: 1101 | 1102): void {
  world.loseBroker();
  world.later(2_000, () => world.returnBroker(back));
}
