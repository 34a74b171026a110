import { lies, installs, scratchLies, type PlantedDefect } from './planted-defect.ts';

/** A component that does not answer is also one that is missing among those that did. */
const counted = {
  'component-coverage': 'it counts the components that answered.',
};

/** Phase 1. */
export const frameworkDefects: readonly PlantedDefect[] = [
  {
    checkId: 'journal-intact',
    broken: 'A fact of the journal was changed: its chain does not come out.',
    plant: installs(() => ({
      verifyJournal: async () => ({
        ok: false,
        facts: 40,
        difference: 'Fact 12 is not what was recorded.',
      }),
    })),
    says: /Fact 12 is not what was recorded/,
  },
  {
    checkId: 'backup-restorable',
    broken: 'The backup holds another desk’s facts.',
    plant: installs((installation) => ({
      backUp: async () => ({ ...(await installation.backUp()), hash: 'b'.repeat(64) }),
    })),
    says: /chain is not that of the journal/,
  },
  {
    checkId: 'store-is-safe',
    broken: 'The database is set to synchronous NORMAL.',
    plant: installs((installation) => ({
      storeSettings: () => ({ ...installation.storeSettings(), synchronous: 1 }),
    })),
    says: /not to 2, FULL/,
  },
  {
    checkId: 'clock-agrees',
    broken: 'The gateway’s clock jumps by a minute at every reading.',
    plant: (world) => {
      let jumps = 0;
      return lies({
        topics: {
          status: (items) =>
            items.map((status) => {
              const { gatewayTime } = status;
              if (gatewayTime === null) return status;
              jumps += 60_000;
              return { ...status, gatewayTime: { ...gatewayTime, at: gatewayTime.at + jumps } };
            }),
        },
      })(world);
    },
    says: /ran off is .* must be at most 2,000 ms/,
  },
  {
    checkId: 'machine-has-room',
    broken: 'The disk has 100 MB left.',
    plant: installs(() => ({ machine: () => ({ eventLoopDelayMs: 1, freeDiskBytes: 1e8 }) })),
    says: /Free disk space is/,
  },
  {
    checkId: 'versions-agree',
    broken: 'The desk shows another version than is installed.',
    plant: lies({
      topics: { status: (items) => items.map((each) => ({ ...each, version: '99.0.0' })) },
    }),
    says: /The desk shows version 99\.0\.0/,
  },
  {
    checkId: 'configuration-in-force',
    broken: 'The limit on the value of an order in force is ten times the one on record.',
    plant: lies({
      answers: {
        'limits.read': ({ limits }) => ({
          limits: {
            ...limits,
            maxOrderValue: { ...limits.maxOrderValue, value: limits.maxOrderValue.value * 10 },
          },
        }),
      },
    }),
    says: /not that of the limits in force/,
  },
  {
    checkId: 'roles-apart',
    broken: 'One person is operator and risk officer, and there is no other risk officer.',
    plant: installs(() => ({
      people: () => [
        { personId: 'a', name: 'A', roles: ['operator', 'risk-officer'] },
        { personId: 'b', name: 'B', roles: ['tester'] },
      ],
    })),
    says: /somebody is two of them/,
  },
  {
    checkId: 'link-answers',
    broken: 'The heartbeat comes back after three seconds.',
    also: counted,
    plant: lies({
      topics: {
        status: (items) =>
          items.map((status) => ({
            ...status,
            link: status.link === null ? null : { ...status.link, roundTripMs: 3_000 },
          })),
      },
    }),
    says: /Round trip of the heartbeat is 3,000 ms/,
  },
  {
    checkId: 'market-data-answers',
    broken: 'The market data of a watched instrument is refused.',
    also: counted,
    plant: lies({
      topics: {
        watchlist: (rows) =>
          rows.map((row, index) =>
            index === 1 ? { ...row, quoteProblem: 'Not subscribed (354).' } : row,
          ),
      },
    }),
    says: /Not subscribed \(354\)/,
  },
  {
    checkId: 'order-flow-answers',
    broken: 'A control cannot be evaluated.',
    also: counted,
    plant: lies({
      answers: {
        'order.preview': (preview) => ({
          ...preview,
          verdicts: preview.verdicts.map((verdict, index) =>
            index === 0 ? { ...verdict, outcome: 'unevaluable' as const } : verdict,
          ),
        }),
      },
    }),
    says: /could not be evaluated is 1/,
  },
  {
    checkId: 'risk-answers',
    broken: 'The limit on the quantity of an order binds nobody.',
    also: counted,
    plant: lies({
      answers: {
        'order.preview': (preview) => ({
          ...preview,
          verdicts: preview.verdicts.map((verdict) =>
            verdict.controlId === 'max-order-quantity'
              ? { ...verdict, outcome: 'pass' as const }
              : verdict,
          ),
        }),
      },
    }),
    says: /is not denied for its quantity/,
  },
  {
    checkId: 'alerting-answers',
    broken: 'A person’s acknowledgement does not come into the history of the alert.',
    also: counted,
    plant: scratchLies({
      answers: {
        'alert.history': ({ entries, more }) => ({
          entries: entries.filter(({ change }) => change !== 'acknowledged'),
          more,
        }),
      },
    }),
    says: /not on record/,
  },
  {
    checkId: 'journal-answers',
    broken: 'A drill of the kill switch is done and not recorded.',
    also: counted,
    plant: (world) => ({
      ...world,
      desk: {
        ...world.desk,
        facts: (fromSeq) =>
          [...world.desk.facts(fromSeq)].filter(({ kind }) => !kind.startsWith('kill.')),
      },
    }),
    says: /Facts of a drill on record is 0/,
  },
  {
    checkId: 'component-coverage',
    broken: 'The self-test of the link has left no run.',
    plant: (world) => ({
      ...world,
      runs: world.runs.filter(({ checkId }) => checkId !== 'link-answers'),
    }),
    says: /Link has not answered for itself/,
  },
  {
    checkId: 'framework-notices',
    broken:
      'The limits in force say nothing: the planted defect in them cannot be told from what is sound.',
    also: {
      'configuration-in-force': 'limits that say nothing are not those that were agreed.',
    },
    plant: lies({
      answers: {
        'limits.read': ({ limits }) => ({
          limits: { ...limits, maxOrderValue: { ...limits.maxOrderValue, value: 0 } },
        }),
      },
    }),
    says: /Not noticed: a limit in force/,
  },
];
