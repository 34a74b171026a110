import type { Control } from '../control.ts';
import { openingQuantity } from '../exposure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'closes-only', title: 'Closes only' } as const;
const verdicts = verdictsOf(control);

/** An order of the kill switch closes what is held and not a unit more, whatever else works on its side. */
export const closesOnly: Control = {
  ...control,
  unit: 'units',
  hard: true,
  limits: [],
  source: 'RTS 6 art. 12',
  evaluate(context) {
    const opening = openingQuantity(context);
    if (Number.isNaN(opening)) {
      return verdicts.unevaluable('How much of the position the order would close is not known.');
    }
    if (opening === 0) return verdicts.pass;
    return verdicts.deny(
      `The order would open a position of ${opening}: less is held, or other orders work on its side.`,
      { observed: opening, limit: 0, unit: 'units' },
    );
  },
};
