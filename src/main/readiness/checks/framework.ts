import type { Check } from '../check.ts';
import { count, megabytes, milliseconds } from '../figures.ts';

const everyGateway: Check['gateways'] = ['simulated', 'paper', 'shadow'];

/** As SQLite counts it: OFF, NORMAL, FULL, EXTRA. */
const fullSync = 2;
const bytesPerMegabyte = 2 ** 20;

/** Phase 1. */
export const frameworkChecks: readonly Check[] = [
  {
    checkId: 'journal-intact',
    title: 'The journal is intact',
    why: 'What is not on record cannot be proven, and what the record says must be what happened.',
    phase: 1,
    weight: 5,
    critical: true,
    negativeControl: false,
    gateways: everyGateway,
    needs: [],
    withinMs: 60_000,
    async run({ installation }) {
      const { ok, facts, difference } = await installation.verifyJournal();
      return {
        figures: [
          count('facts', 'Facts checked', facts, { compare: 'at-least', value: 1 }),
          count('differences', 'Differences found', ok ? 0 : 1, { compare: 'exactly', value: 0 }),
        ],
        evidence: [],
        problems: difference === null ? [] : [difference],
        found: `The chain of ${facts} facts and every derived table agree.`,
      };
    },
  },
  {
    checkId: 'backup-restorable',
    title: 'A backup can be restored',
    why: 'A backup that was never opened is a hope.',
    phase: 1,
    weight: 3,
    critical: true,
    negativeControl: false,
    gateways: everyGateway,
    needs: ['journal-intact'],
    withinMs: 60_000,
    async run({ installation, desk }) {
      const before = desk.head();
      const backup = await installation.backUp();
      const missing = Math.max(0, before.seq - backup.seq);
      return {
        figures: [
          count('missing-facts', 'Facts missing in the backup', missing, {
            compare: 'exactly',
            value: 0,
          }),
        ],
        evidence: [],
        problems: [],
        found: `A backup was made, opened and verified up to fact ${backup.seq}.`,
      };
    },
  },
  {
    checkId: 'store-is-safe',
    title: 'The store keeps what it acknowledges',
    why: 'A database that does not sync loses what it said it had when the power goes.',
    phase: 1,
    weight: 3,
    critical: true,
    negativeControl: false,
    gateways: everyGateway,
    needs: [],
    withinMs: 5_000,
    run({ installation }) {
      const settings = installation.storeSettings();
      const isFull = settings['synchronous'] === fullSync && settings['journal_mode'] === 'wal';
      return Promise.resolve({
        figures: [],
        evidence: [
          {
            name: 'settings.json',
            title: 'Settings of the database, as it says them',
            contents: JSON.stringify(settings, null, 2),
          },
        ],
        problems: isFull
          ? []
          : ['The database is not set to synchronous FULL in WAL mode. Start Deskcheck again.'],
        found: 'The database syncs before it acknowledges: synchronous is FULL, in WAL mode.',
      });
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
          megabytes('free-disk', 'Free disk space', freeMegabytes, {
            compare: 'at-least',
            value: 1024,
          }),
          milliseconds('turn-delay', 'Wait for a turn, last second', eventLoopDelayMs, {
            compare: 'at-most',
            value: 200,
          }),
        ],
        evidence: [],
        problems: [],
        found: 'There is room on the disk, and the process has its turn in time.',
      });
    },
  },
];
