import type { PersonPermission } from '#shared/domain/limits.ts';

import type { Control, ControlContext } from '../control.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'person-permission', title: 'Person permission' } as const;
const verdicts = verdictsOf(control);

/**
 * What a person may trade: instruments, asset classes, order types and accounts. Who is not named may trade everything.
 * Held to for orders that shrink as well: what somebody else has to close, somebody else closes.
 */
export const personPermission: Control = {
  ...control,
  unit: null,
  hard: true,
  limits: [],
  source: 'SEC 15c3-5(c)(2)(iii)',
  evaluate(context) {
    if (context.personId === null)
      return verdicts.unevaluable('Who asks for the order is not known.');
    const { permission } = context.limits;
    if (permission === undefined) return verdicts.pass;
    const { instrument, accountId } = context;
    if (instrument === null || accountId === null) {
      return verdicts.unevaluable(
        'The instrument or the account is not known, so whether the person may trade it is not either.',
      );
    }
    const refused = refusals.find(({ refuses }) =>
      refuses(permission, { ...context, instrument, accountId }),
    );
    if (refused === undefined) return verdicts.pass;
    return verdicts.deny(
      `${context.personId} may not trade ${refused.what({ ...context, instrument, accountId })}: ${permission.reason}`,
    );
  },
};

interface Asked {
  readonly instrument: NonNullable<ControlContext['instrument']>;
  readonly accountId: string;
  readonly proposal: ControlContext['proposal'];
}

interface Refusal {
  readonly refuses: (permission: PersonPermission, asked: Asked) => boolean;
  readonly what: (asked: Asked) => string;
}

const without = <T>(allowed: readonly T[] | null, ...names: T[]): boolean =>
  allowed !== null && !names.some((name) => allowed.includes(name));

const refusals: readonly Refusal[] = [
  {
    refuses: ({ accounts }, { accountId }) => without(accounts, accountId),
    what: ({ accountId }) => `in account ${accountId}`,
  },
  {
    refuses: ({ assetClasses }, { instrument }) => without(assetClasses, instrument.secType),
    what: ({ instrument }) => `asset class ${instrument.secType}`,
  },
  {
    refuses: ({ instruments }, { instrument: { symbol, displaySymbol } }) =>
      without(
        instruments?.map((name) => name.toUpperCase()) ?? null,
        symbol.toUpperCase(),
        displaySymbol.toUpperCase(),
      ),
    what: ({ instrument }) => instrument.displaySymbol,
  },
  {
    refuses: ({ orderTypes }, { proposal }) => without(orderTypes, proposal.orderType),
    what: ({ proposal }) => `with ${proposal.orderType} orders`,
  },
];
