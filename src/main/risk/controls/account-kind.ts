import { accountKind as kindOfAccount } from '#shared/domain/gateway.ts';

import type { Control } from '../control.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'account-kind', title: 'Account kind' } as const;
const verdicts = verdictsOf(control);

/** Orders go to paper accounts only. The account id decides, never the port; a shadow desk reads. */
export const accountKind: Control = {
  ...control,
  unit: null,
  hard: true,
  limits: [],
  source:
    "this project's own choice: nothing leaves for an account with money in it before it was proven on paper; IB, Paper Trading Account",
  evaluate({ accountId, gatewayKind }) {
    if (accountId === null || accountId === '') {
      return verdicts.unevaluable('The broker has not said which account this is.');
    }
    if (gatewayKind === null) {
      return verdicts.unevaluable('No gateway is chosen, so no order can leave.');
    }
    if (kindOfAccount(accountId) !== 'paper') {
      return verdicts.deny(
        `Account ${accountId} is not a paper account. The desk reads a live account and sends no order to it.`,
      );
    }
    if (gatewayKind === 'shadow') {
      return verdicts.deny('The desk is a shadow: it reads the account and sends no order.');
    }
    return verdicts.pass;
  },
};
