import { csvLine } from '#shared/domain/csv.ts';
import type { AccountRow } from '#shared/contract/topics.ts';
import type { Fact } from '#shared/domain/fact.ts';
import { accountKind, type GatewayKind, type LinkState } from '#shared/domain/gateway.ts';

import type { Check } from '../check.ts';
import { accountNow, statusNow } from '../desk-now.ts';
import { atLeast, atMost, count, milliseconds, none } from '../figures.ts';
import { waitUntil } from '../wait-until.ts';
import { everyGateway } from './gateways.ts';

/** The way of a link to taking new risk; attempts to connect are not on record. Source: DESIGN.md, Gateway link. */
const wayToReady: readonly LinkState[] = ['handshaking', 'reconciling', 'ready'];
const oldestServerVersion = 176;
/** A gateway on the same machine takes well under a second; the margin is for one that starts or is far. */
const handshakeWithinMs = 30_000;

/** A step of the link, as the journal has it. */
export interface LinkStep {
  at: string;
  state: LinkState;
  serverVersion: number | null;
}

/** The steps of the latest connection that became ready, from its beginning. */
export function latestHandshake(facts: Iterable<Fact>): LinkStep[] {
  let steps: LinkStep[] = [];
  let latest: LinkStep[] = [];
  // A link that is impaired for a while is ready again without a new handshake.
  let isOver = false;
  for (const { kind, at, body } of facts) {
    if (kind !== 'link.changed') continue;
    if (body.state === 'handshaking') {
      steps = [];
      isOver = false;
    }
    if (isOver) continue;
    steps.push({ at, state: body.state, serverVersion: body.serverVersion });
    if (body.state !== 'ready') continue;
    latest = steps;
    isOver = true;
  }
  return latest;
}

/** What is wrong with a handshake, each a sentence. */
export function handshakeProblems(steps: readonly LinkStep[]): string[] {
  if (steps.length === 0) return ['The journal has no connection that became ready.'];
  const way = steps.map(({ state }) => state);
  const expected = wayToReady.filter((state) => !way.includes(state));
  const problems = expected.map((state) => `The link was never ${state} before it was ready.`);
  const order = way.map((state) => wayToReady.indexOf(state)).filter((place) => place >= 0);
  if (order.some((place, index) => index > 0 && place < (order[index - 1] ?? 0))) {
    problems.push(`The link went ${way.join(' → ')}.`);
  }
  return problems;
}

/** What is wrong with the account for this kind of gateway, each a sentence. Source: docs/decisions/account-kind.md. */
export function accountProblems(
  gatewayKind: GatewayKind,
  {
    shown,
    figuresOf,
    onRecord,
  }: {
    shown: string | null;
    figuresOf: string;
    onRecord: readonly { accountId: string; gatewayKind: GatewayKind }[];
  },
): string[] {
  if (shown === null) return ['The gateway has named no account.'];
  const problems: string[] = [];
  const needed = gatewayKind === 'shadow' ? 'live' : 'paper';
  const kind = accountKind(shown);
  if (kind !== needed) {
    problems.push(
      `${shown} is a ${kind} account, and a ${gatewayKind} gateway needs a ${needed} one.`,
    );
  }
  if (figuresOf !== shown)
    problems.push(`The figures shown are those of ${figuresOf}, not of ${shown}.`);
  const named = onRecord.at(-1);
  if (named?.accountId !== shown || named.gatewayKind !== gatewayKind) {
    problems.push(
      `By the journal the account is ${named?.accountId ?? 'none'} at a ${named?.gatewayKind ?? 'nameless'} gateway.`,
    );
  }
  return problems;
}

/** What a desk decides by, of the account. */
const accountFigures = [
  'netLiquidation',
  'cash',
  'buyingPower',
  'initialMargin',
  'maintenanceMargin',
  'realizedPnl',
  'unrealizedPnl',
] as const satisfies readonly (keyof AccountRow)[];

