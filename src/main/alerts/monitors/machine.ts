import type { Monitor } from '../monitor.ts';
import { seconds } from '../words.ts';

const bytesPerMegabyte = 1e6;
const msPerMinute = 60_000;

/** The machine the desk runs on, and what the desk needs of it. */
export const machineMonitors: readonly Monitor[] = [
  {
    id: 'event-loop-delay',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read: ({ machine: { eventLoopDelayMs } }) =>
      eventLoopDelayMs === null
        ? []
        : [
            {
              subject: '',
              observed: eventLoopDelayMs,
              unit: 'ms',
              detail: ({ threshold }) =>
                `The desk had to wait ${Math.round(eventLoopDelayMs)} ms for its turn; ${threshold} ms are too long. Everything it does comes that late, a cancel too. Close what else keeps this machine busy.`,
            },
          ],
  },
  {
    id: 'journal-lag',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read: ({ machine: { journalLagMs } }) =>
      journalLagMs === null
        ? []
        : [
            {
              subject: '',
              observed: journalLagMs,
              unit: 'ms',
              detail: ({ threshold }) =>
                `A fact waited ${Math.round(journalLagMs)} ms to be on disk; ${threshold} ms are too long. No order leaves before it is recorded. Look at the disk of the data folder.`,
            },
          ],
  },
  {
    id: 'disk-space',
    onFacts: [],
    crossed: 'beyond',
    actsOn: 'desk',
    read({ machine: { freeDiskBytes } }) {
      if (freeDiskBytes === null) return [];
      const megabytes = freeDiskBytes / bytesPerMegabyte;
      return [
        {
          subject: '',
          observed: megabytes,
          unit: 'MB free',
          detail: ({ threshold }) =>
            `The disk of the data folder has ${Math.floor(megabytes)} MB left, less than ${threshold} MB. A desk that cannot record stops. Make room.`,
        },
      ];
    },
  },
  {
    id: 'backup-age',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read({ machine: { backupAgeMs } }) {
      if (backupAgeMs === null) return [];
      const minutes = backupAgeMs / msPerMinute;
      return [
        {
          subject: '',
          observed: minutes,
          unit: 'minutes',
          detail: ({ threshold }) =>
            `The last good backup of the journal is ${seconds(backupAgeMs)} old; ${threshold} minutes are too long. The log says why none was made.`,
        },
      ];
    },
  },
];
