import { csvLine } from '#shared/domain/csv.ts';
import type { DeskStatus } from '#shared/contract/topics.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';

import type { Check } from '../check.ts';
import { statusNow } from '../desk-now.ts';
import { atLeast, atMost, megabytes, milliseconds } from '../figures.ts';
import { waitUntil } from '../wait-until.ts';
import { everyGateway } from './gateways.ts';

const bytesPerMegabyte = 2 ** 20;
/** Two seconds, as the desk's own monitor warns: the gateway tells its time in whole seconds. Source: docs/monitors.md. */
const mostSkewMs = 2_000;
/** Every one comes a second after the other. */
const readings = 4;

export type GatewayReading = NonNullable<DeskStatus['gatewayTime']>;

/**
 * How far the gateway's clock is from the machine's, milliseconds; null where nothing can be said. A simulated gateway
 * lives in another year: of it only counts that its clock goes on as fast as it says, from the first reading to the last.
 */
export function clockSkewMs(kind: GatewayKind, heard: readonly GatewayReading[]): number | null {
  const first = heard[0];
  const last = heard.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  if (kind !== 'simulated') return Math.abs(last.at - last.heardAt);
  const machineMs = (last.heardAt - first.heardAt) * last.rate;
  // Told in whole seconds, each of which is as long as the rate: less than one of them is no skew.
  return Math.max(0, Math.abs(last.at - first.at - machineMs) - 1_000 * Math.max(1, last.rate));
}

export const machineChecks: readonly Check[] = [
  {
    checkId: 'clock-agrees',
    title: 'The machine’s clock agrees with the gateway’s',
    why: 'The order of what happened, and when markets close, is read from the clock. RTS 25 asks it of venues and their members, against UTC; the gateway’s clock is this project’s own choice.',
    phase: 1,
    weight: 2,
    critical: false,
    negativeControl: false,
    gateways: everyGateway,
    needs: [],
    withinMs: 60_000,
    async run({ clock, signal, desk, gatewayKind }) {
      const heard: GatewayReading[] = [];
      for (let reading = 0; reading < readings; reading += 1) {
        heard.push(
          await waitUntil({ clock, signal }, 'the gateway tells its time', 10_000, () => {
            const { gatewayTime } = statusNow(desk);
            return gatewayTime !== null && gatewayTime.heardAt > (heard.at(-1)?.heardAt ?? 0)
              ? gatewayTime
              : null;
          }),
        );
      }
      return {
        figures: [
          milliseconds(
            'skew',
            gatewayKind === 'simulated'
              ? 'How far the gateway’s clock ran off'
              : 'How far the gateway’s clock is from the machine’s',
            clockSkewMs(gatewayKind, heard),
            atMost(mostSkewMs),
          ),
        ],
        evidence: [
          {
            name: 'clock.csv',
            title: 'What the gateway’s clock said and when, epoch milliseconds',
            contents: [
              csvLine(['gateway', 'machine', 'rate']),
              ...heard.map(({ at, heardAt, rate }) => csvLine([at, heardAt, rate])),
            ].join(''),
          },
        ],
        problems: [],
        found: 'The two clocks agree.',
      };
    },
  },
  {
    checkId: 'machine-has-room',
    title: 'The machine has room and turns',
    why: 'A full disk stops the record, and a busy process answers late.',
    phase: 1,
    weight: 2,
    critical: false,
    negativeControl: false,
    gateways: everyGateway,
    needs: [],
    withinMs: 5_000,
    run({ installation }) {
      const { freeDiskBytes, eventLoopDelayMs } = installation.machine();
      const freeMegabytes = freeDiskBytes === null ? null : freeDiskBytes / bytesPerMegabyte;
      return Promise.resolve({
        figures: [
          // The monitor of the disk warns at as much. Source: docs/monitors.md.
          megabytes('free-disk', 'Free disk space', freeMegabytes, atLeast(1_000)),
          // A desk has its turn within a few milliseconds; the margin is for a machine that has other work.
          milliseconds(
            'turn-delay',
            'Wait for a turn, last second',
            eventLoopDelayMs,
            atMost(1_000),
          ),
        ],
        evidence: [
          {
            name: 'machine.json',
            title: 'What the machine said of itself',
            contents: JSON.stringify({ freeDiskBytes, eventLoopDelayMs }, null, 2),
          },
        ],
        problems: [],
        found: 'There is room on the disk, and the process has its turn in time.',
      });
    },
  },
];