/** The figures of the account that are missing or make no sense. */
export function missingAccountFigures(row: AccountRow): string[] {
  const missing: string[] = accountFigures.filter(
    (name) => row[name] === null || !Number.isFinite(row[name]),
  );
  const { netLiquidation } = row;
  if (netLiquidation !== null && netLiquidation <= 0) missing.push('netLiquidation above 0');
  return missing;
}

/** IB sends the account's figures every three minutes; some more for the way. Source: IB, reqAccountUpdates. */
const accountWithinMs = 240_000;

const ofTheGateway = {
  phase: 2,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  withinMs: 30_000,
} satisfies Partial<Check>;

export const gatewayIdentityChecks: readonly Check[] = [
  {
    ...ofTheGateway,
    checkId: 'handshake',
    title: 'The link came up in order',
    why: 'New risk must not be taken before the books were compared with the broker’s.',
    weight: 3,
    needs: [],
    run({ desk }) {
      const steps = latestHandshake(desk.facts(1));
      const first = steps.at(0);
      const last = steps.at(-1);
      const tookMs =
        first === undefined || last === undefined
          ? null
          : Date.parse(last.at) - Date.parse(first.at);
      return Promise.resolve({
        figures: [
          milliseconds('took', 'From the handshake to ready', tookMs, atMost(handshakeWithinMs)),
          count(
            'server-version',
            'Server version',
            statusNow(desk).link?.serverVersion ?? null,
            atLeast(oldestServerVersion),
          ),
        ],
        evidence: [
          {
            name: 'link.csv',
            title: 'The steps of the link, as the journal has them',
            contents: [
              csvLine(['at', 'state', 'server version']),
              ...steps.map(({ at, state, serverVersion }) => csvLine([at, state, serverVersion])),
            ].join(''),
          },
        ],
        problems: handshakeProblems(steps),
        found: 'The link shook hands and reconciled before it was ready.',
      });
    },
  },
  {
    ...ofTheGateway,
    checkId: 'account-is-the-right-one',
    title: 'The account is of the right kind',
    why: 'An order must never reach an account that is not a paper account.',
    weight: 5,
    needs: [],
    run({ desk, gatewayKind }) {
      const onRecord = [...desk.facts(1)].flatMap((fact) =>
        fact.kind === 'account.identified' ? [fact.body] : [],
      );
      const seen = {
        shown: statusNow(desk).accountId,
        figuresOf: accountNow(desk).accountId,
        onRecord,
      };
      const problems = accountProblems(gatewayKind, seen);
      return Promise.resolve({
        figures: [count('problems', 'Contradictions about the account', problems.length, none)],
        evidence: [
          {
            name: 'account.json',
            title: 'The account by status, figures and journal',
            contents: JSON.stringify(seen, null, 2),
          },
        ],
        problems,
        found: `${seen.shown} is the account of a ${gatewayKind} gateway, everywhere.`,
      });
    },
  },
  {
    ...ofTheGateway,
    checkId: 'account-complete',
    title: 'The account is told in full',
    why: 'A control that lacks a figure of the account denies every order.',
    weight: 3,
    needs: ['account-is-the-right-one'],
    async run({ desk, clock, signal }) {
      // What is still missing then is missing, and is named.
      await waitUntil(
        { clock, signal },
        'told',
        20_000,
        () => missingAccountFigures(accountNow(desk)).length === 0,
      ).catch((error: unknown) => {
        signal.throwIfAborted();
        return error;
      });
      const row = accountNow(desk);
      const missing = missingAccountFigures(row);
      return {
        figures: [
          count('missing', 'Figures that are missing', missing.length, none),
          milliseconds(
            'age',
            'Since the broker last said any of them',
            Math.max(0, clock.now() - row.asOf),
            atMost(accountWithinMs),
          ),
        ],
        evidence: [
          { name: 'account.json', title: 'The account', contents: JSON.stringify(row, null, 2) },
        ],
        problems: missing.map((name) => `The broker has not said: ${name}.`),
        found: `All ${accountFigures.length} figures of the account are known.`,
      };
    },
  },
];
