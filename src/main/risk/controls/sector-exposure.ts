import type { Control } from '../control.ts';
import { exposureVerdict } from '../group-exposure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'sector-exposure', title: 'Sector exposure' } as const;
const verdicts = verdictsOf(control);

/** What the desk holds in the sector of the instrument, as the broker names it. An instrument without one is in none. */
export const sectorExposure: Control = {
  ...control,
  unit: 'base currency',
  hard: true,
  limits: ['sectorGrossExposure', 'sectorNetExposure'],
  source: 'RTS 6 art. 15(4); IB, Contract Details: industry',
  evaluate(context) {
    const sector = context.instrument?.sector ?? null;
    if (sector === null) {
      return context.instrument === null
        ? verdicts.unevaluable('The instrument is not known, so its sector is not either.')
        : verdicts.skipped(`The broker names no sector for ${context.instrument.displaySymbol}.`);
    }
    const group = { name: `sector ${sector}`, others: context.sectorExposure };
    return exposureVerdict(verdicts, context, group, {
      gross: 'sectorGrossExposure',
      net: 'sectorNetExposure',
    });
  },
};
