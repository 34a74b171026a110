import type { Control } from '../control.ts';
import { concentrationVerdict } from '../group-exposure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = {
  id: 'asset-class-concentration',
  title: 'Asset class concentration',
  hard: false,
} as const;
const verdicts = verdictsOf(control);

/** The share that the asset class has of the account. A rule of the desk for its own good, so soft. */
export const assetClassConcentration: Control = {
  ...control,
  unit: 'percent',

  limits: ['assetClassConcentration'],
  source: 'RTS 6 art. 15(4); IB, Account Values: NetLiquidation',
  evaluate(context) {
    const { instrument, assetClassExposure: others } = context;
    if (instrument === null) {
      return verdicts.unevaluable('The instrument is not known, so its asset class is not either.');
    }
    const group = { name: `asset class ${instrument.secType}`, others };
    return concentrationVerdict(verdicts, context, group, 'assetClassConcentration');
  },
};
