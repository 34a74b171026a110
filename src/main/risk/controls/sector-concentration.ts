import type { Control } from '../control.ts';
import { concentrationVerdict } from '../group-exposure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'sector-concentration', title: 'Sector concentration', hard: false } as const;
const verdicts = verdictsOf(control);

/** The share that the sector of the instrument has of the account. A rule of the desk for its own good, so soft. */
export const sectorConcentration: Control = {
  ...control,
  unit: 'percent',

  limits: ['sectorConcentration'],
  source: 'RTS 6 art. 15(4); IB, Contract Details: industry; IB, Account Values: NetLiquidation',
  evaluate(context) {
    const sector = context.instrument?.sector ?? null;
    if (sector === null) {
      return context.instrument === null
        ? verdicts.unevaluable('The instrument is not known, so its sector is not either.')
        : verdicts.skipped(`The broker names no sector for ${context.instrument.displaySymbol}.`);
    }
    const group = { name: `sector ${sector}`, others: context.sectorExposure };
    return concentrationVerdict(verdicts, context, group, 'sectorConcentration');
  },
};
