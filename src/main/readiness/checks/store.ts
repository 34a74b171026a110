import type { Check } from '../check.ts';
import { atLeast, count, none } from '../figures.ts';
import { everyGateway } from './gateways.ts';

/** As SQLite counts it: OFF, NORMAL, FULL, EXTRA. */
const fullSync = 2;

/** What is wrong with how the database is set; null where it keeps what it acknowledges. Source: DESIGN.md, Storage. */
export function storeProblem(settings: Readonly<Record<string, number | string>>): string | null {
  if (settings['journal_mode'] !== 'wal') {
    return `The database is in ${settings['journal_mode'] ?? 'no known'} mode and not in WAL mode. Start Deskcheck again.`;
  }
  if (settings['synchronous'] !== fullSync) {
    return `The database is set to synchronous ${settings['synchronous'] ?? 'unknown'} and not to 2, FULL. Start Deskcheck again.`;
  }
  return null;
}

const ofTheStore = {
  phase: 1,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
} satisfies Partial<Check>;

export const storeChecks: readonly Check[] = [
  {
    ...ofTheStore,
    checkId: 'journal-intact',
    title: 'The journal is intact',
    why: 'What is not on record cannot be proven, and what the record says must be what happened.',
    weight: 5,
    needs: [],
    withinMs: 60_000,
    async run({ installation, desk }) {
      const { ok, facts, difference } = await installation.verifyJournal();
      return {
        figures: [
          count('facts', 'Facts checked', facts, atLeast(1)),
          count('differences', 'Differences found', ok ? 0 : 1, none),
        ],
        evidence: [
          {
            name: 'verification.json',
            title: 'What was recomputed, and up to which fact of the chain',
            contents: JSON.stringify({ ok, facts, difference, head: desk.head() }, null, 2),
          },
        ],
        problems: difference === null ? [] : [difference],
        found: `The chain of ${facts} facts and every derived table agree.`,
      };
    },
  },
  {
    ...ofTheStore,
    checkId: 'backup-restorable',
    title: 'A backup can be restored',
    why: 'A backup that was never opened is a hope.',
    weight: 3,
    needs: ['journal-intact'],
    withinMs: 60_000,
    async run({ installation, desk }) {
      const before = desk.head();
      const backup = await installation.backUp();
      const missing = Math.max(0, before.seq - backup.seq);
      const { entries } = await desk.call('journal.read', {
        beforeSeq: backup.seq + 1,
        limit: 1,
        kinds: [],
        orderRef: null,
        text: null,
      });
      const hash = entries[0]?.hash ?? null;
      return {
        figures: [count('missing-facts', 'Facts missing in the backup', missing, none)],
        evidence: [
          {
            name: 'backup.json',
            title: 'Where the backup ends, and the same place in the journal',
            contents: JSON.stringify({ backup, journal: { seq: entries[0]?.seq, hash } }, null, 2),
          },
        ],
        problems:
          hash === backup.hash
            ? []
            : [`At fact ${backup.seq} the backup's chain is not that of the journal.`],
        found: `A backup was made, opened and verified up to fact ${backup.seq}, and its chain is the journal's.`,
      };
    },
  },
  {
    ...ofTheStore,
    checkId: 'store-is-safe',
    title: 'The store keeps what it acknowledges',
    why: 'A database that does not sync loses what it said it had when the power goes.',
    weight: 3,
    needs: [],
    withinMs: 5_000,
    run({ installation }) {
      const settings = installation.storeSettings();
      const problem = storeProblem(settings);
      return Promise.resolve({
        figures: [
          count(
            'unsafe',
            'Settings that lose what was acknowledged',
            problem === null ? 0 : 1,
            none,
          ),
        ],
        evidence: [
          {
            name: 'settings.json',
            title: 'Settings of the database, as it says them',
            contents: JSON.stringify(settings, null, 2),
          },
        ],
        problems: problem === null ? [] : [problem],
        found: 'The database syncs before it acknowledges: synchronous is FULL, in WAL mode.',
      });
    },
  },
];
