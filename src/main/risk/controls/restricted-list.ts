import type { Control } from '../control.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'restricted-list', title: 'Restricted list' } as const;
const verdicts = verdictsOf(control);

/**
 * Nothing leaves in a symbol on the list, derivatives on it included, and not to shrink either: who may not deal in a
 * name may not sell it. The list names symbols as IB does, whatever the case.
 */
export const restrictedList: Control = {
  ...control,
  unit: null,
  hard: true,
  limits: [],
  source: 'SEC 15c3-5(c)(2)(ii)',
  evaluate({ instrument, limits }) {
    if (limits.restrictedInstruments.length === 0) return verdicts.pass;
    if (instrument === null) {
      return verdicts.unevaluable(
        'The instrument is not known, so whether it is restricted is not either.',
      );
    }
    const names = new Set(
      [instrument.symbol, instrument.displaySymbol].map((name) => name.toUpperCase()),
    );
    const found = limits.restrictedInstruments.find(({ symbol }) =>
      names.has(symbol.toUpperCase()),
    );
    if (found === undefined) return verdicts.pass;
    return verdicts.deny(`${instrument.displaySymbol} is on the restricted list: ${found.reason}`);
  },
};
