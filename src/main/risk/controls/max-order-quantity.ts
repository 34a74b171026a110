import type { Control } from '../control.ts';
import { figure } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'max-order-quantity', title: 'Max order quantity' } as const;
const verdicts = verdictsOf(control);

/** Against a slip of the finger, so an order that shrinks exposure is held to it too. */
export const maxOrderQuantity: Control = {
  ...control,
  unit: 'units',
  hard: true,
  limits: ['maxOrderQuantity'],
  source: 'RTS 6 art. 15(1)(c); SEC 15c3-5(c)(1)(ii)',
  evaluate({ proposal: { quantity }, limits }) {
    const limit = limits.maxOrderQuantity.value;
    if (!Number.isFinite(quantity) || !Number.isFinite(limit)) {
      return verdicts.unevaluable('The quantity or its limit is not a number.');
    }
    if (quantity > limit) {
      return verdicts.deny(
        `Order quantity ${figure(quantity)} is above the desk's ${figure(limit)}.`,
        { observed: quantity, limit, unit: 'units' },
      );
    }
    return verdicts.passWith(quantity, limit, 'units');
  },
};
